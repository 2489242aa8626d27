// What staff see: exams, who is sitting, results, one attempt, settings, extra time, and the choosers.

import type { Page } from 'playwright-core';
import type { Picture, Studio } from './picture.ts';

const pageOf =
  (person: string, activity: string, path: string): Picture['show'] =>
  async ({ seats }) =>
    (await seats.at(person, activity)).open(path);

/** A page of the instructor's visit, brought into a state. */
const desk =
  (activity: string, path: string, bring: (page: Page) => Promise<unknown>) =>
  async ({ seats }: Studio): Promise<Page> => {
    const page = await (await seats.at('dana', activity)).open(path);
    await bring(page);
    return page;
  };

/** The file of somebody's attempt, from the exam's page. */
const fileOf = (activity: string, name: string) =>
  desk(activity, '/', async (page) => {
    await page.locator('main table').getByRole('link', { name }).first().click();
    await page.waitForURL(/\/file$/);
  });

async function openSettings(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Exam settings' }).click();
  await page.waitForURL(/\/settings$/);
}

async function faultySettings(page: Page): Promise<void> {
  await openSettings(page);
  await page.getByLabel('Title').fill('');
  await page
    .getByLabel(/^Limit|^Time limit|^Minutes/)
    .first()
    .fill('0');
  await page.getByRole('button', { name: 'Save the settings' }).click();
  await page.locator('#error-summary').waitFor();
}

async function extendWithoutReason(page: Page): Promise<void> {
  await page
    .locator('form[data-act="extend"]')
    .first()
    .evaluate((form) => {
      (form as HTMLFormElement).noValidate = true;
      (form as HTMLFormElement).requestSubmit();
    });
  await page.locator('#error-summary').waitFor();
}

export const staffPages: readonly Picture[] = [
  { name: 'exams', show: pageOf('dana', 'mock-2', '/exams') },
  { name: 'exam-sitting-now', show: pageOf('dana', 'mock-2', '/') },
  { name: 'exam-results', show: pageOf('dana', 'mock-1', '/') },
  { name: 'exam-as-assistant', show: pageOf('noah', 'mock-2', '/') },
  {
    name: 'exam-extend-dialog',
    show: desk('mock-2', '/', (page) => page.getByRole('button', { name: 'Extend Ana Álvarez' }).click()),
  },
  { name: 'exam-extend-refused', show: desk('mock-2', '/', extendWithoutReason) },
  { name: 'exam-nobody-found', show: desk('mock-1', '/', (page) => search(page, 'Nobody of this name')) },
  { name: 'attempt-under-way', show: fileOf('mock-2', 'Ana Álvarez') },
  { name: 'attempt-graded', show: fileOf('mock-2', 'Mei-Ling Zhao') },
  { name: 'attempt-late-answers', show: fileOf('mock-2', 'Daniela Popescu') },
  { name: 'attempt-voided', show: fileOf('mock-1', 'Marcus Bell') },
  {
    name: 'attempt-void-dialog',
    show: async (studio) => {
      const page = await fileOf('mock-2', 'Ana Álvarez')(studio);
      await page.getByRole('button', { name: 'Void', exact: true }).click();
      return page;
    },
  },
  { name: 'settings', show: desk('mock-2', '/', openSettings) },
  { name: 'settings-faults', show: desk('mock-2', '/', faultySettings) },
  { name: 'accommodations', show: pageOf('dana', 'mock-2', '/accommodations') },
  {
    name: 'accommodations-dialog',
    show: desk('mock-2', '/accommodations', (page) =>
      page.getByRole('button', { name: 'Change the extra time of Ana Álvarez' }).click(),
    ),
  },
  { name: 'choose', show: pageOf('dana', 'mock-3', '/') },
  {
    name: 'choose-nothing-chosen',
    show: desk('mock-3', '/', async (page) => {
      await page.locator('main form').evaluate((form) => ((form as HTMLFormElement).noValidate = true));
      await page.getByRole('button', { name: 'Use this exam here' }).click();
      await page.locator('#error-summary').waitFor();
    }),
  },
  { name: 'preview-before-start', show: desk('demo', '/', preview) },
  { name: 'deep-link-one', show: pageOf('dana', 'deep-linking', '/deep-link') },
  {
    name: 'deep-link-several',
    show: async ({ seats }) => (await seats.at('dana', 'deep-linking', 'moodle')).open('/deep-link'),
  },
  { name: 'administrator', show: pageOf('ruth', 'mock-1', '/') },
];

async function search(page: Page, words: string): Promise<void> {
  await page.getByRole('searchbox').fill(words);
  await page.getByRole('button', { name: 'Find' }).click();
  await page.waitForURL(/[?&]q=/);
}

async function preview(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Preview as student' }).click();
  await page.getByText('This is a preview.').waitFor();
}
