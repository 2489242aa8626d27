// A retake's way through the browser: granted by the instructor, found, its code shown, booked, canceled, booked again, and used when the exam begins.

import { expect } from 'chai';
import type { Browser, FrameLocator } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter, setExamUp } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';

const day = 86_400_000;

describe('a student uses a retake', function () {
  this.timeout(60_000);
  let browser: Browser;
  let all: TestApplication;
  let ana: FrameLocator;
  let office: FrameLocator;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock() });
    await setExamUp(all, canvas);
    ana = await (await enter(all, await browser.newContext(), canvas, canvas.student)).openActivity();
    await ana.locator('h1').waitFor();
    office = await (await enter(all, await browser.newContext(), canvas, canvas.teacher)).openActivity();
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  it('which the instructor grants, with a code', async () => {
    await office.getByRole('link', { name: 'Retakes' }).click();
    await office.getByRole('link', { name: 'Grant a retake' }).first().click();
    await office.getByRole('link', { name: 'Ana Álvarez' }).click();
    await office.getByLabel('Last day', { exact: true }).fill('2027-03-31');
    await office.getByLabel('Code of a voucher').fill('CPC-9F2K-77XA');
    await office.getByLabel('Reason').fill('Second sitting after the outage');
    await office.getByRole('button', { name: 'Grant it' }).click();
    await office.getByText('The retake is granted.').waitFor();
  });

  it('which stands among the student’s tabs, hides its code until asked, and says that it was shown', async () => {
    await ana.getByRole('link', { name: 'Results' }).click();
    await ana.getByRole('link', { name: 'My retakes' }).click();
    await ana.getByText('It is ready to use.').waitFor();
    expect(await ana.getByText('CPC-9F2K-77XA').count()).to.equal(0);
    await ana.getByRole('button', { name: 'Show code' }).click();
    await ana.getByText('CPC-9F2K-77XA').waitFor();
    await ana.getByRole('link', { name: 'My retakes' }).click();
    await ana.getByText('Shown once so far.').waitFor();
  });

  it('which is held for a booking, given back, and held again', async () => {
    await book(startIn(20));
    await ana.getByRole('button', { name: 'Cancel the booking' }).first().click();
    const dialog = ana.getByRole('dialog');
    await dialog.getByText('Nothing is used up').waitFor();
    await dialog.getByRole('button', { name: 'Cancel the booking' }).click();
    await ana.getByText('Nothing was used up, and you can book again.').waitFor();
    await book(startIn(2));
    await ana
      .getByText(/^It is booked for /)
      .first()
      .waitFor();
  });

  it('which is used when the exam begins, and the instructor sees it', async () => {
    all.clock.advance(3 * day);
    await all.application.services.retakes.lapseDue(10);
    const visit = await all
      .browser()
      .launch(all.campus, 'canvas', { person: canvas.teacher, activity: canvas.activity });
    const page = await visit.get('/retakes-ledger?show=used');
    expect(page.$('tr[data-retake]')).to.have.length(1);
    const mine = await all
      .browser()
      .launch(all.campus, 'canvas', { person: canvas.student, activity: canvas.activity });
    expect((await mine.get('/retakes')).$('[data-sentence]').text()).to.match(/^Used for the sitting of /);
  });

  /** A morning so many days from now, as the field wants it. */
  function startIn(days: number): string {
    return `${new Date(all.clock.now() + days * day).toISOString().slice(0, 10)}T09:30`;
  }

  async function book(startAt: string): Promise<void> {
    await ana.getByRole('button', { name: 'Note my booking' }).click();
    const dialog = ana.getByRole('dialog', { name: 'When is your exam?' });
    await dialog.getByLabel('Start of the exam').fill(startAt);
    await dialog.getByLabel('Place or confirmation number').fill('Room 4');
    await dialog.getByRole('button', { name: 'Hold the retake for it' }).click();
    await ana.getByText('Your retake is held for this booking.').waitFor();
  }
});
