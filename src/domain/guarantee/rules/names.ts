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

/** The first letter made small, to go on in a sentence: "Opt in" becomes "opt in". */
export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** The first letter made large. */
export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A stored value as people say it: yes, no, or itself. */
export function valueWords(value: string | number | boolean): string {
  if (value === true) return 'yes';
  return value === false ? 'no' : String(value);
}
