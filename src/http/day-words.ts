// Stored days as pages print them: "Tue 24 Nov 2026".

import { dayInWords, readDay } from '../domain/day.ts';

/** A day kept as `YYYY-MM-DD`, for people; what is no day is shown as it is. */
export function dayTextWords(text: string): string {
  const day = readDay(text);
  return day === null ? text : dayInWords(day);
}
