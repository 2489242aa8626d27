// Each mail as a mail program draws it, and the mail page of the campus; the night is over in them, so they come after everything else.

import type { Page } from 'playwright-core';
import type { Visitor } from '../../../src/domain/person.ts';
import type { Story } from '../../support/story.ts';
import { withClaims } from './claim-pages.ts';
import { visitorAt } from './people.ts';
import type { Picture, Studio } from './picture.ts';
import { withRetakes } from './retake-pages.ts';
import { instructorAt } from './staff.ts';

const hour = 3_600_000;
const written = new WeakMap<Story, Promise<void>>();

/** Everything of which somebody is told happens, and the morning comes, so that nothing waits for it. */
function writeAll(studio: Studio): Promise<void> {
  const writing = written.get(studio.all) ?? write(studio);
  written.set(studio.all, writing);
  return writing;
}

async function write(studio: Studio): Promise<void> {
  const { all } = studio;
  const [{ submitted, proposed, appealed }] = await Promise.all([withClaims(studio), withRetakes(studio)]);
  const { claimDecisions, addresses, personalLinks, reminders, mailing, retakes } = all.application.services;
  const visitorOf = (person: string): Promise<Visitor> => visitorAt(all, 'canvas', person);
  const [dana, ruth, leilani] = [
    await instructorAt(all, 'canvas', 'mock-1'),
    await visitorOf('ruth'),
    await visitorOf('leilani'),
  ];
  const revOf = async (id: string): Promise<number> => (await claimDecisions.open(dana, id)).claim.rev;
  const words = 'Dear José, the second page of your report is missing. Please send it again, both pages in one file.';
  await claimDecisions.ask(dana, submitted, { rev: await revOf(submitted), words, refused: [] });
  await claimDecisions.confirm(ruth, proposed, await revOf(proposed));
  const grounds = {
    rule: 'exam1',
    ruleWords: 'Sit the official exam within 60 days of completing the course.',
    fact: 'The letter of the test center names another morning.',
    on: null,
    wouldHaveChanged: 'A closed test center on the last day.',
  };
  const upheld = 'Dear Fatima, I have looked at the letter again: it is about another morning.';
  await claimDecisions.deny(dana, appealed, { rev: await revOf(appealed), words: upheld, note: '', grounds });
  await addresses.add(leilani, 'leilani@home.example');
  await reminders.remind(dana, [leilani.personId], 'You are nearly there: one class is left.');
  const fault = (_id: string, error: unknown): never => {
    throw error;
  };
  await reminders.remindDue(50, fault);
  await retakes.lapseDue(500);
  all.clock.advance(8 * hour);
  await mailing.sendDue(500);
  await personalLinks.ask(all.letters[0]!.to[0]!);
  await personalLinks.answerDue(10);
  await mailing.sendDue(500);
}

/** The newest mail whose subject begins so, drawn. */
const letter = (subject: RegExp): Picture['show'] => {
  return async (studio) => {
    await writeAll(studio);
    const found = studio.all.letters.findLast((one) => subject.test(one.subject));
    if (!found)
      throw new Error(
        `no mail is called ${subject.source}: ${studio.all.letters.map((one) => one.subject).join('; ')}`,
      );
    const page = await outside(studio);
    await page.setContent(found.html);
    return page;
  };
};

const campus = (path: string): Picture['show'] => {
  return async (studio) => {
    await writeAll(studio);
    const page = await outside(studio);
    await page.goto(studio.all.campus.baseUrl + path);
    return page;
  };
};

async function outside({ browser }: Studio): Promise<Page> {
  return (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
}

export const letterPages: readonly Picture[] = [
  { name: 'letter-deadline', show: letter(/^Sit the official exam by/) },
  { name: 'letter-digest', show: letter(/, this week: /) },
  { name: 'letter-from-staff', show: letter(/^Dana Whitfield asks/) },
  { name: 'letter-claim-arrived', show: letter(/^Your claim .* has arrived/) },
  { name: 'letter-claim-asked', show: letter(/^Staff ask you/) },
  { name: 'letter-claim-approved', show: letter(/^Your claim .* is approved/) },
  { name: 'letter-claim-denied', show: letter(/^Your claim .* was not approved/) },
  { name: 'letter-appeal-decided', show: letter(/^Your appeal/) },
  { name: 'letter-retake-granted', show: letter(/^Granted to you: Refund/) },
  { name: 'letter-retake-ended', show: letter(/^Ended by staff/) },
  { name: 'letter-retake-runs-out', show: letter(/^Use your retake voucher/) },
  { name: 'letter-address', show: letter(/^Confirm that this address/) },
  { name: 'letter-link', show: letter(/^Your link to My guarantee/) },
  { name: 'campus-mail', show: campus('/mail') },
  { name: 'campus-mail-letter', show: campus('/mail/1') },
];
