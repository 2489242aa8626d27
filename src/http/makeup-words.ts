// By when a missed class can be made up, in words: a sentence for the student or for staff, and a few words for a list.

import type { Makeup } from '../domain/evidence/makeups.ts';
import { deadlineView, shortDayWords } from './deadlines.ts';
import type { Reader } from './moments.ts';

/** "You can make it up by Wed 25 Nov 2026, 23:59 Chicago time, in 2 days." */
export function makeupSentence(makeup: Makeup, told: 'student' | 'staff', reader: Reader): string {
  if (makeup.kind === 'over') return 'It can no longer be made up.';
  const { lastDay, calendar } = makeup;
  const by = lastDay === null ? '' : ` by ${deadlineView(lastDay, calendar, reader).words}`;
  if (told === 'student') return by === '' ? 'You can still make it up.' : `You can make it up${by}.`;
  return by === '' ? 'It can still be made up.' : `It can be made up${by}.`;
}

/** "to make up by Wed 25 Nov". */
export function makeupInShort(makeup: Makeup, now: number): string {
  if (makeup.kind === 'over') return 'no longer to be made up';
  const { lastDay, calendar } = makeup;
  return lastDay === null ? 'still to make up' : `to make up by ${shortDayWords(lastDay, calendar.zone, now)}`;
}

/** "2 of them can still make it up, the next by Wed 25 Nov."; "" where nobody can. */
export function makeupCount(makeups: readonly Makeup[], now: number): string {
  const open = makeups.filter((makeup) => makeup.kind === 'open');
  if (open.length === 0) return '';
  const dated = open.flatMap(({ lastDay, calendar }) => (lastDay === null ? [] : [{ lastDay, zone: calendar.zone }]));
  const [next] = dated.toSorted((a, b) => a.lastDay - b.lastDay);
  const who = open.length === 1 ? '1 student can' : `${open.length} students can`;
  if (!next) return `${who} still make it up.`;
  const until = open.length === 1 ? 'until' : 'the next until';
  return `${who} still make it up, ${until} ${shortDayWords(next.lastDay, next.zone, now)}.`;
}
