// Mails and what their links lead to: the student's mails page, notices, personal links and their refusals, reminding from the board.

import type { Page } from 'playwright-core';
import type { Visitor } from '../../../src/domain/person.ts';
import { usualQuietHours } from '../../../src/domain/reminders/quiet-hours.ts';
import type { TestApplication } from '../../support/application.ts';
import { once } from './once.ts';
import { visitorAt } from './people.ts';
import type { Picture, Studio } from './picture.ts';
import { instructorAt } from './staff.ts';

const day = 86_400_000;

/** Told, written to and reachable at three addresses: once, for all pictures of hers. */
const chidiWithMails = once(writeToChidi);

async function writeToChidi(all: TestApplication): Promise<Visitor> {
  const chidi = await visitorAt(all, 'canvas', 'chidi');
  const { addresses, contacts, notices, mailing } = all.application.services;
  const { contactRecords } = all.application.stores;
  await contacts.set(chidi, { quiet: { from: 0, to: 0 }, stopped: [] });
  await addresses.add(chidi, 'chidi@home.example');
  const own = (await contacts.mine(chidi)).own[0]!;
  const now = all.clock.now();
  await contactRecords.setToken(chidi.personId, own.id, all.application.surroundings.digest('token'), now + day);
  await contacts.confirm('token');
  await addresses.add(chidi, 'chidi.okafor.who.has.a.long.address@evening-classes.home.example');
  const { organizationId, platformId, courseId, personId } = chidi;
  const title = 'Make up the class of Wed 18 Nov 2026 by Wed 25 Nov 2026, 23:59 Chicago time';
  await notices.tell({
    organizationId,
    platformId,
    courseId,
    personId,
    key: 'gallery',
    about: 'gallery',
    kind: 'deadlines',
    title: `${title}.`,
    text: 'If nothing else happens, the guarantee ends for you on Thu 26 Nov 2026 (attend every class).',
    leadsTo: 'guarantee',
    until: now + 2 * day,
    mail: { subject: title, greeting: 'Hello Chidi,', paragraphs: [], lists: [] },
  });
  // The story's own mails stand before hers.
  await mailing.sendDue(1000);
  await contacts.set(chidi, { quiet: usualQuietHours, stopped: [] });
  return chidi;
}

/** A page outside of any visit. */
async function outside({ all, browser }: Studio, path: string): Promise<Page> {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.goto(all.publicUrl + path);
  return page;
}

/** A fresh personal link of Chidi's. */
async function freshLink(studio: Studio, token: string): Promise<string> {
  const { organizationId, platformId, courseId, personId } = await chidiWithMails(studio);
  const { stores, surroundings } = studio.all.application;
  const issuedAt = studio.all.clock.now();
  const whose = { organizationId, platformId, courseId, personId };
  await stores.linkRecords.issue({ id: surroundings.digest(token), ...whose, issuedAt, expiresAt: issuedAt + day });
  return `/g/${token}`;
}

async function notifications(studio: Studio): Promise<Page> {
  await chidiWithMails(studio);
  return (await studio.seats.at('chidi', 'mock-1')).open('/notifications');
}

export const mailPages: readonly Picture[] = [
  { name: 'mails', show: notifications },
  {
    name: 'mails-refused',
    show: async (studio) => {
      const page = await notifications(studio);
      await page.getByLabel('Another address').fill('chidi at home');
      await page.getByRole('button', { name: 'Add the address' }).click();
      await page.locator('.field-error').waitFor();
      return page;
    },
  },
  {
    name: 'mails-nothing-yet',
    show: async ({ seats }) => (await seats.at('meiling', 'mock-1', 'moodle')).open('/notifications'),
  },
  { name: 'personal-link', show: async (studio) => outside(studio, await freshLink(studio, 'good')) },
  {
    name: 'personal-visit',
    show: async (studio) => {
      const page = await outside(studio, await freshLink(studio, 'used'));
      await page.getByRole('button', { name: 'Open My guarantee' }).click();
      await page.waitForURL(/\/guarantee$/);
      return page;
    },
  },
  {
    name: 'personal-visit-course-over',
    show: async (studio) => {
      const page = await outside(studio, await freshLink(studio, 'late'));
      await page.getByRole('button', { name: 'Open My guarantee' }).click();
      await page.waitForURL(/\/guarantee$/);
      const { courseId } = await chidiWithMails(studio);
      const plans = studio.all.connection.db!.collection<{ _id: string; rev: number; dates: object }>('coursePlans');
      const stored = (await plans.findOne({ _id: courseId }))!;
      const over = new Date(studio.all.clock.now() - 6 * day).toISOString().slice(0, 10);
      const dates = { ...stored.dates, accessEndsOn: over };
      await plans.replaceOne({ _id: courseId }, { ...stored, dates, rev: stored.rev + 1 });
      await page.reload();
      await plans.replaceOne({ _id: courseId }, { ...stored, rev: stored.rev + 2 });
      return page;
    },
  },
  {
    name: 'personal-visit-refused',
    show: async (studio) => {
      const page = await outside(studio, await freshLink(studio, 'elsewhere'));
      await page.getByRole('button', { name: 'Open My guarantee' }).click();
      await page.waitForURL(/\/guarantee$/);
      await page.goto(page.url().replace(/guarantee$/, 'results'));
      return page;
    },
  },
  {
    name: 'personal-link-over',
    show: async (studio) => {
      const link = await freshLink(studio, 'over');
      const { linkRecords } = studio.all.application.stores;
      await linkRecords.redeem(studio.all.application.surroundings.digest('over'), studio.all.clock.now());
      return outside(studio, link);
    },
  },
  { name: 'personal-link-unknown', show: (studio) => outside(studio, '/g/unknown') },
  {
    name: 'personal-link-ask-refused',
    show: async (studio) => {
      const page = await outside(studio, '/g/new');
      await page.getByLabel('Your address').fill('chidi at home');
      await page.getByRole('button', { name: 'Send me a link' }).click();
      await page.locator('.field-error').waitFor();
      return page;
    },
  },
  {
    name: 'personal-link-asked',
    show: async (studio) => {
      const page = await outside(studio, '/g/new');
      await page.getByLabel('Your address').fill('chidi@home.example');
      await page.getByRole('button', { name: 'Send me a link' }).click();
      await page.getByText('Look at your mail').first().waitFor();
      return page;
    },
  },
  { name: 'mail-confirm', show: (studio) => outside(studio, '/mail/confirm/token') },
  {
    name: 'mail-stop',
    show: async (studio) => {
      const { personId } = await chidiWithMails(studio);
      return outside(studio, `/mail/stop/${studio.all.application.services.contacts.stopToken(personId, 'deadlines')}`);
    },
  },
  {
    name: 'remind',
    show: async ({ all, seats }) => {
      const dana = await instructorAt(all, 'canvas', 'mock-1');
      const enrolled = await all.application.stores.courses.enrolled(dana.courseId, 'learner');
      const picks = enrolled.slice(0, 3).map(({ personId }) => `pick=${encodeURIComponent(personId)}`);
      return (await seats.at('dana', 'mock-1')).open(`/eligibility/remind?${picks.join('&')}`);
    },
  },
];
