// An attempt: one person's sitting of one form, as one document; what it holds, and the numbers that order its answers.

export type AttemptState = 'prepared' | 'in_progress' | 'paused' | 'submitted' | 'graded' | 'voided';
export type EndedBy = 'user' | 'timer' | 'sweeper' | 'staff';

/** The states in which a person has an attempt open; at most one per exam (unique `openKey`). */
export const openStates: readonly AttemptState[] = ['prepared', 'in_progress', 'paused'];
/** The states in which an attempt has ended and its answers are final. */
export const closedStates: readonly AttemptState[] = ['submitted', 'graded'];

/** What a candidate gave for one slot. An absolute value, ordered by `q` (takeover, then edit), never a change. */
export interface Answer {
  readonly q: number;
  /** Option ids, or typed codes; empty means not answered. */
  readonly v: readonly string[];
  readonly flagged: boolean;
  readonly struck: readonly string[];
  readonly note: string;
  /** Milliseconds the candidate has spent on this slot so far. */
  readonly spentMs: number;
}

/** An answer that arrived after the close: kept, shown to staff, never lost. */
export interface LateAnswer {
  /** `<slot>:<q>`, so that a repeated message is kept once. */
  readonly key: string;
  readonly slot: string;
  readonly answer: Answer;
  readonly arrivedAt: number;
}

export interface AttemptTiming {
  readonly startedAt: number | null;
  /** The exam's limit before any accommodation, kept so that a later accommodation can be applied to it. */
  readonly baseMs: number;
  /** The limit of this person for this attempt, accommodation included, in milliseconds. */
  readonly limitMs: number;
  readonly factor: number;
  readonly extraMs: number;
  readonly graceMs: number;
  /** What the countdown shows; null until started. */
  readonly deadlineAt: number | null;
  /** What the server enforces: deadline + grace. */
  readonly hardCloseAt: number | null;
  /** The end of the exam's window if the paper closes with it (`endBy`), else null. */
  readonly capAt: number | null;
  /** Set while the clock is stopped by staff. */
  readonly pausedAt: number | null;
  /** How long the clock has stood still so far: finished pauses, and the time between a close and a reopening. */
  readonly pausedMs: number;
  /** Minutes added by staff, by the id of the act, so that a repeated act adds nothing. */
  readonly credits: Readonly<Record<string, number>>;
}

export interface AttemptEnd {
  readonly by: EndedBy;
  readonly at: number;
  /** Short number the candidate can quote, such as "7Q4K-M2XD". */
  readonly receipt: string;
  /** Digest of the final answers, so that the receipt can be checked later. */
  readonly digest: string;
}

export interface Voiding {
  readonly by: string;
  readonly at: number;
  readonly reason: string;
  /** True if the person gets the try back. */
  readonly givesTryBack: boolean;
}

/** Something that must follow from a change, written in the same update under a key that is always the same for the same duty. */
export interface OutboxEntry {
  readonly key: string;
  readonly at: number;
}

export interface Attempt {
  readonly id: string;
  readonly organizationId: string;
  readonly platformId: string;
  readonly courseId: string;
  readonly personId: string;
  readonly examId: string;
  readonly examVersion: number;
  readonly formId: string;
  /** 1 for a person's first attempt at this exam. Previews have numbers of their own. */
  readonly number: number;
  /** Previews of staff and of the LMS's test student never count and are never graded back. */
  readonly isPreview: boolean;
  readonly state: AttemptState;
  readonly timing: AttemptTiming;
  /** How many slots the form has ("s1" to "s<slotCount>"), so that a save can refuse an unknown slot without reading the form. */
  readonly slotCount: number;
  readonly epoch: number;
  /** The tab or device that holds the lease. */
  readonly tab: string | null;
  readonly answers: Readonly<Record<string, Answer>>;
  readonly late: readonly LateAnswer[];
  readonly savedAt: number | null;
  readonly end: AttemptEnd | null;
  /** Set by staff; the attempt and its score stay to be seen and count for nothing. */
  readonly voided: Voiding | null;
  readonly scoreVersion: number;
  readonly outbox: readonly OutboxEntry[];
  readonly rev: number;
  readonly createdAt: number;
}

const perEpoch = 2 ** 24;

/** The order number of an edit: a takeover outranks every earlier edit; below 2^53, so a plain number holds it. */
export function orderNumber(epoch: number, sequence: number): number {
  return epoch * perEpoch + sequence;
}

/** The takeover an order number belongs to. */
export function epochOf(q: number): number {
  return Math.floor(q / perEpoch);
}

/** The number in a slot's name, "s17" is 17; null for any other name. Names become paths, so nothing else may pass. */
export function slotNumber(slot: string): number | null {
  return /^s[1-9]\d{0,3}$/.test(slot) ? Number(slot.slice(1)) : null;
}

/** Whether the attempt's form has a slot of that name. */
export function hasSlot(attempt: Pick<Attempt, 'slotCount'>, slot: string): boolean {
  const number = slotNumber(slot);
  return number !== null && number <= attempt.slotCount;
}

/** The state machine: where an attempt may go from each state. Each arrow is a conditional update in `transitions.ts`. */
export const nextStates: Readonly<Record<AttemptState, readonly AttemptState[]>> = {
  prepared: ['in_progress', 'voided'],
  in_progress: ['paused', 'submitted', 'voided'],
  paused: ['in_progress', 'submitted', 'voided'],
  submitted: ['graded', 'in_progress', 'voided'],
  graded: ['in_progress', 'voided'],
  voided: [],
};

/** Whether the answering time is over: derived from the clock at every look, never waited for. A stopped clock does not run out. */
export function isOver(attempt: Pick<Attempt, 'state' | 'timing'>, now: number): boolean {
  const { hardCloseAt } = attempt.timing;
  return attempt.state === 'in_progress' && hardCloseAt !== null && hardCloseAt <= now;
}

/**
 * Why no slot of a save was taken. `CLOSED`: the attempt has ended or not begun; `EXPIRED`: time is up; `LEASE`: another tab goes on
 * with this attempt; `UNKNOWN_SLOT`: the form has no such slot; `NOT_NOW`: keep the answers and send them again (the clock is
 * stopped, or the attempt changed in this very moment).
 */
export type SaveRefusal = 'CLOSED' | 'EXPIRED' | 'LEASE' | 'UNKNOWN_SLOT' | 'NOT_NOW';

export type SaveReading =
  { readonly kind: 'all newer' } | { readonly kind: 'refused'; readonly code: SaveRefusal; readonly words: string };

/**
 * Explains a save of which nothing was taken, from the attempt as read afterwards. `tab` is the sender's, null if it named none.
 * A late duplicate is no failure: if every slot already holds this edit or a newer one, all is well.
 */
export function classifySave(
  attempt: Attempt,
  sent: Readonly<Record<string, Pick<Answer, 'q'>>>,
  tab: string | null,
  now: number,
): SaveReading {
  const refused = (code: SaveRefusal, words: string): SaveReading => ({ kind: 'refused', code, words });
  const slots = Object.entries(sent);
  if (attempt.state === 'prepared') return refused('CLOSED', 'This exam has not been started yet.');
  if (attempt.state === 'voided') return refused('CLOSED', 'This attempt has been voided by your instructor.');
  if (isOver(attempt, now) || endedByTime(attempt)) return refused('EXPIRED', 'Your time is up. This exam is closed.');
  if (closedStates.includes(attempt.state)) return refused('CLOSED', 'This exam has been submitted.');
  if (slots.some(([slot]) => !hasSlot(attempt, slot)))
    return refused('UNKNOWN_SLOT', 'This exam has no such question. Reload the page.');
  if (slots.every(([slot, { q }]) => (attempt.answers[slot]?.q ?? -1) >= q)) {
    const isFromHere = tab === null || attempt.tab === null || tab === attempt.tab;
    const isCurrent = slots.every(([, { q }]) => epochOf(q) >= attempt.epoch);
    if (isFromHere || isCurrent) return { kind: 'all newer' };
    return refused('LEASE', 'This exam is open in another window or on another device.');
  }
  if (attempt.state === 'paused')
    return refused('NOT_NOW', 'Your instructor has stopped the clock. Your answers are sent when it goes on.');
  return refused('NOT_NOW', 'Your answers could not be taken at this moment. They are sent again.');
}

function endedByTime(attempt: Attempt): boolean {
  return closedStates.includes(attempt.state) && (attempt.end?.by === 'timer' || attempt.end?.by === 'sweeper');
}

/** What the candidate's submit means for an attempt as read. */
export type SubmitReading =
  | { readonly kind: 'may submit' }
  | { readonly kind: 'already closed'; readonly end: AttemptEnd }
  | { readonly kind: 'refused'; readonly code: 'EXPIRED' | 'NOT_NOW' | 'CLOSED'; readonly words: string };

/** Whether a candidate may hand in now. Closed already is no failure: the same receipt answers again. */
export function maySubmit(attempt: Attempt, now: number): SubmitReading {
  if (isOver(attempt, now)) return { kind: 'refused', code: 'EXPIRED', words: 'Your time is up. This exam is closed.' };
  if (attempt.state === 'in_progress') return { kind: 'may submit' };
  if (closedStates.includes(attempt.state) && attempt.end) return { kind: 'already closed', end: attempt.end };
  const words: Partial<Record<AttemptState, string>> = {
    prepared: 'This exam has not been started yet.',
    paused: 'Your instructor has stopped the clock. You can submit when it goes on.',
  };
  const code = attempt.state === 'paused' ? 'NOT_NOW' : 'CLOSED';
  return { kind: 'refused', code, words: words[attempt.state] ?? 'This attempt has been voided by your instructor.' };
}

export interface Merged {
  /** Those of the sent answers that outrank what the attempt holds; slots the form does not have are left out. */
  readonly newer: Readonly<Record<string, Answer>>;
  /** Everything the attempt holds once they are written. */
  readonly merged: Readonly<Record<string, Answer>>;
}

/** Puts sent answers over those of the attempt, slot by slot; the higher `q` stands, whatever came first. */
export function mergeAnswers(
  attempt: Pick<Attempt, 'answers' | 'slotCount'>,
  sent: Readonly<Record<string, Answer>>,
): Merged {
  const outranks = ([slot, answer]: [string, Answer]): boolean =>
    hasSlot(attempt, slot) && answer.q > (attempt.answers[slot]?.q ?? -1);
  const newer = Object.fromEntries(Object.entries(sent).filter(outranks));
  return { newer, merged: { ...attempt.answers, ...newer } };
}

/** Letters and digits that cannot be taken for one another when read aloud or typed (Crockford's base 32). */
const receiptAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A receipt number such as "7Q4K-M2XD" from at least 8 random bytes. */
export function receiptNumber(randomBytes: Uint8Array): string {
  if (randomBytes.length < 8) throw new Error('a receipt number needs 8 random bytes');
  const letters = Array.from(randomBytes.subarray(0, 8), (byte) => receiptAlphabet[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`;
}

/**
 * What a receipt vouches for, as one text to be hashed: which answers were given to which slots of which attempt. The same answers
 * give the same text, whatever the order in which they were stored; flags and notes are no part of it.
 */
export function answersDigest(attempt: Pick<Attempt, 'id' | 'answers'>): string {
  const given = Object.entries(attempt.answers)
    .filter(([, answer]) => answer.v.length > 0)
    .map(([slot, answer]) => [slotNumber(slot) ?? 0, answer.v] as const)
    .sort(([a], [b]) => a - b);
  return JSON.stringify([attempt.id, given]);
}
