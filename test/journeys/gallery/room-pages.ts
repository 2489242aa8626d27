// The exam room in its states: at work, with notices above the question, read only, reviewing, stopped, over.

import type { Page } from 'playwright-core';
import { openExamWindow, type WindowRoom } from '../../support/exam-room.ts';
import { attemptIdOf, leaveTime } from '../../support/time-left.ts';
import type { Picture, Studio } from './picture.ts';
import { instructorAt } from './staff.ts';

/** Opens somebody's room in a window of its own and takes it over where it was open elsewhere. */
async function roomOf({ seats }: Studio, person: string): Promise<WindowRoom> {
  const seat = await seats.at(person, 'mock-2');
  const page = await seat.open('/');
  const room = await openExamWindow(seat.context, page);
  await page.close();
  const takeOver = room.page.getByRole('button', { name: 'Continue here' });
  const mayAnswer = room.page.locator('[data-options]:not([disabled])');
  await takeOver.or(mayAnswer).first().waitFor();
  if (await takeOver.isVisible()) await takeOver.click();
  await mayAnswer.waitFor();
  return room;
}

/** A room in a state. `bring` gets it there. */
const room =
  (person: string, bring: (room: WindowRoom, studio: Studio) => Promise<unknown>) =>
  async (studio: Studio): Promise<Page> => {
    const opened = await roomOf(studio, person);
    await bring(opened, studio);
    return opened.page;
  };

/** Goes to the first question of the paper that fits. */
async function goToFirst({ page }: WindowRoom, kind: 'record' | 'plain'): Promise<void> {
  const number = await page.evaluate((wanted) => {
    const paper = JSON.parse(document.querySelector('#paper')?.textContent ?? '{}') as {
      slots: { number: number; record: unknown }[];
    };
    const fits = paper.slots.find((slot) => (slot.record !== null) === (wanted === 'record'));
    return fits?.number ?? 1;
  }, kind);
  await page.evaluate((at) => (location.hash = `#q${at}`), number);
  await page.getByRole('heading', { name: `Question ${number} of` }).waitFor();
}

/** Chooses an option that is not chosen yet, so that there is something to save. */
async function answerAnew(opened: WindowRoom): Promise<void> {
  await opened.choose((await opened.chosen()) === 1 ? 2 : 1);
}

async function offline(opened: WindowRoom): Promise<void> {
  await opened.page.context().setOffline(true);
  await goToFirst(opened, 'plain');
  await answerAnew(opened);
  await opened.notice('You are offline.').waitFor();
}

async function reviewing(opened: WindowRoom): Promise<void> {
  await opened.openReview();
  await opened.page.getByRole('heading', { name: /^Not answered/ }).waitFor();
}

/** A second window on the same exam; the first one stays open behind it. */
async function secondWindow(studio: Studio): Promise<Page> {
  const first = await roomOf(studio, 'leilani');
  const page = await first.page.context().newPage();
  await page.goto(first.page.url());
  await page.getByRole('dialog', { name: 'Continue here?' }).waitFor();
  page.once('close', () => void first.page.close());
  return page;
}

async function onlyLooking(studio: Studio): Promise<Page> {
  const page = await secondWindow(studio);
  await page.getByRole('button', { name: 'Only look' }).click();
  await page
    .getByRole('region', { name: 'Notices' })
    .getByText('This exam is open in another window')
    .first()
    .waitFor();
  return page;
}

/** The room asks the server at once when the network has come back, and every few seconds otherwise. */
async function askAtOnce({ page }: WindowRoom): Promise<void> {
  await page.evaluate(() => dispatchEvent(new Event('online')));
}

/** The clock is stopped, and stays so: nobody else may need this person's exam. */
async function paused(opened: WindowRoom, { all }: Studio): Promise<void> {
  const instructor = await instructorAt(all, 'canvas', 'mock-2');
  const attemptId = attemptIdOf(opened.page.url());
  await all.application.services.invigilation.pause(instructor, attemptId, 'The fire alarm rang');
  await askAtOnce(opened);
  await opened.page.getByRole('heading', { name: 'The clock is stopped.' }).waitFor();
}

async function moreTime(opened: WindowRoom, { all }: Studio): Promise<void> {
  const instructor = await instructorAt(all, 'canvas', 'mock-2');
  const given = { minutes: 10, reason: 'The fire alarm rang', actId: 'gallery' };
  await all.application.services.invigilation.extend(instructor, attemptIdOf(opened.page.url()), given);
  await askAtOnce(opened);
  await opened.notice('You have 10 minutes more.').waitFor();
}

async function sessionOver(opened: WindowRoom): Promise<void> {
  await opened.page.route('**/answers', (route) => route.fulfill({ status: 401, json: {} }));
  await goToFirst(opened, 'plain');
  await answerAnew(opened);
  await opened.notice('Your session has ended, your exam has not.').waitFor();
}

/** Ten minutes are left; in the last picture nothing is, while the network is gone. */
async function tenMinutes(opened: WindowRoom, { all }: Studio): Promise<void> {
  await leaveTime(all, attemptIdOf(opened.page.url()), 10 * 60_000 + 2000);
  await goToFirst(opened, 'plain');
  await answerAnew(opened);
  await opened.notice('10 minutes left.').waitFor();
}

async function timeUpOffline(opened: WindowRoom, { all }: Studio): Promise<void> {
  await leaveTime(all, attemptIdOf(opened.page.url()), 3000);
  await goToFirst(opened, 'plain');
  await answerAnew(opened);
  await opened.page.getByRole('timer').getByText(/^0:0/).waitFor();
  await opened.page.context().setOffline(true);
  await opened.page.getByRole('heading', { name: 'Time is up.' }).waitFor();
  await opened.page.getByText('We cannot reach the server.').waitFor();
}

export const roomPages: readonly Picture[] = [
  { name: 'room', show: room('leilani', (opened) => goToFirst(opened, 'plain')) },
  { name: 'room-record', show: room('leilani', (opened) => goToFirst(opened, 'record')) },
  {
    name: 'room-flag-note-strike',
    show: room('leilani', async (opened) => {
      await goToFirst(opened, 'plain');
      await opened.page.getByRole('button', { name: 'Strike out B' }).click();
      await opened.page.getByRole('button', { name: 'Flag', exact: true }).click();
      await opened.page.getByRole('button', { name: 'Note', exact: true }).click();
      await opened.page.getByLabel('Your note').fill('Two payers: which guideline counts? Look at section IV again.');
    }),
  },
  {
    name: 'room-largest-text',
    show: room('leilani', async (opened) => {
      await goToFirst(opened, 'plain');
      await opened.page.evaluate(() => (document.documentElement.dataset['text'] = 'largest'));
    }),
  },
  { name: 'room-keys', show: room('leilani', (opened) => opened.page.keyboard.press('?')) },
  { name: 'room-offline', show: room('ana', offline) },
  { name: 'room-second-window', show: secondWindow },
  { name: 'room-only-looking', show: onlyLooking },
  { name: 'room-more-time', show: room('ana', moreTime) },
  { name: 'room-review', show: room('ana', reviewing) },
  {
    name: 'room-review-offline',
    show: room('ana', async (opened) => {
      await opened.page.context().setOffline(true);
      await opened.openReview();
      await opened.page.getByRole('heading', { name: 'We cannot reach the server' }).waitFor();
    }),
  },
  {
    name: 'review-and-submit',
    show: room('ana', (opened) => opened.page.goto(`${opened.page.url().replace(/#.*/, '')}/review`)),
  },
  { name: 'room-paused', show: room('chidi', paused) },
  { name: 'room-session-over', show: room('leilani', sessionOver) },
  { name: 'room-ten-minutes', show: room('leilani', tenMinutes) },
  { name: 'room-time-up-offline', show: room('leilani', timeUpOffline) },
];
