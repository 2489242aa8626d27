// Which browser is it? The three ways of binding, in a real browser, with the tool on another site than the LMS.
import { expect } from 'chai';
import type { Browser, Frame, Page } from 'playwright-core';
import { chromiumOrSkip } from '../support/chromium.ts';
import { framedCourse } from './support/framed-course.ts';
import type { CourseSettings } from './support/framed-course.ts';

describe('binding, in a browser that blocks third-party cookies', function () {
  this.timeout(60_000);
  let browser: Browser;
  before(async function () {
    browser = await chromiumOrSkip(this);
  });
  after(() => browser?.close());

  async function inCourse(settings: CourseSettings, work: (page: Page, frame: Frame) => Promise<void>): Promise<void> {
    const { course, close } = await framedCourse(settings);
    const page = await browser.newPage();
    try {
      await page.goto(course);
      await work(page, page.frame('tool')!);
    } finally {
      await page.close();
      await close();
    }
  }

  it('a partitioned cookie is enough: the activity opens in the frame, without a click', () =>
    inCourse({ cookies: 'partitioned', storage: 'none' }, async (_page, frame) => {
      await frame.waitForURL(/\/s\/L1\/$/);
      expect(await frame.locator('h1').textContent()).to.equal('Welcome');
    }));

  it('S16: without cookies the platform’s storage proves the browser, and a tab of its own opens', () =>
    inCourse({ cookies: 'blocked', storage: 'answers' }, async (page, frame) => {
      const button = frame.getByRole('button', { name: 'Open the activity' });
      const [tab] = await Promise.all([page.waitForEvent('popup'), button.click()]);
      await tab.waitForURL(/\/s\/L1\/$/);
      expect(await tab.locator('h1').textContent()).to.equal('Welcome');
    }));

  for (const storage of ['none', 'silent'] as const) {
    it(`S17: without cookies and with ${storage === 'none' ? 'no' : 'a silent'} storage, a new tab begins the login again`, () =>
      inCourse({ cookies: 'blocked', storage }, async (page, frame) => {
        const button = frame.getByRole('button', { name: 'Open in a new tab' });
        const [tab] = await Promise.all([page.waitForEvent('popup'), button.click()]);
        await tab.waitForURL(/\/s\/L1\/$/);
        expect(await tab.locator('h1').textContent()).to.equal('Welcome');
      }));
  }
});
