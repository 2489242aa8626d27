// The kinds of entitlement: what each is called, what is counted in it, and how it is used.

import { nameWords } from '../guarantee/anchor.ts';
import { upperFirst } from '../phrases.ts';
import { countWords } from '../time.ts';

/**
 * How an entitlement is used: a seat is booked and sat; money is paid; tries open the exam room; hours are taken one by one;
 * a thing is simply given; a choice becomes one of the others.
 */
export type Use = 'seat' | 'money' | 'tries' | 'hours' | 'thing' | 'choice';

/** The kind of an entitlement that is still to become one of several. */
export const choiceKind = 'choice';

interface Kind {
  readonly use: Use;
  readonly name: string;
  /** What one unit is. */
  readonly unit: string;
}

const kinds: Readonly<Record<string, Kind>> = {
  retake_voucher: { use: 'seat', name: 'Retake voucher', unit: 'sitting' },
  exam_voucher: { use: 'seat', name: 'Exam voucher', unit: 'sitting' },
  second_attempt: { use: 'seat', name: 'Second sitting of the official exam', unit: 'sitting' },
  retake_seat_credit: { use: 'seat', name: 'Credit for a retake seat', unit: 'sitting' },
  free_reattendance: { use: 'seat', name: 'Repeat of the class, free of charge', unit: 'class' },
  discounted_reattendance: { use: 'seat', name: 'Repeat of the class at a lower price', unit: 'class' },
  exam_fee_refund: { use: 'money', name: 'Refund of the exam fee', unit: 'refund' },
  tuition_refund: { use: 'money', name: 'Refund of tuition', unit: 'refund' },
  partial_refund: { use: 'money', name: 'Partial refund', unit: 'refund' },
  exam_prep_refund: { use: 'money', name: 'Refund of the exam preparation', unit: 'refund' },
  cash: { use: 'money', name: 'Cash', unit: 'payment' },
  gift_card: { use: 'money', name: 'Gift card', unit: 'card' },
  access_extension: { use: 'thing', name: 'Longer access to the course', unit: 'extension' },
  access_until_pass: { use: 'thing', name: 'Access to the course until you pass', unit: 'extension' },
  extra_mocks: { use: 'tries', name: 'Extra attempts at a mock exam', unit: 'attempt' },
  tutoring_hours: { use: 'hours', name: 'Hours of tutoring', unit: 'hour' },
  tutoring: { use: 'hours', name: 'Hours of tutoring', unit: 'hour' },
  [choiceKind]: { use: 'choice', name: 'Your choice of one of these', unit: 'choice' },
};

/** The kinds that a form offers, the usual ones first. */
export const offeredKinds = [
  'retake_voucher',
  'free_reattendance',
  'extra_mocks',
  'tutoring_hours',
  'access_extension',
  'exam_fee_refund',
  'tuition_refund',
] as const;

/** What is known of a kind; one that only a policy names is money if it is called a refund, and else a thing that is given. */
export function kindOf(kind: string): Kind {
  const known = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (known) return known;
  return { use: /refund/.test(kind) ? 'money' : 'thing', name: upperFirst(nameWords(kind)), unit: 'unit' };
}

/** Whether staff pay or give it: a student can neither use it nor lose it by waiting, so it has no last day. */
export function isOwedByStaff(kind: string): boolean {
  const { use } = kindOf(kind);
  return use === 'money' || use === 'thing';
}

/** Whether it is money, or a choice that may become money: it is had once, and one person alone does not give it. */
export function mayBecomeMoney(kind: string): boolean {
  const { use } = kindOf(kind);
  return use === 'money' || use === 'choice';
}

/** Whether it is a seat at the official exam, for which the exam body asks for waits after a fail. */
export function isSitting(kind: string): boolean {
  const { use, unit } = kindOf(kind);
  return use === 'seat' && unit === 'sitting';
}

/** "Retake voucher", "Extra attempts at a mock exam". */
export function kindWords(kind: string): string {
  return kindOf(kind).name;
}

/** "2 hours", "1 sitting", "2 classes". */
export function unitWords(kind: string, units: number): string {
  const { unit } = kindOf(kind);
  return unit === 'class' && units !== 1 ? `${units} classes` : countWords(units, unit);
}
