// Dates and stored values of a student, one entry each: what the policy asks for first, then whatever else is recorded.

import { factLabel } from '../../../domain/evidence/asked-facts.ts';
import { nameWords } from '../../../domain/guarantee/anchor.ts';
import { valueWords } from '../../../domain/guarantee/rules/names.ts';
import { upperFirst } from '../../../domain/phrases.ts';
import { dayTextWords } from '../../day-words.ts';
import type { Page } from '../../page.ts';
import { valueField } from './entry-form.ts';
import { evidenceItem, type EvidenceAsked, type EvidenceItem } from './evidence-item.ts';

/** The dates of the student; those of the course are set for everybody and not here. */
export function datesOf(asked: EvidenceAsked, page: Page): EvidenceItem[] {
  const { file } = asked.student.judgment;
  const known = (asked.asked?.dates ?? []).filter(({ isOfCourse }) => !isOfCourse);
  const others = Object.keys(file.dates).filter((name) => !known.some((date) => date.name === name));
  const all = [...known, ...others.map((name) => ({ name, label: factLabel(name), rules: [], isNeeded: false }))];
  return all.map(({ name, label, rules, isNeeded }) => {
    const now = file.dates[name];
    const suggested = file.suggestions[name];
    const hint =
      !now && suggested
        ? `The first launch was on ${dayTextWords(suggested.value)}; nobody has confirmed that day yet.`
        : '';
    return evidenceItem(asked, page, {
      kind: 'date',
      name,
      label,
      rules,
      now: now ? { ...now, value: dayTextWords(now.value) } : undefined,
      isMissing: isNeeded && !now,
      fields: [
        {
          name: 'on',
          label: 'Day',
          type: 'date',
          size: 'mid',
          value: now?.value ?? suggested?.value ?? '',
          help: hint,
          isRequired: true,
        },
      ],
    });
  });
}

/** What only staff or another system know: flags, payments, opt-ins. */
export function valuesOf(asked: EvidenceAsked, page: Page): EvidenceItem[] {
  const { file } = asked.student.judgment;
  const known = asked.asked?.values ?? [];
  const others = Object.keys(file.values).filter((name) => !known.some((value) => value.name === name));
  const all = [
    ...known.map((value) => ({ ...value, isAsked: true })),
    ...others.map((name) => ({ name, label: upperFirst(nameWords(name)), rules: [], options: [], isAsked: false })),
  ];
  return all.map(({ name, label, rules, options, isAsked }) => {
    const now = file.values[name];
    const value = now ? valueField(now.value.value) : '';
    const choices = optionsOf(options, now?.value.value);
    const choice = (chosen: string) => [
      { value: '', label: 'not recorded', isSelected: chosen === '' },
      ...choices.map((one) => ({ ...one, isSelected: one.value === chosen })),
    ];
    const before = now?.value.before ?? null;
    const isChoice = choices.length > 0;
    return evidenceItem(asked, page, {
      kind: 'value',
      name,
      label,
      rules,
      now: now ? { ...now, value: storedWords(now.value) } : undefined,
      isMissing: isAsked && !now,
      fields: [
        {
          name: 'value',
          label: 'Value',
          size: 'mid',
          value: isChoice ? value : String(now?.value.value ?? ''),
          options: isChoice ? choice(value) : [],
        },
        {
          name: 'from',
          label: 'Since which day',
          help: 'Only where it was another one before.',
          type: 'date',
          size: 'mid',
          value: now?.value.from ?? '',
        },
        {
          name: 'before',
          label: 'Before that it was',
          size: 'mid',
          value: before === null ? '' : isChoice ? valueField(before) : String(before),
          options: isChoice ? choice(before === null ? '' : valueField(before)) : [],
        },
      ],
    });
  });
}

type Stored = EvidenceAsked['student']['judgment']['file']['values'][string]['value'];

function optionsOf(options: readonly (string | number | boolean)[], now: string | number | boolean | undefined) {
  const all = now === undefined || options.length === 0 || options.includes(now) ? options : [...options, now];
  return all.map((value) => ({ value: valueField(value), label: valueWords(value) }));
}

function storedWords({ value, from, before }: Stored): string {
  if (from === null) return valueWords(value);
  const earlier = before === null ? 'nothing' : valueWords(before);
  return `${valueWords(value)} since ${dayTextWords(from)}, ${earlier} before`;
}
