// What students do with their entitlements: book and cancel, choose one of several, open extra attempts, look at a code.

import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { dayInWords } from '../../domain/day.ts';
import { deadlineWords, momentWords } from '../../domain/time.ts';
import { boundsOf, cutoffMs } from '../../domain/retakes/calendar.ts';
import type { Actor, Entitlement } from '../../domain/retakes/entitlement.ts';
import { kindOf } from '../../domain/retakes/kind.ts';
import { isOver, mayStillCancel, standingOf } from '../../domain/retakes/standing.ts';
import {
  choose,
  consumeBooked,
  entriesForBookings,
  release,
  reserve,
  show,
  type Act,
} from '../../domain/retakes/transitions.ts';
import { standingWords } from '../../domain/retakes/words.ts';
import type { Circumstances } from '../../domain/retakes/circumstances.ts';
import type { EntitlementStore } from '../../stores/guarantee/entitlement-store.ts';
import { demand, type Surroundings } from '../surroundings.ts';
import { codeOwner, type CodeSealing, type Granting } from './granting.ts';
import { actorOf, type RetakeChanges } from './retake-changes.ts';

/** A booking as somebody enters it. `actId` names the press of the button. */
export interface BookingEntry {
  /** When the exam or class begins. */
  readonly startAt: number;
  readonly place: string;
  readonly actId: string;
}

interface Needs {
  readonly entitlements: EntitlementStore;
  readonly changes: RetakeChanges;
  readonly granting: Granting;
  readonly sealing: CodeSealing;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

export type Redeeming = ReturnType<typeof redeemingService>;

export function redeemingService({ entitlements, changes, granting, sealing, surroundings }: Needs) {
  /** Refuses a booking that the terms do not allow, with what would be allowed. */
  function demandBookable(of: Entitlement, startAt: number, circumstances: Circumstances, now: number): void {
    const refuse = (message: string): never => {
      throw new Refusal('invalid', message, [{ path: 'startAt', message }]);
    };
    if (kindOf(of.kind).use !== 'seat') throw new Refusal('not-allowed', 'This one is not used by booking.');
    if (of.booking && of.booking.outcome === null)
      throw new Refusal('already-done', 'It is booked already. Cancel that booking first, or look at it again.');
    if (!of.isOpen || of.balance.free < 1)
      throw new Refusal('already-done', standingWords(of, standingOf(of, circumstances, now)).student);
    if (of.entries.length >= entriesForBookings)
      throw new Refusal('not-allowed', 'It has been booked and canceled very often. Ask staff to book it for you.');
    if (startAt <= now) refuse('Give a start that is still to come.');
    const standing = standingOf(of, circumstances, now);
    const { usableFrom, lastUsableDay, state } = standing;
    if (state !== 'available' && state !== 'blocked')
      throw new Refusal('not-allowed', standingWords(of, standing).student);
    const { from, before } = boundsOf(of.terms, usableFrom, lastUsableDay);
    if (startAt < from) refuse(`You may sit from ${dayInWords(usableFrom ?? 0)} on. Choose that day or a later one.`);
    if (startAt >= before) {
      const last = deadlineWords(lastUsableDay ?? 0, cutoffMs(of.terms), of.terms.timeZone);
      refuse(`The last day to sit is over at ${last}. Choose an earlier start.`);
    }
  }

  /** Holds one unit for an exam or a class. @throws Refusal already-done when it is booked or used */
  async function book(of: Entitlement, entry: BookingEntry, actor: Actor, why: string) {
    const circumstances = await changes.circumstances(of);
    return changes.change(of, { ...actor, ref: `reserve:${entry.actId}`, why }, (now, act) => {
      demandBookable(now, entry.startAt, circumstances, act.at);
      return reserve(now, entry, act);
    });
  }

  function demandBooked(of: Entitlement): Entitlement & { booking: NonNullable<Entitlement['booking']> } {
    if (!of.booking || of.booking.outcome !== null) throw new Refusal('already-done', 'There is no booking any more.');
    return { ...of, booking: of.booking };
  }

  return {
    book,
    demandBooked,

    /** Books the visitor's own. @throws Refusal invalid for a start that the terms do not allow */
    async reserve(visitor: Visitor, id: string, entry: BookingEntry): Promise<Entitlement> {
      return (await book(await changes.own(visitor, id), entry, actorOf(visitor), '')).entitlement;
    },

    /**
     * Cancels the visitor's own booking: in time nothing is used, too late it is used up (the page says so before). `expects` is what
     * the page said; where the notice ran out meanwhile, it is asked again.
     */
    async cancel(
      visitor: Visitor,
      id: string,
      { bookingRef, expects }: { readonly bookingRef: string; readonly expects: 'free' | 'used' },
    ): Promise<{ readonly entitlement: Entitlement; readonly isUsedUp: boolean }> {
      const own = await changes.own(visitor, id);
      const ref = `cancel:${bookingRef}`;
      const { entitlement } = await changes.change(own, { ...actorOf(visitor), ref, why: '' }, (of, act) => {
        const booked = demandBooked(of);
        if (booked.booking.ref !== bookingRef) throw new Refusal('already-done', 'That booking is canceled already.');
        const isInTime = mayStillCancel(booked, booked.booking, act.at);
        if (act.at >= booked.booking.startAt)
          throw new Refusal('too-late', 'The exam has begun. Ask staff if the booking should not count.');
        if (!isInTime && expects === 'free') throw new Refusal('too-late', lateWords(booked, booked.booking.startAt));
        return isInTime ? release(booked, bookingRef, act) : consumeBooked(booked, 'late_cancel', act, act.at);
      });
      const entry = entitlement.entries.find((one) => one.ref === ref);
      return { entitlement, isUsedUp: entry?.act === 'consume' };
    },

    /** Turns the visitor's choice into one of its options; what it closes was said before. */
    async choose(visitor: Visitor, id: string, kind: string): Promise<Entitlement> {
      const own = await changes.own(visitor, id);
      const given = { ...actorOf(visitor), ref: `choose:${own.id}`, why: '' };
      const { entitlement, isNew } = await changes.change(own, given, (of, act) => {
        const option = of.options.find((one) => one.kind === kind);
        if (!option)
          throw new Refusal('invalid', 'Choose one of these.', [{ path: 'kind', message: 'Choose one of these.' }]);
        demandUsable(of, act);
        return choose(of, option, act);
      });
      if (!isNew && entitlement.kind !== kind)
        throw new Refusal('already-done', 'You have chosen already; a choice cannot be changed.');
      const { tries } = entitlement;
      if (!tries || tries.openedAt !== null) return entitlement;
      return granting.useTries(entitlement, tries.examId, actorOf(visitor), `open:${entitlement.id}`);
    },

    /** Opens the visitor's extra attempts at an exam of the course. @throws Refusal invalid for an exam without a limit */
    async openAt(visitor: Visitor, id: string, examId: string): Promise<Entitlement> {
      const own = await changes.own(visitor, id);
      if (kindOf(own.kind).use !== 'tries') throw new Refusal('not-allowed', 'This one opens no exam.');
      const message = 'Choose one of these mock exams.';
      if (!(await granting.limitedExam(visitor, examId)))
        throw new Refusal('invalid', message, [{ path: 'examId', message }]);
      demandUsable(own, { at: surroundings.now() });
      return granting.useTries(own, examId, actorOf(visitor), `open:${own.id}`);
    },

    /**
     * The code in plain text; that it was shown, to whom and when, is on record before it is read. To its holder, or to staff who
     * decide claims.
     * @throws Refusal not-found for somebody else's · not-allowed once it cannot be used any more
     */
    async showCode(visitor: Visitor, id: string): Promise<string> {
      const of = await changes.read(id, visitor.courseId);
      const isOwn = of.personId === visitor.personId;
      if (!isOwn) demand(visitor, 'decide claims');
      if (!of.code) throw new Refusal('not-found', 'No code has been entered for it yet.');
      const isUsable = !isOver(standingOf(of, await changes.circumstances(of), surroundings.now()));
      if (isUsable && (await entitlements.apply(show(of, actorOf(visitor), surroundings.now()))))
        return sealing.open(of.code, codeOwner(of.id));
      throw new Refusal('not-allowed', 'The code is not shown any more: it can no longer be used.');
    },
  };

  function demandUsable(of: Entitlement, { at }: Pick<Act, 'at'>): void {
    // Nothing of what is chosen or opened waits for a fail: the dates alone decide.
    const standing = standingOf(of, { failedOn: [], examRetiresOn: null }, at);
    if (standing.state === 'available') return;
    const reason = standing.state === 'consumed' ? 'already-done' : 'not-allowed';
    throw new Refusal(reason, standingWords(of, standing).student);
  }
}

function lateWords({ terms }: Entitlement, startAt: number): string {
  const hours = terms.cancelNoticeHours;
  return `It is too late to cancel without using it up: the notice of ${hours} hours before ${momentWords(startAt, terms.timeZone)} has run out. Confirm it if you still want to cancel.`;
}
