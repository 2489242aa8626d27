// What a student sees outside the exam room: before the start, results, answers, and nothing yet.

import type { Page } from 'playwright-core';
import type { Picture, Studio } from './picture.ts';
import { changeSettings } from './staff.ts';

/** A page of somebody's visit. */
const pageOf = (person: string, activity: string, path: string): Picture['show'] => {
  return async ({ seats }) => (await seats.at(person, activity)).open(path);
};

/** The result of somebody's attempt at an exam, counted from the first. */
const resultOf =
  (person: string, exam: string, attempt: number) =>
  async (studio: Studio): Promise<Page> => {
    const seat = await studio.seats.at(person, exam);
    const page = await seat.open('/');
    const attempts = page.getByRole('table', { name: 'Your attempts at this exam' });
    await attempts
      .getByRole('link', { name: /^Result/ })
      .nth(attempt)
      .click();
    await page.waitForURL(/\/result$/);
    return page;
  };

/** The answers behind a result. */
const answersOf =
  (person: string, exam: string, show: string) =>
  async (studio: Studio): Promise<Page> => {
    const page = await resultOf(person, exam, 0)(studio);
    await page.goto(`${page.url().replace(/\/result$/, '/answers')}?show=${show}`);
    return page;
  };

export const studentPages: readonly Picture[] = [
  { name: 'before-start-first', show: pageOf('grace', 'mock-1', '/') },
  { name: 'before-start-demo', show: pageOf('grace', 'demo', '/') },
  { name: 'before-start-under-way', show: pageOf('ana', 'mock-2', '/') },
  { name: 'before-start-no-attempts-left', show: pageOf('amara', 'mock-1', '/') },
  { name: 'before-start-access-code', show: withAccessCode },
  { name: 'before-start-not-open-yet', show: notOpenYet },
  { name: 'before-start-window-closed', show: windowClosed },
  { name: 'before-start-waiting', show: stillWaiting },
  { name: 'nothing-here', show: pageOf('grace', 'mock-3', '/') },
  { name: 'attempts', show: pageOf('amara', 'mock-1', '/results') },
  { name: 'attempts-none', show: pageOf('grace', 'mock-1', '/results') },
  { name: 'result-passed', show: resultOf('amara', 'mock-1', 0) },
  { name: 'result-failed', show: resultOf('daniela', 'mock-1', 0) },
  { name: 'result-time-up', show: resultOf('chidi', 'mock-1', 0) },
  { name: 'result-section-failed', show: resultOf('fatima', 'half', 0) },
  { name: 'result-many-sections', show: resultOf('benjamin', 'mock-2', 0) },
  { name: 'result-voided', show: resultOf('marcus', 'mock-1', 0) },
  { name: 'answers-missed', show: answersOf('priya', 'demo', 'missed') },
  { name: 'answers-flagged', show: answersOf('priya', 'demo', 'flagged') },
  { name: 'time-zone', show: pageOf('leilani', 'demo', '/time-zone') },
];

/** A code is needed, and the one that was typed was wrong. Windows are refused here, so that the page answers itself. */
async function withAccessCode({ all, seats }: Studio): Promise<Page> {
  await changeSettings(all, 'moodle', 'demo', { accessCode: 'lakeshore' });
  const page = await (await seats.at('meiling', 'demo', 'moodle')).open('/');
  await page.evaluate(() => (window.open = () => null));
  await page.getByLabel('Access code').fill('lake shore');
  await page.locator('[data-start-button]').click();
  await page.locator('.field-error').waitFor();
  return page;
}

async function notOpenYet({ all, seats }: Studio): Promise<Page> {
  const opensAt = all.clock.now() + 3 * 86_400_000;
  await changeSettings(all, 'moodle', 'half', { window: { opensAt, closesAt: null, policy: 'startBy' } });
  return (await seats.at('grace', 'half', 'moodle')).open('/');
}

async function windowClosed({ all, seats }: Studio): Promise<Page> {
  const closesAt = all.clock.now() - 2 * 86_400_000;
  await changeSettings(all, 'moodle', 'mock-2', { window: { opensAt: null, closesAt, policy: 'endBy' } });
  return (await seats.at('grace', 'mock-2', 'moodle')).open('/');
}

/** Another try is allowed only so long after the last one. */
async function stillWaiting({ all, seats }: Studio): Promise<Page> {
  await changeSettings(all, 'moodle', 'mock-1', { cooldownMinutes: 40 * 24 * 60 });
  const page = await (await seats.at('fatima', 'mock-1', 'moodle')).open('/');
  await changeSettings(all, 'moodle', 'mock-1', { cooldownMinutes: 0 });
  return page;
}
