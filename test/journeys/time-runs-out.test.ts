// The time of an exam runs out: with the room open, with the network gone, and with the browser gone.

import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter, moodle, scoreShownFor, setExamUp, type School } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { openExamWindow, type WindowRoom } from '../support/exam-room.ts';
import { attemptIdOf, leaveTime } from '../support/time-left.ts';

describe('the time of an exam runs out', function () {
  this.timeout(60_000);
  let browser: Browser;
  let all: TestApplication;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock(), jobs: true });
    for (const school of [canvas, moodle]) await setExamUp(all, school);
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  async function sitDown(context: BrowserContext, school: School, person: string): Promise<WindowRoom> {
    const candidate = await enter(all, context, school, person);
    return openExamWindow(context, await candidate.openActivity());
  }

  /** Leaves so many seconds; the room hears it with the answer to its next save. */
  async function hurry(room: WindowRoom, seconds: number): Promise<void> {
    await leaveTime(all, attemptIdOf(room.page.url()), seconds * 1000);
    await room.choose(0);
    await room.page.getByRole('timer').getByText(/^0:0/).waitFor();
  }

  it('with the room open: it hands itself in, with the answer of the last second, and stays calm', async () => {
    const context = await browser.newContext();
    const room = await sitDown(context, canvas, canvas.student);
    await hurry(room, 8);
    await room.next();
    await room.page.getByRole('timer').getByText('0:01').waitFor();
    await room.choose(1);
    await room.page.waitForURL(/\/result#answer$/);
    await room.page
      .locator('main .answer')
      .getByText(/weighted/)
      .waitFor();
    expect(await answersGiven(room)).to.equal(2);
    await context.close();
  });

  it('with the network gone: the room says so, and what comes too late is there for staff to decide', async () => {
    const context = await browser.newContext();
    const room = await sitDown(context, canvas, canvas.classmate);
    await hurry(room, 6);
    await context.setOffline(true);
    await room.next();
    await room.choose(1);
    await room.page.getByRole('heading', { name: 'Time is up.' }).waitFor();
    await room.page.getByText('We cannot reach the server.').waitFor();
    await leaveTime(all, attemptIdOf(room.page.url()), -60_000);
    await context.setOffline(false);
    await room.page.waitForURL(/\/result/);

    const teacher = await enter(all, await browser.newContext(), canvas, canvas.teacher);
    const office = await teacher.openActivity();
    await office.getByRole('link', { name: 'Ben Okafor' }).click();
    await office.getByRole('heading', { name: 'Late answers' }).waitFor();
    await teacher.page.context().close();
    await context.close();
  });

  it('with the browser gone: the exam is closed all the same, and its grade is in the gradebook', async () => {
    const context = await browser.newContext();
    const room = await sitDown(context, moodle, moodle.student);
    await room.choose(2);
    await room.saved(/^Saved \d/);
    const attemptId = attemptIdOf(room.page.url());
    await context.close();
    await leaveTime(all, attemptId, -60_000);

    const office = await browser.newContext();
    const teacher = await enter(all, office, moodle, moodle.teacher);
    await teacher.openCoursePage('grades');
    expect(await scoreShownFor(teacher, moodle.student)).to.be.at.least(0);

    const ana = await enter(all, office, moodle, moodle.student);
    const frame = await ana.openActivity();
    await frame.getByRole('heading', { name: 'Your attempts' }).waitFor();
    await office.close();
  });
});

/** How many questions the page of one's own answers shows with a choice of one's own. */
async function answersGiven({ page }: WindowRoom): Promise<number> {
  await page.getByRole('link', { name: 'See all my answers' }).click();
  const questions = page.getByRole('article');
  await questions.first().waitFor();
  return questions.filter({ has: page.getByText('Your answer', { exact: true }) }).count();
}
