// Marking: what becomes of a student's mark when a press of a button arrives, however late, repeated or out of order.

import type { BareMark, Mark } from './student-file.ts';

/** What is held of one student at one class. `order`: the number of the last press that counted; 0: none did. */
export interface HeldMark {
  readonly mark: Mark | null;
  readonly order: number;
}

/** What staff or a file say of one student at one class. */
export type NewMark = Omit<BareMark, 'batch'>;

/** One press: a mark, or null that takes it away. */
export interface Press {
  /**
   * When it was pressed, as `markNumber` counts; null: now, by somebody who has seen what is held. The higher number counts, so a
   * phone that was offline never overwrites what was marked later elsewhere.
   */
  readonly number: number | null;
  readonly mark: NewMark | null;
  /** Whom the press may concern: everybody, those without a mark, or those whom nobody of staff has marked by hand. */
  readonly only: 'all' | 'unmarked' | 'not by hand';
  readonly batch: string | null;
}

/** What a press does. `older`: something newer is held; `kept`: the press was not meant for somebody with this mark. */
export type Pressed =
  | { readonly kind: 'written'; readonly mark: Mark | null; readonly order: number }
  | { readonly kind: 'older' | 'kept' };

const lanes = 1000;

/**
 * The number of a press: its moment (epoch ms) and the lane of the device, 0 to 999, so that two devices never share one.
 * A device whose clock runs ahead cannot shut out others: the server cuts the moment down to its own now.
 */
export function markNumber(moment: number, lane: number): number {
  return Math.floor(moment) * lanes + (Math.abs(Math.floor(lane)) % lanes);
}

/** A number that a device gave, never beyond now (epoch ms). */
export function cutToNow(number: number, now: number): number {
  return Math.min(Math.floor(number), markNumber(now, lanes - 1));
}

/** The moment (epoch ms) that a number stands for. */
export function momentOfNumber(number: number): number {
  return Math.floor(number / lanes);
}

/** What a press does to what is held. */
export function press(held: HeldMark, { number, mark, only, batch }: Press, now: number): Pressed {
  const order = number === null ? Math.max(markNumber(now, 0), held.order + 1) : cutToNow(number, now);
  if (order <= held.order) return { kind: 'older' };
  if (only === 'unmarked' && held.mark !== null) return { kind: 'kept' };
  if (only === 'not by hand' && held.mark?.source === 'staff' && held.mark.batch === null) return { kind: 'kept' };
  return { kind: 'written', mark: mark && { ...mark, batch, before: markBefore(held.mark, mark) }, order };
}

/** What undoing brings back: saying the same again does not make the mark its own predecessor. */
function markBefore(held: Mark | null, mark: NewMark): BareMark | null {
  return held && (isSameMark(held, mark) ? held.before : bare(held));
}

/**
 * A student's own check-in counts only where nothing is marked: what staff say wins, before and after, so the number of the last
 * press stays as it is.
 */
export function checkedIn(held: HeldMark, mark: NewMark): Pressed {
  if (held.mark !== null) return { kind: 'kept' };
  return { kind: 'written', mark: { ...mark, batch: null, before: null }, order: held.order };
}

/** Undoing brings back the mark before, once. `batch`: only where the mark still is the one of that act. */
export function undone(held: HeldMark, batch: string | null, now: number): Pressed {
  if (held.mark === null || (batch !== null && held.mark.batch !== batch)) return { kind: 'kept' };
  const order = Math.max(markNumber(now, 0), held.order + 1);
  return { kind: 'written', mark: held.mark.before && { ...held.mark.before, before: null }, order };
}

/** Whether two marks say the same of the student, whoever wrote them. */
export function isSameMark(a: NewMark | null, b: NewMark | null): boolean {
  if (a === null || b === null) return a === b;
  return (
    a.status === b.status &&
    a.minutes === b.minutes &&
    a.note === b.note &&
    a.makeup?.on === b.makeup?.on &&
    a.makeup?.mode === b.makeup?.mode
  );
}

function bare({ before: _before, ...mark }: Mark): BareMark {
  return mark;
}
