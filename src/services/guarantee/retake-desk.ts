// What staff do with entitlements: grant, book and record use, enter a code, move the last day, end or replace, and pay refunds; each with a reason.

import { dayInWords, readDay } from '../../domain/day.ts';
import { mayDo, type Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import {
  entitlementTermsSchema,
  type Entitlement,
  type Outcome,
  type StandIn,
} from '../../domain/retakes/entitlement.ts';
import { infeasibleWords } from '../../domain/retakes/feasibility.ts';
import { isVoided, wasEndedByStaff } from '../../domain/retakes/standing.ts';
import { kindOf, mayBecomeMoney } from '../../domain/retakes/kind.ts';
import { moneyWords, type Money } from '../../domain/money.ts';
import {
  approve,
  consume,
  consumeBooked,
  end,
  enterCode,
  extend,
  fulfill,
  release,
  reinstate,
  replace,
  restore,
  type Act,
} from '../../domain/retakes/transitions.ts';
import type { Transition } from '../../domain/exam/transitions.ts';
import { dayOfInstant, findZone } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import { codeOwner, type CodeSealing, type Grant, type Granting } from './granting.ts';
import type { BookingEntry, Redeeming } from './redeeming.ts';
import { actorOf, type RetakeChanges } from './retake-changes.ts';
import type { RetakeTelling } from './retake-news.ts';

/** Every act of staff says why, and names the press of its button. */
export interface Reasoned {
  readonly reason: string;
  readonly actId: string;
}

/** A use that staff record: of the booking there is, or of units without one. */
export interface UseEntry extends Reasoned {
  readonly outcome: Outcome;
  readonly units: number;
  readonly on: string | null;
  readonly reference: string;
}

export interface Payment extends Reasoned {
  readonly money: Money;
  readonly on: string;
  readonly reference: string;
}

/** What the audit trail calls each act. */
const noted = {
  grant: 'retake granted',
  book: 'retake booked',
  release: 'retake booking released',
  use: 'retake use recorded',
  restore: 'retake use taken back',
  code: 'retake code entered',
  extend: 'retake extended',
  void: 'retake voided',
  replace: 'retake replaced',
  reinstate: 'retake granted again',
  approve: 'refund agreed to',
  fulfill: 'refund paid',
} as const;
type ActName = keyof typeof noted;

/** Acts of which the student is told; of a grant and a replacement, what is granted tells. */
const isToTell: readonly ActName[] = ['void', 'approve'];

interface Needs {
  readonly courses: Pick<CourseStore, 'enrollment'>;
  readonly changes: RetakeChanges;
  readonly granting: Granting;
  readonly redeeming: Redeeming;
  readonly sealing: CodeSealing;
  readonly news: Pick<RetakeTelling, 'soon'>;
  readonly audit: Pick<Audit, 'note'>;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

export type RetakeDesk = ReturnType<typeof retakeDesk>;

export function retakeDesk(needs: Needs) {
  const { courses, changes, granting, redeeming, sealing, news, audit, surroundings } = needs;

  /** Makes one change of staff, once, and notes it where it was news. */
  async function act(
    visitor: Visitor,
    id: string,
    name: ActName,
    { reason, actId }: Reasoned,
    decide: (of: Entitlement, act: Act) => Transition,
    detail: Record<string, unknown> = {},
  ): Promise<Entitlement> {
    const given = { ...actorOf(visitor), ref: `${name}:${actId}`, why: reason };
    const { entitlement, isNew } = await changes.change({ id, courseId: visitor.courseId }, given, decide);
    if (isNew) await note(visitor, entitlement, name, reason, detail);
    if (isToTell.includes(name)) await news.soon(entitlement);
    return entitlement;
  }

  const note = (visitor: Visitor, of: Entitlement, name: ActName, reason: string, detail: Record<string, unknown>) =>
    audit.note(visitor, {
      act: noted[name],
      subjectId: of.personId,
      reason,
      detail: { entitlementId: of.id, kind: of.kind, ...detail },
    });

  function demandOpen(of: Entitlement): void {
    if (!of.isOpen) throw new Refusal('already-done', 'Nothing of it is left: it is used, expired or void.');
  }

  function demandMoney(of: Entitlement): void {
    if (kindOf(of.kind).use !== 'money') throw new Refusal('not-allowed', 'This is no refund.');
    demandOpen(of);
  }

  /**
   * Writes into one ledger what takes its place, and grants that. One change ends the one and owes the other, so nothing can be spent
   * twice or lost in between: what a crash interrupts, asking again or the job completes.
   */
  async function putInPlace(
    visitor: Visitor,
    of: Entitlement,
    name: 'replace' | 'reinstate',
    { reason, actId, ...given }: Reasoned & Omit<StandIn, 'id' | 'by' | 'byName' | 'why' | 'needsSecondPerson'>,
  ): Promise<{ readonly old: Entitlement; readonly replacement: Entitlement }> {
    // Whatever the earlier one was: money is not paid by one person alone because it stands in another's place.
    const needsSecondPerson = mayBecomeMoney(given.kind);
    const standIn: StandIn = {
      ...given,
      ...actorOf(visitor),
      id: surroundings.newId(),
      why: reason,
      needsSecondPerson,
    };
    const { id, keepsCode: _, ...grant } = standIn;
    if (!of.entries.some(({ act: done }) => done === 'replace')) {
      const words = await granting.feasibility(visitor, { ...granting.replacementOf(of), ...grant });
      if (words !== '') throw new Refusal('invalid', words, [{ path: 'expiresOn', message: words }]);
    }
    const decide = (now: Entitlement, entry: Act): Transition => {
      if (name === 'replace') {
        demandOpen(now);
        return replace(now, standIn, entry);
      }
      if (!isVoided(now))
        throw new Refusal('already-done', 'It is not void, or something has taken its place already.');
      return reinstate(now, standIn, entry);
    };
    const old = await act(visitor, of.id, name, { reason, actId }, decide, { replacedBy: id });
    await granting.putInPlace(old);
    const replacedBy = old.entries.findLast(({ act: done }) => done === 'replace')?.replacedBy ?? id;
    return { old, replacement: await changes.read(replacedBy, visitor.courseId) };
  }

  return {
    /**
     * Grants by staff, to a student of the course; refunds need the right to refund. With an order number it is a purchase, which
     * grants the same thing once.
     * @throws Refusal invalid when it could not be used
     */
    async grant(
      visitor: Visitor,
      given: Omit<Grant, 'source' | 'why'>,
      { reason, actId, order = '' }: Reasoned & { readonly order?: string },
    ): Promise<Entitlement> {
      demand(visitor, 'decide claims');
      const kinds = [given.kind, ...(given.options ?? []).map(({ kind }) => kind)];
      if (kinds.some((kind) => kindOf(kind).use === 'money')) demand(visitor, 'refund');
      const enrollment = await courses.enrollment(visitor.courseId, given.personId);
      found(enrollment?.role === 'learner' ? enrollment : null, 'student');
      const source =
        order === '' ? ({ type: 'staff', id: actId } as const) : ({ type: 'purchase', id: order } as const);
      const { entitlement, isNew } = await granting.grant(visitor, { ...given, source, why: reason }, actorOf(visitor));
      const { kind, expiresOn } = entitlement;
      if (isNew) await note(visitor, entitlement, 'grant', reason, { kind, units: given.units ?? 1, expiresOn });
      return entitlement;
    },

    /** Books for the student. */
    async book(visitor: Visitor, id: string, entry: BookingEntry & Reasoned): Promise<Entitlement> {
      demand(visitor, 'decide claims');
      const of = await changes.read(id, visitor.courseId);
      const { entitlement, isNew } = await redeeming.book(of, entry, actorOf(visitor), entry.reason);
      if (isNew) await note(visitor, entitlement, 'book', entry.reason, { startAt: entry.startAt });
      return entitlement;
    },

    /** Takes a booking out without using anything up, whatever the notice: the test center closed, the class was moved. */
    async release(visitor: Visitor, id: string, given: Reasoned): Promise<Entitlement> {
      demand(visitor, 'decide claims');
      return act(visitor, id, 'release', given, (of, entry) => {
        const booked = redeeming.demandBooked(of);
        return release(booked, booked.booking.ref, entry);
      });
    },

    /** Records a use: how the booked exam ended, hours taken, a thing given. */
    async recordUse(
      visitor: Visitor,
      id: string,
      { outcome, units, on, reference, ...given }: UseEntry,
    ): Promise<Entitlement> {
      demand(visitor, 'decide claims');
      const decide = (of: Entitlement, entry: Act): Transition => {
        demandOpen(of);
        const { use } = kindOf(of.kind);
        if (use === 'money' || use === 'choice' || use === 'tries')
          throw new Refusal('not-allowed', 'Its use is not recorded here.');
        if (of.booking && of.booking.outcome === null) {
          if (of.booking.startAt > entry.at && outcome !== 'late_cancel')
            throw new Refusal('invalid', 'The booked exam has not begun yet.', [
              { path: 'outcome', message: 'The booked exam has not begun yet: record its end afterward.' },
            ]);
          return consumeBooked({ ...of, booking: of.booking }, outcome, entry);
        }
        if (units > of.balance.free) {
          const message = `Only ${of.balance.free} left: give ${of.balance.free} or less.`;
          throw new Refusal('invalid', message, [{ path: 'units', message }]);
        }
        return consume(of, { outcome, units, reference, ...(on === null ? {} : { on }) }, entry);
      };
      return act(visitor, id, 'use', given, decide, { outcome, units });
    },

    /** Takes a use back that should not have counted. Opened attempts and paid money stay as they are. */
    async restore(visitor: Visitor, id: string, given: Reasoned): Promise<Entitlement> {
      demand(visitor, 'decide claims');
      return act(visitor, id, 'restore', given, (of, entry) => {
        const last = of.entries.findLast(({ moves }) => moves.some(({ to }) => to === 'used'));
        if (!last || of.balance.used < 1) throw new Refusal('already-done', 'Nothing of it has been used.');
        if (wasEndedByStaff(of))
          throw new Refusal('not-allowed', 'It was ended. Grant it again rather than take a use of it back.');
        if (last.outcome === 'opened' || last.outcome === 'paid')
          throw new Refusal('not-allowed', 'Attempts that are open and money that is paid cannot be taken back here.');
        const units = Math.min(
          of.balance.used,
          last.moves.reduce((sum, move) => sum + move.units, 0),
        );
        return restore(of, units, entry);
      });
    },

    /** Enters the code, or another in its place. It is sealed at once and stands in no note. */
    async enterCode(
      visitor: Visitor,
      id: string,
      { code, ...given }: Reasoned & { readonly code: string },
    ): Promise<Entitlement> {
      demand(visitor, 'decide claims');
      return act(visitor, id, 'code', given, (of, entry) => {
        demandOpen(of);
        return enterCode(of, sealing.seal(code, codeOwner(of.id)), entry);
      });
    },

    /** Moves the last day, also of one that has expired. @throws Refusal invalid for a day on which it could still not be used */
    async extend(
      visitor: Visitor,
      id: string,
      { expiresOn, ...given }: Reasoned & { readonly expiresOn: string },
    ): Promise<Entitlement> {
      demand(visitor, 'decide claims');
      const read = await changes.read(id, visitor.courseId);
      const circumstances = await changes.circumstances(read);
      const decide = (of: Entitlement, entry: Act): Transition => {
        const refuse = (message: string): never => {
          throw new Refusal('invalid', message, [{ path: 'expiresOn', message }]);
        };
        if (!of.isOpen && of.entries.at(-1)?.act !== 'expire') demandOpen(of);
        const today = dayOfInstant(entry.at, findZone(of.terms.timeZone)!);
        if (readDay(expiresOn)! < today) refuse('That day is over. Give a day that is still to come.');
        const isOpenThen = { ...of, expiresOn, isOpen: true, booking: of.isOpen ? of.booking : null };
        const words = infeasibleWords(isOpenThen, circumstances, entry.at);
        if (words !== '') refuse(words);
        return extend(of, expiresOn, entry);
      };
      return act(visitor, id, 'extend', given, decide, { before: read.expiresOn, after: expiresOn });
    },

    /** Ends it; what is booked is ended with it. */
    async void(visitor: Visitor, id: string, given: Reasoned): Promise<Entitlement> {
      demand(visitor, 'decide claims');
      return act(visitor, id, 'void', given, (of, entry) => {
        demandOpen(of);
        return end(of, 'void', entry);
      });
    },

    /** Ends it, with its booking and its code, and grants another in its place. @throws Refusal invalid, already-done */
    async replace(
      visitor: Visitor,
      id: string,
      {
        kind,
        units,
        terms,
        expiresOn,
        value,
        examId,
        ...given
      }: Reasoned & Pick<Grant, 'kind' | 'units' | 'terms' | 'expiresOn' | 'value' | 'examId'>,
    ): Promise<{ readonly old: Entitlement; readonly replacement: Entitlement }> {
      demand(visitor, 'decide claims');
      const of = await changes.read(id, visitor.courseId);
      if (mayBecomeMoney(of.kind) || mayBecomeMoney(kind)) demand(visitor, 'refund');
      return putInPlace(visitor, of, 'replace', {
        ...given,
        kind,
        units: units ?? Math.max(1, of.balance.free + of.balance.held),
        terms: entitlementTermsSchema.parse(terms),
        expiresOn: expiresOn ?? null,
        value: value ?? null,
        examId: examId ?? null,
        options: [],
        keepsCode: false,
      });
    },

    /**
     * Undoes a voiding: what was ended is granted again, in a new entitlement with its terms and its code. The ledger keeps both; a
     * booking does not come back. It can be done once.
     * @throws Refusal already-done unless staff ended it · invalid for a last day on which it could not be used
     */
    async reinstate(
      visitor: Visitor,
      id: string,
      given: Reasoned & Pick<StandIn, 'expiresOn'>,
    ): Promise<{ readonly old: Entitlement; readonly replacement: Entitlement }> {
      demand(visitor, 'decide claims');
      const of = await changes.read(id, visitor.courseId);
      if (mayBecomeMoney(of.kind)) demand(visitor, 'refund');
      const { kind, terms, value, options, tries } = of;
      const units = Math.max(1, voidedUnits(of));
      const rest = { kind, terms, value, units, examId: tries?.examId ?? null, keepsCode: of.code !== null };
      return putInPlace(visitor, of, 'reinstate', {
        ...given,
        ...rest,
        options: kindOf(kind).use === 'choice' ? options : [],
      });
    },

    /** The second person agrees that a refund is paid. @throws Refusal not-allowed to whoever granted it */
    async approve(visitor: Visitor, id: string, given: Reasoned): Promise<Entitlement> {
      demand(visitor, 'refund');
      return act(visitor, id, 'approve', given, (of, entry) => {
        demandMoney(of);
        if (!of.approval.isNeeded || of.approval.by !== null)
          throw new Refusal('already-done', 'No second person is needed any more.');
        if (of.entries[0]?.by === visitor.personId)
          throw new Refusal('not-allowed', 'You granted it: somebody else must agree.');
        return approve(of, entry);
      });
    },

    /** Records that a refund was paid: the day, the amount and the number under which the payment is found again. */
    async fulfill(visitor: Visitor, id: string, { money, on, reference, ...given }: Payment): Promise<Entitlement> {
      demand(visitor, 'refund');
      const decide = (of: Entitlement, entry: Act): Transition => {
        demandMoney(of);
        if (of.approval.isNeeded && of.approval.by === null)
          throw new Refusal('not-allowed', 'A second person must agree before it is paid.');
        const today = dayOfInstant(entry.at, findZone(of.terms.timeZone)!);
        const fault = (path: string, message: string): never => {
          throw new Refusal('invalid', message, [{ path, message }]);
        };
        if (readDay(on)! > today) fault('on', `Give a day up to today, ${dayInWords(today)}.`);
        if (of.value && (of.value.currency !== money.currency || money.minor > of.value.minor))
          fault('amount', `At most ${moneyWords(of.value)} was granted.`);
        return fulfill(of, { money, on, reference }, entry);
      };
      return act(visitor, id, 'fulfill', given, decide, { amount: moneyWords(money), on, reference });
    },

    /** Whether the visitor may look at the course's ledger. */
    maySee: (visitor: Visitor): boolean => mayDo(visitor, 'decide claims') || mayDo(visitor, 'refund'),
  };
}

/** How many units staff ended by making it void. */
function voidedUnits({ entries }: Pick<Entitlement, 'entries'>): number {
  const last = entries.findLast(({ act }) => act === 'void');
  return last ? last.moves.reduce((sum, move) => sum + move.units, 0) : 0;
}
