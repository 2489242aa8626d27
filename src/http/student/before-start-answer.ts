// The sentence for which a student opens the page before the start, and the reason under it.

import { dayWords, momentWords } from '../../domain/time.ts';
import type { Briefing } from '../../services/briefing.ts';
import { chips, type Chip } from '../chips.ts';
import { timeOfDay } from '../moments.ts';
import { limitLength, spelledLength } from './lengths.ts';

export interface AnswerWords {
  readonly chip: Chip | false;
  readonly answer: string;
  readonly reason: string;
}

/** The sentence the student came for, and the reason under it. */
export function answerOf(briefing: Briefing, zone: string): AnswerWords {
  const { availability, outlook, open, exam } = briefing;
  if (open !== null && open.state !== 'prepared') return underWay(briefing, zone);
  switch (availability.kind) {
    case 'not yet open':
      return {
        chip: chips.notOpenYet,
        answer: availability.words,
        reason: `You will have ${spelledLength(outlook.limitMs)}. Come back then; nothing is needed before.`,
      };
    case 'cooling down':
      return {
        chip: chips.notOpenYet,
        answer: availability.words,
        reason: `There is a break of ${spelledLength(exam.settings.cooldownMinutes * 60_000)} between two attempts at this exam.`,
      };
    case 'window closed':
      return { chip: chips.closed, answer: availability.words, reason: closedReason(briefing, zone) };
    case 'no attempts left':
      return {
        chip: chips.closed,
        answer: availability.words,
        reason: 'Your results stay here. Ask your instructor if you need another attempt.',
      };
    default:
      return mayStart(briefing, zone);
  }
}

function underWay({ open, now }: Briefing, zone: string): AnswerWords {
  const deadlineAt = open?.timing.deadlineAt ?? now;
  if (open?.state === 'paused')
    return {
      chip: chips.paused,
      answer: 'The clock of your exam is stopped.',
      reason: `Your instructor has stopped it, and you lose no time. ${spelledLength(deadlineAt - (open.timing.pausedAt ?? now))} are left when it goes on.`,
    };
  return {
    chip: chips.writing,
    answer: `Your exam is running. It closes ${closesWords(deadlineAt, now, zone)}.`,
    reason: `You have ${spelledLength(deadlineAt - now)} left. Everything you answered is kept, also from another computer.`,
  };
}

function mayStart({ outlook, accommodation, now }: Briefing, zone: string): AnswerWords {
  const runsOn =
    'The clock runs on without you: closing the window or losing the network does not stop it, and does not lose an answer.';
  const given = accommodation === null ? '' : `${givenWords(outlook.baseMs, outlook.limitMs, accommodation, zone)} `;
  const closes = closingWords(outlook.closesAt, now, zone);
  const answer = outlook.isCutByWindow
    ? `You have ${spelledLength(outlook.closesAt - now)}: the exam closes with its window, ${closes}.`
    : `You have ${spelledLength(outlook.limitMs)}. If you start now, the exam closes ${closes}.`;
  return { chip: false, answer, reason: `${given}${runsOn}` };
}

/** "at 16:02 today", or the day too when it is another one. */
function closingWords(closesAt: number, now: number, zone: string): string {
  const words = closesWords(closesAt, now, zone);
  return words.startsWith('at ') ? `${words} today` : words;
}

/** "at 16:02", or with the day where that is another one: an attempt may run past midnight. */
export function closesWords(closesAt: number, now: number, zone: string): string {
  const isToday = dayWords(closesAt, zone) === dayWords(now, zone);
  return isToday ? `at ${timeOfDay(closesAt, zone)}` : `on ${momentWords(closesAt, zone)}`;
}

/** "That is 240 minutes, and 120 more with your extra time (1.5 times, set on Wed 2 Sep 2026)." */
function givenWords(baseMs: number, limitMs: number, given: { factor: number; setAt: number }, zone: string): string {
  const times = given.factor === 1 ? '' : `${given.factor} times, `;
  return `That is ${limitLength(baseMs)}, and ${limitLength(limitMs - baseMs).replace(/ minutes?$/, '')} more with your extra time (${times}set on ${dayWords(given.setAt, zone)}).`;
}

function closedReason({ outlook, now }: Briefing, zone: string): string {
  const closed = outlook.startUntil;
  if (closed === null || closed > now) return 'Ask your instructor if you need another chance.';
  return `It closed ${momentWords(closed, zone)}. Ask your instructor if you need another chance.`;
}
