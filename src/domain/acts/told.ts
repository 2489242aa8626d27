// What an act of the audit trail tells beside its name, read for people: every member may be missing or of another shape than today's.

import { dayInWords, readDay } from '../day.ts';
import { nameWords } from '../guarantee/anchor.ts';
import { valueWords } from '../guarantee/rules/names.ts';
import { isZone, momentWords } from '../time.ts';

/** An act's detail, and whose clock its moments follow. */
export interface Told {
  /** A text as it stands; "" where there is none. */
  text(name: string): string;
  /** A name of the language in words: "enrolled". */
  name(name: string): string;
  /** A stored day in words. */
  day(name: string): string;
  /** An instant in words. */
  moment(name: string): string;
  /** A count with its noun: "3 classes". `plural` where it is not the noun with an s. */
  count(name: string, noun: string, plural?: string): string;
  /** A recorded value of any shape in words; "nothing" where there is none. */
  value(name: string): string;
  /** A member that is an object; null where it is none. */
  inner(name: string): Told | null;
  /** Everything that was told, as it was kept. */
  whole(): Readonly<Record<string, unknown>>;
  has(name: string): boolean;
}

/** How acts of one family read after the name of whoever did them, by the names of the acts. */
export type ActTable = Readonly<Record<string, (told: Told) => string>>;

/** Reads the detail of an act. */
export function toldBy(detail: Readonly<Record<string, unknown>>, zone: string): Told {
  const at = (name: string): unknown => (Object.hasOwn(detail, name) ? detail[name] : undefined);
  const text = (name: string): string => {
    const value = at(name);
    return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  };
  return {
    text,
    name: (name) => nameWords(text(name)),
    day: (name) => dayWords(text(name)),
    moment: (name) => {
      const value = at(name);
      return typeof value === 'number' ? momentWords(value, isZone(zone) ? zone : 'UTC') : '';
    },
    count: (name, noun, plural = `${noun}s`) => {
      const value = at(name);
      return value === 1 ? `1 ${noun}` : `${typeof value === 'number' ? value : 'some'} ${plural}`;
    },
    value: (name) => recordedWords(at(name)),
    inner: (name) => {
      const value = at(name);
      return isObject(value) ? toldBy(value, zone) : null;
    },
    whole: () => detail,
    has: (name) => at(name) !== undefined && at(name) !== null && at(name) !== '',
  };
}

/** A recorded value in words, whatever its shape: "Mon 6 Jul 2026", "yes", "on Sat 1 Aug 2026, 40 %". */
export function recordedWords(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return dayWords(value);
  if (typeof value === 'number' || typeof value === 'boolean') return valueWords(value);
  if (Array.isArray(value)) return value.map(recordedWords).join(', ') || 'nothing';
  if (!isObject(value)) return 'something';
  if (Object.hasOwn(value, 'value')) return recordedWords(value['value']);
  const parts = Object.entries(value).flatMap(([name, one]) => partWords(name, one));
  return parts.join(', ') || 'something';
}

function partWords(name: string, value: unknown): string[] {
  if (value === null || value === undefined || isObject(value)) return [];
  if (name === 'on') return [`on ${recordedWords(value)}`];
  if (name === 'pct') return [`${recordedWords(value)} %`];
  return [`${nameWords(name)} ${recordedWords(value)}`];
}

function dayWords(text: string): string {
  const day = readDay(text);
  return day === null ? text : dayInWords(day);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
