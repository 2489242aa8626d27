// Two people share a browser, as at a desk in a training center: what one sees and does never becomes the other's.

import { expect } from 'chai';
import type { Browser, BrowserContext } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter, moodle, setExamUp } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { openExamWindow } from '../support/exam-room.ts';

for (const host of ['localhost', '127.0.0.1'] as const)
  describe(`two people in one browser, the LMS on ${host === 'localhost' ? 'another' : 'the same'} site`, function () {
    this.timeout(60_000);
    let browser: Browser;
    let context: BrowserContext;
    let all: TestApplication;

    before(async function () {
      browser = await chromiumOrSkip(this);
      all = await openTestApplication({ clock: runningClock(), host });
      for (const school of [canvas, moodle]) await setExamUp(all, school);
      context = await browser.newContext();
    });
    after(async () => {
      await browser?.close();
      await all?.close();
    });

    it('each goes on as themselves in their own tab, and each has an exam of their own', async () => {
      const ana = await enter(all, context, canvas, canvas.student);
      const anasFrame = await ana.openActivity();
      const anasRoom = await openExamWindow(context, anasFrame);
      await anasRoom.choose(0);
      await anasRoom.saved(/^Saved \d/);

      const ben = await enter(all, context, canvas, canvas.classmate);
      const bensFrame = await ben.openActivity();
      await bensFrame.getByText('Ben Okafor').waitFor();
      const bensRoom = await openExamWindow(context, bensFrame);
      expect(await bensRoom.chosen(), 'nothing is answered in an exam that has just begun').to.equal(-1);
      await bensRoom.choose(1);
      await bensRoom.saved(/^Saved \d/);

      await anasRoom.page.reload();
      await anasRoom.ready();
      expect(await anasRoom.page.getByRole('banner').innerText()).to.contain('Ana Álvarez');
      expect(await anasRoom.chosen()).to.equal(0);
      await bensRoom.page.reload();
      await bensRoom.ready();
      expect(await bensRoom.page.getByRole('banner').innerText()).to.contain('Ben Okafor');
      expect(await bensRoom.chosen()).to.equal(1);
    });

    it('a student and a teacher in two tabs keep their rights apart', async () => {
      const ana = await enter(all, context, moodle, moodle.student);
      const anasFrame = await ana.openActivity();
      await anasFrame.getByRole('button', { name: 'Start the exam' }).waitFor();
      const ted = await enter(all, context, moodle, moodle.teacher);
      const tedsFrame = await ted.openActivity();
      await tedsFrame.getByText('Nobody is sitting now.').waitFor();
      await anasFrame.getByRole('link', { name: 'Results' }).click();
      await anasFrame.getByRole('heading', { name: 'No results yet' }).waitFor();
      expect(await anasFrame.getByRole('banner').innerText()).to.contain('Ana Álvarez');
      expect(await anasFrame.getByRole('link', { name: 'Exam settings' }).count()).to.equal(0);
    });
  });
