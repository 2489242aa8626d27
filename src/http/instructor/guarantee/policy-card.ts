// One card of a policy as the editor prints it: its words, what can be done with it, and what it was in the version in force.

import { asObject } from '../../../domain/guarantee/reading.ts';
import type { LintFinding } from '../../../domain/guarantee/lint/lint-policy.ts';
import type { Card } from '../../../domain/policies/card.ts';
import {
  addName,
  caseName,
  countName,
  entriesOfCard,
  formName,
  newCaseName,
  type Entries,
} from '../../../domain/policies/entries.ts';
import type { RawPolicy } from '../../../domain/policies/raw-policy.ts';
import type { CardAct } from '../../../domain/policies/rearrange.ts';
import type { Since } from '../../../domain/policies/since.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { fieldId, type FieldOption } from '../../form-field.ts';
import type { CardForm, PolicyField } from './policy-fields.ts';

export interface CardsAsked {
  readonly policy: RawPolicy;
  readonly findings: readonly LintFinding[];
  /** What was typed where it was refused; {} otherwise. */
  readonly typed: Entries;
  readonly faults: readonly Fault[];
  /** The card that somebody works on: it stands open. */
  readonly at: string;
  /** What the draft changes against the newest version; null where nothing is published. */
  readonly compared: Compared | null;
}

/** The draft against a version. */
export interface Compared {
  /** "version 3" */
  readonly name: string;
  readonly since: ReadonlyMap<string, Since>;
}

/** Something to do with a card, as a button of the form. */
export interface CardButton {
  /** "up requires.all[2]" */
  readonly value: string;
  readonly icon: string;
  readonly word: string;
  /** What it is about, for screen readers. */
  readonly of: string;
}

/** A finding as a card shows it. */
export interface CardFinding {
  readonly icon: string;
  readonly state: string;
  readonly text: string;
}

/** The button that leads to all that can be added to a list. */
export interface AddRule {
  readonly id: string;
  /** "choose requires.all" */
  readonly value: string;
  /** Where to, for screen readers. */
  readonly to: string;
}

/** Exactly the names that `policy-card.hbs` prints. */
export interface CardView {
  readonly id: string;
  readonly path: string;
  /** By which it is known while it moves about. */
  readonly name: string;
  readonly number: string;
  readonly title: string;
  readonly summary: string;
  readonly isOpen: boolean;
  readonly findings: readonly CardFinding[];
  readonly about: string;
  readonly hereName: string;
  readonly fields: readonly PolicyField[];
  readonly rare: readonly PolicyField[];
  readonly rest: {
    readonly id: string;
    readonly name: string;
    readonly value: string;
    readonly label: string;
    readonly error: string;
    /** What members without a field were in the version in force. */
    readonly was: readonly string[];
    readonly isOpen: boolean;
  };
  /** Against the version in force; false where nothing is published. */
  readonly since: SinceView | false;
  readonly join:
    | {
        readonly id: string;
        readonly name: string;
        readonly options: readonly FieldOption[];
        readonly countId: string;
        readonly countName: string;
        readonly count: string;
      }
    | false;
  readonly buttons: readonly CardButton[];
  /** Values of a fact, for each of which something is asked. */
  readonly cases: CasesView | false;
  readonly below: readonly {
    readonly label: string;
    readonly cards: readonly CardView[];
    readonly add: AddRule | false;
  }[];
  readonly isGroup: boolean;
}

/** What a card is against the version in force. */
export interface SinceView {
  /** "changed since version 3", "new since version 3"; "" where it is the same. */
  readonly words: string;
  /** Where it stood, if it stands among others now; or "". */
  readonly moved: string;
  /** The button that makes it again as it is in force; hidden where nothing but its place differs. */
  readonly back: CardButton & { readonly isOffered: boolean };
}

export interface CasesView {
  readonly values: readonly {
    readonly id: string;
    readonly name: string;
    readonly value: string;
    readonly error: string;
  }[];
  readonly fresh: { readonly id: string; readonly name: string; readonly value: string; readonly error: string };
  readonly addValue: string;
  /** Asks something of all other values; "" where that is asked already. */
  readonly elseValue: string;
}

const actWords: Readonly<Record<CardAct, readonly [icon: string, word: string]>> = {
  up: ['up', 'Move up'],
  down: ['down', 'Move down'],
  group: ['list', 'Group with the next: one is enough'],
  join: ['list', 'Make it a group, to ask for more'],
  ungroup: ['undo', 'Dissolve: its rules stay'],
  remove: ['x', 'Remove'],
};

/** The id of a card's element, and of the link that leads there. */
export function cardId(path: string): string {
  return `card-${path.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`;
}

/** A rule by its name in records, anything else by its place. */
export function nameOf({ raw, path }: Card): string {
  const id = asObject(raw)?.['id'];
  return typeof id === 'string' ? id : path;
}

/** A button that acts on a card. */
export function buttonOf(act: CardAct, card: Card, number: string, title: string): CardButton {
  const [icon, word] = actWords[act];
  return { value: `${act} ${card.path}`, icon, word, of: number === '' ? title : `${number}, ${title}` };
}

/** How a group joins its rules. */
export function joinOf(card: Card, typed: Entries): CardView['join'] {
  const shown = entriesOfCard(card);
  const form = typed[formName(card)] ?? shown[formName(card)] ?? '';
  const options = [
    { value: 'all', label: 'All of these must be kept' },
    { value: 'any', label: 'One of these is enough' },
    { value: 'nOf', label: 'So many of these are enough' },
  ].map((option) => ({ ...option, isSelected: option.value === form }));
  return {
    id: fieldId(formName(card)),
    name: formName(card),
    options,
    countId: fieldId(countName(card)),
    countName: countName(card),
    count: typed[countName(card)] ?? shown[countName(card)] ?? '',
  };
}

/** The way to all that can be added to a list. */
export function addRuleTo(list: string, where: string): AddRule {
  return { id: fieldId(addName(list)), value: `choose ${list}`, to: `to ${where}` };
}

/** What a card is against a version. */
export function sinceOf(
  since: Since | undefined,
  card: Card,
  version: string,
  number: string,
  title: string,
): SinceView {
  const moved = since?.was.get('') ?? '';
  const words = since === undefined ? '' : `${since.kind} since ${version}`;
  const isOffered = since?.kind === 'changed' && [...since.was.keys()].some((at) => at !== '');
  return {
    words,
    moved: moved === '' ? '' : `stood among ${moved}`,
    back: {
      value: `back ${card.path}`,
      icon: 'undo',
      word: `Back to ${version}`,
      of: number === '' ? title : `${number}, ${title}`,
      isOffered,
    },
  };
}

/** The values of a variant's fact, to be named otherwise, and one to add. */
export function casesOf(card: Card, { typed, faults }: CardForm): CasesView {
  const input = (name: string, value: string) => ({
    id: fieldId(name),
    name,
    value: typed[name] ?? value,
    error: faults.get(name) ?? '',
  });
  const values = card.below.filter(({ value }) => value !== '').map(({ value }) => input(caseName(card, value), value));
  const hasElse = asObject(card.raw)?.['else'] !== undefined;
  return {
    values,
    fresh: input(newCaseName(card), ''),
    addValue: `add-case ${card.path}`,
    elseValue: hasElse ? '' : `add-else ${card.path}`,
  };
}
