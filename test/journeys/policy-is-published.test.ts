// An administrator writes the promise down: begun from a preset, a rule changed while the text follows, a fault cured, published; and later a second version.

import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import type { TestApplication } from '../support/application.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { openStory } from '../support/story.ts';
import { seats } from './gallery/seats.ts';

describe('a policy is published', function () {
  this.timeout(60_000);
  let browser: Browser;
  let all: TestApplication;
  let page: Page;

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openStory();
    page = await (await seats(all, browser).at('ruth', 'mock-1')).open('/policies');
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  const text = () => page.locator('[data-part="text"]');
  const answer = () => page.locator('.verdict .answer');
  const within = () => page.getByLabel('Within', { exact: true }).first();
  const openCard = () => page.locator('summary').filter({ hasText: 'Accept the guarantee' }).click();

  async function publish(reason: string): Promise<void> {
    await page.getByRole('button', { name: /^Publish version/ }).click();
    await page.waitForURL(/\/publish$/);
    for (const warning of await page.locator('input[name=acknowledged]').all()) await warning.check();
    await page.getByLabel('Reason, for the record').fill(reason);
    await page.getByRole('button', { name: /^Publish version/ }).click();
    await page.waitForURL(/\/versions\/\d+$/);
  }

  it('begins from a starting point, as a student would read it', async () => {
    await page.getByRole('link', { name: 'Coding course with two sittings' }).click();
    await page.getByText('Opt in to the guarantee within 7 days of enrolling.').waitFor();
    await page.getByLabel('Name').fill('CPC pass guarantee');
    await page.getByRole('button', { name: 'Begin' }).click();
    await answer().getByText('Version 1 can be published.').waitFor();
  });

  it('changes a rule, and the student’s text follows and is saved without a button', async () => {
    await openCard();
    await within().fill('10');
    await text().getByText('Opt in to the guarantee within 10 days of enrolling.').waitFor();
    await page.getByText(/^Saved \d\d:\d\d:\d\d$/).waitFor();
  });

  it('is told of a fault while typing, and cannot publish with it', async () => {
    await within().fill('ten');
    await answer().getByText('is not ready: one fault must be put right').waitFor();
    await page.getByRole('button', { name: /^Publish version/ }).click();
    await page.getByRole('link', { name: 'Put the faults right' }).click();
    await page.locator('#checks').getByRole('link', { name: 'Accept the guarantee' }).first().click();
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.value)).to.equal('ten');
    await within().fill('10');
    await answer().getByText('can be published').waitFor();
  });

  it('publishes it for good', async () => {
    await publish('The first terms');
    await page.getByText('Version 1 is published.').waitFor();
    await page.getByText('Opt in to the guarantee within 10 days of enrolling.').waitFor();
  });

  it('removes a rule by the keyboard and puts it back', async () => {
    await page.getByRole('link', { name: 'Work on the draft' }).click();
    await page.locator('summary').filter({ hasText: 'Finish the coursework' }).click();
    await page.getByRole('button', { name: /^Remove: \d, Finish the coursework/ }).press('Enter');
    await page.getByText('Removed: Finish the coursework').waitFor();
    expect(await text().locator('del').allInnerTexts()).to.include(
      'Hand in all coursework, with a grade of 85 or more.',
    );
    await page.locator('[data-notice=removed]').getByRole('button', { name: 'Put it back' }).press('Enter');
    await page.locator('summary').filter({ hasText: 'Finish the coursework' }).waitFor();
  });

  it('says while typing what a field was, and takes the rule back by the keyboard', async () => {
    if (!(await within().isVisible())) await openCard();
    await within().fill('12');
    await page.getByText('was 10 days').waitFor();
    await page.getByText('changed since version 1').waitFor();
    await page.getByRole('button', { name: /^Back to version 1 ?: 1, Accept the guarantee/ }).press('Enter');
    await page.waitForURL(/at=requires/);
    expect(await within().inputValue()).to.equal('10');
    expect(await page.getByText('changed since version 1').count()).to.equal(0);
  });

  it('finds a rule by a word, adds it by the keyboard, and takes it out again', async () => {
    await page.getByRole('button', { name: 'Add a rule to the guarantee' }).press('Enter');
    await page.getByLabel('Find a rule').fill('question bank');
    await page.getByText('1 rule found').waitFor();
    await page.getByLabel('Find a rule').press('Enter');
    await page.keyboard.press('Enter');
    await page.locator('summary').filter({ hasText: 'Work in the question bank' }).waitFor();
    await page.getByText('new since version 1').waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).to.contain('Work in the question bank');
    await page.getByRole('button', { name: /^Remove: \d+, Work in the question bank/ }).press('Enter');
    await page.getByText('Removed: Work in the question bank').waitFor();
  });

  it('publishes a second version, and the difference says what changed', async () => {
    if (!(await within().isVisible())) await openCard();
    await within().fill('14');
    await text().locator('ins').getByText('14').waitFor();
    await publish('Ten days were too few in December');
    await page.getByRole('link', { name: 'What it changed' }).click();
    await answer().getByText('1 changed').waitFor();
    await page.getByText('10 days → 14 days').waitFor();
    const first = page.url().replace(/\/difference.*/, '/versions/1');
    await page.goto(first);
    await page.getByText('Opt in to the guarantee within 10 days of enrolling.').waitFor();
  });
});
