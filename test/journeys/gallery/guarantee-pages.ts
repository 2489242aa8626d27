// Where students stand, in every verdict: their own page, the board of staff, one student's file, terms.

import type { Page } from 'playwright-core';
import { arrive } from '../../../fixtures/story-launch.ts';
import { storySchools } from '../../../fixtures/story-schools.ts';
import type { EntryGiven } from '../../../src/domain/evidence/entry.ts';
import type { OfficialSitting } from '../../../src/domain/evidence/student-file.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import type { TestApplication } from '../../support/application.ts';
import { giveGuarantee } from '../../support/guarantee.ts';
import type { Picture, Studio } from './picture.ts';
import { instructorAt } from './staff.ts';

const day = 86_400_000;

/** The ids of those whose files are shown. */
interface Standing {
  readonly ana: string;
}

const standing = new WeakMap<TestApplication, Promise<Standing>>();

/** Records once, in the course at Canvas, so that the first picture brings it for all. */
function withStandings({ all }: Studio): Promise<Standing> {
  const known = standing.get(all) ?? recordAll(all);
  standing.set(all, known);
  return known;
}

function studentAt(all: TestApplication, person: string): Promise<Visitor> {
  const school = storySchools().find(({ plan }) => plan.id === 'canvas')!;
  const request = { person: school.personId(person), activity: school.activityId('mock-1') };
  return arrive(all.application, all.campus.school('canvas'), request);
}

async function recordAll(all: TestApplication): Promise<Standing> {
  const { evidence, waiving, terms, coursePlans } = all.application.services;
  const dana = await instructorAt(all, 'canvas', 'mock-1');
  const dayText = (days: number) => new Date(all.clock.now() + days * day).toISOString().slice(0, 10);
  if ((await coursePlans.plan(dana)).policyId === null) await giveGuarantee(all, dana, undefined, dayText(0));
  const author = { source: 'staff' as const, by: dana.personId, byName: dana.name };

  async function student(
    person: string,
    given: readonly EntryGiven[],
    sat?: Partial<OfficialSitting>,
  ): Promise<Visitor> {
    const visitor = await studentAt(all, person);
    const { organizationId, platformId, courseId, personId } = visitor;
    const owner = { organizationId, platformId, courseId, personId };
    for (const one of given) await evidence.record(author, owner, one);
    if (sat) {
      const verified = { by: dana.personId, byName: dana.name, at: all.clock.now() };
      const unsaid = { startAt: null, score: null, parts: {}, version: null, place: 'Chicago', fileIds: [], verified };
      const sitting = { ...author, at: all.clock.now(), ...unsaid, id: 'first', resultReleasedOn: dayText(-5), ...sat };
      await all.application.stores.files.change(owner, { $set: { 'sittings.first': sitting } });
    }
    return visitor;
  }
  const date = (name: string, days: number): EntryGiven => ({ kind: 'date', name, on: dayText(days) });
  const known: EntryGiven = { kind: 'value', name: 'identityMatch', value: true };
  const accepted = async (visitor: Visitor): Promise<void> => {
    const version = (await terms.offered(visitor))!;
    await terms.accept(visitor, { policyId: version.policyId, number: version.number });
  };

  const ana = await student('ana', [date('enrolledOn', -140), date('optInOn', -138), known]);
  await accepted(ana);
  await accepted(await student('benjamin', [date('enrolledOn', -30), date('optInOn', -28), known]));
  await student('chidi', [date('enrolledOn', -200), date('optInOn', -198)]);
  const done = [date('enrolledOn', -100), date('optInOn', -98), date('completedOn', -20), known];
  await accepted(await student('daniela', done, { on: dayText(-8), result: 'fail' }));
  await accepted(await student('fatima', done, { on: dayText(-8), result: 'pass' }));
  await student('jose', [date('enrolledOn', -20), date('optInOn', -18)]);
  await waiving.waive(dana, ana.personId, {
    rule: 'opt_in',
    action: 'extend',
    until: dayText(20),
    reason: 'The form was offline',
    actId: 'g1',
  });
  return { ana: ana.personId };
}

const own =
  (person: string, path = '/guarantee'): Picture['show'] =>
  async (studio) => {
    await withStandings(studio);
    return (await studio.seats.at(person, 'mock-1')).open(path);
  };

const desk =
  (
    path: string | ((ids: Standing) => string),
    bring: (page: Page) => Promise<unknown> = async () => undefined,
    person = 'dana',
  ): Picture['show'] =>
  async (studio) => {
    const ids = await withStandings(studio);
    const page = await (await studio.seats.at(person, 'mock-1')).open(typeof path === 'string' ? path : path(ids));
    await bring(page);
    return page;
  };

async function acceptUnread(page: Page): Promise<void> {
  await page.locator('#accept form').evaluate((form) => ((form as HTMLFormElement).noValidate = true));
  await page.getByRole('button', { name: 'Accept the terms' }).click();
  await page.locator('#error-summary').waitFor();
}

async function tickTwo(page: Page): Promise<void> {
  await page.locator('input[name=pick]').nth(0).check();
  await page.locator('input[name=pick]').nth(1).check();
}

async function chooseTwo(page: Page): Promise<void> {
  await tickTwo(page);
  await page.getByRole('button', { name: 'Waive or extend' }).click();
  await page.waitForURL(/chosen/);
}

export const guaranteePages: readonly Picture[] = [
  { name: 'my-guarantee-at-risk', show: own('ana') },
  { name: 'my-guarantee-on-track', show: own('benjamin') },
  { name: 'my-guarantee-lost', show: own('chidi') },
  { name: 'my-guarantee-eligible', show: own('daniela') },
  { name: 'my-guarantee-passed', show: own('fatima') },
  { name: 'my-guarantee-needs-review', show: own('jose') },
  { name: 'my-guarantee-terms-to-accept', show: own('grace') },
  {
    name: 'my-guarantee-accept-refused',
    show: async (studio) => {
      const page = await own('grace')(studio);
      await acceptUnread(page);
      return page;
    },
  },
  {
    name: 'my-guarantee-what-if',
    show: async (studio) => {
      const on = new Date(studio.all.clock.now() + 40 * day).toISOString().slice(0, 10);
      return own('benjamin', `/guarantee?on=${on}`)(studio);
    },
  },
  { name: 'eligibility-board', show: desk('/eligibility') },
  { name: 'eligibility-board-sheet', show: desk(({ ana }) => `/eligibility?student=${ana}`) },
  { name: 'eligibility-board-selected', show: desk('/eligibility', tickTwo) },
  { name: 'eligibility-board-nobody', show: desk('/eligibility?q=nobody+of+this+name') },
  { name: 'eligibility-board-as-assistant', show: desk('/eligibility', undefined, 'noah') },
  { name: 'eligibility-bulk-waive', show: desk('/eligibility', chooseTwo) },
  { name: 'eligibility-print', show: desk('/eligibility/print') },
  { name: 'student-file', show: desk(({ ana }) => `/students/${ana}?asOf=2027-06-01`) },
];
