// A sitting of the official exam as its student reports it: what may be changed by whom, and the file as it would be with it.

import { dayText, type Day } from '../day.ts';
import type { Fault } from '../refusal.ts';
import type { OfficialSitting, StudentFile } from '../evidence/student-file.ts';

/** What a student or staff say of a sitting. */
export interface SittingSaid {
  /** `YYYY-MM-DD`, where it is held. */
  readonly on: string;
  /** Epoch milliseconds; null where only the day is known. */
  readonly startAt: number | null;
  readonly result: OfficialSitting['result'];
  readonly resultReleasedOn: string | null;
  readonly score: number | null;
  readonly place: string;
  readonly version: string | null;
}

/** The results that a sitting can have, in words. */
export const sittingResults: Readonly<Record<OfficialSitting['result'], string>> = {
  booked: 'Booked',
  pass: 'Passed',
  fail: 'Not passed',
  pending: 'Sat, no result yet',
  no_show: 'Did not go',
  cancelled: 'Canceled',
};

/** A student changes a sitting only until staff have checked it. */
export function isStudentsToChange({ verified }: OfficialSitting): boolean {
  return verified === null;
}

const checkedResults: ReadonlySet<string> = new Set(['pass', 'fail', 'no_show', 'cancelled']);

/** Whether a sitting waits for staff: only what they have checked counts as its result. A booking or no result needs no check. */
export function isToCheck({ result, verified }: OfficialSitting): boolean {
  return verified === null && checkedResults.has(result);
}

/**
 * What is wrong with what is said of a sitting, on a day (`today`) at the course: what has been sat lies not ahead, what is booked
 * not behind, and a result comes after its exam. One day of tolerance, because the sun rises earlier elsewhere.
 */
export function sittingFaults(
  { on, result, resultReleasedOn }: Pick<SittingSaid, 'on' | 'result' | 'resultReleasedOn'>,
  today: Day,
): Fault[] {
  const [yesterday, tomorrow] = [dayText(today - 1), dayText(today + 1)];
  const isSat = result === 'pass' || result === 'fail' || result === 'pending';
  const faults: (Fault | false)[] = [
    isSat &&
      on > tomorrow && { path: 'on', message: 'This day is still to come. Report the exam once it has been sat.' },
    result === 'booked' &&
      on < yesterday && { path: 'on', message: 'This day is over. Report how the exam went instead.' },
    resultReleasedOn !== null &&
      resultReleasedOn < on && { path: 'resultReleasedOn', message: 'The result cannot be out before the exam.' },
    resultReleasedOn !== null &&
      resultReleasedOn > tomorrow && {
        path: 'resultReleasedOn',
        message: 'This day is still to come. Report the result once it is out.',
      },
  ];
  return faults.filter((fault) => fault !== false);
}

/** The file with a sitting put in. */
export function withSitting(file: StudentFile, sitting: OfficialSitting): StudentFile {
  return { ...file, sittings: { ...file.sittings, [sitting.id]: sitting } };
}

/** Since when the file waits to be checked, once a sitting is put in at `now`; null where nothing waits. */
export function uncheckedSince(file: StudentFile, now: number): number | null {
  const waits = Object.values(file.sittings).some(isToCheck);
  return waits ? (file.uncheckedSince ?? now) : null;
}

/** The sittings in the order of their days, the newest first. */
export function sittingsInOrder({ sittings }: Pick<StudentFile, 'sittings'>): OfficialSitting[] {
  return Object.values(sittings).toSorted((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0));
}
