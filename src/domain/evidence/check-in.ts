// Check-in by a code that is shown in class: how a code follows from what only the server knows, how long it is good, and who is late.

import type { CourseClass } from './course-plan.ts';

export type CheckIn = NonNullable<CourseClass['checkIn']>;

/** Letters and digits that nobody mistakes for one another, on a screen at the far end of a room. */
const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const length = 6;
/** A code is good while it is shown and while the next one is: typing takes a moment. */
const stepsGood = 2;

/** Keyed hash that only this installation can compute, hex. */
type Proof = (text: string) => string;

/** Whether students can check in now (epoch ms). */
export function isOpenForCheckIn(held: Pick<CourseClass, 'checkIn' | 'isCancelled'>, now: number): boolean {
  const { checkIn, isCancelled } = held;
  return checkIn !== null && !isCancelled && checkIn.opensAt <= now && now < checkIn.closesAt;
}

/** The code shown at an instant, and when the next takes its place (epoch ms). */
export function codeAt(classId: string, checkIn: CheckIn, now: number, proof: Proof): { code: string; until: number } {
  const step = stepAt(checkIn, now);
  const until = checkIn.stepMs === null ? checkIn.closesAt : checkIn.opensAt + (step + 1) * checkIn.stepMs;
  return { code: codeOfStep(classId, checkIn, step, proof), until: Math.min(until, checkIn.closesAt) };
}

/** Whether a typed code is good for a class at an instant. */
export function isGoodCode(classId: string, checkIn: CheckIn, typed: string, now: number, proof: Proof): boolean {
  const step = stepAt(checkIn, now);
  const oldest = Math.max(0, step - stepsGood + 1);
  for (let good = step; good >= oldest; good -= 1) if (codeOfStep(classId, checkIn, good, proof) === typed) return true;
  return false;
}

/** A code as somebody types it, with spaces, dashes and small letters; null when it cannot be one. */
export function readCode(typed: string): string | null {
  const code = typed.toUpperCase().replace(/[\s-]+/g, '');
  return code.length === length && [...code].every((letter) => alphabet.includes(letter)) ? code : null;
}

/** A code as people read it: "K7M 2QX". */
export function codeWords(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

/** What a student who checks in now is. */
export function statusOfCheckIn({ lateFrom }: Pick<CheckIn, 'lateFrom'>, now: number): 'present' | 'late' {
  return lateFrom !== null && now >= lateFrom ? 'late' : 'present';
}

function stepAt({ opensAt, stepMs }: CheckIn, now: number): number {
  return stepMs === null ? 0 : Math.max(0, Math.floor((now - opensAt) / stepMs));
}

function codeOfStep(classId: string, { seed }: CheckIn, step: number, proof: Proof): string {
  const hash = proof(`check-in ${classId} ${seed} ${step}`);
  // Eight hex digits at a time: the remainder leans towards no letter by more than one part in a hundred million.
  return Array.from({ length }, (_, at) => {
    const number = Number.parseInt(hash.slice(at * 8, at * 8 + 8), 16);
    return alphabet[number % alphabet.length]!;
  }).join('');
}
