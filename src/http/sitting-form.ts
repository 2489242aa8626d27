// The form about a sitting: empty, filled in from what is recorded, or with the entries that were refused or looked at.

import type { OfficialSitting } from '../domain/evidence/student-file.ts';
import type { Fault } from '../domain/refusal.ts';
import { zoneName } from '../domain/time.ts';
import { formField } from './form-field.ts';
import { timeOfDay } from './moments.ts';

export interface SittingFormAsked {
  /** Unique on the page; the ids of the fields begin with it. */
  readonly form: string;
  readonly sitting: OfficialSitting | null;
  readonly isBooking: boolean;
  readonly entries: Readonly<Record<string, string>> | null;
  readonly faults: readonly Fault[];
  readonly zone: string;
  /** The words of the results are about "you" or about the student. */
  readonly reader: 'student' | 'staff';
}

const resultWords = {
  student: {
    fail: 'I did not pass',
    pass: 'I passed',
    pending: 'I sat it; the result is not out yet',
    no_show: 'I did not go',
    cancelled: 'It was canceled',
  },
  staff: {
    fail: 'Not passed',
    pass: 'Passed',
    pending: 'Sat; the result is not out yet',
    no_show: 'Did not go',
    cancelled: 'Canceled',
  },
} as const;

/** Every field of the form, ready to print. */
export function sittingFields({ form, sitting, isBooking, entries, faults, zone, reader }: SittingFormAsked) {
  const recorded: Readonly<Record<string, string>> = {
    on: sitting?.on ?? '',
    time: sitting?.startAt == null ? '' : timeOfDay(sitting.startAt, zone),
    zone,
    place: sitting?.place ?? '',
    result: sitting && sitting.result !== 'booked' ? sitting.result : '',
    resultReleasedOn: sitting?.resultReleasedOn ?? '',
    score: sitting?.score == null ? '' : String(sitting.score),
    reason: '',
  };
  const valueOf = (name: string): string => entries?.[name] ?? recorded[name] ?? '';
  const field = (words: Parameters<typeof formField>[0]) =>
    formField({ ...words, id: `field-${form}-${words.name}`, value: valueOf(words.name) }, faults);
  const chosen = valueOf('result');
  const results = Object.entries(resultWords[reader]);
  return {
    when: [
      field({ name: 'on', label: 'Day of the exam', type: 'date', size: 'mid', isRequired: true }),
      field({ name: 'time', label: 'Time it begins', help: 'If you know it.', type: 'time', size: 'short' }),
      field({
        name: 'zone',
        label: 'Time zone of the place',
        options: Intl.supportedValuesOf('timeZone')
          .concat(Intl.supportedValuesOf('timeZone').includes(zone) ? [] : [zone])
          .map((name) => ({ value: name, label: `${name}: ${zoneName(name)}`, isSelected: name === valueOf('zone') })),
      }),
      field({ name: 'place', label: 'Place', help: 'City or test center, or “online”.' }),
    ],
    result: isBooking
      ? (false as const)
      : {
          id: `field-${form}-result`,
          name: 'result',
          label: 'How it went',
          help: '',
          type: 'radio',
          error: faults.find(({ path }) => path === 'result')?.message ?? '',
          options: results.map(([value, label]) => ({ value, label, help: '', isSelected: value === chosen })),
        },
    outcome: isBooking
      ? []
      : [
          field({
            name: 'resultReleasedOn',
            label: 'Day the result came out',
            help: 'Only if you passed or did not pass. Often the day of the exam.',
            type: 'date',
            size: 'mid',
          }),
          field({
            name: 'score',
            label: 'Score',
            help: 'In percent or points, as the report says it.',
            size: 'short',
            inputMode: 'decimal',
            autocomplete: 'off',
          }),
        ],
  };
}
