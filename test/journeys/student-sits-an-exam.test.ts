// The journey a provider would tell first: from the course to the exam's own window, through a network cut, to the grade in the gradebook.

import { expect } from 'chai';
import type { Browser, BrowserContext, FrameLocator } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter, moodle, scoreShownFor, setExamUp } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { openExamWindow, type WindowRoom } from '../support/exam-room.ts';

/** Campus is at 127.0.0.1. */
const neighborhoods = [
  { host: 'localhost', words: 'another site' },
  { host: '127.0.0.1', words: 'the same site' },
] as const;

for (const { host, words } of neighborhoods)
  describe(`a student sits an exam; the LMS is on ${words}`, function () {
    this.timeout(60_000);
    let browser: Browser;
    let all: TestApplication;

    before(async function () {
      browser = await chromiumOrSkip(this);
      all = await openTestApplication({ clock: runningClock(), host, jobs: true });
      for (const school of [canvas, moodle]) await setExamUp(all, school);
    });
    after(async () => {
      await browser?.close();
      await all?.close();
    });

    for (const school of [canvas, moodle])
      describe(`in a ${school.id}-shaped LMS`, () => {
        let context: BrowserContext;
        let frame: FrameLocator;
        let room: WindowRoom;

        before(async () => {
          context = await browser.newContext();
        });
        after(() => context?.close());

        it('says in the course what the exam is, before any clock runs', async () => {
          const ana = await enter(all, context, school, school.student);
          frame = await ana.openActivity();
          await frame.getByText('You have 25 minutes.').waitFor();
          expect(await frame.getByRole('banner').innerText()).to.contain('Ana Álvarez');
        });

        it('opens the exam in a window of its own and saves what is answered', async () => {
          room = await openExamWindow(context, frame);
          expect(new URL(room.page.url()).origin).to.equal(all.publicUrl);
          await frame.getByText('The exam is open in its own window.').waitFor();
          await room.choose(0);
          await room.saved(/^Saved \d/);
        });

        it('says calmly that the network is gone, and goes on', async () => {
          await context.setOffline(true);
          await room.notice('You are offline.').waitFor();
          for (const option of [1, 2]) {
            await room.next();
            await room.choose(option);
          }
          // The question that was left and the two answers since wait here.
          await room.saved(/^\d answers kept here$/);
        });

        it('sends what was kept as soon as the network is back', async () => {
          await context.setOffline(false);
          await room.saved(/^Saved \d/);
          await room.notice('You are offline.').waitFor({ state: 'hidden' });
        });

        it('shows before handing in what the server holds', async () => {
          await room.openReview();
          await room.page.getByRole('heading', { name: 'Not answered (17)' }).waitFor();
        });

        it('shows the result after handing in, and the same value in the gradebook', async () => {
          await room.submit();
          await room.page.waitForURL(/\/result/);
          const answer = await room.page.locator('main .answer').first().innerText();
          const percent = Number(/([\d.]+) %/.exec(answer)?.[1]);
          expect(percent, answer).to.be.at.least(0);

          const office = await browser.newContext();
          const teacher = await enter(all, office, school, school.teacher);
          await teacher.openCoursePage('grades');
          expect(await scoreShownFor(teacher, school.student)).to.equal(percent);
          await office.close();
        });

        it('lets the student see the grade in the LMS too', async () => {
          const ana = await enter(all, context, school, school.student);
          await ana.openCoursePage('grades');
          expect(await scoreShownFor(ana, school.student)).to.be.at.least(0);
        });
      });
  });
