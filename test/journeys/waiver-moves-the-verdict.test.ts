// An instructor brings dates in by a file, waives a rule for one student with a reason, and the student's own page shows both.

import { expect } from 'chai';
import type { Browser, FrameLocator } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter } from '../support/campus-walk.ts';
import { arrive, people } from '../support/candidates.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { giveGuarantee } from '../support/guarantee.ts';

describe('a waiver moves the verdict', function () {
  this.timeout(90_000);
  let browser: Browser;
  let all: TestApplication;
  let office: FrameLocator;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock() });
    const instructor = await arrive(all, 'canvas', people.canvas.instructor);
    await giveGuarantee(all, instructor);
    for (const student of people.canvas.students) await arrive(all, 'canvas', student);
    const teacher = await enter(all, await browser.newContext(), canvas, canvas.teacher);
    office = await teacher.openActivity();
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  it('a file of dates is chosen, looked at, and recorded', async () => {
    await office.getByRole('link', { name: 'Guarantee settings' }).click();
    await office.getByRole('link', { name: 'Import from a file' }).click();
    const text = 'name;Enrolled on;Identity match\nÁlvarez, Ana;2026-10-01;yes\nBen Okafor;10/2/2026;\n';
    await office.getByLabel('A CSV file').setInputFiles({
      name: 'enrollments.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text.replace('Álvarez, Ana', '"Álvarez, Ana"')),
    });
    await office.getByRole('button', { name: 'Read it' }).click();
    await office.getByText('2 of 2 rows would change something.').waitFor();
    expect(await office.locator('[data-line="2"] ins').first().innerText()).to.contain('Thu 1 Oct 2026');
    await office.getByRole('button', { name: 'Record 2 rows' }).click();
    await office.getByText('The file is recorded.').waitFor();
  });

  it('a student who missed a deadline is let off it, and staff see before what that does', async () => {
    await office.getByRole('link', { name: 'Eligibility' }).click();
    await office
      .getByRole('row', { name: /Ana Álvarez/ })
      .getByText('Lost')
      .waitFor();
    await office.getByRole('link', { name: 'Ana Álvarez' }).first().click();
    await office.getByRole('link', { name: 'Waive or extend' }).first().click();
    await office.getByRole('radio', { name: /Opt in to the guarantee/ }).check();
    await office.getByLabel('Reason').fill('The form was down for a week');
    await office.getByRole('button', { name: 'See what it does' }).click();
    await office.getByText('With this, Ana Álvarez moves from “lost” to “on track”.').waitFor();
    expect(await office.getByLabel('Reason').inputValue()).to.equal('The form was down for a week');
    await office.getByRole('button', { name: 'Give it' }).click();
    await office.getByText('It is given, and the student reads it.').waitFor();
  });

  it('the student is on track, and reads what was waived, by whom and why', async () => {
    const ana = await enter(all, await browser.newContext(), canvas, canvas.student);
    const frame = await ana.openActivity();
    await frame.getByRole('link', { name: 'My guarantee' }).click();
    await frame.getByText('On track').first().waitFor();
    const page = await frame.locator('main').textContent();
    expect(page).to.contain('The form was down for a week');
    expect(page).to.contain('Ines Instructor');
  });
});
