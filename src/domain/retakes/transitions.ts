// The transitions of an entitlement, as the conditional single-document updates that the store runs word for word and the model check proves.

import type { Transition } from '../exam/transitions.ts';
import type { Actor, Booking, Entitlement, Entry, Move, Option, Outcome, Sealed, StandIn } from './entitlement.ts';
import { isOwedByStaff } from './kind.ts';
import { increments } from './ledger.ts';
import type { Money } from '../money.ts';

/** So many entries a ledger may have before a booking is refused: nobody books and cancels for ever. */
export const entriesForBookings = 200;
/** So many showings of a code are kept; a code is not shown more often. */
export const showingsKept = 500;

/** Acts by which staff end it for good. */
const endings: readonly Entry['act'][] = ['void', 'replace'];

/** An act as it is to be noted: who, when, why, and under which name it can happen only once. */
export interface Act extends Actor {
  readonly ref: string;
  readonly at: number;
  readonly why: string;
}

type Draft = Omit<Entitlement, 'entries' | 'balance' | 'isOpen' | 'nextCheckAt' | 'rev' | 'standIn'>;

/** The document of a new entitlement: one entry, every unit free. */
export function granted(draft: Draft, units: number, act: Act): Entitlement {
  const moves: Move[] = [{ from: 'issued', to: 'free', units }];
  return {
    ...draft,
    entries: [entryOf(act, 'grant', moves, { kind: draft.kind, money: draft.value })],
    balance: { free: units, held: 0, used: 0, ended: 0 },
    isOpen: true,
    standIn: null,
    nextCheckAt: act.at,
    rev: 1,
  };
}

/**
 * Hold one unit for an exam or a class. Whoever comes second finds a booking, or nothing free, and matches nothing; `rev` is no part
 * of the condition, so that an extension of the last day meanwhile does not refuse the booking.
 */
export function reserve(of: Entitlement, { startAt, place }: Pick<Booking, 'startAt' | 'place'>, act: Act): Transition {
  const booking: Booking = { ref: act.ref, startAt, place, cancelledAt: null, outcome: null };
  const entry = entryOf(act, 'reserve', [{ from: 'free', to: 'held', units: 1 }], { startAt });
  return {
    filter: {
      ...found(of),
      ...unheard(act),
      isOpen: true,
      booking: null,
      'balance.free': { $gte: 1 },
      [`entries.${entriesForBookings - 1}`]: { $exists: false },
    },
    update: written(entry, { booking, nextCheckAt: act.at }),
  };
}

/** Give back what a booking holds, because it was canceled in time; another booking, or one that was used, is left alone. */
export function release(of: Entitlement, bookingRef: string, act: Act): Transition {
  const startAt = of.booking?.startAt ?? null;
  const entry = entryOf(act, 'release', [{ from: 'held', to: 'free', units: 1 }], { startAt });
  return {
    filter: { ...found(of), ...unheard(act), ...booked(bookingRef) },
    update: written(entry, { booking: null, nextCheckAt: act.at }),
  };
}

/** Use up what a booking holds: sat, not come, or canceled too late (`cancelledAt`). */
export function consumeBooked(
  of: Entitlement & { readonly booking: Booking },
  outcome: Outcome,
  act: Act,
  cancelledAt: number | null = null,
): Transition {
  const { startAt, ref } = of.booking;
  const entry = entryOf(act, 'consume', [{ from: 'held', to: 'used', units: 1 }], { outcome, startAt });
  // Where units are left, the next booking needs the room of this one.
  const booking = of.balance.free > 0 ? null : { ...of.booking, outcome, cancelledAt };
  return { filter: { ...asRead(of), ...unheard(act), ...booked(ref) }, update: settled(of, entry, { booking }) };
}

/** What is said of a use that took no booking. */
export interface Taken {
  readonly outcome: Outcome;
  readonly units: number;
  readonly on?: string;
  readonly reference?: string;
  /** The mock exam whose attempts are opened. */
  readonly examId?: string;
}

/** Use up units without a booking: hours taken, a thing given, attempts opened. */
export function consume(of: Entitlement, { outcome, units, on, reference, examId }: Taken, act: Act): Transition {
  const details = { outcome, on: on ?? null, reference: reference ?? '' };
  const entry = entryOf(act, 'consume', [{ from: 'free', to: 'used', units }], details);
  const set = examId === undefined ? {} : { tries: { examId, openedAt: null }, nextCheckAt: act.at };
  return {
    filter: { ...asRead(of), ...unheard(act), 'balance.free': { $gte: units } },
    update: settled(of, entry, set),
  };
}

/**
 * Take back a use that should not have counted (a test center that closed, a wrong entry): the unit is free again. Not of one that
 * staff ended: it would live again beside what took its place.
 */
export function restore(of: Entitlement, units: number, act: Act): Transition {
  const entry = entryOf(act, 'restore', [{ from: 'used', to: 'free', units }]);
  const booking = of.booking?.outcome == null ? of.booking : null;
  return {
    filter: {
      ...asRead(of),
      ...unheard(act),
      'balance.used': { $gte: units },
      'entries.act': { $not: { $in: endings } },
    },
    update: settled(of, entry, { booking }),
  };
}

/** A refund was paid. */
export function fulfill(
  of: Entitlement,
  paid: { readonly money: Money; readonly on: string; readonly reference: string },
  act: Act,
): Transition {
  const units = of.balance.free;
  const entry = entryOf(act, 'fulfill', [{ from: 'free', to: 'used', units }], { ...paid, outcome: 'paid' });
  return { filter: { ...asRead(of), ...unheard(act), 'balance.free': { $gte: 1 } }, update: settled(of, entry) };
}

/** A choice becomes one of its options; what the other options were stays in the ledger's words. */
export function choose(of: Entitlement, { kind, units, value, examId }: Option, act: Act): Transition {
  const entry = entryOf(act, 'choose', [{ from: 'issued', to: 'free', units: units - 1 }], { kind, money: value });
  const tries = examId === null ? null : { examId, openedAt: null };
  // The last day was the one to choose by: what staff owe from now on does not end with it.
  const days = isOwedByStaff(kind) ? { expiresOn: null } : {};
  return {
    filter: { ...asRead(of), ...unheard(act), kind: of.kind, 'balance.free': 1 },
    update: settled(of, entry, { kind, value, tries, ...days }),
  };
}

/** A second person agrees that money is paid. */
export function approve(of: Entitlement, act: Act): Transition {
  const approval = { isNeeded: true, by: act.by, byName: act.byName, at: act.at };
  return {
    filter: { ...asRead(of), ...unheard(act), isOpen: true, 'approval.by': null },
    update: settled(of, entryOf(act, 'approve', []), { approval }),
  };
}

/** The code of a voucher, sealed; entering another replaces it. */
export function enterCode(of: Entitlement, code: Sealed, act: Act): Transition {
  return {
    filter: { ...asRead(of), ...unheard(act), isOpen: true },
    update: settled(of, entryOf(act, 'code', []), { code }),
  };
}

/** Move the last day. What had expired is free again. */
export function extend(of: Entitlement, expiresOn: string | null, act: Act): Transition {
  const last = of.entries.at(-1);
  const units = !of.isOpen && last?.act === 'expire' ? of.balance.ended : 0;
  const days = { before: of.expiresOn, after: expiresOn };
  const entry = entryOf(act, 'extend', units > 0 ? [{ from: 'ended', to: 'free', units }] : [], { days });
  const booking = units > 0 ? null : of.booking;
  return { filter: { ...asRead(of), ...unheard(act) }, update: settled(of, entry, { expiresOn, booking }) };
}

/**
 * End whatever is free or held: expired, void, or replaced by another entitlement. One that staff ended is looked at once more, so that
 * its student is told also after a crash.
 */
export function end(
  of: Entitlement,
  kind: 'expire' | 'void' | 'replace',
  act: Act,
  replacedBy: string | null = null,
): Transition {
  const { free, held } = of.balance;
  const moves: Move[] = [
    { from: 'free', to: 'ended', units: free } as const,
    { from: 'held', to: 'ended', units: held } as const,
  ].filter(({ units }) => units > 0);
  return {
    filter: { ...asRead(of), ...unheard(act), isOpen: true },
    update: settled(of, entryOf(act, kind, moves, { replacedBy }), {
      booking: null,
      ...(kind === 'void' ? { nextCheckAt: act.at } : {}),
    }),
  };
}

/** Ends it for another one, which is owed from then on and granted at once or after a crash. */
export function replace(of: Entitlement, standIn: StandIn, act: Act): Transition {
  const { filter, update } = end(of, 'replace', act, standIn.id);
  return { filter, update: { ...update, $set: { ...update['$set'], standIn, nextCheckAt: act.at } } };
}

/** Another one in the place of one that staff ended: an end that can be undone, once, and never silently. */
export function reinstate(of: Entitlement, standIn: StandIn, act: Act): Transition {
  return {
    filter: { ...asRead(of), ...unheard(act), isOpen: false, 'entries.act': { $ne: 'replace' } },
    update: written(entryOf(act, 'replace', [], { replacedBy: standIn.id }), { standIn, nextCheckAt: act.at }),
  };
}

/** What was owed in its place is granted. */
export function stoodIn({ id, courseId, standIn }: Entitlement): Transition {
  return {
    filter: { ...found({ id, courseId }), 'standIn.id': standIn?.id ?? '' },
    update: { $set: { standIn: null, nextCheckAt: 0 }, $inc: { rev: 1 } },
  };
}

/** The attempts are open in the exam room; a second time matches nothing. */
export function opened(of: Pick<Entitlement, 'id' | 'courseId'>, at: number): Transition {
  return {
    filter: { ...found(of), tries: { $ne: null }, 'tries.openedAt': null },
    update: { $set: { 'tries.openedAt': at }, $inc: { rev: 1 } },
  };
}

/** A code is about to be shown: noted before it is read. */
export function show(of: Pick<Entitlement, 'id' | 'courseId'>, { by, byName }: Actor, at: number): Transition {
  return {
    filter: {
      ...found(of),
      isOpen: true,
      code: { $ne: null },
      [`codeShown.${showingsKept - 1}`]: { $exists: false },
    },
    update: { $push: { codeShown: { by, byName, at } }, $inc: { rev: 1 } },
  };
}

/** When to look again, as nothing but time has changed; a document that changed meanwhile has set its own. */
export function lookAgain(of: Entitlement, nextCheckAt: number): Transition {
  return { filter: asRead(of), update: { $set: { nextCheckAt } } };
}

type Details = Partial<Omit<Entry, keyof Act | 'act' | 'moves'>>;

function entryOf(act: Act, name: Entry['act'], moves: readonly Move[], details: Details = {}): Entry {
  return {
    ref: act.ref,
    act: name,
    moves: moves.filter(({ units }) => units > 0),
    at: act.at,
    by: act.by,
    byName: act.byName,
    why: act.why,
    outcome: null,
    startAt: null,
    kind: null,
    money: null,
    on: null,
    reference: '',
    days: null,
    replacedBy: null,
    ...details,
  };
}

function found({ id, courseId }: Pick<Entitlement, 'id' | 'courseId'>): Transition['filter'] {
  return { _id: id, courseId };
}

function asRead(of: Entitlement): Transition['filter'] {
  return { ...found(of), rev: of.rev };
}

/** The act has not been noted yet. */
function unheard({ ref }: Act): Transition['filter'] {
  return { 'entries.ref': { $ne: ref } };
}

function booked(ref: string): Transition['filter'] {
  return { 'booking.ref': ref, 'booking.outcome': null, 'balance.held': { $gte: 1 } };
}

function written(entry: Entry, set: Readonly<Record<string, unknown>>): Transition['update'] {
  return { $inc: { ...increments(entry.moves), rev: 1 }, $push: { entries: entry }, $set: set };
}

/** As `written`, for an entitlement as it was read: whether anything is left open follows from what was read. */
function settled(of: Entitlement, entry: Entry, set: Readonly<Record<string, unknown>> = {}): Transition['update'] {
  const change = increments(entry.moves);
  const left = of.balance.free + of.balance.held + (change['balance.free'] ?? 0) + (change['balance.held'] ?? 0);
  const isOpen = left > 0;
  // What is still owed in its place is looked for, whatever happens to it meanwhile.
  const isToWatch = isOpen || of.standIn !== null;
  return written(entry, { isOpen, nextCheckAt: isToWatch ? entry.at : 0, ...set });
}
