// The settings of an exam as a form: what stands in each field, and what somebody's entries mean, or what is wrong with them.

import { z } from 'zod';
import { attemptPolicySchema, countsAsSchema, reviewPolicySchema, type ExamSettings } from '../../domain/exam/exam.ts';
import { dayText, readDay } from '../../domain/day.ts';
import type { Fault } from '../../domain/refusal.ts';
import { dayOfInstant, findZone, instantOfLocal } from '../../domain/zone.ts';
import { clockWords } from './table-moments.ts';

const minuteMs = 60_000;
const unitMinutes = { minutes: 1, hours: 60, days: 1440 } as const;
type Unit = keyof typeof unitMinutes;

const text = z.string().max(4000);

/** Every field of the form, as text. */
export const settingsEntriesSchema = z.object({
  title: text,
  blueprintId: text,
  allowedMinutes: text,
  graceSeconds: text,
  opensAt: text,
  closesAt: text,
  windowPolicy: text,
  attemptsAllowed: text,
  cooldown: text,
  cooldownUnit: text,
  review: text,
  attemptPolicy: text,
  accessCode: text,
  countsAs: text,
  passVariant: text,
});
export type SettingsEntries = z.infer<typeof settingsEntriesSchema>;

/** The settings as they stand in the form, moments on the clock of `zone`. */
export function entriesOf(settings: ExamSettings, zone: string): SettingsEntries {
  const { window } = settings;
  const cooldownUnit = unitOf(settings.cooldownMinutes);
  return {
    title: settings.title,
    blueprintId: settings.blueprintId,
    allowedMinutes: String(settings.allowedMinutes),
    graceSeconds: String(settings.graceSeconds),
    opensAt: localInput(window.opensAt, zone),
    closesAt: localInput(window.closesAt, zone),
    windowPolicy: window.policy,
    attemptsAllowed: settings.attemptsAllowed === null ? '' : String(settings.attemptsAllowed),
    cooldown: String(settings.cooldownMinutes / unitMinutes[cooldownUnit]),
    cooldownUnit,
    review: settings.review,
    attemptPolicy: settings.attemptPolicy,
    accessCode: settings.accessCode ?? '',
    countsAs: settings.countsAs,
    passVariant: settings.passVariant,
  };
}

export type SettingsReading =
  | { readonly kind: 'settings'; readonly settings: ExamSettings }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/**
 * What entries mean. `stored` are the settings they began with: a moment that nobody touched keeps its seconds, and in the hour
 * that a clock runs twice its place.
 */
export function settingsOf(entries: SettingsEntries, stored: ExamSettings, zone: string): SettingsReading {
  const read = reader(entries);
  const before = entriesOf(stored, zone);
  const momentOf = (name: 'opensAt' | 'closesAt'): number | null =>
    entries[name] === before[name] ? stored.window[name] : read.moment(name, zone);
  const unit = read.choice('cooldownUnit', z.enum(['minutes', 'hours', 'days']), 'minutes');
  const settings: ExamSettings = {
    title: read.title(),
    blueprintId: entries.blueprintId,
    allowedMinutes: read.whole('allowedMinutes', 1, 1440, 'Give the limit as whole minutes, from 1 to 1440.'),
    graceSeconds: read.whole('graceSeconds', 0, 600, 'Give the grace as whole seconds, from 0 to 600.'),
    window: {
      opensAt: momentOf('opensAt'),
      closesAt: momentOf('closesAt'),
      policy: read.choice('windowPolicy', z.enum(['startBy', 'endBy']), stored.window.policy),
    },
    attemptsAllowed:
      entries.attemptsAllowed.trim() === ''
        ? null
        : read.whole('attemptsAllowed', 1, 50, 'Give a whole number from 1 to 50, or leave it empty for no limit.'),
    cooldownMinutes:
      unitMinutes[unit] *
      read.whole(
        'cooldown',
        0,
        longestCooldown / unitMinutes[unit],
        'Give the break as a whole number, up to a year; 0 is none.',
      ),
    review: read.choice('review', reviewPolicySchema, stored.review),
    attemptPolicy: read.choice('attemptPolicy', attemptPolicySchema, stored.attemptPolicy),
    accessCode: read.accessCode(),
    countsAs: read.choice('countsAs', countsAsSchema, stored.countsAs),
    passVariant: read.choice('passVariant', z.enum(['blueprint', 'everySection']), stored.passVariant),
  };
  const faults = [...read.faults, ...contradictions(settings, read.faults)];
  return faults.length > 0 ? { kind: 'faults', faults } : { kind: 'settings', settings };
}

const longestCooldown = 60 * 24 * 365;

/** Readers of single fields; each notes what is wrong and how to cure it, and goes on with a harmless value. */
function reader(entries: SettingsEntries) {
  const faults: Fault[] = [];
  const fault = (path: keyof SettingsEntries, message: string): void => void faults.push({ path, message });
  return {
    faults,

    title(): string {
      const title = entries.title.trim();
      if (title === '') fault('title', 'Give the exam a title; students see it.');
      if (title.length > 120) fault('title', `Shorten the title to 120 characters; it has ${title.length}.`);
      return title;
    },

    whole(name: keyof SettingsEntries, least: number, most: number, message: string): number {
      const typed = entries[name].trim();
      const value = /^\d{1,7}$/.test(typed) ? Number(typed) : Number.NaN;
      if (value >= least && value <= most) return value;
      fault(name, message);
      return least;
    },

    moment(name: 'opensAt' | 'closesAt', zone: string): number | null {
      if (entries[name].trim() === '') return null;
      const instant = instantOfInput(entries[name], zone);
      if (instant === null) fault(name, 'Give a day and a time, or leave both empty.');
      return instant;
    },

    accessCode(): string | null {
      const code = entries.accessCode.trim();
      if (code.length > 64) fault('accessCode', `Shorten the code to 64 characters; it has ${code.length}.`);
      return code === '' ? null : code;
    },

    choice<T>(name: keyof SettingsEntries, shape: z.ZodType<T>, otherwise: T): T {
      const parsed = shape.safeParse(entries[name]);
      if (parsed.success) return parsed.data;
      fault(name, 'Choose one of these.');
      return otherwise;
    },
  };
}

/** Entries that are right one by one and do not fit together; those of a field that is wrong already wait their turn. */
function contradictions({ window, review }: ExamSettings, known: readonly Fault[]): Fault[] {
  const { opensAt, closesAt, policy } = window;
  if (known.some((fault) => fault.path === 'opensAt' || fault.path === 'closesAt')) return [];
  if (opensAt !== null && closesAt !== null && closesAt <= opensAt)
    return [
      { path: 'closesAt', message: 'The window ends before it begins. Give a later end, or an earlier beginning.' },
    ];
  if (closesAt !== null) return [];
  if (policy === 'endBy')
    return [
      {
        path: 'closesAt',
        message: 'Say when the exam ends for everybody, or let everybody who starts in time finish.',
      },
    ];
  if (review === 'full-after-close')
    return [
      { path: 'closesAt', message: 'The review waits for the end of the window: give one, or choose another review.' },
    ];
  return [];
}

/** The value of a `datetime-local` field: "2026-11-24T23:59", "" for no moment. */
export function localInput(at: number | null, zone: string): string {
  const known = findZone(zone);
  if (at === null || !known) return '';
  return `${dayText(dayOfInstant(at, known))}T${clockWords(at, zone)}`;
}

/** The instant (epoch ms) of such a value on the clock of a zone; null if it is none. */
export function instantOfInput(value: string, zone: string): number | null {
  const match = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.\d{1,3})?)?$/.exec(value.trim());
  const day = match ? readDay(match[1]!) : null;
  const known = findZone(zone);
  if (!match || day === null || !known) return null;
  const msOfDay = Number(match[2]) * 3_600_000 + Number(match[3]) * minuteMs + Number(match[4] ?? 0) * 1000;
  return instantOfLocal(day, msOfDay, known);
}

function unitOf(minutes: number): Unit {
  if (minutes > 0 && minutes % unitMinutes.days === 0) return 'days';
  return minutes > 0 && minutes % unitMinutes.hours === 0 ? 'hours' : 'minutes';
}
