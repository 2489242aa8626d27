// An instructor chooses an exam for a new link, tries it as a student would, and voids an attempt with a reason.

import { expect } from 'chai';
import type { Browser, BrowserContext, FrameLocator } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter, moodle, type Walk } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { openExamWindow } from '../support/exam-room.ts';

for (const school of [canvas, moodle])
  describe(`an instructor runs an exam in a ${school.id}-shaped LMS`, function () {
    this.timeout(60_000);
    let browser: Browser;
    let all: TestApplication;
    let desk: BrowserContext;
    let teacher: Walk;
    let office: FrameLocator;

    before(async function () {
      browser = await chromiumOrSkip(this);
      all = await openTestApplication({ clock: runningClock() });
      desk = await browser.newContext();
      teacher = await enter(all, desk, school, school.teacher);
    });
    after(async () => {
      await browser?.close();
      await all?.close();
    });

    it('a student who comes too early reads a kind word', async () => {
      const context = await browser.newContext();
      const frame = await (await enter(all, context, school, school.student)).openActivity();
      await frame.getByText('Your instructor has not chosen an exam here yet').waitFor();
      await context.close();
    });

    it('the instructor chooses what the new link leads to', async () => {
      office = await teacher.openActivity();
      await office.getByRole('heading', { name: 'Choose an exam' }).waitFor();
      await office.getByRole('radio', { name: /20/ }).check();
      await office.getByRole('button', { name: 'Use this exam here' }).click();
      await office.getByText('Nobody is sitting now.').waitFor();
    });

    it('the instructor sits it as a preview, which counts for nothing', async () => {
      await office.getByRole('button', { name: 'Preview as student' }).click();
      await office.getByText('This is a preview.').waitFor();
      const room = await openExamWindow(desk, office);
      await room.choose(0);
      await room.openReview();
      await room.submit();
      await room.page.waitForURL(/\/result/);
      await room.page.close();
      expect(await all.application.services.passback.sendDue(10), 'no score is owed').to.equal(0);
      await teacher.openCoursePage('grades');
      await teacher.page.getByText('None has arrived since Campus was started.').waitFor();
    });

    it('the instructor voids an attempt with a reason, and the student may sit again', async () => {
      const context = await browser.newContext();
      const ana = await enter(all, context, school, school.student);
      const frame = await ana.openActivity();
      const room = await openExamWindow(context, frame);
      await room.choose(0);
      await room.saved(/^Saved \d/);

      office = await teacher.openActivity();
      await office.getByRole('link', { name: 'Ana Álvarez' }).click();
      await office.getByRole('button', { name: 'Void', exact: true }).click();
      const dialog = office.getByRole('dialog', { name: 'Void the attempt of Ana Álvarez?' });
      await dialog.getByRole('button', { name: 'Void the attempt' }).click();
      expect(await dialog.isVisible(), 'without a reason nothing happens').to.equal(true);
      await dialog.getByLabel('Reason').fill('Wrong student at this computer');
      await dialog.getByLabel('Give the try back').check();
      await dialog.getByRole('button', { name: 'Void the attempt' }).click();
      await office.getByText('Reason: Wrong student at this computer', { exact: true }).waitFor();

      await room.page.getByRole('heading', { name: 'This exam is closed.' }).waitFor({ timeout: 15_000 });
      await ana.page.reload();
      await frame.getByRole('button', { name: 'Start the exam' }).waitFor();
      await context.close();
    });
  });
