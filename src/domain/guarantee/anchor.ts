// Anchors: the days that deadlines count from, as a policy names them ("enrolledOn", "exam1", "result2", "2026-11-24").
import { z } from 'zod';
import { type Day, dayInWords, readDay } from '../day.ts';
import { type DayAmount, amountWords, dayAmountSchema } from './amount.ts';
import { cure, objectSchema } from './reading.ts';

/** What an anchor stands for. */
export type Anchor =
  | { readonly kind: 'date'; readonly day: Day }
  | { readonly kind: 'exam' | 'result'; readonly attempt: number }
  | { readonly kind: 'fact'; readonly name: string };

/** A deadline: an amount after an anchor. */
export interface Window {
  readonly anchor: Anchor;
  readonly amount: DayAmount;
}

const ANCHOR_CURE =
  'name the day to count from: "exam1", "result1", a date fact such as "enrolledOn", or a date as YYYY-MM-DD';
const NUMBERED = /^(exam|result)(\d+)$/;
const LOOKS_LIKE_DATE = /^[+-]?\d/;

/** Reads an anchor. */
export const anchorSchema = z.string(cure(ANCHOR_CURE)).transform((text, context): Anchor => {
  const day = readDay(text);
  if (day !== null) return { kind: 'date', day };
  const numbered = NUMBERED.exec(text);
  const attempt = Number(numbered?.[2]);
  if (numbered && attempt >= 1 && attempt <= 1000 && !numbered[2]!.startsWith('0')) {
    return { kind: numbered[1] === 'exam' ? 'exam' : 'result', attempt };
  }
  if (text !== '' && !numbered && !LOOKS_LIKE_DATE.test(text)) return { kind: 'fact', name: text };
  context.addIssue({ code: 'custom', message: ANCHOR_CURE });
  return z.NEVER;
});

/** Reads a window. */
export const windowSchema = objectSchema({ anchor: anchorSchema, amount: dayAmountSchema });

/** The names of the date facts that anchors read. */
export function factNamesOf(...anchors: readonly (Anchor | undefined)[]): string[] {
  return anchors.flatMap((anchor) => (anchor?.kind === 'fact' ? anchor.name : []));
}

const PHRASES: Readonly<Record<string, string>> = {
  enrolledOn: 'enrolling',
  purchasedOn: 'buying the course',
  paidOn: 'paying',
  paidInFullOn: 'paying in full',
  optInOn: 'opting in',
  completedOn: 'completing the course',
  courseStart: 'the start of the course',
  courseEnd: 'the end of the course',
  courseEndPlanned: 'the planned end of the course',
  accessEndsOn: 'the end of your access',
  examRetiresOn: 'the day the exam retires',
  graduatedOn: 'graduating',
  firstLogin: 'your first login',
  lastActivityOn: 'your last activity',
  certificateDate: 'the date of your certificate',
  accessStartedOn: 'the start of your access',
  resultLetterReceivedOn: 'receiving the letter with your result',
  resultNoticeReceivedOn: 'receiving the notice of your result',
};

/** An anchor as a phrase that follows "after" or "before": "enrolling", "your 1st exam", "Tue 24 Nov 2026". */
export function anchorWords(anchor: Anchor): string {
  switch (anchor.kind) {
    case 'date':
      return dayInWords(anchor.day);
    case 'exam':
      return `your ${ordinal(anchor.attempt)} exam`;
    case 'result':
      return `the result of your ${ordinal(anchor.attempt)} exam`;
    case 'fact':
      return PHRASES[anchor.name] ?? `“${nameWords(anchor.name)}”`;
  }
}

/** A window as a phrase: "within 7 days of enrolling", "at least 14 days before the planned end of the course". */
export function windowWords({ anchor, amount }: Window): string {
  if (amount.count === 0) return byAnchor(anchor);
  if (amount.count < 0) return `at least ${amountWords(amount)} before ${anchorWords(anchor)}`;
  return `within ${amountWords(amount)} of ${anchorWords(anchor)}`;
}

/** "by the end of your access"; where "by" would read as the means: "by the day of enrolling". */
export function byAnchor(anchor: Anchor): string {
  const words = anchorWords(anchor);
  return /^\w+ing\b/.test(words) ? `by the day of ${words}` : `by ${words}`;
}

/** "1st", "2nd", "3rd", "11th". */
export function ordinal(n: number): string {
  const tens = n % 100;
  const ending = tens >= 11 && tens <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][n % 10] ?? 'th');
  return `${n}${ending}`;
}

/** A fact's or rule's name as words: "paidInFullOn" and "paid_in_full" become "paid in full". */
export function nameWords(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Za-z])(\d)/g, '$1 $2')
    .replaceAll(/[_-]+/g, ' ')
    .replace(/ [Oo]n$/, '')
    .trim()
    .toLowerCase();
}
