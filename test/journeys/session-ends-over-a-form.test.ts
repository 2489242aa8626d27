// A visit ends while somebody is typing: nothing is lost, and after a new launch the form goes on.

import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { enter, moodle, setExamUp } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';

describe('a visit ends while a form is open', function () {
  this.timeout(60_000);
  let browser: Browser;
  let all: TestApplication;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock() });
    await setExamUp(all, moodle);
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  it('what was typed is kept, and is saved after the activity was opened again in this browser', async () => {
    const context = await browser.newContext();
    const ted = await enter(all, context, moodle, moodle.teacher);
    const frame = await ted.openActivity();
    await frame.getByRole('link', { name: 'Exam settings' }).click();
    await frame.getByLabel('Title').fill('Mock exam for the fall course');
    all.clock.advance(3 * 3_600_000);
    await frame.getByRole('button', { name: 'Save the settings' }).click();
    await frame.getByText('What you typed is kept on this page.').waitFor();

    const again = await enter(all, context, moodle, moodle.teacher);
    await (await again.openActivity()).getByRole('link', { name: 'Exam settings' }).waitFor();
    await frame.getByRole('button', { name: 'Send again' }).click();
    await frame.getByRole('heading', { name: 'Mock exam for the fall course' }).waitFor();

    await again.page.reload();
    const reopened = again.page.frameLocator('[data-tool-frame]');
    await reopened.getByRole('heading', { name: 'Mock exam for the fall course' }).waitFor();
    await context.close();
  });

  it('sent again without a new launch, it is still there', async () => {
    const context = await browser.newContext();
    const ted = await enter(all, context, moodle, moodle.teacher);
    const frame = await ted.openActivity();
    await frame.getByRole('link', { name: 'Exam settings' }).click();
    await frame.getByLabel('Title').fill('A title that must not be lost');
    all.clock.advance(3 * 3_600_000);
    await frame.getByRole('button', { name: 'Save the settings' }).click();
    await frame.getByRole('button', { name: 'Send again' }).click();
    await frame.getByText('What you typed is kept on this page.').waitFor();
    const kept = await frame.locator('input[name="title"]').inputValue();
    expect(kept).to.equal('A title that must not be lost');
    await context.close();
  });
});
