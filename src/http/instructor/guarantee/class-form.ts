// What the forms for a class and for a weekly series send, and the fields they are drawn from.

import { z } from 'zod';
import { dayText } from '../../../domain/day.ts';
import { isZone, zoneName } from '../../../domain/time.ts';
import type { CourseClass } from '../../../domain/evidence/course-plan.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { dayOfInstant, findZone } from '../../../domain/zone.ts';
import { clock } from '../../class-words.ts';
import { formField } from '../../form-field.ts';

const titleWords = 'Give a title, such as “Class 24”.';
const dayWords = 'Give a day, such as 2026-11-24.';
const timeWords = 'Give a time of day, such as 18:00.';
const minutesWords = 'Give whole minutes, from 1 to 1440.';
const zoneWords = 'Choose a time zone of the list.';

const day = z
  .string({ error: dayWords })
  .trim()
  .regex(/^\d{4}-\d{2}-\d{2}$/, dayWords);
const common = {
  title: z.string({ error: titleWords }).trim().min(1, titleWords).max(120, 'Keep the title under 120 characters.'),
  place: z.string().trim().max(160, 'Keep the place under 160 characters.').default(''),
  startsAt: z
    .string({ error: timeWords })
    .trim()
    .regex(/^([01]?\d|2[0-3]):[0-5]\d$/, timeWords)
    .transform((text) => {
      const [hours, minutes] = text.split(':').map(Number);
      return (hours! * 60 + minutes!) * 60_000;
    }),
  minutes: z
    .string({ error: minutesWords })
    .trim()
    .regex(/^\d{1,4}$/, minutesWords)
    .transform(Number)
    .refine((minutes) => minutes >= 1 && minutes <= 1440, minutesWords),
  zone: z.string({ error: zoneWords }).refine(isZone, zoneWords),
  list: z.enum(['sessions', 'reviews', 'labs', 'workshops'], { error: 'Choose one of these.' }).default('sessions'),
};

/** One class. */
export const classBody = z.object({ ...common, on: day });

/** A change of a class, made on a page that showed it at `rev`. */
export const classChangeBody = classBody.extend({ rev: z.coerce.number().int().min(0) });

const many = (value: unknown): unknown => (value === undefined ? [] : [value].flat());
const exceptWords = 'Give days such as 2026-11-26, one a line.';

/** A weekly series. */
export const seriesBody = z.object({
  ...common,
  from: day,
  to: day,
  weekdays: z.preprocess(
    many,
    z
      .array(
        z
          .string()
          .regex(/^[0-6]$/)
          .transform(Number),
      )
      .min(1, 'Choose at least one day of the week.'),
  ),
  everyWeeks: z.enum(['1', '2'], { error: 'Choose one of these.' }).transform(Number),
  except: z
    .string()
    .default('')
    .transform((text) => text.split(/[\s,;]+/).filter((part) => part !== ''))
    .pipe(z.array(z.string().regex(/^\d{4}-\d{2}-\d{2}$/, exceptWords), { error: exceptWords }).max(60, exceptWords)),
});

/** Entries of a form as they were typed, by field; several of one name are joined by commas. */
export type Entries = Readonly<Record<string, string>>;

const lists = [
  { value: 'sessions', label: 'Classes' },
  { value: 'reviews', label: 'Review sessions' },
  { value: 'labs', label: 'Labs' },
  { value: 'workshops', label: 'Workshops' },
] as const;

/** The entries that a class is shown with. */
export function entriesOf(held: CourseClass): Entries {
  const { title, place, on, minutes, zone, list } = held;
  return { title, place, on, startsAt: clock(held.startsAt, zone), minutes: String(minutes), zone, list };
}

/** The entries that a new class, and a new series, begins with. */
export function firstEntries(zone: string, now: number, last: CourseClass | undefined): Entries {
  const today = dayOfInstant(now, findZone(zone) ?? findZone('UTC')!);
  return {
    title: '',
    place: last?.place ?? '',
    on: dayText(today),
    from: dayText(today),
    to: '',
    startsAt: last ? clock(last.startsAt, last.zone) : '18:00',
    minutes: String(last?.minutes ?? 120),
    zone: last?.zone ?? zone,
    list: 'sessions',
    everyWeeks: '1',
    weekdays: '',
    except: '',
  };
}

/** The fields of a class; ids begin with `prefix`, which is "" for the form whose entries were refused. */
export function classFields(entries: Entries, faults: readonly Fault[], prefix: string) {
  const { field, option } = drawing(entries, faults, prefix);
  return {
    title: field({ name: 'title', label: 'Title', isRequired: true, autocomplete: 'off' }),
    on: field({ name: 'on', label: 'Day', type: 'date', size: 'mid', isRequired: true }),
    startsAt: field({ name: 'startsAt', label: 'Begins at', type: 'time', size: 'mid', isRequired: true }),
    ...commonFields(field, option),
  };
}

/** The fields of a weekly series. */
export function seriesFields(entries: Entries, faults: readonly Fault[], prefix: string) {
  const { field, option, idOf } = drawing(entries, faults, prefix);
  const chosen = (entries['weekdays'] ?? '').split(',');
  const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
  return {
    title: field({
      name: 'title',
      label: 'Title',
      help: '“Class” makes “Class 1”, “Class 2” and so on, after those that are there.',
      isRequired: true,
      autocomplete: 'off',
    }),
    weekdays: {
      id: idOf('weekdays'),
      name: 'weekdays',
      label: 'Held on',
      help: '',
      type: 'checkbox',
      error: faults.find(({ path }) => path.startsWith('weekdays'))?.message ?? '',
      options: names.map((label, at) => {
        const value = String((at + 1) % 7);
        return { value, label, help: '', isSelected: chosen.includes(value) };
      }),
    },
    everyWeeks: field({
      name: 'everyWeeks',
      label: 'How often',
      size: 'mid',
      options: [option('everyWeeks', '1', 'Every week'), option('everyWeeks', '2', 'Every other week')],
    }),
    from: field({ name: 'from', label: 'First day', type: 'date', size: 'mid', isRequired: true }),
    to: field({ name: 'to', label: 'Last day', type: 'date', size: 'mid', isRequired: true }),
    except: field({
      name: 'except',
      label: 'Not on',
      help: 'Holidays, such as 2026-11-26, one a line.',
      isTextarea: true,
    }),
    startsAt: field({
      name: 'startsAt',
      label: 'Begins at',
      help: 'The time on the wall; it stays the same when the clocks change.',
      type: 'time',
      size: 'mid',
      isRequired: true,
    }),
    ...commonFields(field, option),
  };
}

type Drawing = ReturnType<typeof drawing>;

function drawing(entries: Entries, faults: readonly Fault[], prefix: string) {
  const idOf = (name: string): string => (prefix === '' ? `field-${name}` : `${prefix}-${name}`);
  // A fault of one of several days is a fault of the field.
  const ofField = faults.map(({ path, message }) => ({ path: path.split('.')[0] ?? '', message }));
  return {
    idOf,
    field: (words: Parameters<typeof formField>[0]) =>
      formField({ ...words, id: idOf(words.name), value: entries[words.name] ?? '' }, ofField),
    option: (name: string, value: string, label: string) => ({ value, label, isSelected: entries[name] === value }),
  };
}

function commonFields(field: Drawing['field'], option: Drawing['option']) {
  const zones = Intl.supportedValuesOf('timeZone');
  return {
    minutes: field({
      name: 'minutes',
      label: 'Minutes',
      size: 'short',
      inputMode: 'numeric',
      isRequired: true,
      autocomplete: 'off',
    }),
    place: field({
      name: 'place',
      label: 'Place',
      help: 'Such as “Room 4 and online”; or nothing.',
      autocomplete: 'off',
    }),
    zone: field({
      name: 'zone',
      label: 'Time zone of the class',
      options: [...new Set(['UTC', ...zones])].map((zone) => option('zone', zone, `${zoneName(zone)} (${zone})`)),
    }),
    list: field({
      name: 'list',
      label: 'Counts as',
      help: 'Policies count classes, and may count others apart.',
      size: 'mid',
      options: lists.map(({ value, label }) => option('list', value, label)),
    }),
  };
}
