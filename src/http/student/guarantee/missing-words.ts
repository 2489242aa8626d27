// Dates that nobody has recorded yet, as their student reads it: which, who can give them, and that nothing is lost by it.

import type { AskedDate } from '../../../domain/evidence/asked-facts.ts';
import type { MyGuarantee } from '../../../services/guarantee/my-guarantee.ts';
import { listWords, lowerFirst } from '../../../domain/phrases.ts';

const ofStudent: Readonly<Record<string, string>> = {
  enrolledOn: 'the day you enrolled',
  purchasedOn: 'the day you bought the course',
  paidInFullOn: 'the day you paid in full',
};
const ofCourse: Readonly<Record<string, string>> = {
  courseStart: 'the first day of the course',
  courseEnd: 'the last day of the course',
  courseEndPlanned: 'the planned last day of the course',
  accessEndsOn: 'the last day of your access to the course',
  examRetiresOn: 'the last day on which the exam is offered',
};

/** The notice; "" where every date that is needed is recorded. */
export function missingWords({ missing, judgment }: MyGuarantee): string {
  if (judgment.kind === 'no guarantee') return '';
  const dates = [...missing.dates, ...missing.courseDates];
  if (dates.length === 0) return '';
  const [isOne, they] = [dates.length === 1, missing.dates.length > 0];
  const named = listWords(dates.map(dateWords));
  const tell = they ? ' If you know it, write it to them.' : '';
  return `Your school has not recorded ${named} yet. A deadline that counts from ${isOne ? 'this day' : 'these days'} cannot be shown before. Only staff can add ${isOne ? 'it' : 'them'}, and they have been told.${tell} You lose nothing by it: it is never held against you.`;
}

function dateWords({ name, label }: AskedDate): string {
  return ofStudent[name] ?? ofCourse[name] ?? `the date “${lowerFirst(label)}”`;
}
