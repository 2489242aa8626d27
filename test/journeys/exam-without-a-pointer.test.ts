// A whole exam without a pointer: start, answer, flag, strike out, note, move about, review, hand in.

import { expect } from 'chai';
import type { Browser, Locator } from 'playwright-core';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter, setExamUp } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { roomIn, type WindowRoom } from '../support/exam-room.ts';
import { showsFocus, tabTo } from '../support/keyboard.ts';

describe('an exam without a pointer', function () {
  this.timeout(60_000);
  let browser: Browser;
  let all: TestApplication;
  let room: WindowRoom;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock() });
    await setExamUp(all, canvas);
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  const press = (key: string): Promise<void> => room.page.keyboard.press(key);
  const named = (role: 'button' | 'link', name: string | RegExp): Locator => room.page.getByRole(role, { name });

  it('starts with Tab and Enter, from the page of the course', async () => {
    const context = await browser.newContext();
    // A first page is drawn anew once the zone is known; on a slow machine that would take the focus away between two keys.
    await context.route('**/time-zone', (route) => route.abort());
    const ana = await enter(all, context, canvas, canvas.student);
    const frame = await ana.openActivity();
    const start = frame.getByRole('button', { name: 'Start the exam' });
    await start.waitFor();
    await tabTo(ana.page, start);
    expect(await showsFocus(start)).to.equal(true);
    const opening = context.waitForEvent('page');
    await ana.page.keyboard.press('Enter');
    const page = await opening;
    room = { ...roomIn(page), page };
    await room.ready();
  });

  it('answers by Tab, arrows and space, with a focus that can be seen', async () => {
    const first = room.page.locator('[data-option] input').first();
    await tabTo(room.page, first);
    expect(await showsFocus(first)).to.equal(true);
    await press('Space');
    expect(await room.chosen()).to.equal(0);
    await press('ArrowDown');
    expect(await room.chosen()).to.equal(1);
  });

  it('strikes out, flags and notes by Tab and Enter', async () => {
    const strike = named('button', 'Strike out C');
    await tabTo(room.page, strike);
    await press('Enter');
    expect(await strike.getAttribute('aria-pressed')).to.equal('true');
    const flag = room.page.getByRole('button', { name: 'Flag', exact: true });
    await tabTo(room.page, flag);
    await press('Enter');
    expect(await flag.getAttribute('aria-pressed')).to.equal('true');
    await tabTo(room.page, room.page.getByRole('button', { name: 'Note', exact: true }));
    await press('Enter');
    await room.page.keyboard.type('Look at the modifier again');
    expect(await room.page.getByLabel('Your note').inputValue()).to.equal('Look at the modifier again');
  });

  it('says the time left when asked, also while the clock is hidden', async () => {
    await tabTo(room.page, named('button', 'Hide the time'));
    await press('Enter');
    expect(await room.page.getByRole('timer').innerText()).to.equal('hidden');
    await press('t');
    expect(await room.page.locator('[data-said]').textContent()).to.match(/^2\d minutes left\.$/);
  });

  it('moves about by keys and by the list of questions, and the heading has the focus', async () => {
    await press('n');
    expect(await room.heading().innerText()).to.equal('Question 2 of 20');
    expect(await room.heading().evaluate((heading) => heading === document.activeElement)).to.equal(true);
    await press('p');
    await tabTo(room.page, named('link', /^Question 5,/));
    await press('Enter');
    expect(await room.heading().innerText()).to.equal('Question 5 of 20');
  });

  it('answers the rest by single keys', async () => {
    await press('n');
    for (let number = 6; number <= 20; number += 1) {
      await press('2');
      expect(await room.chosen(), `question ${number}`).to.equal(1);
      if (number < 20) await press('n');
    }
    await room.page.getByText('16 of 20 answered').waitFor();
    await room.saved(/^Saved \d/);
  });

  it('reviews and hands in by Tab and Enter', async () => {
    await press('r');
    await room.page.getByRole('heading', { name: 'Not answered (4)' }).waitFor();
    await room.page.getByText('Your note: “Look at the modifier again”').waitFor();
    await tabTo(room.page, room.page.locator('[data-submit]'));
    await press('Enter');
    await room.page.waitForURL(/\/result#answer$/);
    await room.page
      .locator('main .answer')
      .getByText(/weighted/)
      .waitFor();
    const focused = await room.page.evaluate(() => document.activeElement?.closest('main') !== null);
    expect(focused, 'the focus is at the result').to.equal(true);
  });
});
