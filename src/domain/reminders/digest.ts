// The weekly digest for instructors: when it is due, and what needs them, with nothing to say in a quiet week.

import { dayInWords, dayText, weekday, DAY_MS, type Day } from '../day.ts';
import { countWords } from '../time.ts';
import { dayOfInstant, type Zone } from '../zone.ts';
import type { MailContent } from './letter.ts';

const MORNING_MS = 8 * 3_600_000;
/** A digest that was not sent on Monday, because Resit was down, is still worth reading through Wednesday. */
const lastWeekday = 3;
const mostNames = 25;

/** The Monday whose digest is due now in a zone (`YYYY-MM-DD`): from Monday, 8:00; null at other times. */
export function digestDue(now: number, zone: Zone): string | null {
  const today = dayOfInstant(now, zone);
  const since = weekday(today) - 1;
  if (since < 0 || weekday(today) > lastWeekday) return null;
  const monday: Day = today - since;
  const local = now + zone.offsetAt(now) - monday * DAY_MS;
  return local >= MORNING_MS ? dayText(monday) : null;
}

export interface Digest {
  readonly courseTitle: string;
  /** Students who would lose something within two weeks, the nearest first. */
  readonly atRisk: readonly { readonly name: string; readonly lastDay: Day; readonly todo: string }[];
  readonly lostCount: number;
  readonly claimsWaiting: number;
  /** Refunds that are to be paid, and things that are to be given. */
  readonly toPay: number;
  readonly toGive: number;
  readonly gradesFailed: number;
  /** Names of students to whom a mail could not be delivered in the last week. */
  readonly unreached: readonly string[];
}

/** The mail; null when nothing needs anybody. */
export function digestMail(digest: Digest, givenName: string): MailContent | null {
  const { courseTitle, atRisk, claimsWaiting, toPay, toGive, gradesFailed, unreached, lostCount } = digest;
  const first = atRisk[0];
  const parts = [
    claimsWaiting > 0 ? `${countWords(claimsWaiting, 'claim')} ${claimsWaiting === 1 ? 'waits' : 'wait'} for you` : '',
    toPay > 0 ? `${countWords(toPay, 'refund')} to be paid` : '',
    toGive > 0 ? `${countWords(toGive, 'retake')} to be given` : '',
    atRisk.length > 0 ? `${countWords(atRisk.length, 'student')} at risk` : '',
    gradesFailed > 0 ? `${countWords(gradesFailed, 'grade')} not accepted by the LMS` : '',
    unreached.length > 0 ? `${countWords(unreached.length, 'student')} not reached by mail` : '',
  ].filter((part) => part !== '');
  if (parts.length === 0) return null;
  const more = atRisk.length - mostNames;
  return {
    subject: `${courseTitle}, this week: ${parts[0]}`,
    greeting: `Hello ${givenName},`,
    paragraphs: [
      `This week in ${courseTitle}: ${parts.join(', ')}.`,
      first ? `The next date is ${dayInWords(first.lastDay)}.` : '',
      lostCount > 0
        ? `${countWords(lostCount, 'student')} ${lostCount === 1 ? 'has' : 'have'} lost the guarantee so far.`
        : '',
      toPay + toGive > 0
        ? 'What is to be paid or given stands under Retakes, for you or an administrator to record.'
        : '',
      'Open Resit from your course to act: the eligibility board shows everybody, with what is missing and until when.',
    ].filter((words) => words !== ''),
    lists: [
      {
        heading: 'At risk, the nearest date first:',
        items: [...atRisk.slice(0, mostNames).map(riskWords), ...(more > 0 ? [`and ${more} more on the board`] : [])],
      },
      { heading: 'Not reached by mail:', items: [...unreached] },
    ].filter(({ items }) => items.length > 0),
  };
}

/** "Ana Álvarez: Sit the official exam by Sat 28 Nov 2026, 23:59 Chicago time." */
function riskWords({ name, lastDay, todo }: Digest['atRisk'][number]): string {
  const last = dayInWords(lastDay);
  return todo.includes(last) ? `${name}: ${todo}` : `${name}, by ${last}: ${todo}`;
}
