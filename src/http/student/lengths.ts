// Lengths of time as candidates read them: spelled out where they decide, short where they stand in a table.

import { countWords } from '../../domain/time.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** "6 hours", "1 hour 30 minutes", "25 minutes", "40 days" from two whole days on; cut to whole minutes. */
export function spelledLength(ms: number): string {
  if (ms >= 2 * day && ms % day === 0) return countWords(ms / day, 'day');
  const hours = Math.floor(ms / hour);
  const minutes = Math.floor((ms % hour) / minute);
  const parts = [hours > 0 ? countWords(hours, 'hour') : '', minutes > 0 ? countWords(minutes, 'minute') : ''];
  const words = parts.filter((part) => part !== '').join(' ');
  return words === '' ? 'less than a minute' : words;
}

/** A limit, exact to the second: "25 minutes", "240 minutes", "37 minutes 30 seconds". */
export function limitLength(ms: number): string {
  const minutes = Math.floor(ms / minute);
  const seconds = Math.round((ms % minute) / second);
  return seconds === 0
    ? countWords(minutes, 'minute')
    : `${countWords(minutes, 'minute')} ${countWords(seconds, 'second')}`;
}

/** "4 min 10 s", "50 s", "1 h 4 min": how long a question or a section took. */
export function spentLength(ms: number): string {
  if (ms >= hour) {
    const rest = Math.floor((ms % hour) / minute);
    return `${Math.floor(ms / hour)} h${rest === 0 ? '' : ` ${rest} min`}`;
  }
  const minutes = Math.floor(ms / minute);
  const seconds = Math.floor((ms % minute) / second);
  if (minutes === 0) return `${seconds} s`;
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}
