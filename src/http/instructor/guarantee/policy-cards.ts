// The cards of a policy as the editor prints them: title, the student's sentence, findings, fields, and what can be done with each.

import { asObject } from '../../../domain/guarantee/reading.ts';
import type { LintFinding } from '../../../domain/guarantee/lint/lint-policy.ts';
import type { Below, Card } from '../../../domain/policies/card.ts';
import { cardAt, cardsOf, type PolicyCards } from '../../../domain/policies/cards.ts';
import { entriesOfCard, hereName, inputOf, newCaseName, restName, restText } from '../../../domain/policies/entries.ts';
import { findingInWords } from '../../../domain/policies/finding-words.ts';
import { actsOf, termsAround } from '../../../domain/policies/rearrange.ts';
import { calendarOf, sentenceOf, titleOf } from '../../../domain/policies/sentences.ts';
import { fieldId } from '../../form-field.ts';
import {
  addRuleTo,
  buttonOf,
  cardId,
  casesOf,
  joinOf,
  nameOf,
  sinceOf,
  type AddRule,
  type CardFinding,
  type CardsAsked,
  type CardView,
} from './policy-card.ts';
import { innerView, type InnerView } from './policy-inner.ts';
import { fieldsOfCard, type CardForm } from './policy-fields.ts';

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
  const calendarAt = (path: string) => calendars.get(termsAround(path)) ?? shared;
  const faults = faultsByInput(asked, cards);
  const form: CardForm = { typed: asked.typed, faults, since: asked.compared?.since ?? null };
  const findingsAt = findingsByCard(asked.findings, cards);

  const view = (card: Card, number: string): CardView => {
    const title = titleOf(card);
    const { usual, rare } = fieldsOfCard(card, form);
    const findings = findingsAt.get(card.path) ?? [];
    const names = [...Object.keys(entriesOfCard(card)), restName(card), newCaseName(card)];
    const isFaulty =
      names.some((name) => faults.has(name)) ||
      (card.below.length === 0 && findings.some(({ state }) => state === 'failed'));
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
      below: card.below.map((below, at) => belowView(below, at, card, number)),
      isGroup: card.below.length > 0,
    };
  };

  const belowView = ({ label, list, cards: inside }: Below, at: number, card: Card, number: string) => {
    // What stands below several labels is counted through.
    const before = card.below.slice(0, at).flatMap((below) => below.cards).length;
    const numberOf = (index: number): string => `${number === '' ? '' : `${number}.`}${before + index + 1}`;
    const where = /^(versions\[\d+\]\.)?requires$/.test(card.path) ? 'the guarantee' : titleOf(card).toLowerCase();
    return {
      label,
      cards: inside.map((each, index) => view(each, numberOf(index))),
      add: list === '' ? (false as const) : addRuleTo(list, where),
    };
  };
  return view;
}

/** What is wrong, by the input where it can be put right: what cannot be read, and the linter's errors. */
export function faultsByInput(
  { findings, faults }: Pick<CardsAsked, 'findings' | 'faults'>,
  cards: PolicyCards,
): ReadonlyMap<string, string> {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const placed = errors.map((finding) => {
    const { path } = finding;
    const { fault, cure } = findingInWords(finding, cards);
    const said = fault === 'This cannot be read.' || fault === 'Something is missing here.' ? cure : `${fault} ${cure}`;
    return [inputOf(cardAt(cards, path), path), said] as const;
  });
  return new Map([...placed.toReversed(), ...faults.map(({ path, message }) => [path, message] as const)]);
}

function findingsByCard(findings: readonly LintFinding[], cards: PolicyCards): ReadonlyMap<string, CardFinding[]> {
  const byCard = new Map<string, CardFinding[]>();
  for (const finding of findings) {
    const card = cardAt(cards, finding.path).path;
    const { fault, cure } = findingInWords(finding, cards);
    const { severity } = finding;
    const look = severity === 'error' ? { icon: 'lost', state: 'failed' } : { icon: 'risk', state: 'risk' };
    byCard.set(card, [...(byCard.get(card) ?? []), { ...look, text: `${fault} ${cure}` }]);
  }
  return byCard;
}
