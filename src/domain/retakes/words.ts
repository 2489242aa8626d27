// Entitlements in words: where one stands, what still holds for it, and what its ledger tells.

import { dayInWords, readDay } from '../day.ts';
import { ordinal } from '../guarantee/anchor.ts';
import { countWords, deadlineWords, momentWords } from '../time.ts';
import { cutoffMs } from './calendar.ts';
import type { Entitlement, Entry, Outcome } from './entitlement.ts';
import { granted } from './ledger.ts';
import { isSitting, kindOf, kindWords, unitWords } from './kind.ts';
import { moneyWords } from '../money.ts';
import type { EntitlementStanding } from './standing.ts';

/** A sentence for the student, and one for staff. */
export interface StandingWords {
  readonly student: string;
  readonly staff: string;
}

/** Where an entitlement stands, with what to do next where there is something to do. */
export function standingWords(of: Entitlement, standing: EntitlementStanding): StandingWords {
  const { terms, booking } = of;
  const { reason, usableFrom, lastUsableDay, lastDay } = standing;
  const last = lastUsableDay === null ? '' : deadlineWords(lastUsableDay, cutoffMs(terms), terms.timeZone);
  const until = last === '' ? '' : ` until ${last}`;
  const from = usableFrom === null ? '' : dayInWords(usableFrom);
  const start = booking ? momentWords(booking.startAt, terms.timeZone) : '';
  switch (reason) {
    case 'not_issued':
      return both('It has not been issued yet.');
    case 'ok':
      // The student's card shows the last day beside the sentence, with its distance.
      return { student: availableWords(of, ''), staff: availableWords(of, until) };
    case 'choose':
      return {
        student: 'Choose one of these.',
        staff: `The student has not chosen yet${until === '' ? '' : `; may choose${until}`}.`,
      };
    case 'to_give':
      return {
        student: 'Staff see to it. You need to do nothing.',
        staff: `To be given by staff${until}. Give it, then record it here.`,
      };
    case 'to_approve':
      return {
        student: 'A second person is checking the payment. You need to do nothing.',
        staff: 'A second person, who may refund, must agree before it is paid.',
      };
    case 'to_pay':
      return {
        student: 'It will be paid by staff. You need to do nothing.',
        staff: 'To be paid. Pay it, then record it here.',
      };
    case 'waiting_period':
      return {
        student: `You can use it from ${from}${until}: the exam body asks for a wait after a fail.`,
        staff: `The exam body's wait ends before ${from}; usable${until === '' ? ' from then on' : until}.`,
      };
    case 'wait_past_expiry':
      return {
        student: `You may sit again from ${from}, which is after its last day${last === '' ? '' : `, ${last}`}. Ask staff for a later last day.`,
        staff: `Usable from ${from} only, after its last day. Extend it to ${from} or later.`,
      };
    case 'booked':
      return { student: `It is booked for ${start}.`, staff: `Booked for ${start}.` };
    case 'booked_after_expiry':
      return {
        student: `Your booking for ${start} is after its last usable day${last === '' ? '' : `, ${last}`}. Move the booking, or ask staff for a later last day.`,
        staff: `Booked for ${start}, after its last usable day. Extend it, or ask the student to move the booking.`,
      };
    case 'expired':
    case 'expired_before_use':
      return both(`Its last day${lastDay === null ? '' : `, ${dayInWords(lastDay)},`} is over.`);
    case 'exam_retired':
      return {
        student: 'The exam is no longer offered. Ask staff what takes its place.',
        staff: 'The exam is retired: replace it.',
      };
    case 'void':
      return { student: `Staff ended it. ${whyOf(of, 'void')}`.trim(), staff: `Ended. ${whyOf(of, 'void')}`.trim() };
    case 'replaced':
      return both(`Another one stands in its place. ${whyOf(of, 'replace')}`.trim());
    default:
      return both(usedWords(reason as Outcome, of));
  }
}

function availableWords({ kind, balance }: Entitlement, until: string): string {
  const left = balance.free > 1 ? ` ${unitWords(kind, balance.free)} left.` : '';
  switch (kindOf(kind).use) {
    case 'seat':
      return `It is ready to use${until}.${left}`;
    case 'tries':
      return `Ready to be opened at a mock exam${until}.${left}`;
    case 'hours':
      return `Ready to use${until}.${left}`;
    default:
      return `Granted${until}.${left}`;
  }
}

function usedWords(outcome: Outcome, of: Entitlement): string {
  const last = of.entries.findLast((entry) => entry.act === 'consume' || entry.act === 'fulfill');
  const start = last?.startAt == null ? '' : momentWords(last.startAt, of.terms.timeZone);
  switch (outcome) {
    case 'no_show':
      return `Used up: nobody came to the exam of ${start}.`;
    case 'late_cancel':
      return `Used up: the booking for ${start} was canceled too late.`;
    case 'opened':
      return 'Used: the attempts are open in the exam room.';
    case 'paid':
      return last?.money && last.on
        ? `Paid: ${moneyWords(last.money)} on ${dayWordsOf(last.on)}${last.reference === '' ? '' : `, reference ${last.reference}`}.`
        : 'Paid.';
    case 'given':
      return `Given${last?.on == null ? '' : ` on ${dayWordsOf(last.on)}`}.`;
    case 'taken':
      return 'All of it has been used.';
    default:
      return `Used${start === '' ? '' : ` for the sitting of ${start}`}.`;
  }
}

/** The conditions that still hold, for the student to read. */
export function conditionsOf({ kind, terms }: Pick<Entitlement, 'kind' | 'terms'>): string[] {
  const { cancelNoticeHours, waits, waitExclusive, maxIn12Months, examRetiresOn, conditions } = terms;
  const isSeat = kindOf(kind).use === 'seat';
  const notice =
    cancelNoticeHours > 0
      ? `Cancel at least ${hoursWords(cancelNoticeHours)} before the start, or it is used up. Not coming uses it up too.`
      : 'Cancel before the start, or it is used up. Not coming uses it up too.';
  if (!isSeat) return [...conditions];
  return [
    notice,
    ...(isSitting(kind) && waits.length > 0 ? [waitWords(waits, waitExclusive > 0 ? 'full day' : 'day')] : []),
    ...(!isSitting(kind) || maxIn12Months === null
      ? []
      : [`At most ${countWords(maxIn12Months, 'sitting')} within 12 months.`]),
    ...(examRetiresOn === null ? [] : [`The exam is offered until ${dayWordsOf(examRetiresOn)}.`]),
    `The last day is the last one ${isSitting(kind) ? 'to sit, not to book' : 'to begin, not to enroll'}. It is in your name only.`,
    ...conditions,
  ];
}

/** "After the 1st fail within 12 months wait 30 full days before you sit again, after the 2nd 60 days, after any later one 90 days." */
function waitWords(waits: readonly number[], unit: string): string {
  const [first = 0, ...more] = waits;
  if (more.length === 0) return `After a fail wait ${countWords(first, unit)} before you sit again.`;
  const rest = more.map(
    (days, at) =>
      `after ${at === more.length - 1 ? 'any later one' : `the ${ordinal(at + 2)}`} ${countWords(days, 'day')}`,
  );
  return `After the 1st fail within 12 months wait ${countWords(first, unit)} before you sit again, ${rest.join(', ')}.`;
}

function hoursWords(hours: number): string {
  return hours % 24 === 0 && hours > 24 ? countWords(hours / 24, 'day') : countWords(hours, 'hour');
}

/** What an entry of the ledger tells, without when: "Dana Whitfield granted it: 1 sitting". `reader` is addressed as "You". */
export function entryWords(entry: Entry, of: Entitlement, reader: string): string {
  const who = entry.by === reader ? 'You' : entry.byName;
  return `${who} ${didWhat(entry, of)}`;
}

function didWhat(entry: Entry, of: Entitlement): string {
  const { act, moves, outcome, startAt, kind, money, on, reference, days } = entry;
  const units = moves.reduce((sum, move) => sum + move.units, 0);
  const start = startAt === null ? '' : momentWords(startAt, of.terms.timeZone);
  const ofKind = kind ?? of.kind;
  const isMoney = kindOf(ofKind).use === 'money';
  switch (act) {
    case 'grant':
      return `granted it: ${kindWords(ofKind)}, ${isMoney && money ? moneyWords(money) : unitWords(ofKind, units)}`;
    case 'choose':
      return `chose: ${kindWords(ofKind)}`;
    case 'approve':
      return 'agreed to the payment as the second person';
    case 'code':
      return 'entered the code';
    case 'reserve':
      return `booked it for ${start}`;
    case 'release':
      return `canceled the booking for ${start} in time; nothing was used`;
    case 'consume':
      return consumeWords(outcome, unitWords(of.kind, units), start, on, reference);
    case 'restore':
      return `took a use back: ${unitWords(of.kind, units)} ${units === 1 ? 'is' : 'are'} free again`;
    case 'fulfill':
      return `recorded the payment${money ? ` of ${moneyWords(money)}` : ''}${on === null ? '' : ` on ${dayWordsOf(on)}`}${reference === '' ? '' : `, reference ${reference}`}`;
    case 'extend':
      return `moved the last day from ${dayOrNone(days?.before)} to ${dayOrNone(days?.after)}`;
    case 'expire':
      return `ended it: the last day was over`;
    case 'void':
      return 'made it void';
    case 'replace':
      return 'put another one in its place';
  }
}

function consumeWords(
  outcome: Outcome | null,
  units: string,
  start: string,
  on: string | null,
  reference: string,
): string {
  const day = on === null ? '' : ` on ${dayWordsOf(on)}`;
  const number = reference === '' ? '' : `, reference ${reference}`;
  switch (outcome) {
    case 'no_show':
      return `recorded that nobody came to the exam of ${start}`;
    case 'late_cancel':
      return `canceled the booking for ${start} too late, which used it up`;
    case 'opened':
      return `opened the exam room: ${units}`;
    case 'given':
      return `recorded that it was given${day}${number}`;
    case 'taken':
      return `recorded the use of ${units}${day}${number}`;
    default:
      return start === '' ? `recorded its use${day}${number}` : `recorded its use: the exam of ${start} began`;
  }
}

/** How much of an entitlement there is: "1 sitting", "USD 290.00", "2 of 6 hours left", "one of several". */
export function amountWordsOf({ kind, value, balance }: Pick<Entitlement, 'kind' | 'value' | 'balance'>): string {
  const { use } = kindOf(kind);
  if (use === 'choice') return 'one of several';
  if (use === 'money') return value ? moneyWords(value) : 'amount to be settled';
  const all = granted(balance);
  const left = balance.free + balance.held;
  return all === 1 ? unitWords(kind, 1) : `${left} of ${unitWords(kind, all)} left`;
}

function whyOf({ entries }: Entitlement, act: Entry['act']): string {
  const why = entries.findLast((entry) => entry.act === act)?.why ?? '';
  return why === '' ? '' : `Reason: ${why}`;
}

function dayOrNone(text: string | null | undefined): string {
  return text == null ? 'none' : dayWordsOf(text);
}

function dayWordsOf(text: string): string {
  const day = readDay(text);
  return day === null ? text : dayInWords(day);
}

function both(words: string): StandingWords {
  return { student: words, staff: words };
}
