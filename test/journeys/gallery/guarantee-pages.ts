// Where students stand, in every verdict: their own page, the board of staff, one student's file, terms.

import type { Page } from 'playwright-core';
import { personIdOf } from '../../../src/domain/identity.ts';
import { storySchools } from '../../../fixtures/story-schools.ts';
import type { TestApplication } from '../../support/application.ts';
import { once } from './once.ts';
import type { Picture } from './picture.ts';
import { instructorAt } from './staff.ts';

const day = 86_400_000;

/** The ids of those whose files are shown. */
interface Standing {
  readonly ana: string;
}

/** The story has a student for each verdict; only a moved date is added, once. */
const withStandings = once(moveADate);

async function moveADate(all: TestApplication): Promise<Standing> {
  const dana = await instructorAt(all, 'canvas', 'mock-1');
  const school = storySchools().find(({ plan }) => plan.id === 'canvas')!;
  const ana = personIdOf(dana.platformId, school.personId('ana'));
  await all.application.services.waiving.waive(dana, ana, {
    rule: 'exam_in_time',
    action: 'extend',
    until: new Date(all.clock.now() + 10 * day).toISOString().slice(0, 10),
    reason: 'The test center closed for a week',
    actId: 'g1',
  });
  return { ana };
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

async function openFirst(page: Page): Promise<void> {
  await page.locator('tr[data-person] th a').first().click();
  await page.locator('[data-sheet]').waitFor();
}

/** Ticks two students and goes to the form of a bulk act. */
const chooseTwo = (act: string) => async (page: Page) => {
  await tickTwo(page);
  await page.getByRole('button', { name: act, exact: true }).click();
  await page.waitForURL(/chosen/);
};

type Stored = Record<string, unknown> & { readonly _id: string; readonly rev: number };

/** A change of some documents of a course. */
interface Otherwise {
  readonly collection: 'coursePlans' | 'studentFiles';
  readonly change: (stored: Stored) => object;
}

/**
 * A page while documents of its course stand otherwise than the story has them; afterwards they are as before, with a number of
 * their own, so that nothing is remembered of what was changed.
 */
const pageWhile =
  (person: string, path: string, ...changes: readonly Otherwise[]): Picture['show'] =>
  async (studio) => {
    await withStandings(studio);
    const { courseId } = await instructorAt(studio.all, 'canvas', 'mock-1');
    const before: { readonly collection: string; readonly stored: Stored }[] = [];
    const write = (collection: string, stored: object, rev: number) =>
      studio.all.connection
        .db!.collection<Stored>(collection)
        .replaceOne({ _id: (stored as Stored)._id }, { ...(stored as Stored), rev });
    for (const { collection, change } of changes) {
      const whose = collection === 'coursePlans' ? { _id: courseId } : { courseId };
      for (const stored of await studio.all.connection.db!.collection<Stored>(collection).find(whose).toArray()) {
        before.push({ collection, stored: stored as Stored });
        await write(collection, { ...stored, ...change(stored as Stored) }, stored.rev + 1);
      }
    }
    try {
      return await (await studio.seats.at(person, 'mock-1')).open(path);
    } finally {
      for (const { collection, stored } of before) await write(collection, stored, stored.rev + 2);
    }
  };

const boardWhile = (...changes: readonly Otherwise[]): Picture['show'] => pageWhile('dana', '/eligibility', ...changes);

const withoutTerms: Otherwise = { collection: 'studentFiles', change: () => ({ terms: null }) };
const withoutPolicy: Otherwise = { collection: 'coursePlans', change: () => ({ policyId: null }) };

/** Extensions without a last day: the facts of whoever has one do not fit together. */
const withBrokenExtensions: Otherwise = {
  collection: 'studentFiles',
  change: ({ waivers }) => ({
    waivers: Object.fromEntries(
      Object.entries(waivers as Record<string, object>).map(([id, waiver]) => [id, { ...waiver, until: null }]),
    ),
  }),
};

export const guaranteePages: readonly Picture[] = [
  { name: 'my-guarantee-at-risk', show: own('ana') },
  { name: 'my-guarantee-on-track', show: own('chidi') },
  { name: 'my-guarantee-lost', show: own('marcus') },
  { name: 'my-guarantee-eligible', show: own('amara') },
  { name: 'my-guarantee-approved', show: own('benjamin') },
  { name: 'my-guarantee-passed', show: own('priya') },
  { name: 'my-guarantee-needs-review', show: own('leilani') },
  { name: 'my-guarantee-papers-missing', show: own('meiling') },
  { name: 'my-guarantee-claimed', show: own('jose') },
  { name: 'my-guarantee-result-to-check', show: own('daniela') },
  {
    name: 'my-guarantee-what-if-kept',
    show: async (studio) => {
      const on = new Date(studio.all.clock.now() + 20 * day).toISOString().slice(0, 10);
      return own('chidi', `/guarantee?on=${on}`)(studio);
    },
  },
  {
    name: 'my-guarantee-leave-refused',
    show: async (studio) => {
      const page = await own('chidi')(studio);
      await page.locator('form[action$="/pause"]').evaluate((form) => {
        (form as HTMLFormElement).noValidate = true;
        (form as HTMLFormElement).requestSubmit();
      });
      await page.locator('#error-summary').waitFor();
      return page;
    },
  },
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
      return own('fatima', `/guarantee?on=${on}`)(studio);
    },
  },
  { name: 'my-guarantee-no-guarantee', show: pageWhile('chidi', '/guarantee', withoutPolicy, withoutTerms) },
  { name: 'my-guarantee-nothing-pinned', show: pageWhile('chidi', '/guarantee', withoutTerms) },
  { name: 'my-guarantee-unjudged', show: pageWhile('ana', '/guarantee', withBrokenExtensions) },
  { name: 'eligibility-board', show: desk('/eligibility') },
  { name: 'eligibility-board-open-claims', show: desk('/eligibility?show=claim&sort=claim') },
  { name: 'eligibility-board-claimant', show: desk('/eligibility?show=claim', openFirst) },
  { name: 'eligibility-board-unjudged', show: boardWhile(withBrokenExtensions) },
  { name: 'eligibility-board-nothing-pinned', show: boardWhile(withoutTerms) },
  { name: 'eligibility-board-no-guarantee', show: boardWhile(withoutTerms, withoutPolicy) },
  { name: 'eligibility-board-sheet', show: desk(({ ana }) => `/eligibility?student=${ana}`) },
  { name: 'eligibility-board-selected', show: desk('/eligibility', tickTwo) },
  { name: 'eligibility-board-nobody', show: desk('/eligibility?q=nobody+of+this+name') },
  { name: 'eligibility-board-as-assistant', show: desk('/eligibility', undefined, 'noah') },
  { name: 'eligibility-bulk-waive', show: desk('/eligibility', chooseTwo('Waive or extend')) },
  { name: 'eligibility-bulk-grant', show: desk('/eligibility', chooseTwo('Grant a retake')) },
  { name: 'eligibility-bulk-excuse', show: desk('/eligibility', chooseTwo('Excuse')) },
  { name: 'kinder-terms', show: desk(({ ana }) => `/students/${ana}/terms`) },
  { name: 'eligibility-print', show: desk('/eligibility/print') },
  { name: 'student-file', show: desk(({ ana }) => `/students/${ana}?asOf=2027-06-01`) },
];
