// Where no window may be opened, in an app's web view or behind a strict pop-up blocker, the exam is sat inside the course's page.

import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter, moodle, setExamUp } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { roomIn } from '../support/exam-room.ts';

describe('an exam where the browser opens no window', function () {
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

  for (const school of [canvas, moodle])
    it(`is sat in the frame of a ${school.id}-shaped LMS on another site, with cookies of that frame only`, async () => {
      const context = await browser.newContext();
      await refuseWindows(context);
      const ana = await enter(all, context, school, school.student);
      const frame = await ana.openActivity();
      await frame.locator('[data-start-button]').click();
      const room = roomIn(frame);
      await room.ready();
      expect(context.pages(), 'no window beside the course').to.have.length(1);

      await room.choose(3);
      await room.saved(/^Saved \d/);
      await ana.page.reload();
      await frame.getByRole('button', { name: 'Continue the exam' }).click();
      await room.ready();
      expect(await room.chosen(), 'the answer is there after a reload of the course page').to.equal(3);

      await room.openReview();
      await room.submit();
      await frame
        .locator('main .answer')
        .getByText(/weighted/)
        .waitFor();
      const cookies = await context.cookies(all.publicUrl);
      expect(cookies.map(({ partitionKey }) => partitionKey)).to.not.include(undefined);
      await context.close();
    });

  it('is a fair test: a cookie that is not partitioned does not come back in this frame', async () => {
    const context = await browser.newContext();
    // The page would be drawn anew for the browser's clock while we look at its cookies.
    await context.route('**/time-zone', (route) => route.abort());
    const ana = await enter(all, context, canvas, canvas.classmate);
    const frame = await ana.openActivity();
    const kept = await frame.locator('[data-start-button]').evaluate(() => {
      document.cookie = 'plain=1; Secure; SameSite=None; Path=/';
      document.cookie = 'apart=1; Secure; SameSite=None; Path=/; Partitioned';
      return document.cookie;
    });
    expect(kept).to.equal('apart=1');
    await context.close();
  });
});

/** Makes the LMS embed its tools so that they may open no window, as strict schools and apps do. */
async function refuseWindows(context: BrowserContext): Promise<void> {
  await context.route('**/activities/*', async (route) => {
    const response = await route.fetch();
    const body = await response.text();
    const sandbox = 'sandbox="allow-scripts allow-forms allow-same-origin"';
    await route.fulfill({ response, body: body.replace('data-tool-frame', `data-tool-frame ${sandbox}`) });
  });
}
