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
