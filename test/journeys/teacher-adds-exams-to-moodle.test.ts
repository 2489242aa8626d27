// A teacher adds exams from Moodle's own chooser of activities (deep linking); each becomes an activity that students can sit.

import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { enter, moodle, type Walk } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';

describe('a teacher adds exams from Moodle’s chooser', function () {
  this.timeout(60_000);
  let browser: Browser;
  let all: TestApplication;
  let teacher: Walk;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock() });
    teacher = await enter(all, await browser.newContext(), moodle, moodle.teacher);
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  async function openPicker() {
    await teacher.openCoursePage('add');
    await teacher.page.locator('[data-deep-link]').click();
    const frame = teacher.page.frameLocator('[data-tool-frame]');
    await frame.getByText('Which exams do you want to add?').waitFor();
    return frame;
  }

  it('two exams that were ticked become two activities with a gradebook column each', async () => {
    const frame = await openPicker();
    await frame.getByRole('checkbox', { name: /demo/ }).check();
    await frame.getByRole('checkbox', { name: /half/ }).check();
    await frame.getByRole('button', { name: 'Add to the course' }).click();
    await frame.getByRole('heading', { name: 'Added to the course' }).waitFor();
    expect(await frame.locator('[data-added]').count()).to.equal(2);
    await teacher.openCoursePage('grades');
    for (const name of [/demo/, /half/]) await teacher.page.getByRole('columnheader', { name }).waitFor();
  });

  it('a student finds the exam behind its new activity', async () => {
    const ana = await enter(all, await browser.newContext(), moodle, moodle.student);
    await ana.openCoursePage('');
    await ana.page.getByRole('link', { name: /demo/ }).click();
    const frame = ana.page.frameLocator('[data-tool-frame]');
    await frame.getByText('You have 25 minutes.').waitFor();
    await frame.getByRole('button', { name: 'Start the exam' }).waitFor();
  });

  it('nothing ticked is asked again, and Cancel adds nothing', async () => {
    const frame = await openPicker();
    await frame.getByRole('button', { name: 'Add to the course' }).click();
    await frame.getByText('Choose at least one, or cancel.').waitFor();
    await frame.getByRole('button', { name: 'Cancel' }).click();
    await frame.getByRole('heading', { name: 'Nothing was added' }).waitFor();
  });
});
