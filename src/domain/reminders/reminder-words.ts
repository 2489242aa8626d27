// Reminders in words: what to do by when first, then where the student stands, what happens otherwise, and what else is due soon.

import { dayInWords } from '../day.ts';
import type { Verdict } from '../guarantee/evaluate.ts';
import { findingOf } from '../guarantee/verdict-json.ts';
import { countWords, momentWords } from '../time.ts';
import { dayOfInstant, isStartOfDay } from '../zone.ts';
import { daysLeft, lastDayOf, type Loss } from './loss.ts';
import type { MailContent } from './letter.ts';

/** Days ahead that "also due soon" looks. */
const soonDays = 14;

/** "Make up the class of Wed 18 Nov 2026 by Wed 25 Nov 2026, 23:59 Chicago time": what to do and by when, once. */
export function reminderTitle(loss: Loss): string {
  const last = dayInWords(lastDayOf(loss));
  const todo = loss.todo.replace(/^You are on track\. /, '').replace(/\.$/, '');
  return todo.includes(last) || todo.includes(dayInWords(lastDayOf(loss) + 1))
    ? todo
    : `By ${last}: ${lowerFirst(todo)}`;
}

/** "tomorrow", "in 3 days", "today". */
export function leftWords(loss: Loss, now: number): string {
  const left = daysLeft(loss, now);
  if (left <= 0) return 'today';
  return left === 1 ? 'tomorrow' : `in ${countWords(left, 'day')}`;
}

/** The mail about a loss. `also` are other things due soon, each in a sentence. */
export function reminderMail(
  loss: Loss,
  whose: { readonly givenName: string; readonly courseTitle: string },
  also: readonly string[],
  now: number,
): MailContent {
  const title = reminderTitle(loss);
  const last = lastMomentWords(loss);
  return {
    subject: title,
    greeting: `Hello ${whose.givenName},`,
    paragraphs: [
      // Each date and each thing to do stands there once.
      `${title}. The last day is ${leftWords(loss, now)}${title.includes(last) ? '' : ` (${last})`}.`,
      loss.stands.replace(loss.todo, '').trim(),
      loss.otherwise,
      'If you have done it already, it may not be recorded yet: My guarantee shows what is, and whom to ask.',
    ].filter((words) => words !== ''),
    lists: also.length > 0 ? [{ heading: `Also due soon in ${whose.courseTitle}:`, items: [...also] }] : [],
  };
}

/** Other rules that are not met yet and have a date within two weeks, in the order of those dates. */
export function alsoDue(verdict: Verdict, except: string, now: number): string[] {
  const today = dayOfInstant(now, verdict.calendar.zone);
  return verdict.rules
    .filter(({ id, judgement }) => id !== except && judgement.result === 'not_yet' && judgement.lastDay !== undefined)
    .map((found) => ({ last: found.judgement.lastDay!, words: findingOf(found).words }))
    .filter(({ last }) => last >= today && last - today <= soonDays)
    .toSorted((a, b) => a.last - b.last)
    .map(({ words }) => words);
}

function lastMomentWords({ at, zone }: Loss): string {
  // The start of a day is the end of the day before, as people say it.
  return isStartOfDay(at, zone) ? momentWords(at - 60_000, zone.name) : momentWords(at, zone.name);
}

function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text[0]!.toLowerCase() + text.slice(1) : text;
}
