// The days that deadlines are commonly counted from, to choose from a list.

import { anchorSchema, anchorWords } from '../guarantee/anchor.ts';
import type { Choice } from './field.ts';

const NAMES = [
  'enrolledOn',
  'purchasedOn',
  'paidInFullOn',
  'optInOn',
  'firstLogin',
  'courseStart',
  'courseEnd',
  'courseEndPlanned',
  'completedOn',
  'certificateDate',
  'graduatedOn',
  'accessEndsOn',
  'exam1',
  'result1',
  'exam2',
  'result2',
  'exam3',
  'result3',
  'examRetiresOn',
] as const;

/** An anchor as it stands in a sentence after "after": "enrolling", "your 1st exam"; itself where it is none. */
export function anchorLabel(name: string): string {
  const read = anchorSchema.safeParse(name);
  return read.success ? anchorWords(read.data) : name;
}

/** The anchors to choose from, with the one that stands there now. */
export function anchorChoices(current: string): readonly Choice[] {
  const names: readonly string[] = NAMES;
  const all = current === '' || names.includes(current) ? names : [...names, current];
  return all.map((value) => ({ value, label: anchorLabel(value) }));
}
