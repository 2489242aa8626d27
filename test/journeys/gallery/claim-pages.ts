// Claims in every state: as students file and follow theirs, and as staff read and decide them; exam results beside their reports.

import type { Page } from 'playwright-core';
import type { Visitor } from '../../../src/domain/person.ts';
import type { TestApplication } from '../../support/application.ts';
import { once } from './once.ts';
import { openAll } from './opened.ts';
import { visitorAt } from './people.ts';
import type { Picture } from './picture.ts';
import { instructorAt } from './staff.ts';

const day = 86_400_000;

/** What stands in the pictures. */
export interface Claimed {
  readonly submitted: string;
  readonly denied: string;
  readonly proposed: string;
  readonly appealed: string;
  readonly toCheck: string;
}

/** Files once, so that the first picture in which claims stand brings them for all. */
export const withClaims = once(claimAll);

/** The story has claims to decide and to complete; one is denied here, and one waits for a second person. */
async function claimAll(all: TestApplication): Promise<Claimed> {
  const { claims, claimDecisions, officialExam } = all.application.services;
  const visitorOf = (person: string): Promise<Visitor> => visitorAt(all, 'canvas', person);
  const dana = await instructorAt(all, 'canvas', 'mock-1');
  const [jose, marcus, daniela] = await Promise.all(['jose', 'marcus', 'daniela'].map(visitorOf));
  const submitted = (await claims.mine(jose!)).current!.claim.id;
  const words = 'I was ill for two weeks in October.';
  const denied = await claims.file(marcus!, { how: 'file', words, choice: null });
  await claimDecisions.deny(dana, denied.id, {
    rev: denied.rev,
    words: 'Dear Marcus, I am sorry: three classes were missed and none was made up.',
    note: '',
    grounds: {
      rule: 'attendance',
      ruleWords: 'Attend every class.',
      fact: '5 of 8 classes attended.',
      on: new Date(all.clock.now() - 2 * day).toISOString().slice(0, 10),
      wouldHaveChanged: 'Making up two of them within a week, and an excuse for the third.',
    },
  });
  const proposed = await claims.file(daniela!, { how: 'file', words: '', choice: 'exam_fee_refund' });
  await claimDecisions.approve(dana, proposed.id, {
    rev: proposed.rev,
    words: 'Dear Daniela, the fee comes back.',
    note: 'Seen the letter of the exam body',
    remedies: ['exam_fee_refund'],
  });
  const fatima = await visitorOf('fatima');
  const appealed = await claims.file(fatima, { how: 'file', words: '', choice: null });
  await claimDecisions.deny(dana, appealed.id, {
    rev: appealed.rev,
    words: 'Dear Fatima, I am sorry: by our records the exam came too late.',
    note: '',
    grounds: {
      rule: 'exam1',
      ruleWords: 'Sit the official exam within 60 days of completing the course.',
      fact: 'No exam is recorded by then.',
      on: new Date(all.clock.now() - 3 * day).toISOString().slice(0, 10),
      wouldHaveChanged: 'An exam by that day, or a closed test center on it.',
    },
  });
  await claims.appeal(fatima, appealed.id, 'The test center was closed that morning. I sent you their letter.');
  const waiting = (await officialExam.toCheck(dana)).find(({ person }) => person.id === daniela!.personId)!;
  const toCheck = `${waiting.person.id}/${waiting.sitting.id}`;
  return { submitted, denied: denied.id, proposed: proposed.id, appealed: appealed.id, toCheck };
}

type Bring = (page: Page) => Promise<unknown>;
const nothing: Bring = async () => undefined;

const seat = (person: string, path: string | ((ids: Claimed) => string), bring: Bring = nothing): Picture['show'] => {
  return async (studio) => {
    const ids = await withClaims(studio);
    const page = await (await studio.seats.at(person, 'mock-1')).open(typeof path === 'string' ? path : path(ids));
    await bring(page);
    return page;
  };
};

/** Approves with nothing to read and nothing ticked, as somebody in a hurry would. */
const approveInHaste: Bring = async (page) => {
  const form = page.locator('[data-way=approve] form');
  await openAll(page);
  for (const box of await form.locator('input[name=remedies]:checked').all()) await box.uncheck();
  await form.locator('[name=words]').fill('');
  await form.locator('button').click();
  await page.locator('#error-summary').waitFor();
};

/** The first claim of the list that was granted. */
const openGranted: Bring = async (page) => {
  await page.locator('tr[data-claim]', { hasText: 'Granted' }).locator('a').first().click();
  await page.locator('[data-granted]').first().waitFor();
};

/** Sends a file that is none of those that are taken. */
const sendBadFile: Bring = async (page) => {
  const form = page.locator('[data-item] form').first();
  await form.evaluate((element) => ((element as HTMLFormElement).noValidate = true));
  const file = { name: 'my result.html', mimeType: 'text/html', buffer: Buffer.from('<p>65 points</p>') };
  await form.locator('input[type=file]').setInputFiles(file);
  await form.getByRole('button', { name: 'Send' }).click();
  await page.locator('.field-error').first().waitFor();
};

/** Presses the button of the appeal, with or without words. */
const appeal =
  (words: string): Bring =>
  async (page) => {
    await page.getByLabel('Why the decision is wrong').fill(words);
    await page.getByRole('button', { name: 'Appeal this decision' }).click();
    await page.locator(words === '' ? '#error-summary' : '[data-claim]').waitFor();
  };

export const claimPages: readonly Picture[] = [
  { name: 'claim-to-file', show: seat('amara', '/claim') },
  { name: 'claim-papers-to-follow', show: seat('meiling', '/claim', openAll) },
  { name: 'claim-with-staff', show: seat('jose', '/claim') },
  { name: 'claim-denied', show: seat('marcus', '/claim') },
  { name: 'my-guarantee-denied', show: seat('marcus', '/guarantee') },
  { name: 'claim-bad-file', show: seat('meiling', '/claim', sendBadFile) },
  { name: 'official-exam-none', show: seat('chidi', '/official-exam', openAll) },
  { name: 'official-exam-to-check', show: seat('daniela', '/official-exam') },
  { name: 'claims-none', show: async ({ seats }) => (await seats.at('dana', 'mock-2', 'moodle')).open('/claims') },
  { name: 'claims-queue', show: seat('dana', '/claims') },
  { name: 'claims-over', show: seat('dana', '/claims?show=over', openAll) },
  { name: 'claim-review', show: seat('dana', ({ submitted }) => `/claims/${submitted}`) },
  { name: 'claim-review-ways', show: seat('dana', ({ submitted }) => `/claims/${submitted}`, openAll) },
  { name: 'claim-review-refused', show: seat('dana', ({ submitted }) => `/claims/${submitted}`, approveInHaste) },
  { name: 'claim-review-second', show: seat('dana', ({ proposed }) => `/claims/${proposed}`) },
  { name: 'claims-to-confirm', show: seat('ruth', '/claims') },
  { name: 'claim-review-to-confirm', show: seat('ruth', ({ proposed }) => `/claims/${proposed}`, openAll) },
  { name: 'claim-review-appeal', show: seat('dana', ({ appealed }) => `/claims/${appealed}`, openAll) },
  { name: 'claim-review-granted', show: seat('dana', '/claims?show=over', openGranted) },
  { name: 'claim-review-denied', show: seat('dana', ({ denied }) => `/claims/${denied}`) },
  { name: 'official-result', show: seat('dana', ({ toCheck }) => `/official-results/${toCheck}`) },
  { name: 'official-results', show: seat('dana', '/official-results') },
  // From here on the denied claim is open again.
  { name: 'claim-appeal-refused', show: seat('marcus', '/claim', appeal('')) },
  {
    name: 'claim-appealed',
    show: seat('marcus', '/claim', appeal('I was in hospital: see the letter of 15 October.')),
  },
];
