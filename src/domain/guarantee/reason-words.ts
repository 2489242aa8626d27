// The reasons of verdicts in words: a rule speaks for itself, the language's own reasons are said here.
import { dayInWords } from '../day.ts';
import { momentWords } from '../time.ts';
import { dayOfInstant, isStartOfDay } from '../zone.ts';
import { type Calendar, lastMomentWords } from './amount.ts';
import { nameWords, ordinal } from './anchor.ts';
import type { Verdict } from './evaluate.ts';
import type { FoundRule } from './judged.ts';

/** A sentence (or two short ones) for each reader. */
export interface Words {
  readonly student: string;
  readonly staff: string;
}

/** What the reason of a verdict says. */
export function reasonWords(verdict: Verdict): Words {
  const found = ruleOf(verdict, verdict.reason);
  if (found) return found.rule.tell(found.evidence, found.judgement);
  const name = `${nameWords(verdict.reason)}.`;
  return (
    claimWords(verdict) ?? closedWords(verdict) ?? voucherWords(verdict) ?? stageWords(verdict) ?? both(name, name)
  );
}

/** The rule of that id among those that a verdict rests on. */
export function ruleOf({ rules }: Verdict, id: string): FoundRule | undefined {
  return rules.find((found) => found.id === id);
}

/** A moment as its day where it is the start of one, else with its time. */
export function momentInWords(instant: number, { zone }: Calendar): string {
  return isStartOfDay(instant, zone) ? dayInWords(dayOfInstant(instant, zone)) : momentWords(instant, zone.name);
}

/** Every requirement met: what there is to claim, and what became of it. */
function claimWords({ verdict, reason, calendar, claimBy, remedies, change }: Verdict): Words | undefined {
  const by = claimBy === undefined ? '' : ` by ${lastMomentWords(calendar, claimBy)}`;
  const before = change ? ` before ${momentInWords(change.at, calendar)}` : '';
  const what = remedies && remedies.length > 0 ? remedies.map(nameWords).join(' or ') : 'nothing';
  switch (reason) {
    case 'all_met':
      return verdict === 'approve'
        ? both(`Your claim meets every condition: ${what}.`, `Every condition is met: ${what}.`)
        : both(`You have met every requirement: you can claim${by}. You can get: ${what}.`, `May claim${by}: ${what}.`);
    case 'claim_anchor':
      return both('Every requirement is met; the time to claim has not begun.', 'The claim window has not begun.');
    case 'claim_window':
      return both('The time to claim is over.', 'No claim in time.');
    case 'evidence':
      return verdict === 'needs_review'
        ? both(`Your claim is in time; hand in the papers that are missing${before}.`, `Papers are due${before}.`)
        : both('The papers for your claim were not handed in in time.', 'Papers missing after their last day.');
    case 'remedy_not_available':
      return remedies?.length
        ? both(`What you chose is not open to you; open is: ${what}.`, `The choice is not open; open is: ${what}.`)
        : both('Nothing that it gives is open to you.', 'No remedy is open.');
    default:
      return undefined;
  }
}

/** Nothing to decide any more, or nothing to decide by. */
function closedWords({ reason }: Verdict): Words | undefined {
  switch (reason) {
    case 'version':
      return both(
        'The date that settles your terms is missing, staff have been told.',
        'No version of the policy applies: record the date it is pinned on.',
      );
    case 'passed':
      return both('You passed the official exam, so the guarantee is closed.', 'Passed.');
    case 'target_reached':
      return both('Your score rose as promised, so the guarantee is closed.', 'The promised gain was reached.');
    case 'reattendance_expired':
      return both('The repeat of the class had to begin earlier.', 'The repeat did not begin in time.');
    default:
      return undefined;
  }
}

/** The life of a voucher, which students know as their retake. */
function voucherWords({ reason, calendar, expires, usableFrom, lastUsableDay }: Verdict): Words | undefined {
  const end = expires === undefined ? '' : dayInWords(expires);
  const from = usableFrom === undefined ? '' : dayInWords(usableFrom);
  const last = lastUsableDay === undefined ? '' : lastMomentWords(calendar, lastUsableDay);
  switch (reason) {
    case 'not_issued':
      return both('Your retake has not been issued yet.', 'The voucher is not issued yet.');
    case 'void':
    case 'revoked':
    case 'replaced':
      return both(`Your retake is no longer valid: ${reason}.`, `The voucher was ended: ${reason}.`);
    case 'expired':
      return both(`Your retake expired after ${end}.`, `The voucher expired after ${end}.`);
    case 'exam_retired':
      return both('The exam of your retake is no longer offered.', 'The exam is retired.');
    case 'wait_past_expiry':
      return both(
        `You may sit again from ${from}, after the last day of your retake; staff can extend it.`,
        `Usable from ${from} only, after its last day.`,
      );
    case 'waiting_period':
      return both(`You can use your retake from ${from} to ${last}.`, `The voucher may be used from ${from}.`);
    case 'ok':
      return both(`You can use your retake until ${last}.`, `The voucher may be used until ${last}.`);
    case 'booked_after_expiry':
      return both(
        `Your exam is booked for after the last day of your retake, ${last}: move it.`,
        `Booked for after the last usable day, ${last}.`,
      );
    default:
      return bookingWords(reason, end);
  }
}

/** What a booking made of a voucher. */
function bookingWords(reason: string, end: string): Words | undefined {
  switch (reason) {
    case 'booked':
      return both('Your retake is booked.', 'The voucher is booked.');
    case 'used':
      return both('Your retake has been used.', 'The voucher has been used.');
    case 'no_show':
      return both('Your retake is used up: you did not come to the exam.', 'The voucher is used up: no-show.');
    case 'late_cancel':
      return both(
        'Your retake is used up: the exam was canceled too late.',
        'The voucher is used up: canceled too late.',
      );
    case 'expired_before_use':
      return both(
        `The exam began after the last day of your retake, ${end}.`,
        `The exam began after the last day, ${end}.`,
      );
    case 'non_transferable':
      return both('This retake is in the name of somebody else.', 'Booked by somebody else than the holder.');
    default:
      return undefined;
  }
}

/** The stages of a ladder: class_1, exam_2, ... */
function stageWords({ reason, verdict, calendar, claimBy, change }: Verdict): Words | undefined {
  const match = /^(class|exam|result|attendance|reattend)_(\d+)$/.exec(reason);
  if (!match) return undefined;
  const nth = ordinal(Number(match[2]));
  const before = change ? ` before ${momentInWords(change.at, calendar)}` : '';
  const by = claimBy === undefined ? '' : `, by ${lastMomentWords(calendar, claimBy)}`;
  const isLost = verdict === 'ineligible';
  switch (match[1]) {
    case 'class':
      return both(`Attend all of the ${nth} class.`, `The ${nth} class is not over.`);
    case 'exam':
      return isLost
        ? both(`The exam after the ${nth} class was not sat in time.`, `Exam after the ${nth} class not in time.`)
        : both(`Sit the exam after the ${nth} class${before}.`, `Exam after the ${nth} class due${before}.`);
    case 'result':
      return both('The result of your exam is not out yet.', `Result of the ${nth} exam pending.`);
    case 'attendance':
      return isLost
        ? both(`You did not attend all of the ${nth} class.`, `The ${nth} class was not attended in full.`)
        : both(
            `Staff must still record whether you attended all of the ${nth} class.`,
            `Record attendance of the ${nth} class.`,
          );
    default:
      return both(`You may repeat the class free of charge; it must begin in time${by}.`, `May repeat the class${by}.`);
  }
}

function both(student: string, staff: string): Words {
  return { student, staff };
}
