// How policies and facts are read: building blocks of their schemas, and faults that name the place and the cure.
import { z } from 'zod';
import { type Day, DAY_MS, readDay } from '../day.ts';
import { type Zone, instantOfLocal } from '../zone.ts';

/** One thing wrong with an input: where it is ("requires.all[2].window.anchor", "" for the whole) and what to do. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** What reading gives: the value, or every fault found. */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Fault[] };

/** An instant as written: with an offset it is settled, without one it still needs the policy's zone. */
export type WrittenInstant =
  | { readonly settled: true; readonly instant: number }
  | { readonly settled: false; readonly day: Day; readonly msOfDay: number };

const NOON_MS = DAY_MS / 2;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}:\d{2})?$/;
const DAY_CURE = 'write a day of the calendar between 1900 and 2200 as YYYY-MM-DD, for example "2026-11-24"';
const INSTANT_CURE =
  'write a moment between 1900 and 2200 as YYYY-MM-DDTHH:MM with an offset, for example "2026-11-24T09:30:00-06:00", or a day as YYYY-MM-DD';

/** The error setting of a schema: the cure, and "is missing" where nothing was given. */
export function cure(words: string): { error: (issue: { readonly input?: unknown }) => string } {
  return { error: (issue) => (issue.input === undefined || issue.input === null ? `is missing: ${words}` : words) };
}

/** An optional member: null means absent. */
export function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined);
}

/** A plain date, read as a day number. */
export const daySchema = z.string(cure(DAY_CURE)).transform((text, context): Day => {
  const day = readDay(text);
  if (day !== null) return day;
  context.addIssue({ code: 'custom', message: DAY_CURE });
  return z.NEVER;
});

/** An instant; a bare date means noon of that day in the policy's zone. */
export const instantSchema = z.string(cure(INSTANT_CURE)).transform((text, context): WrittenInstant => {
  const written = readInstant(text);
  if (written !== null) return written;
  context.addIssue({ code: 'custom', message: INSTANT_CURE });
  return z.NEVER;
});

/** A name or text that says something. */
export function textSchema(what: string) {
  const words = `give ${what} as text`;
  return z.string(cure(words)).min(1, words);
}

/** A whole number within bounds. */
export function wholeSchema(from: number, to: number) {
  const words = `give a whole number from ${from} to ${to}`;
  return z.number(cure(words)).int(words).min(from, words).max(to, words);
}

/** Any finite number. */
export const numberSchema = z.number(cure('give a number'));

/** A percentage from 0 to 100. */
export const percentSchema = z
  .number(cure('give a percentage from 0 to 100'))
  .min(0, 'give a percentage from 0 to 100')
  .max(100, 'give a percentage from 0 to 100');

/** A stored value: text, number, true or false. */
export const valueSchema = z.union([z.string(), z.number(), z.boolean()], cure('give a text, a number, true or false'));

/** true or false. */
export const yesNoSchema = z.boolean(cure('say true or false'));

/** One of a few words. */
export function oneOfSchema<const T extends readonly string[]>(words: T) {
  return z.enum(words, cure(`choose one of ${words.map((word) => `"${word}"`).join(', ')}`));
}

/** A list of things. */
export function listSchema<T extends z.ZodType>(item: T) {
  return z.array(item, cure('give a list: [ ... ]'));
}

/**
 * A list of things of which many lists hold the same: a frozen one that was read without fault is read once, and shared by all.
 */
export function sharedListSchema<T extends z.ZodType>(item: T) {
  const known = new WeakMap<object, z.output<T>>();
  const shared = z.unknown().transform((given, context): z.output<T> => {
    const mayShare = typeof given === 'object' && given !== null && Object.isFrozen(given);
    const seen = mayShare ? known.get(given) : undefined;
    if (seen !== undefined) return seen;
    const result = item.safeParse(given);
    if (!result.success) {
      for (const { path, message } of result.error.issues)
        context.issues.push({ code: 'custom', path: [...path], message, input: given });
      return z.NEVER;
    }
    if (mayShare) known.set(given, result.data);
    return result.data;
  });
  return listSchema(shared);
}

/** An object with these members; others are ignored. */
export function objectSchema<T extends z.ZodRawShape>(shape: T) {
  return z.object(shape, cure('give an object: { ... }'));
}

/** An object with these members; others are kept as they are. */
export function looseObjectSchema<T extends z.ZodRawShape>(shape: T) {
  return z.looseObject(shape, cure('give an object: { ... }'));
}

/** Reads a value by a schema; every fault bears its path, which begins with the path given. */
export function readBy<T>(schema: z.ZodType<T>, value: unknown, path: string): Read<T> {
  const result = schema.safeParse(value);
  if (result.success) return { ok: true, value: result.data };
  return {
    ok: false,
    faults: result.error.issues.map(({ path: steps, message }) => ({ path: joinPath(path, steps), message })),
  };
}

/** The refusal of a value for one fault. */
export function refuse(path: string, message: string): { readonly ok: false; readonly faults: readonly Fault[] } {
  return { ok: false, faults: [{ path, message }] };
}

/** A path with further steps: `joinPath('requires', ['all', 2])` is "requires.all[2]". */
export function joinPath(path: string, steps: readonly PropertyKey[]): string {
  let joined = path;
  for (const step of steps) {
    if (typeof step === 'number') joined += `[${step}]`;
    else joined += joined === '' ? String(step) : `.${String(step)}`;
  }
  return joined;
}

/** A plain JSON object (no list, no null), or null. */
export function asObject(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

/** An object's own member; absent, null and inherited ones are undefined. */
export function memberOf(object: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(object, name) ? (object[name] ?? undefined) : undefined;
}

/** Reads an instant as it is written; null when it is none, or outside the years 1900 to 2200. */
export function readInstant(text: string): WrittenInstant | null {
  const bareDay = readDay(text);
  if (bareDay !== null) return { settled: false, day: bareDay, msOfDay: NOON_MS };
  const match = INSTANT.exec(text);
  if (!match) return null;
  const day = readDay(match[1]!);
  const msOfDay = readClock(match[2]!, match[3]!, match[4], match[5]);
  if (day === null || msOfDay === null) return null;
  if (match[6] === undefined) return { settled: false, day, msOfDay };
  const offset = readOffset(match[6]);
  return offset === null ? null : { settled: true, instant: day * DAY_MS + msOfDay - offset };
}

/** The epoch milliseconds of an instant as written, where what lacks an offset is local time in the zone. */
export function settle(written: WrittenInstant, zone: Zone): number {
  return written.settled ? written.instant : instantOfLocal(written.day, written.msOfDay, zone);
}

function readClock(hour: string, minute: string, second = '0', fraction = ''): number | null {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return null;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + milliseconds;
}

function readOffset(text: string): number | null {
  if (text === 'Z') return 0;
  const [hours, minutes] = [Number(text.slice(1, 3)), Number(text.slice(4, 6))];
  if (hours > 23 || minutes > 59) return null;
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes) * 60_000;
}

/** Which attempt at the official exam a rule looks at; the first if it does not say. */
export const attemptSchema = wholeSchema(1, 1000)
  .nullish()
  .transform((attempt) => attempt ?? 1);
