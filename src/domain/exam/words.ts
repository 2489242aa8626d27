// Words: the sentences in which an exam speaks to a student about time and attempts.

import type { Answer } from './attempt.ts';
import type { MomentWords } from './availability.ts';
import type { Outlook } from './deadline.ts';
import type { ExamSettings, ReviewPolicy } from './exam.ts';

const second = 1000;
const minute = 60 * second;

/** "4 hours", "1 hour 30 minutes", "25 minutes", "40 seconds"; whole minutes from a minute up, rounded down. */
export function durationWords(ms: number): string {
  if (ms < minute) return counted(Math.max(0, Math.floor(ms / second)), 'second');
  const minutes = Math.floor(ms / minute);
  const parts = [
    [Math.floor(minutes / 60), 'hour'],
    [minutes % 60, 'minute'],
  ] as const;
  return parts
    .filter(([amount]) => amount > 0)
    .map(([amount, unit]) => counted(amount, unit))
    .join(' ');
}

/** "4 hours", and for somebody with an accommodation "4 hours, for you 6 hours with your extra time". */
export function limitWords({ baseMs, limitMs }: Pick<Outlook, 'baseMs' | 'limitMs'>): string {
  if (baseMs === limitMs) return durationWords(baseMs);
  const why = limitMs > baseMs ? ' with your extra time' : '';
  return `${durationWords(baseMs)}, for you ${durationWords(limitMs)}${why}`;
}

/** From when and until when, and what the end of the window means; null if there is no window. */
export function windowWords(
  { opensAt, closesAt, policy }: ExamSettings['window'],
  momentWords: MomentWords,
): string | null {
  const from = opensAt === null ? '' : `Opens ${momentWords(opensAt)}. `;
  if (closesAt === null) return from.trim() || null;
  const until = momentWords(closesAt);
  if (policy === 'startBy') return `${from}Start before ${until}. If you start in time, you have the full time.`;
  return `${from}Closes ${until} for everybody, even if you have time left. Start early enough.`;
}

/** "2 of 3 attempts left", "No limit on attempts". */
export function attemptsWords(left: number, granted: number | null): string {
  if (granted === null) return 'No limit on attempts';
  if (left === 0) return 'No attempts left';
  return `${left} of ${counted(granted, 'attempt')} left`;
}

/** "98 of 100 answered, 3 flagged": what the server holds. */
export function progressWords(answers: Readonly<Record<string, Answer>>, slotCount: number): string {
  const all = Object.values(answers);
  const answered = all.filter((answer) => answer.v.length > 0).length;
  const flagged = all.filter((answer) => answer.flagged).length;
  return `${answered} of ${slotCount} answered${flagged > 0 ? `, ${flagged} flagged` : ''}`;
}

/** What a student will see after an attempt. */
export function reviewWords(policy: ReviewPolicy): string {
  const words: Readonly<Record<ReviewPolicy, string>> = {
    score: 'Afterwards you see your result.',
    missed: 'Afterwards you see your result and which questions you missed.',
    full: 'Afterwards you see your result and every question with its explanation.',
    'full-after-close':
      'Afterwards you see your result; when the exam has closed for everybody, every question with its explanation.',
  };
  return words[policy];
}

function counted(amount: number, unit: string): string {
  return `${amount} ${unit}${amount === 1 ? '' : 's'}`;
}
