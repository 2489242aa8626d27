// An instructor takes the roll of forty on a phone that loses its network, imports a Zoom report with one unknown name, and a student reads it all.

import { expect } from 'chai';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import type { Visit } from '../support/browser.ts';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { people } from '../support/candidates.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { classRoom, enrollMany, type ClassRoom } from '../support/class-room.ts';

const names = Array.from({ length: 38 }, (_, at) => `Student ${String.fromCharCode(65 + (at % 26))}${at + 10}`);

describe('a roll call on a phone', function () {
  this.timeout(90_000);
  let browser: Browser;
  let all: TestApplication;
  let room: ClassRoom;
  let phone: BrowserContext;
  let page: Page;
  let staff: Visit;

  const marksOf = async () =>
    (await all.application.services.attendance.rollCall(room.instructor, room.held.id)).rows.map(
      ({ learner, mark }) => ({
        name: learner.name,
        status: mark?.status ?? null,
      }),
    );
  const row = (name: string) => page.locator(`[data-name="${name}"]`);
  const press = (name: string, button: string) =>
    row(name)
      .getByRole('button', { name: `${button} ${name}` })
      .click();
  async function open(visit: Visit, width: number): Promise<BrowserContext> {
    const context = await browser.newContext({ viewport: { width, height: 844 } });
    const cookies = [...visit.cookies].map(([name, value]) => ({
      name,
      value,
      url: all.publicUrl.replace('http:', 'https:'),
      secure: true,
      sameSite: 'None' as const,
    }));
    await context.addCookies(cookies);
    return context;
  }

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock(), itemBank: false });
    room = await classRoom(all);
    await enrollMany(all, room.instructor, names);
    staff = await all.browser().launch(all.campus, 'canvas', { person: people.canvas.instructor, activity: '501' });
    phone = await open(staff, 390);
    page = await phone.newPage();
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  it('opens from the list of classes, with everybody still to mark', async () => {
    await page.goto(`${all.publicUrl}${staff.base}/classes`);
    await page.getByRole('link', { name: 'Class 24' }).first().click();
    await page.locator('body[data-roll="open"]').waitFor();
    await page.getByText('40 of 40 still to mark').waitFor();
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth),
      'nothing scrolls sideways',
    ).to.equal(true);
  });

  it('marks by touch, and each mark arrives', async () => {
    for (const name of names.slice(0, 5)) await press(name, 'Present');
    await press(names[5]!, 'Late');
    await row(names[5]!).getByLabel('Minutes late').fill('12');
    await row(names[5]!).getByLabel('Minutes late').press('Enter');
    await page.locator('body[data-roll-link="sent"]').waitFor();
    await page.getByText('34 of 40 still to mark').waitFor();
    const late = (await all.application.services.attendance.rollCall(room.instructor, room.held.id)).rows.find(
      ({ learner }) => learner.name === names[5],
    );
    expect(late?.mark).to.include({ status: 'late', minutes: 108 });
  });

  it('goes on without a network, says so, and keeps the marks through a reload', async () => {
    await phone.setOffline(true);
    await press(names[6]!, 'Absent');
    await press(names[7]!, 'Present');
    await page.getByText(/^No connection\. 2 marks are kept on this device/).waitFor();
    await page.getByText('32 of 40 still to mark').waitFor();
    await press(names[8]!, 'Absent');
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('32 of 40 still to mark').waitFor();
    expect((await marksOf()).find(({ name }) => name === names[6])?.status, 'nothing has reached the server').to.equal(
      null,
    );
  });

  it('asks for the reason of an excuse, also offline', async () => {
    await press(names[9]!, 'Excused');
    await page.getByLabel('Reason').fill('At the dentist');
    await page.getByRole('button', { name: 'Excuse', exact: true }).click();
    await row(names[9]!).getByText('At the dentist').waitFor();
  });

  it('sends everything when the network is back; what somebody marked later elsewhere stands', async () => {
    const { attendance } = all.application.services;
    const other = (await attendance.rollCall(room.instructor, room.held.id)).rows.find(
      ({ learner }) => learner.name === names[7],
    )!;
    // A colleague marks the same student after the phone did, while the phone is offline.
    await attendance.markOne(room.instructor, room.held.id, {
      personId: other.learner.id,
      status: 'late',
      minutes: null,
      makeup: null,
      note: '',
    });
    await phone.setOffline(false);
    await page.locator('body[data-roll-link="sent"]').waitFor();
    const marks = new Map((await marksOf()).map(({ name, status }) => [name, status]));
    expect(marks.get(names[6]!)).to.equal('absent');
    expect(marks.get(names[7]!), 'the later mark').to.equal('late');
    expect(marks.get(names[8]!), 'taken back before it was sent').to.equal(null);
    expect(marks.get(names[9]!)).to.equal('excused');
    await row(names[7]!).getByRole('button', { name: 'Late' }).and(page.locator('[aria-pressed="true"]')).waitFor();
  });

  it('keeps marks through a reload that happens offline', async () => {
    await phone.setOffline(true);
    await press(names[10]!, 'Present');
    await page.getByText(/^No connection\. 1 mark is kept/).waitFor();
    await phone.setOffline(false);
    await page.reload();
    await page.locator('body[data-roll-link="sent"]').waitFor();
    expect((await marksOf()).find(({ name }) => name === names[10])?.status).to.equal('present');
  });

  it('marks by keys: a letter marks and goes on to the next', async () => {
    await row(names[11]!)
      .getByRole('button', { name: `Present ${names[11]}` })
      .focus();
    const order = await page
      .locator('[data-person]')
      .evaluateAll((rows) => rows.map((one) => (one as HTMLElement).dataset['name']));
    const next = order[order.indexOf(names[11]!) + 1]!;
    await page.keyboard.press('a');
    await page.keyboard.press('p');
    await row(names[11]!).locator('[data-mark="absent"][aria-pressed="true"]').waitFor();
    await row(next).locator('[data-mark="present"][aria-pressed="true"]').waitFor();
    await page.locator('body[data-roll-link="sent"]').waitFor();
  });

  it('finds a name, marks the rest, and all forty are marked', async () => {
    await page.getByRole('searchbox').fill('alvarez');
    expect(await page.locator('[data-person]:not([hidden])').count()).to.equal(1);
    await page.getByRole('searchbox').fill('');
    await page.getByRole('button', { name: /^Mark the other \d+ present$/ }).click();
    await page.getByText('All 40 are marked.').waitFor();
    await page.locator('body[data-roll-link="sent"]').waitFor();
    expect((await marksOf()).filter(({ status }) => status === null)).to.deep.equal([]);
  });

  it('imports a Zoom report with one unknown person and says who it is', async () => {
    const time = (minutes: number): string =>
      new Date(room.held.startsAt + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
    const csv = [
      'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest',
      `Ana Álvarez,,${time(0)},${time(90)},90,No`,
      `Galaxy S24,,${time(2)},${time(120)},118,Yes`,
    ].join('\n');
    await page.getByRole('link', { name: 'Import' }).click();
    await page.getByLabel('File').setInputFiles({ name: 'zoom.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
    await page.getByLabel('Times in the report are').selectOption('UTC');
    await page.getByRole('button', { name: 'Read the report' }).click();
    await page.getByText('1 name waits for you to say whose it is.').waitFor();
    await page.getByLabel('Student called Galaxy S24 in the report').selectOption({ label: 'Ben Okafor' });
    await page.getByRole('button', { name: 'This is them' }).click();
    await page.getByRole('button', { name: 'Mark 2 students' }).click();
    await page.getByText('2 students marked.').waitFor();
  });

  it('and the student sees it', async () => {
    const visit = await all
      .browser()
      .launch(all.campus, 'canvas', { person: people.canvas.students[0], activity: '501' });
    const own = await (await open(visit, 390)).newPage();
    await own.goto(`${all.publicUrl}${visit.base}/attendance`);
    await own.getByText('You were there: 90 of 120 min.').waitFor();
  });
});
