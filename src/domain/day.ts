// Calendar days as whole numbers (days since 1 January 1970): reading, writing and counting them without any clock or zone.

/** A calendar day: days since Thu 1 Jan 1970, in the proleptic Gregorian calendar. */
export type Day = number;

/** Milliseconds in a day of 24 hours. */
export const DAY_MS = 86_400_000;

/** The first and the last day the program works with: 1 Jan 1900 and 31 Dec 2200. */
export const FIRST_DAY: Day = -25_567;
export const LAST_DAY: Day = 84_370;

const DAYS_IN_400_YEARS = 146_097;
const DAY_TEXT = /^(\d{4})-(\d{2})-(\d{2})$/;
const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/** Year, month (1 to 12) and day of the month (1 to 31). */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly date: number;
}

/** The day of a year, month and date. Source: H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil. */
export function dayOfCivil(year: number, month: number, date: number): Day {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + date - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_IN_400_YEARS + dayOfEra - 719_468;
}

/** Year, month and date of a day; the inverse of `dayOfCivil`. Source: the same, civil_from_days. */
export function civilOfDay(day: Day): CivilDate {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / DAYS_IN_400_YEARS);
  const dayOfEra = shifted - era * DAYS_IN_400_YEARS;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const date = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, date };
}

/** How many days a month has. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Reads `YYYY-MM-DD`; null when it is no day of the calendar (30 February) or outside the years 1900 to 2200. */
export function readDay(text: string): Day | null {
  const match = DAY_TEXT.exec(text);
  if (!match) return null;
  const [year, month, date] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || date < 1 || date > daysInMonth(year, month)) return null;
  const day = dayOfCivil(year, month, date);
  return isKnownDay(day) ? day : null;
}

/** Whether a day lies in the years 1900 to 2200. */
export function isKnownDay(day: Day): boolean {
  return day >= FIRST_DAY && day <= LAST_DAY;
}

/** Writes a day as `YYYY-MM-DD`. */
export function dayText(day: Day): string {
  const { year, month, date } = civilOfDay(day);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(date, 2)}`;
}

/** Writes a day for people: "Tue 24 Nov 2026". */
export function dayInWords(day: Day): string {
  const { year, month, date } = civilOfDay(day);
  return `${WEEKDAYS[weekday(day)]} ${date} ${MONTHS[month - 1]} ${year}`;
}

/** The day of the week: 0 is Sunday, 6 is Saturday. */
export function weekday(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Adds months, keeping the day of the month and clamping it to the month's end: 31 Jan + 1 month is 28 or 29 Feb. */
export function addMonths(day: Day, months: number): Day {
  const { year, month, date } = civilOfDay(day);
  const index = year * 12 + (month - 1) + months;
  const newYear = Math.floor(index / 12);
  const newMonth = index - newYear * 12 + 1;
  return dayOfCivil(newYear, newMonth, Math.min(date, daysInMonth(newYear, newMonth)));
}

/** Steps over business days: Monday to Friday, less the given holidays. Zero steps stay where they are. */
export function addBusinessDays(day: Day, steps: number, holidays: ReadonlySet<Day>): Day {
  const direction = steps < 0 ? -1 : 1;
  let left = Math.abs(steps);
  let at = day;
  while (left > 0) {
    at += direction;
    if (isBusinessDay(at, holidays)) left -= 1;
  }
  return at;
}

function isBusinessDay(day: Day, holidays: ReadonlySet<Day>): boolean {
  const dayOfWeek = weekday(day);
  return dayOfWeek !== 0 && dayOfWeek !== 6 && !holidays.has(day);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
