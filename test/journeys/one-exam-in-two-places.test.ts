// One exam, two places: a second tab takes over politely, and another device goes on where the first one was.

import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter, moodle, setExamUp, type School } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { openExamWindow, type WindowRoom } from '../support/exam-room.ts';

/** How long a room may take until it can be used, counted from the first byte asked for. */
const resumeMs = 2000;

describe('one exam in two places', function () {
  this.timeout(60_000);
  let browser: Browser;
  let all: TestApplication;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock() });
    for (const school of [canvas, moodle]) await setExamUp(all, school);
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  /** Comes from the course, as a student does, and starts or continues. */
  async function sitDown(context: BrowserContext, school: School): Promise<WindowRoom> {
    const ana = await enter(all, context, school, school.student);
    return openExamWindow(context, await ana.openActivity());
  }

  it('a second tab asks first, the first one can then only be read, and what it had not sent is kept', async () => {
    const context = await browser.newContext();
    const first = await sitDown(context, canvas);
    await first.choose(0);
    await first.saved(/^Saved \d/);
    await cutSaving(first.page);
    await first.next();
    await first.choose(1);
    await first.saved(/answers? kept here/);

    const second = await sitDown(context, canvas);
    const question = second.page.getByRole('dialog', { name: 'Continue here?' });
    await question.waitFor();
    expect(await second.mayAnswer(), 'nothing can be answered before it is settled').to.equal(false);
    await question.getByRole('button', { name: 'Continue here' }).click();
    await second.goTo(3);
    await second.choose(2);
    await second.saved(/^Saved \d/);

    await mendSaving(first.page);
    await first.notice('This exam is open in another window or on another device.').waitFor();
    await first.saved(/^Saved \d/);
    expect(await first.mayAnswer()).to.equal(false);

    await second.openReview();
    await second.page.getByRole('heading', { name: 'Not answered (17)' }).waitFor();
    await context.close();
  });

  it('a reload goes on where it was, without a question and in under two seconds', async () => {
    const context = await browser.newContext();
    await timeRooms(context);
    const room = await sitDown(context, moodle);
    await room.goTo(4);
    await room.choose(2);
    await room.saved(/^Saved \d/);
    await room.page.reload();
    await room.ready();
    expect(await openedAfterMs(room.page)).to.be.below(resumeMs);
    expect(await room.page.getByRole('dialog', { name: 'Continue here?' }).count()).to.equal(0);
    expect(await room.heading().innerText()).to.equal('Question 4 of 20');
    expect(await room.chosen()).to.equal(2);
    await context.close();
  });

  it('another device shows every answer in under two seconds', async () => {
    const device = await browser.newContext({ viewport: { width: 390, height: 844 } });
    await timeRooms(device);
    const room = await sitDown(device, moodle);
    expect(await openedAfterMs(room.page)).to.be.below(resumeMs);
    await room.page.getByRole('button', { name: 'Continue here' }).click();
    await room.goTo(4);
    expect(await room.chosen()).to.equal(2);
    await device.close();
  });
});

/** Lets no save of this page through, as a proxy that has fallen over. */
async function cutSaving(page: Page): Promise<void> {
  await page.route('**/answers', (route) => route.abort());
}

async function mendSaving(page: Page): Promise<void> {
  await page.unroute('**/answers');
}

/** Notes in every page when its room could be used. */
async function timeRooms(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    new MutationObserver(() => {
      if (document.body?.dataset['room'] === 'open') performance.mark('room open');
    }).observe(document, { subtree: true, childList: true, attributeFilter: ['data-room'] });
  });
}

/** Milliseconds from asking for the page until its room could be used. */
function openedAfterMs(page: Page): Promise<number> {
  return page.evaluate(() => performance.getEntriesByName('room open')[0]?.startTime ?? Number.NaN);
}
