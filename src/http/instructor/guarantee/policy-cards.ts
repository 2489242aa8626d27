// The cards of a policy as the editor prints them: title, the student's sentence, findings, fields, and what can be done with each.

import { asObject } from '../../../domain/guarantee/reading.ts';
import type { LintFinding } from '../../../domain/guarantee/lint/lint-policy.ts';
import { cardAt, cardsOf, type Below, type Card, type PolicyCards } from '../../../domain/policies/cards.ts';
import {
  countName,
  entriesOfCard,
  formName,
  hereName,
  inputOf,
  restName,
  restText,
  type Entries,
} from '../../../domain/policies/entries.ts';
import type { RawPolicy } from '../../../domain/policies/raw-policy.ts';
import { actsOf, type CardAct } from '../../../domain/policies/rearrange.ts';
import { combinatorKinds } from '../../../domain/policies/combinator-catalog.ts';
import { ruleKinds } from '../../../domain/policies/rule-catalog.ts';
import { calendarOf, sentenceOf, titleOf } from '../../../domain/policies/sentences.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { fieldId, type FieldOption } from '../../form-field.ts';
import { fieldsOfCard, type CardForm, type PolicyField } from './policy-fields.ts';

export interface CardsAsked {
  readonly policy: RawPolicy;
  readonly findings: readonly LintFinding[];
  /** What was typed where it was refused; {} otherwise. */
  readonly typed: Entries;
  readonly faults: readonly Fault[];
  /** The card that somebody works on: it stands open. */
  readonly at: string;
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

export interface AddRule {
  readonly value: string;
  readonly selectName: string;
  readonly selectId: string;
  readonly label: string;
  readonly groups: readonly { readonly label: string; readonly options: readonly FieldOption[] }[];
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
    readonly isOpen: boolean;
  };
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
  readonly below: readonly {
    readonly label: string;
    readonly cards: readonly CardView[];
    readonly add: AddRule | false;
  }[];
  readonly isGroup: boolean;
}

/** All cards of a policy as the editor prints them. */
export interface CardsView {
  readonly rules: CardView | false;
  readonly addFirst: AddRule | false;
  readonly claim: CardView | false;
  readonly remedies: readonly CardView[];
  readonly isGuarantee: boolean;
  readonly body: CardView | false;
  readonly policy: CardView;
  readonly assumes: CardView;
}

const actWords: Readonly<Record<CardAct, readonly [icon: string, word: string]>> = {
  up: ['up', 'Move up'],
  down: ['down', 'Move down'],
  group: ['list', 'Group with the next: one is enough'],
  ungroup: ['undo', 'Dissolve: its rules stay'],
  remove: ['x', 'Remove'],
};

/** The id of a card's element, and of the link that leads there. */
export function cardId(path: string): string {
  return `card-${path.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`;
}

/** The cards of a policy for the page. */
export function cardsView(asked: CardsAsked): CardsView {
  const cards = cardsOf(asked.policy);
  const view = cardViewer(asked, cards);
  const isGuarantee = cards.kind === 'guarantee';
  return {
    rules: cards.requires ? view(cards.requires, '') : false,
    addFirst: isGuarantee && !cards.requires ? addRuleTo('requires.all', 'the guarantee') : false,
    claim: cards.claim ? view(cards.claim, '') : false,
    remedies: cards.remedies.map((card, index) => view(card, String(index + 1))),
    isGuarantee,
    body: cards.body ? view(cards.body, '') : false,
    policy: view(cards.policy, ''),
    assumes: view(cards.assumes, ''),
  };
}

function cardViewer(asked: CardsAsked, cards: PolicyCards): (card: Card, number: string) => CardView {
  const calendar = calendarOf(asked.policy);
  const faults = faultsByInput(asked, cards);
  const form: CardForm = { typed: asked.typed, faults };
  const findingsAt = findingsByCard(asked.findings, cards);

  const view = (card: Card, number: string): CardView => {
    const title = titleOf(card);
    const { usual, rare } = fieldsOfCard(card, form);
    const findings = findingsAt.get(card.path) ?? [];
    const names = [...Object.keys(entriesOfCard(card)), restName(card)];
    const isFaulty = names.some((name) => faults.has(name)) || findings.some(({ state }) => state === 'failed');
    const rest = asked.typed[restName(card)] ?? restText(card);
    return {
      id: cardId(card.path),
      path: card.path,
      name: nameOf(card),
      number,
      title,
      summary: sentenceOf(card, calendar) || card.spec.about,
      isOpen: isFaulty || (asked.at !== '' && asked.at === card.path),
      findings,
      about: card.spec.about,
      hereName: hereName(card),
      fields: usual,
      rare,
      rest: {
        id: fieldId(restName(card)),
        name: restName(card),
        value: rest,
        label: card.kind === 'json' ? 'As JSON' : 'What has no field here, as JSON',
        error: faults.get(restName(card)) ?? '',
        isOpen: card.kind === 'json' || (rest !== '' && card.path !== '') || faults.has(restName(card)),
      },
      join: card.kind === 'group' ? joinOf(card, asked.typed) : false,
      buttons: actsOf(asked.policy, card).map((act) => buttonOf(act, card, number, title)),
      below: card.below.map((below) => belowView(below, card, number)),
      isGroup: card.below.length > 0,
    };
  };

  const belowView = ({ label, list, cards: inside }: Below, card: Card, number: string) => ({
    label,
    cards: inside.map((each, index) => view(each, number === '' ? String(index + 1) : `${number}.${index + 1}`)),
    add:
      list === ''
        ? (false as const)
        : addRuleTo(list, card.path === 'requires' ? 'the guarantee' : titleOf(card).toLowerCase()),
  });
  return view;
}

/** A rule by its name in records, anything else by its place. */
function nameOf({ raw, path }: Card): string {
  const id = asObject(raw)?.['id'];
  return typeof id === 'string' ? id : path;
}

function buttonOf(act: CardAct, card: Card, number: string, title: string): CardButton {
  const [icon, word] = actWords[act];
  return { value: `${act} ${card.path}`, icon, word, of: number === '' ? title : `${number}, ${title}` };
}

function joinOf(card: Card, typed: Entries): CardView['join'] {
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

/** The list of rules to add, by what they are about. */
function addRuleTo(list: string, where: string): AddRule {
  const groups = [...new Set(ruleKinds.map(({ group }) => group))];
  const combinators = combinatorKinds.map(({ form, title }) => ({ value: form, label: title, isSelected: false }));
  return {
    value: `add ${list}`,
    selectName: `${list}~~new`,
    selectId: fieldId(`${list}~~new`),
    label: `Add a rule to ${where}`,
    groups: [
      ...groups.map((label) => ({
        label,
        options: ruleKinds
          .filter(({ group }) => group === label)
          .map(({ rule, title }) => ({ value: rule, label: title, isSelected: false })),
      })),
      { label: 'Groups and conditions', options: combinators },
    ],
  };
}

/** What is wrong, by the input where it can be put right: what cannot be read, and the linter's errors. */
export function faultsByInput(
  { findings, faults }: Pick<CardsAsked, 'findings' | 'faults'>,
  cards: PolicyCards,
): ReadonlyMap<string, string> {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const placed = errors.map(({ path, fault, cure }) => {
    const said = fault === 'This cannot be read.' || fault === 'Something is missing here.' ? cure : `${fault} ${cure}`;
    return [inputOf(cardAt(cards, path), path), said] as const;
  });
  return new Map([...placed.toReversed(), ...faults.map(({ path, message }) => [path, message] as const)]);
}

function findingsByCard(findings: readonly LintFinding[], cards: PolicyCards): ReadonlyMap<string, CardFinding[]> {
  const byCard = new Map<string, CardFinding[]>();
  for (const { path, severity, fault, cure } of findings) {
    const card = cardAt(cards, path).path;
    const look = severity === 'error' ? { icon: 'lost', state: 'failed' } : { icon: 'risk', state: 'risk' };
    byCard.set(card, [...(byCard.get(card) ?? []), { ...look, text: `${fault} ${cure}` }]);
  }
  return byCard;
}
