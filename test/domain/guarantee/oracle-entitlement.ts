// Vouchers for the independent evaluator: the lines (1) to (10) of section 8, one after another.
import { type Amount, type Day, addAmount, dayOf, readInstant, tooLate } from './oracle-calendar.ts';
import type { Standing } from './oracle.ts';
import { type RawPolicy, type World, dateFact, extended, listUntilToday } from './oracle-world.ts';

interface RawTerms {
  readonly validFor?: Amount;
  readonly waits?: readonly number[];
  readonly waitExclusive?: number;
  readonly maxIn12Months?: number;
  readonly cancelNoticeHours?: number;
}

interface RawVoucher {
  readonly issuedOn: Day;
  readonly expiresOn?: Day | null;
  readonly holder?: string | null;
  readonly events?: readonly { type: string; on: Day }[];
}

interface RawUse {
  readonly examStartAt: string;
  readonly cancelledAt?: string | null;
  readonly holder?: string | null;
  readonly result?: string | null;
}

const HOUR = 3_600_000;

/** Where a voucher stands. */
export function entitlementStanding(policy: RawPolicy, world: World, at: number): Standing {
  const terms = policy['entitlement'] as RawTerms;
  const voucher = world.facts['entitlement'] as RawVoucher;
  const { clock, asOf, today } = world;
  const dayNow = dayOf(at, clock.zone);
  const expires = extended(world, 'expiry', voucher.expiresOn ?? addAmount(voucher.issuedOn, terms.validFor!, []));
  const say = (verdict: string, reason: string): Standing => ({ verdict, reason, expires });
  // (1)
  if (dayNow < voucher.issuedOn) return { verdict: 'pending', reason: 'not_issued' };
  // (2)
  const order = ['void', 'revoked', 'replaced'];
  const ended = (voucher.events ?? [])
    .filter(({ type, on }) => order.includes(type) && on <= today)
    .sort((a, b) => (a.on === b.on ? order.indexOf(a.type) - order.indexOf(b.type) : a.on < b.on ? -1 : 1));
  if (ended[0]) return say('void', ended[0].type);
  // (3)
  const raw = (world.facts['use'] ?? undefined) as RawUse | undefined;
  const startAt = raw && readInstant(raw.examStartAt, clock.zone);
  const cancelledAt = raw?.cancelledAt ? readInstant(raw.cancelledAt, clock.zone) : Infinity;
  const isCancelled = cancelledAt <= asOf;
  const isInTime = isCancelled && cancelledAt <= startAt! - (terms.cancelNoticeHours ?? 0) * HOUR;
  const use = isInTime ? undefined : raw;
  // (4)
  if (use) {
    if (use.holder && voucher.holder && use.holder !== voucher.holder) return say('ineligible', 'non_transferable');
    if (isCancelled) return say('consumed', 'late_cancel');
    if (startAt! <= at) {
      if (startAt! >= tooLate(expires, clock)) return say('ineligible', 'expired_before_use');
      // An exam still to come is used once it starts; its result is not known.
      return say('consumed', use.result === 'no_show' && startAt! <= asOf ? 'no_show' : 'used');
    }
  }
  const retires = dateFact(world, 'examRetiresOn');
  const lastUsableDay = retires !== undefined && retires < expires ? retires : expires;
  const usableFrom = firstUsableDay(terms, voucher, world);
  const sayMore = (verdict: string, reason: string) => ({ ...say(verdict, reason), usableFrom, lastUsableDay });
  // (5) to (10)
  if (at >= tooLate(expires, clock)) return sayMore('expired', 'expired');
  if (retires !== undefined && at >= tooLate(retires, clock)) return sayMore('void', 'exam_retired');
  if (usableFrom > lastUsableDay) return sayMore('infeasible', 'wait_past_expiry');
  if (dayNow < usableFrom) return sayMore('blocked', 'waiting_period');
  if (!use) return sayMore('available', 'ok');
  return startAt! >= tooLate(lastUsableDay, clock)
    ? sayMore('needs_review', 'booked_after_expiry')
    : sayMore('reserved', 'booked');
}

function firstUsableDay(terms: RawTerms, { issuedOn }: RawVoucher, world: World): Day {
  const fails = listUntilToday<{ on: Day; result: string }>(world, 'attempts', 'on')
    .filter(({ result }) => result === 'fail')
    .map(({ on }) => on)
    .sort();
  const last = fails.at(-1);
  if (last === undefined) return issuedOn;
  const days = [issuedOn];
  const waits = terms.waits ?? [];
  if (waits.length > 0) {
    const k = fails.filter((day) => addAmount(day, { months: 12 }, []) >= last).length;
    const wait = waits[k - 1] ?? waits.at(-1)!;
    days.push(addAmount(last, { days: wait + (terms.waitExclusive ?? 1) }, []));
  }
  const most = terms.maxIn12Months;
  if (most !== undefined && fails.length >= most) {
    days.push(addAmount(addAmount(fails[fails.length - most]!, { months: 12 }, []), { days: 1 }, []));
  }
  return days.sort().at(-1)!;
}

/** The instants of a booking: the only changes that need not fall on a day's start or cut-off. */
export function entitlementInstants({ facts, clock }: World): number[] {
  const use = facts['use'] as RawUse | null | undefined;
  return use ? [readInstant(use.examStartAt, clock.zone)] : [];
}
