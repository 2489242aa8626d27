// Classes and attendance in every state: the schedule and its grid, the roll call, the code in class, an import, and what a student sees.

import type { Page } from 'playwright-core';
import type { Visitor } from '../../../src/domain/person.ts';
import type { TestApplication } from '../../support/application.ts';
import { classGiven } from '../../support/class-given.ts';
import { once } from './once.ts';
import type { Picture, Studio } from './picture.ts';
import { instructorAt } from './staff.ts';

const day = 86_400_000;

/** What stands in the pictures. */
interface Held {
  /** Goes on now, with some marks. */
  readonly now: string;
  readonly imported: string;
  /** A report whose columns are still to be chosen. */
  readonly toRead: string;
  /** Imported and applied, of the class a week ago. */
  readonly applied: { readonly classId: string; readonly id: string };
  readonly student: string;
}

/** Plans classes once, so that the first picture in which they stand brings them for all. */
const withClasses = once(holdClasses);

async function holdClasses(all: TestApplication): Promise<Held> {
  const { schedule, attendance, attendanceImports } = all.application.services;
  const dana = await instructorAt(all, 'canvas', 'mock-1');
  const now = all.clock.now();
  const begin = now - 10 * 60_000;
  const said = (status: 'present' | 'late' | 'absent' | 'excused', more: object = {}) => ({
    status,
    minutes: null,
    makeup: null,
    note: '',
    number: null,
    onlyUnmarked: false,
    ...more,
  });
  let lastWeek = '';
  for (let week = 6; week >= 1; week -= 1) {
    const past = await schedule.add(dana, classGiven(begin - week * 7 * day, { title: `Class ${24 - week}` }));
    lastWeek = past.id;
    if (week === 4) {
      await schedule.cancel(dana, past.id, 'Snow day. It is held on Sat 19 Dec instead.');
      continue;
    }
    const { rows } = await attendance.rollCall(dana, past.id);
    const marks = rows.map(({ learner }, at) => {
      const mark =
        (at + week) % 7 === 2
          ? said('absent')
          : (at * week) % 9 === 4
            ? said('late', { minutes: 104 })
            : said('present');
      return { personId: learner.id, ...mark };
    });
    await attendance.mark(dana, past.id, week === 2 ? marks.slice(0, 7) : marks);
  }
  const current = await schedule.add(dana, classGiven(begin, { title: 'Class 24' }));
  await schedule.add(dana, classGiven(begin + 7 * day, { title: 'Class 25' }));
  const { rows } = await attendance.rollCall(dana, current.id);
  const student = rows.find(({ learner }) => learner.name.startsWith('Ana'))!.learner.id;
  const statuses = [
    said('present'),
    said('late', { minutes: 112 }),
    said('absent'),
    said('excused', { note: 'At a funeral' }),
    said('present'),
  ];
  await attendance.mark(
    dana,
    current.id,
    statuses.map((mark, at) => ({ personId: rows[at]!.learner.id, ...mark })),
  );
  const names = rows.map(({ learner }) => learner.name);
  const imported = await readReport(dana, all, current.id, begin, names);
  const toRead = await readUnknown(dana, all, current.id, begin, names);
  const applied = await readReport(dana, all, lastWeek, begin - 7 * day, names);
  await attendanceImports.apply(dana, lastWeek, applied, { replacesHand: true, marksRestAbsent: false });
  return { now: current.id, imported, toRead, applied: { classId: lastWeek, id: applied }, student };
}

/** A Zoom report of the class: some of its students, one unknown phone, one line that cannot be read. */
async function readReport(
  dana: Visitor,
  all: TestApplication,
  classId: string,
  begin: number,
  names: readonly string[],
) {
  const time = (minutes: number): string =>
    new Date(begin + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const lines = names.slice(0, 9).map((name, at) => `"${name}",,${time(at === 3 ? 14 : -2)},${time(121)},120,No`);
  const text = [
    'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest',
    ...lines,
    `Galaxy S24,,${time(3)},${time(60)},57,Yes`,
    `Ana Á.,,${time(61)},${time(118)},57,Yes`,
    `Reader,,soon,${time(60)},1,Yes`,
  ].join('\n');
  const given = {
    fileName: 'participants_831.csv',
    bytes: new Uint8Array(Buffer.from(text)),
    zone: 'UTC',
    lateAfterMinutes: 10,
  };
  return (await all.application.services.attendanceImports.read(dana, classId, given)).id;
}

/** A report of the class with headings that are not known. */
async function readUnknown(
  dana: Visitor,
  all: TestApplication,
  classId: string,
  begin: number,
  names: readonly string[],
) {
  const time = (minutes: number): string =>
    new Date(begin + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const lines = names.slice(0, 9).map((name, at) => [name, time(at), time(120), `${120 - at} min`, 'Osallistuja']);
  const text = [['Nimi', 'Liittyi', 'Poistui', 'Kesto', 'Rooli'], ...lines].map((cells) => cells.join('\t')).join('\n');
  const bytes = new Uint8Array(Buffer.from(text));
  const given = { fileName: 'osallistujat.csv', bytes, zone: 'UTC', lateAfterMinutes: 10 };
  return (await all.application.services.attendanceImports.read(dana, classId, given)).id;
}

async function chooseNothing(page: Page): Promise<void> {
  for (const name of ['name', 'join', 'minutes']) await page.locator(`select[name=${name}]`).selectOption('');
  await page.getByRole('button', { name: 'Read the report' }).click();
  await page.locator('#error-summary').waitFor();
}

const desk =
  (path: (of: Held) => string, bring: (page: Page, studio: Studio) => Promise<unknown> = async () => undefined) =>
  async (studio: Studio): Promise<Page> => {
    const of = await withClasses(studio);
    const page = await (await studio.seats.at('dana', 'mock-2')).open(path(of));
    await bring(page, studio);
    return page;
  };

const student =
  (person: string, path: string, bring: (page: Page) => Promise<unknown> = async () => undefined) =>
  async (studio: Studio): Promise<Page> => {
    await withClasses(studio);
    const page = await (await studio.seats.at(person, 'mock-1')).open(path);
    await bring(page);
    return page;
  };

async function showCode(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Show a code' }).click();
  await page.locator('[data-code]').waitFor();
}

async function loseNetwork(page: Page): Promise<void> {
  await page.locator('body[data-roll="open"]').waitFor();
  await page.context().setOffline(true);
  await page.locator('[data-person] [data-mark="present"][aria-pressed="false"]').last().click();
  await page.getByText(/^No connection\./).waitFor();
}

export const classPages: readonly Picture[] = [
  { name: 'classes-none', show: async ({ seats }) => (await seats.at('dana', 'mock-2', 'moodle')).open('/classes') },
  {
    name: 'attendance-none',
    show: async ({ seats }) => (await seats.at('grace', 'demo', 'moodle')).open('/attendance'),
  },
  { name: 'classes', show: desk(() => '/classes') },
  { name: 'new-classes', show: desk(() => '/classes/new') },
  {
    name: 'new-classes-faults',
    show: desk(
      () => '/classes/new',
      async (page) => {
        await page.locator('form[action$="/series"]').evaluate((form) => ((form as HTMLFormElement).noValidate = true));
        await page.getByRole('button', { name: 'Add the series' }).click();
        await page.locator('#error-summary').waitFor();
      },
    ),
  },
  { name: 'class-settings', show: desk(({ now }) => `/classes/${now}/edit`) },
  { name: 'roll-call', show: desk(({ now }) => `/classes/${now}`) },
  {
    name: 'roll-call-excuse',
    show: desk(
      ({ now }) => `/classes/${now}`,
      async (page) => {
        await page.locator('body[data-roll="open"]').waitFor();
        await page.locator('[data-mark="excused"][aria-pressed="false"]').first().click();
      },
    ),
  },
  { name: 'class-student', show: desk(({ now, student: person }) => `/classes/${now}/students/${person}`) },
  { name: 'attendance-import', show: desk(({ now }) => `/classes/${now}/import`) },
  { name: 'attendance-preview', show: desk(({ now, imported }) => `/classes/${now}/import/${imported}`) },
  { name: 'attendance-applied', show: desk(({ applied: { classId, id } }) => `/classes/${classId}/import/${id}`) },
  { name: 'attendance-columns', show: desk(({ now, toRead }) => `/classes/${now}/import/${toRead}`) },
  {
    name: 'attendance-columns-refused',
    show: desk(({ now, toRead }) => `/classes/${now}/import/${toRead}`, chooseNothing),
  },
  { name: 'check-in-nothing-open', show: student('amara', '/check-in') },
  { name: 'check-in-code-opening', show: desk(({ now }) => `/classes/${now}/code`) },
  { name: 'check-in-code', show: desk(({ now }) => `/classes/${now}/code`, showCode) },
  {
    name: 'check-in-wrong-code',
    show: student('amara', '/check-in', async (page) => {
      await page.getByLabel('Code').fill('AAA AAA');
      await page.getByRole('button', { name: 'Check in' }).click();
      await page.locator('#error-summary').waitFor();
    }),
  },
  { name: 'attendance', show: student('amara', '/attendance') },
  {
    name: 'check-in-address',
    show: async ({ all, browser }) => {
      const page = await browser.newPage();
      await page.goto(`${all.publicUrl}/c/K7M2QX`);
      return page;
    },
  },
  { name: 'roll-call-offline', show: desk(({ now }) => `/classes/${now}`, loseNetwork) },
];
