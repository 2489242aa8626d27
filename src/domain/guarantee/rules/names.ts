// The names of things in the sentences of rules.
import { nameWords, ordinal } from '../anchor.ts';

/** "official exam", "2nd official exam". */
export function examName(attempt: number): string {
  return attempt === 1 ? 'official exam' : `${ordinal(attempt)} official exam`;
}

/** "mock exam", "mini exams". */
export function kindName(kind: string, count: number): string {
  return `${nameWords(kind)} exam${count === 1 ? '' : 's'}`;
}

/** A stored value as people say it: yes, no, or itself. */
export function valueWords(value: string | number | boolean): string {
  if (value === true) return 'yes';
  return value === false ? 'no' : String(value);
}
