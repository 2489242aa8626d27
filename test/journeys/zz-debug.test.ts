import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { enter, moodle, setExamUp } from '../support/campus-walk.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import type { Browser } from 'playwright-core';
describe('debug', function () {
  this.timeout(300_000);
  let browser: Browser; let all: TestApplication;
  before(async function () { browser = await chromiumOrSkip(this); all = await openTestApplication({ clock: runningClock(), host: 'localhost', jobs: true }); await setExamUp(all, moodle); });
  after(async () => { await browser?.close(); await all?.close(); });
  for (let i = 0; i < 10; i++) it('opens ' + i, async () => {
    const context = await browser.newContext();
    const log: string[] = [];
    context.on('page', p => { p.on('console', m => log.push('console ' + m.text())); p.on('pageerror', e => log.push('pageerror ' + e.message)); p.on('requestfailed', r => log.push('failed ' + r.url() + ' ' + r.failure()?.errorText)); p.on('response', r => { if (!r.url().includes('/assets/')) log.push(r.status() + ' ' + r.request().method() + ' ' + r.url()); }); });
    const ana = await enter(all, context, moodle, moodle.student);
    const frame = await ana.openActivity();
    await frame.getByText('You have 25 minutes.').waitFor().catch(() => undefined);
    const [page] = await Promise.all([context.waitForEvent('page'), frame.locator('[data-start-button]').click()]);
    try { await page.locator('body[data-room=open]').waitFor({ timeout: 12000 }); console.log(i, 'ok'); }
    catch { console.log(i, 'FAILED', page.url(), await page.locator('body').getAttribute('data-room').catch(()=>'none'), (await page.locator('body').innerText().catch(()=> '')).slice(0, 500)); console.log(log.join('\n')); console.log('frame', (await frame.locator('main').innerText()).slice(0,300)); }
    const id = (await all.connection.db!.collection('attempts').find({state:'in_progress'}).toArray()); for (const a of id) await all.connection.db!.collection('attempts').updateOne({_id:a._id}, {$set:{state:'voided'}, $unset:{openKey:''}}); await context.close();
  });
});
