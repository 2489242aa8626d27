// The fields of a rule card as the page prints them: one look for each kind, with what was typed, its help and its fault.

import { anchorChoices } from '../../../domain/policies/anchors.ts';
import type { Card } from '../../../domain/policies/card.ts';
import { MEASURES, OWN_ANCHOR, UNITS } from '../../../domain/policies/codecs.ts';
import { measureWords } from '../../../domain/policies/difference.ts';
import { inputName, shownIn, shownMembers, type Entries } from '../../../domain/policies/entries.ts';
import { memberOfField, type Choice, type Field } from '../../../domain/policies/field.ts';
import type { Since } from '../../../domain/policies/since.ts';
import { fieldId, type FieldOption } from '../../form-field.ts';

/** Exactly the names that `policy-field.hbs` prints; of the booleans at most one is true, none is a plain box for text. */
export interface PolicyField {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly help: string;
  readonly error: string;
  readonly describedBy: string;
  /** "was 2": what it is in the version in force, or "". */
  readonly was: string;
  readonly value: string;
  readonly unit: string;
  readonly size: string;
  readonly inputMode: string;
  /** Names the box that must be ticked for this field to count, or "". */
  readonly under: string;
  /** Whether the draft is compared with a version, so that what it was can be said here. */
  readonly isCompared: boolean;
  readonly isBox: boolean;
  readonly isTicked: boolean;
  readonly isTextarea: boolean;
  readonly isSelect: boolean;
  readonly options: readonly FieldOption[];
  /** A second input: the unit of an amount, the number of a measure, an anchor in one's own words. */
  readonly second: SecondInput | false;
}

export interface SecondInput {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly isSelect: boolean;
  readonly options: readonly FieldOption[];
  /** A day of one's own: shown only where the list says "another". */
  readonly isOwn: boolean;
  /** A number that the first of the measures does without. */
  readonly isMost: boolean;
}

/** What a card's form shows: entries that were refused stand as they were typed. */
export interface CardForm {
  readonly typed: Entries;
  /** Faults by the name of the input. */
  readonly faults: ReadonlyMap<string, string>;
  /** The cards that differ from the version in force; null where nothing is published. */
  readonly since: ReadonlyMap<string, Since> | null;
}

/** The fields of a card that its form shows, those seldom needed apart. */
export function fieldsOfCard(
  card: Card,
  form: CardForm,
): { readonly usual: readonly PolicyField[]; readonly rare: readonly PolicyField[] } {
  const shown = shownMembers(card);
  const fields = card.spec.fields.filter((field) => shown.has(memberOfField(field)));
  const isUsed = (field: Field): boolean =>
    Object.values(shownIn(card, field) ?? {}).some((text) => text !== '' && text !== 'days');
  const view = (field: Field): PolicyField => policyField(card, field, form);
  return {
    usual: fields.filter((field) => !field.isRare || (field.at !== 'id' && isUsed(field))).map(view),
    rare: fields.filter((field) => field.isRare && (field.at === 'id' || !isUsed(field))).map(view),
  };
}

const optionsOf = (choices: readonly Choice[], chosen: string): FieldOption[] => {
  const isListed = choices.some(({ value }) => value === chosen);
  const all = isListed ? choices : [...choices, { value: chosen, label: chosen }];
  return all.map(({ value, label }) => ({ value, label, isSelected: value === chosen }));
};

const unitLabels: Readonly<Record<string, string>> = { businessDays: 'business days' };

function policyField(card: Card, field: Field, { typed, faults, since }: CardForm): PolicyField {
  const shown = shownIn(card, field) ?? {};
  const textOf = (input: string): string => typed[inputName(card, field, input)] ?? shown[input] ?? '';
  const first = firstInput(field);
  const name = inputName(card, field, first);
  const id = fieldId(name);
  const error = faults.get(name) ?? '';
  const described = [
    since ? `${id}-was` : '',
    field.help === '' ? '' : `${id}-help`,
    error === '' ? '' : `${id}-error`,
  ];
  const was = since?.get(card.path)?.was.get(field.at);
  const value = textOf(first);
  const isBox = field.kind === 'yesNo' || field.kind === 'presence';
  const options = optionsFor(field, value);
  return {
    id,
    name,
    label: field.label,
    help: field.help,
    error,
    describedBy: described.filter((part) => part !== '').join(' '),
    was: was === undefined ? '' : `was ${was}`,
    value,
    unit: field.unit,
    size: sizeOf(field),
    inputMode: ['number', 'amount', 'amountOrHours'].includes(field.kind) ? 'decimal' : '',
    under: field.under === '' ? '' : fieldId(inputName(card, { at: field.under }, '')),
    isCompared: since !== null,
    isBox,
    isTicked: isBox && value === 'yes',
    isTextarea: field.kind === 'longText' || field.kind === 'days',
    isSelect: options.length > 0,
    options,
    second: secondInput(card, field, textOf),
  };
}

function firstInput({ kind }: Field): string {
  if (kind === 'amount' || kind === 'amountOrHours') return 'count';
  return kind === 'measure' ? 'kind' : '';
}

function sizeOf({ kind }: Field): string {
  if (['number', 'score', 'amount', 'amountOrHours'].includes(kind)) return 'short';
  return ['value', 'text', 'numbers', 'scoreOrParts'].includes(kind) ? 'mid' : '';
}

function optionsFor({ kind, choices }: Field, value: string): FieldOption[] {
  if (kind === 'choice')
    return optionsOf(choices[0]?.value === '' ? choices : [{ value: '', label: 'choose' }, ...choices], value);
  if (kind === 'measure') {
    const measures = MEASURES.map((measure) => ({ value: measure, label: measureWords(measure, '…') }));
    return optionsOf([{ value: '', label: 'choose' }, ...measures], value);
  }
  if (kind !== 'anchor') return [];
  const known = value === OWN_ANCHOR ? anchorChoices('') : anchorChoices(value);
  return optionsOf(
    [{ value: '', label: 'choose a day' }, ...known, { value: OWN_ANCHOR, label: 'another day ...' }],
    value,
  );
}

function secondInput(card: Card, field: Field, textOf: (input: string) => string): SecondInput | false {
  const second = (input: string, label: string, more: Partial<SecondInput> = {}): SecondInput => {
    const name = inputName(card, field, input);
    return {
      id: fieldId(name),
      name,
      label,
      value: textOf(input),
      isSelect: false,
      options: [],
      isOwn: false,
      isMost: false,
      ...more,
    };
  };
  switch (field.kind) {
    case 'amount':
    case 'amountOrHours': {
      const units = UNITS.filter((unit) => unit !== 'hours' || field.kind === 'amountOrHours');
      const choices = units.map((value) => ({ value, label: unitLabels[value] ?? value }));
      const options = optionsOf(choices, textOf('unit') || 'days');
      return second('unit', `${field.label}: unit`, { isSelect: true, options });
    }
    case 'anchor':
      return second('own', 'Which day: YYYY-MM-DD, or the name of a date on record', { isOwn: true });
    case 'measure':
      return second('most', 'The number, for all but the first of these', { isMost: true });
    default:
      return false;
  }
}
