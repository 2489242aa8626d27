// What students are told of their entitlements: that they got one, what stands in its place, that staff ended it. Never a code.

import { dayInWords, readDay } from '../day.ts';
import { moneyWords } from '../money.ts';
import type { Entitlement } from './entitlement.ts';
import { kindOf, kindWords, unitWords, type Use } from './kind.ts';

/** Something to tell, once. */
export interface RetakeNews {
  /** Names the news: the same is told once. */
  readonly key: string;
  readonly title: string;
  readonly text: string;
  /** When it happened, epoch milliseconds. */
  readonly at: number;
}

const toDo: Readonly<Record<Use, string>> = {
  seat: 'Book it in Resit under My retakes.',
  money: 'You need not do anything: staff pay it and record the payment.',
  tries: 'The attempts are for a mock exam of your course: My retakes shows which, or lets you choose.',
  hours: 'Arrange the hours with your instructor, who records each one.',
  thing: 'Staff see to it. My retakes shows when it was given.',
  choice: 'Choose one of them in Resit under My retakes.',
};

/**
 * The news that an entitlement is now: granted, standing in place of another, or ended by staff. Null where there is none: a refund
 * that a second person has not agreed to is no promise yet, of a replacement only the new one speaks, and last days have reminders.
 */
export function retakeNewsOf(of: Entitlement): RetakeNews | null {
  const { id, kind, approval, replaces } = of;
  const name = kindWords(kind);
  const last = of.entries.at(-1);
  if (!of.isOpen && last?.act === 'void')
    return {
      key: `retake ended ${id} ${last.at}`,
      title: `Ended by staff: ${name}`,
      text: 'It cannot be used any more. My retakes shows why; ask your instructor if you think that it is a mistake.',
      at: last.at,
    };
  if (!of.isOpen && !isOpened(of)) return null;
  if (kindOf(kind).use === 'money' && approval.isNeeded && approval.by === null) return null;
  const what = whatWords(of);
  const until = of.expiresOn === null ? '' : ` The last day is ${dayInWords(readDay(of.expiresOn)!)}.`;
  return {
    key: `retake granted ${id}`,
    title: replaces === null ? `Granted to you: ${what}` : `Granted in place of another: ${what}`,
    text: `${toDo[kindOf(kind).use]}${until}`,
    at: approval.at ?? of.entries[0]!.at,
  };
}

/** Names what the news of an entitlement is about: newer news of it stand in for older ones. */
export function aboutRetake({ id }: Pick<Entitlement, 'id'>): string {
  return `${newsPrefix}${id}`;
}

/** Whether a notice tells of an entitlement, and does not warn that something will be lost. */
export function isRetakeNews(about: string): boolean {
  return about.startsWith(newsPrefix);
}

const newsPrefix = 'news of retake ';

/** Attempts that were opened as they were granted are used up in the ledger, and yet news. */
function isOpened(of: Entitlement): boolean {
  return of.tries !== null && of.balance.used > 0;
}

/** "Refund of the exam fee, USD 290.00", "Hours of tutoring (6 hours)"; what a voucher costs the provider is nobody's news. */
function whatWords({ kind, entries, value }: Entitlement): string {
  const units = entries[0]!.moves.reduce((sum, move) => sum + move.units, 0);
  const name = kindWords(kind);
  if (kindOf(kind).use === 'money') return value ? `${name}, ${moneyWords(value)}` : name;
  return units > 1 ? `${name} (${unitWords(kind, units)})` : name;
}
