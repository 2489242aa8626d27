// Staff give more time or stop the clock while somebody sits: the room shows it by itself, and says it.

import { expect } from 'chai';
import type { Browser, FrameLocator } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter, setExamUp } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { openExamWindow, type WindowRoom } from '../support/exam-room.ts';

describe('staff change the time of an exam under way', function () {
  this.timeout(60_000);
  let browser: Browser;
  let all: TestApplication;
  let room: WindowRoom;
  let office: FrameLocator;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock() });
    await setExamUp(all, canvas);
    const context = await browser.newContext();
    const ana = await enter(all, context, canvas, canvas.student);
    room = await openExamWindow(context, await ana.openActivity());
    const teacher = await enter(all, await browser.newContext(), canvas, canvas.teacher);
    office = await teacher.openActivity();
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  it('ten minutes more are in the room within 15 s, in words, aloud and on its clock', async () => {
    await office.getByRole('button', { name: 'Extend Ana Álvarez' }).click();
    const dialog = office.getByRole('dialog', { name: 'More time for Ana Álvarez' });
    await dialog.getByLabel('Minutes to add').fill('10');
    await dialog.getByLabel('Reason').fill('The fire alarm rang');
    await dialog.getByRole('button', { name: 'Add the minutes' }).click();
    await room.notice('You have 10 minutes more.').waitFor({ timeout: 15_000 });
    const spoken = await room.page.locator('[data-said]').textContent();
    expect(spoken).to.contain('You have 10 minutes more.');
    expect(await minutesLeft(room)).to.be.within(33, 35);
    await office.getByText('10 min added').waitFor();
  });

  it('a stopped clock shows a calm page, and the questions come back by themselves', async () => {
    await room.choose(1);
    await room.saved(/^Saved \d/);
    await office.getByRole('link', { name: 'Ana Álvarez' }).click();
    await confirm('Stop the clock', 'Stop the clock?', 'Stop the clock');
    await room.page.getByRole('heading', { name: 'The clock is stopped.' }).waitFor({ timeout: 15_000 });

    all.clock.advance(20 * 60_000);
    await confirm('Let the clock run', 'Let the clock run again?', 'Let it run');
    await room.heading().waitFor({ timeout: 15_000 });
    expect(await room.chosen()).to.equal(1);
    expect(await minutesLeft(room), 'no minute was lost while it stood still').to.be.within(32, 35);
  });

  /** Presses a button of the attempt's page, gives a reason in the dialog and confirms. */
  async function confirm(button: string, title: string, yes: string): Promise<void> {
    await office.getByRole('button', { name: button, exact: true }).first().click();
    const dialog = office.getByRole('dialog', { name: title });
    await dialog.getByLabel('Reason').fill('The fire alarm rang');
    await dialog.getByRole('button', { name: yes, exact: true }).click();
  }
});

async function minutesLeft(room: WindowRoom): Promise<number> {
  return Number.parseInt(await room.page.getByRole('timer').innerText(), 10);
}
