// A student who has not passed, and whose course is over in the LMS, claims by the link in a mail, without the LMS: files in one tap, adds
// the score report, is approved, and books the retake.

import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { Visitor } from '../../src/domain/person.ts';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { arrive, people } from '../support/candidates.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { claimPolicy, pdf } from '../support/claimants.ts';
import { giveGuarantee } from '../support/guarantee.ts';
import { linkIn, mailbox } from '../support/mailbox.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('a student whose course is over claims by the link in a mail', function () {
  this.timeout(60_000);
  const box = mailbox();
  let browser: Browser;
  let all: TestApplication;
  let ines: Visitor;
  let ana: Visitor;
  let page: Page;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock(), post: box, itemBank: false });
    ines = await arrive(all, 'canvas', people.canvas.instructor);
    ana = await arrive(all, 'canvas', people.canvas.students[0]);
    await giveGuarantee(all, ines, claimPolicy);
    const { evidence, officialExam } = all.application.services;
    const enrolled = { kind: 'date', name: 'enrolledOn', on: '2026-11-01', reason: '' } as const;
    await evidence.recordFor(ines, ana.personId, enrolled);
    const sat = { on: '2026-11-21', startAt: null, result: 'fail', resultReleasedOn: '2026-11-22' } as const;
    const more = { score: 66, place: 'Chicago', version: null };
    await officialExam.enterFor(ines, ana.personId, { ...sat, ...more }, 'Seen the report');
    page = await (await browser.newContext()).newPage();
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  it('which comes before the last day to claim is over', async () => {
    const { reminders, mailing } = all.application.services;
    // 9 Dec 2026, noon in Chicago: 13 days are left, and every visit from the LMS has long ended.
    all.clock.advance(16 * day + 6 * hour);
    await reminders.remindDue(10, (_course, error) => {
      throw error;
    });
    await mailing.sendDue(50);
    const letter = box.letters.find(({ to }) => to.includes('ana'));
    expect(letter?.text).to.contain('Tue 22 Dec 2026');
    await page.goto(all.publicUrl + linkIn(letter!, '/g/'));
    await page.getByRole('button', { name: 'Open My guarantee' }).click();
    await page.getByText('here by a personal link').waitFor();
  });

  it('files it in one tap, and adds the score report afterwards', async () => {
    await page.getByRole('link', { name: /claim/i }).first().click();
    await page.getByRole('button', { name: 'File my claim now' }).click();
    await page.getByText('Its number and date are below').waitFor();
    const paper = page.locator('[data-item="official_report_1"]');
    await paper
      .locator('input[type=file]')
      .setInputFiles({ name: 'score-report.pdf', mimeType: 'application/pdf', buffer: pdf });
    const send = paper.getByRole('button', { name: /^Send/ });
    if (await send.isVisible()) await send.click();
    await paper.getByRole('link', { name: /^score-report/ }).waitFor();
  });

  it('is approved by staff, and reads why', async () => {
    const { claims, claimDecisions } = all.application.services;
    const open = (await claims.mine(ana)).current!.claim;
    expect(open.state).to.equal('submitted');
    const taken = await claimDecisions.takeUp(ines, open.id);
    const words = 'Everything is in order. Good luck with your second try.';
    await claimDecisions.approve(ines, open.id, { rev: taken.rev, words, note: '', remedies: ['retake_voucher'] });
    await page.reload();
    await page.getByText(words).first().waitFor();
  });

  it('books the retake that was granted', async () => {
    await page.getByRole('link', { name: 'My guarantee' }).first().click();
    await page.getByText('Your claim is approved.').waitFor();
    await page.getByText('Approved', { exact: true }).first().waitFor();
    await page.getByRole('link', { name: 'My retakes' }).last().click();
    await page.getByRole('button', { name: 'Note my booking' }).click();
    const dialog = page.getByRole('dialog', { name: 'When is your exam?' });
    await dialog.getByLabel('Start of the exam').fill('2027-01-15T09:30');
    await dialog.getByRole('button', { name: 'Hold the retake for it' }).click();
    await page.getByText('Your retake is held for this booking.').waitFor();
    const [retake] = await all.application.services.retakes.mine(ana);
    expect(retake?.standing.state).to.equal('reserved');
  });
});
