// Evidence as staff record it: one student's forms, missing dates, completion, files of facts, guarantee settings, completion links.

import type { Page } from 'playwright-core';
import { accountKey } from '../../../src/domain/evidence/joined-accounts.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import type { TestApplication } from '../../support/application.ts';
import { giveGuarantee } from '../../support/guarantee.ts';
import { once } from './once.ts';
import { visitorAt } from './people.ts';
import type { Picture, Studio } from './picture.ts';
import { instructorAt } from './staff.ts';

const day = 86_400_000;

/** The ids of what stands in the pictures. */
interface Recorded {
  readonly amara: string;
  readonly importId: string;
  readonly appliedId: string;
}

/** Records once, in the course at Moodle, so that the first picture brings it for all. */
const withEvidence = once(recordAll);

const inClass = [
  'amara',
  'ana',
  'benjamin',
  'chidi',
  'daniela',
  'fatima',
  'grace',
  'leilani',
  'marcus',
  'meiling',
  'priya',
];

async function recordAll(all: TestApplication): Promise<Recorded> {
  const { evidence, waiving, coursePlans, completion, factsImporting, eligibility } = all.application.services;
  const dana = await instructorAt(all, 'moodle', 'mock-1');
  for (const person of inClass) await visitorAt(all, 'moodle', person);
  const today = all.clock.now();
  const dayText = (days: number) => new Date(today + days * day).toISOString().slice(0, 10);
  if ((await coursePlans.plan(dana)).policyId === null) await giveGuarantee(all, dana, undefined, dayText(0));
  const titles = ['Anatomy and terminology', 'ICD-10-CM guidelines', 'CPT surgery', 'Modifiers', 'E/M coding'];
  for (const [at, title] of [...titles, 'HCPCS Level II'].entries())
    await coursePlans.changeModules(dana, { act: 'add', id: `g${at}`, title, isRequired: at < 4 });
  await coursePlans.changeModules(dana, { act: 'remove', id: 'g5' });

  const { rows } = await eligibility.ofCourse(dana);
  const named = (name: string) => rows.find(({ person }) => person.name.startsWith(name))!.person;
  const amara = named('Amara');
  const mark = (from: number, module: string, days: number, grade: number | null = null) =>
    completion.mark(
      dana,
      rows.slice(from).map(({ person }) => person.id),
      { module, on: dayText(days), grade },
    );
  await mark(0, 'g0', -40);
  await mark(3, 'g1', -30, 88);
  await mark(6, 'g2', -18);
  await mark(9, 'g3', -6, 93);
  const reason = 'As the contract says';
  await evidence.recordFor(dana, amara.id, { kind: 'date', name: 'enrolledOn', on: dayText(-60), reason });
  await evidence.recordFor(dana, amara.id, { kind: 'priorAttempts', count: 1, reason });
  await evidence.recordFor(dana, amara.id, {
    kind: 'questionBank',
    on: dayText(-3),
    answered: 640,
    correctPct: 71,
    reason,
  });
  const rules = await waiving.rules(dana, amara.id);
  const until = dayText(150);
  const extension = { rule: rules[0]!.id, action: 'extend', until, reason: 'A stay in hospital', actId: 'g1' } as const;
  await waiving.waive(dana, amara.id, extension);
  const again = {
    rule: rules[1]!.id,
    action: 'waive',
    until: null,
    reason: 'Given to the wrong student',
    actId: 'g2',
  } as const;
  await waiving.waive(dana, amara.id, again);
  await waiving.revokeWaiver(dana, amara.id, 'g2', 'It was meant for somebody else');
  const pause = { from: dayText(8), to: dayText(29), reason: 'Parental leave', actId: 'g1' };
  await waiving.askForPause(await visitorAt(all, 'moodle', 'amara'), pause);

  const head = 'name,Enrolled on,Identity match,CPT surgery';
  const lines = rows
    .slice(1, 9)
    .map(({ person }, at) => `"${person.name}",${dayText(-50 - at)},${at % 3 ? 'yes' : ''},`);
  const odd = ['Somebody Unknown,2026-09-01,yes,', `"${rows[9]!.person.name}",31/09/2026,maybe,`];
  const read = (fileName: string, rest: readonly string[]) =>
    factsImporting.read(dana, { fileName, text: [head, ...rest].join('\n') });
  const appliedId = await read('enrollments-september.csv', lines.slice(0, 2));
  await factsImporting.apply(dana, appliedId);
  return { amara: amara.id, importId: await read('enrollments-fall.csv', [...lines, ...odd]), appliedId };
}

const desk = (
  path: string | ((ids: Recorded) => string),
  bring: (page: Page) => Promise<unknown> = async () => undefined,
  person = 'dana',
): Picture['show'] => {
  return async (studio) => {
    const ids = await withEvidence(studio);
    const seat = await studio.seats.at(person, 'mock-1', 'moodle');
    const page = await seat.open(typeof path === 'string' ? path : path(ids));
    await bring(page);
    return page;
  };
};

const student = (page: string) => (ids: Recorded) => `/students/${ids.amara}/${page}`;

/** Opens the form of one entry. */
const opened = (entry: string) => async (page: Page) => {
  await page.locator(`[data-entry="${entry}"] summary`).click();
};

const press = (button: string, result: string) => async (page: Page) => {
  await page.getByRole('button', { name: button, exact: true }).first().click();
  await page.locator(result).first().waitFor();
};

async function previewDate(page: Page): Promise<void> {
  const entry = page.locator('[data-entry="date enrolledOn"]');
  await opened('date enrolledOn')(page);
  await entry.locator('input[type=date]').fill('2026-09-28');
  await entry.getByLabel('Reason').fill('The contract says so');
  await entry.getByRole('button', { name: 'See what it does' }).click();
  await page.locator('[data-move]').waitFor();
}

async function refuseCorrection(page: Page): Promise<void> {
  await opened('date enrolledOn')(page);
  await page.locator('[data-entry="date enrolledOn"] input[type=date]').fill('2026-09-01');
  await page.locator('[data-entry="date enrolledOn"]').getByRole('button', { name: 'Save', exact: true }).click();
  await page.locator('#error-summary').waitFor();
}

async function previewWaiver(page: Page): Promise<void> {
  await page.locator('input[name=rule]').first().check();
  await page.getByLabel('Reason').first().fill('Away with a storm that closed the office');
  await press('See what it does', '[data-move]')(page);
}

/** The page behind a completion link; the activity that has no exam lends itself. */
const linked =
  (person: string, marks: 'opened' | 'confirmed', module = 'g4', path = '/') =>
  async (studio: Studio): Promise<Page> => {
    await withEvidence(studio);
    const seat = await studio.seats.at(person, 'mock-3', 'moodle');
    const { linkId } = await instructorAt(studio.all, 'moodle', 'mock-3');
    const completes = { module, title: module === 'g4' ? 'E/M coding' : 'Radiology', marks };
    const links = studio.all.connection.db!.collection('links');
    await links.updateOne({ _id: linkId as never }, { $set: { completes } });
    return seat.open(path);
  };

/** Two accounts side by side, before they are joined. */
async function compareAccounts(page: Page): Promise<void> {
  await page.locator('table.data a').first().click();
  await page.getByRole('button', { name: 'Join these accounts' }).waitFor();
}

async function refuseJoin(page: Page): Promise<void> {
  await compareAccounts(page);
  await press('Join these accounts', '#error-summary')(page);
}

/** A student whose account at the other LMS is hers too; gives the id under which this course knows her. */
const withJoined = once(async (all): Promise<string> => {
  const [here, there] = [await visitorAt(all, 'moodle', 'priya'), await visitorAt(all, 'canvas', 'priya')];
  const dana = await instructorAt(all, 'moodle', 'mock-1');
  const lead: Visitor = { ...dana, role: 'administrator' };
  const reason = 'She came over from the Canvas course in week 2';
  await all.application.services.joining.join(lead, here.personId, accountKey(there), reason);
  return here.personId;
});

const joined =
  (page = ''): Picture['show'] =>
  async (studio) => {
    const id = await withJoined(studio);
    return desk(`/students/${id}${page}`)(studio);
  };

export const evidencePages: readonly Picture[] = [
  { name: 'student-file-joined', show: joined() },
  {
    name: 'my-guarantee-joined',
    show: async (studio) => {
      await withJoined(studio);
      return (await studio.seats.at('priya', 'mock-1', 'moodle')).open('/guarantee');
    },
  },
  { name: 'join-accounts-joined', show: joined('/join') },
  { name: 'join-accounts', show: desk(student('join')) },
  { name: 'join-accounts-nobody', show: desk(student('join?q=nobody@example.org')) },
  { name: 'join-accounts-found', show: desk(student('join?q=Benjamin')) },
  { name: 'join-accounts-compared', show: desk(student('join?q=Benjamin'), compareAccounts) },
  { name: 'join-accounts-refused', show: desk(student('join?q=Benjamin'), refuseJoin) },
  { name: 'evidence', show: desk(student('evidence')) },
  { name: 'evidence-preview', show: desk(student('evidence'), previewDate) },
  { name: 'evidence-refused', show: desk(student('evidence'), refuseCorrection) },
  { name: 'waive', show: desk(student('waive')) },
  { name: 'waive-preview', show: desk(student('waive'), previewWaiver) },
  { name: 'waive-refused', show: desk(student('waive'), press('Give it', '#error-summary')) },
  { name: 'pause', show: desk(student('pause')) },
  { name: 'pause-refused', show: desk(student('pause'), press('Give the pause', '#error-summary')) },
  { name: 'missing-dates', show: desk('/missing-dates') },
  { name: 'missing-dates-as-assistant', show: desk('/missing-dates', undefined, 'noah') },
  { name: 'completion', show: desk('/completion') },
  { name: 'completion-refused', show: desk('/completion', press('Mark it done', '#error-summary')) },
  { name: 'completion-as-assistant', show: desk('/completion', undefined, 'noah') },
  { name: 'course-plan', show: desk('/course-plan') },
  {
    name: 'course-plan-refused',
    show: desk('/course-plan', async (page) => {
      await page.getByLabel('The official exam', { exact: true }).fill('');
      await press('Save the settings', '#error-summary')(page);
    }),
  },
  { name: 'facts-import', show: desk('/facts-import') },
  { name: 'facts-import-refused', show: desk('/facts-import', press('Read it', '#error-summary')) },
  { name: 'facts-import-file', show: desk(({ importId }) => `/facts-import/${importId}`) },
  { name: 'facts-import-applied', show: desk(({ appliedId }) => `/facts-import/${appliedId}`) },
  { name: 'module-done', show: linked('amara', 'opened', 'g0') },
  { name: 'module-to-confirm', show: linked('grace', 'confirmed') },
  { name: 'module-not-set-up', show: linked('marcus', 'opened', 'g9') },
  { name: 'module-link', show: linked('dana', 'opened', 'g4', '/module-link') },
  { name: 'module-link-copied', show: linked('dana', 'opened', 'g9', '/module-link') },
];
