// The cards of a policy as the editor prints them: title, the student's sentence, findings, fields, and what can be done with each.

import { asObject } from '../../../domain/guarantee/reading.ts';
import type { LintFinding } from '../../../domain/guarantee/lint/lint-policy.ts';
import type { Below, Card } from '../../../domain/policies/card.ts';
import { cardAt, cardsOf, type PolicyCards } from '../../../domain/policies/cards.ts';
import {
  caseName,
  countName,
  entriesOfCard,
  formName,
  hereName,
  inputOf,
  newCaseName,
  restName,
  restText,
  type Entries,
} from '../../../domain/policies/entries.ts';
import type { RawPolicy } from '../../../domain/policies/raw-policy.ts';
import { actsOf, type CardAct } from '../../../domain/policies/rearrange.ts';
import { calendarOf, sentenceOf, titleOf } from '../../../domain/policies/sentences.ts';
import type { Since } from '../../../domain/policies/since.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { fieldId, type FieldOption } from '../../form-field.ts';
import { innerView, type InnerView } from './policy-inner.ts';
import { fieldsOfCard, type CardForm, type PolicyField } from './policy-fields.ts';

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

/** All cards of a policy as the editor prints them. */
export interface CardsView {
  readonly rules: CardView | false;
  readonly addFirst: AddRule | false;
  readonly claim: CardView | false;
  readonly remedies: readonly CardView[];
  readonly isGuarantee: boolean;
  readonly body: CardView | false;
  readonly policy: CardView;
  /** False where no check compares with it. */
  readonly assumes: CardView | false;
  readonly inner: readonly InnerView[];
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
    policy: view(cards.self, ''),
    assumes: cards.kind === 'entitlement' ? false : view(cards.assumes, ''),
    inner: cards.versions.map((terms) => innerView(asked, terms, view)),
  };
}

function cardViewer(asked: CardsAsked, cards: PolicyCards): (card: Card, number: string) => CardView {
  const calendars = new Map(
    cards.versions.map(({ path, self }) => [path, calendarOf({ ...asked.policy, ...asObject(self.raw) })]),
  );
  const shared = calendarOf(asked.policy);
  const calendarAt = (path: string) => calendars.get(/^versions\[\d+\]/.exec(path)?.[0] ?? '') ?? shared;
  const faults = faultsByInput(asked, cards);
  const form: CardForm = { typed: asked.typed, faults, since: asked.compared?.since ?? null };
  const findingsAt = findingsByCard(asked.findings, cards);

  const view = (card: Card, number: string): CardView => {
    const title = titleOf(card);
    const { usual, rare } = fieldsOfCard(card, form);
    const findings = findingsAt.get(card.path) ?? [];
    const names = [...Object.keys(entriesOfCard(card)), restName(card), newCaseName(card)];
    const isFaulty = names.some((name) => faults.has(name)) || findings.some(({ state }) => state === 'failed');
    const rest = asked.typed[restName(card)] ?? restText(card);
    const since = asked.compared?.since.get(card.path);
    const shownAt = new Set(card.spec.fields.map(({ at }) => at));
    const restWas = [...(since?.was ?? [])].filter(([at]) => at !== '' && !shownAt.has(at));
    return {
      id: cardId(card.path),
      path: card.path,
      name: nameOf(card),
      number,
      title,
      summary: sentenceOf(card, calendarAt(card.path)) || card.spec.about,
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
        was: restWas.map(([at, was]) => `${at} was ${was}`),
        isOpen: card.kind === 'json' || (rest !== '' && card.path !== '') || faults.has(restName(card)),
      },
      since: asked.compared ? sinceOf(since, card, asked.compared.name, number, title) : false,
      join: card.kind === 'group' ? joinOf(card, asked.typed) : false,
      cases: card.type === 'variant' ? casesOf(card, form) : false,
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
        : addRuleTo(
            list,
            /^(versions\[\d+\]\.)?requires$/.test(card.path) ? 'the guarantee' : titleOf(card).toLowerCase(),
          ),
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

/** The way to all that can be added to a list. */
export function addRuleTo(list: string, where: string): AddRule {
  return { value: `choose ${list}`, to: `to ${where}` };
}

function sinceOf(since: Since | undefined, card: Card, version: string, number: string, title: string): SinceView {
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
function casesOf(card: Card, { typed, faults }: CardForm): CasesView {
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
