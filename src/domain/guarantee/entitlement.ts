// Entitlements: the life of one voucher, from its issue to its use or its end.
import { type Day, addMonths } from '../day.ts';
import { startOfDay, dayOfInstant } from '../zone.ts';
import { type DayAmount, addAmount, dayAmountSchema, hoursInMs, tooLateAfter } from './amount.ts';
import { type Evidence, extended, grantedFor } from './evidence.ts';
import type { Booking, Voucher } from './facts.ts';
import { type Fault, listSchema, objectSchema, optional, wholeSchema } from './reading.ts';
import { type Standing, type StandingChange, firstChange } from './standing.ts';

/** What a policy says of its vouchers. */
export interface EntitlementTerms {
  readonly validFor: DayAmount | undefined;
  /** Days to wait after the 1st, 2nd, ... fail within 12 months; beyond the list its last entry. */
  readonly waits: readonly number[];
  /** Days added to each wait: 1 where the waiting days must be free of tests. */
  readonly waitExclusive: number;
  readonly maxIn12Months: number | undefined;
  readonly cancelNoticeHours: number;
}

/** Reads what a policy says of its vouchers. */
export const entitlementSchema = objectSchema({
  validFor: optional(dayAmountSchema),
  waits: optional(listSchema(wholeSchema(0, 36_525))),
  waitExclusive: optional(wholeSchema(0, 366)),
  maxIn12Months: optional(wholeSchema(1, 1000)),
  cancelNoticeHours: optional(wholeSchema(0, 876_600)),
}).transform(({ validFor, waits, waitExclusive, maxIn12Months, cancelNoticeHours }): EntitlementTerms => ({
  validFor,
  maxIn12Months,
  waits: waits ?? [],
  waitExclusive: waitExclusive ?? 1,
  cancelNoticeHours: cancelNoticeHours ?? 0,
}));

const ENDING_EVENTS = ['void', 'revoked', 'replaced'] as const;

/** The dates of a voucher as they stand. */
interface VoucherDates {
  readonly lastDay: Day;
  readonly usableFrom: Day;
  readonly lastUsableDay: Day;
}

/** What facts lack for a voucher to be judged. */
export function voucherFaults(terms: EntitlementTerms, voucher: Voucher | undefined): Fault[] {
  if (!voucher) return [{ path: 'entitlement', message: 'is missing: give the voucher as {"issuedOn": a day, ...}' }];
  if (terms.validFor || voucher.expiresOn !== undefined) return [];
  const message = 'is missing: the policy has no "validFor", so the voucher needs its own last day';
  return [{ path: 'entitlement.expiresOn', message }];
}

/** Where a voucher stands, and when time alone changes that. */
export function judgeEntitlement(
  terms: EntitlementTerms,
  voucher: Voucher,
  evidence: Evidence,
): { standing: Standing; change: StandingChange | undefined } {
  const { calendar, facts, now } = evidence;
  const dates = voucherDates(terms, voucher, evidence);
  const booking = facts.booking && standsAt(facts.booking, terms, now) ? facts.booking : undefined;
  const standingAt = (instant: number) => standingOf(voucher, booking, dates, evidence, instant);
  const retires = facts.dates.get('examRetiresOn');
  const moments = [
    startOfDay(voucher.issuedOn, calendar.zone),
    booking?.startAt,
    tooLateAfter(calendar, dates.lastDay),
    retires === undefined ? undefined : tooLateAfter(calendar, retires),
    startOfDay(dates.usableFrom, calendar.zone),
  ];
  return { standing: standingAt(now), change: firstChange(now, moments, standingAt) };
}

/** A booking cancelled with enough notice is none. */
function standsAt({ startAt, cancelledAt }: Booking, { cancelNoticeHours }: EntitlementTerms, now: number): boolean {
  return cancelledAt === undefined || cancelledAt > now || cancelledAt > startAt - hoursInMs(cancelNoticeHours);
}

/** The first line that applies, from (1) not issued to (10) ready to use. */
function standingOf(
  voucher: Voucher,
  booking: Booking | undefined,
  dates: VoucherDates,
  evidence: Evidence,
  instant: number,
): Standing {
  const { calendar } = evidence;
  const today = dayOfInstant(instant, calendar.zone);
  if (today < voucher.issuedOn) return { verdict: 'pending', reason: 'not_issued' };
  const standing = (verdict: Standing['verdict'], reason: string) => ({ verdict, reason, expires: dates.lastDay });
  const ended = endingEvent(voucher, evidence.today);
  if (ended !== undefined) return standing('void', ended);
  if (booking) {
    const [verdict, reason] = bookingVerdict(voucher, booking, dates, evidence, instant);
    if (verdict) return standing(verdict, reason);
  }
  return { ...standing(...laterVerdict(booking, dates, evidence, instant, today)), ...usable(dates) };
}

function usable({ usableFrom, lastUsableDay }: VoucherDates) {
  return { usableFrom, lastUsableDay };
}

/** Line (4): a booking that uses the voucher up, or may not use it. */
function bookingVerdict(
  voucher: Voucher,
  booking: Booking,
  dates: VoucherDates,
  { calendar, now }: Evidence,
  instant: number,
): ['ineligible' | 'consumed', string] | [undefined, ''] {
  const { holder, cancelledAt, startAt } = booking;
  const isOthers = holder !== undefined && voucher.holder !== undefined && holder !== voucher.holder;
  if (isOthers) return ['ineligible', 'non_transferable'];
  if (cancelledAt !== undefined && cancelledAt <= now) return ['consumed', 'late_cancel'];
  if (startAt > instant) return [undefined, ''];
  if (startAt >= tooLateAfter(calendar, dates.lastDay)) return ['ineligible', 'expired_before_use'];
  // What becomes of an exam that has not begun yet is not known: when it begins the voucher is used.
  return ['consumed', booking.isNoShow && startAt <= now ? 'no_show' : 'used'];
}

/** Lines (5) to (10). */
function laterVerdict(
  booking: Booking | undefined,
  { lastDay, usableFrom, lastUsableDay }: VoucherDates,
  { calendar, facts }: Evidence,
  instant: number,
  today: Day,
): [Standing['verdict'], string] {
  const isOver = (day: Day | undefined) => day !== undefined && instant >= tooLateAfter(calendar, day);
  if (isOver(lastDay)) return ['expired', 'expired'];
  if (isOver(facts.dates.get('examRetiresOn'))) return ['void', 'exam_retired'];
  if (usableFrom > lastUsableDay) return ['infeasible', 'wait_past_expiry'];
  if (today < usableFrom) return ['blocked', 'waiting_period'];
  if (!booking) return ['available', 'ok'];
  return booking.startAt >= tooLateAfter(calendar, lastUsableDay)
    ? ['needs_review', 'booked_after_expiry']
    : ['reserved', 'booked'];
}

/** The dates of a voucher: its last day, from when it may be used, and its last usable day. */
function voucherDates(terms: EntitlementTerms, voucher: Voucher, evidence: Evidence): VoucherDates {
  const { calendar, facts } = evidence;
  const written =
    voucher.expiresOn ?? (terms.validFor ? addAmount(calendar, voucher.issuedOn, terms.validFor) : Infinity);
  const lastDay = extended(written, grantedFor(evidence, 'expiry'));
  const lastUsableDay = Math.min(lastDay, facts.dates.get('examRetiresOn') ?? Infinity);
  return { lastDay, usableFrom: usableFrom(terms, voucher, evidence), lastUsableDay };
}

/** The latest of: the issue, the wait after the last fail, and a year after the n-th last fail. */
function usableFrom(terms: EntitlementTerms, voucher: Voucher, { facts, today }: Evidence): Day {
  const fails = facts.failedOn.filter((day) => day <= today);
  const last = fails.at(-1);
  if (last === undefined) return voucher.issuedOn;
  const inOneYear = fails.filter((day) => addMonths(day, 12) >= last).length;
  const wait = terms.waits[Math.min(inOneYear, terms.waits.length) - 1];
  const afterWait = wait === undefined ? voucher.issuedOn : last + wait + terms.waitExclusive;
  const most = terms.maxIn12Months;
  const nthLast = most === undefined ? undefined : fails[fails.length - most];
  const afterYear = nthLast === undefined ? voucher.issuedOn : addMonths(nthLast, 12) + 1;
  return Math.max(voucher.issuedOn, afterWait, afterYear);
}

/** The event that ended the voucher by today: the earliest; of one day in the order void, revoked, replaced. */
function endingEvent({ events }: Voucher, today: Day): string | undefined {
  let first: { type: string; on: Day } | undefined;
  for (const type of ENDING_EVENTS) {
    for (const event of events) {
      if (event.type === type && event.on <= today && (!first || event.on < first.on)) first = event;
    }
  }
  return first?.type;
}
