// Terms that a policy keeps inside, as the editor prints them: the day they begin, and each part as their own or as the policy has it.

import { joinPath } from '../../../domain/guarantee/reading.ts';
import type { Card } from '../../../domain/policies/card.ts';
import type { Part, TermsCards } from '../../../domain/policies/cards.ts';
import { isOwn, partsOfKind } from '../../../domain/policies/inner-terms.ts';
import { addName } from '../../../domain/policies/entries.ts';
import { titleOf } from '../../../domain/policies/sentences.ts';
import { fieldId } from '../../form-field.ts';
import { addRuleTo, cardId, type AddRule, type CardsAsked, type CardView } from './policy-card.ts';

/** Exactly the names that `policy-inner.hbs` prints. */
export interface InnerView {
  readonly id: string;
  readonly path: string;
  readonly title: string;
  /** "called 2025-03 · of its own: rules, remedies"; what else is as for all. */
  readonly summary: string;
  readonly isOpen: boolean;
  readonly self: CardView;
  readonly parts: readonly InnerPart[];
  readonly remove: string;
}

/** A part of the terms: its cards where they say it themselves, or a button to say it anew. */
export interface InnerPart {
  readonly title: string;
  readonly isOwn: boolean;
  /** Rules with all below them. */
  readonly rules: CardView | false;
  readonly addFirst: AddRule | false;
  /** Cards without any below them. */
  readonly cards: readonly CardView[];
  /** The button that adds a remedy, where there are remedies of their own. */
  readonly addRemedy: { readonly id: string; readonly value: string } | false;
  /** The button that makes the part the terms' own, or leaves it to the policy again. */
  readonly button: { readonly value: string; readonly word: string; readonly icon: string };
}

const partWords: Readonly<Record<Part, readonly [title: string, short: string]>> = {
  requires: ['What the student does', 'rules'],
  claim: ['How they claim', 'the claim'],
  remedies: ['What they get', 'remedies'],
  ladder: ['Class, exam, class again, refund', 'the ladder'],
  entitlement: ['The life of a voucher', 'the voucher'],
  assumes: ['What the checks should know', 'figures for the checks'],
};

/** Terms inside a policy for the page. */
export function innerView(
  { policy, at, findings }: CardsAsked,
  terms: TermsCards,
  view: (card: Card, number: string) => CardView,
): InnerView {
  const { path, kind, self } = terms;
  const parts = partsOfKind(kind);
  const own = parts.filter((part) => isOwn(policy, terms, part));
  const isHere = (place: string): boolean => place === path || place.startsWith(`${path}.`);
  const label = (self.raw as { readonly version?: unknown }).version;
  const called = typeof label === 'string' || typeof label === 'number' ? `called ${label}` : '';
  const says =
    own.length === 0 ? 'all as for everybody' : `of its own: ${own.map((part) => partWords[part][1]).join(', ')}`;
  return {
    id: cardId(`${path} terms`),
    path,
    title: titleOf(self),
    summary: [called, says].filter((words) => words !== '').join(' · '),
    isOpen: isHere(at) || findings.some((finding) => finding.severity === 'error' && isHere(finding.path)),
    // Its title stands above it already, and the way to remove it below.
    self: { ...view(self, ''), title: 'The day they begin', buttons: [] },
    parts: parts.map((part) => partView(terms, part, own.includes(part), view)),
    remove: `remove ${path}`,
  };
}

function partView(
  { path, requires, claim, remedies, body, assumes }: TermsCards,
  part: Part,
  isPartOwn: boolean,
  view: (card: Card, number: string) => CardView,
): InnerPart {
  const place = joinPath(path, [part]);
  const single = part === 'claim' ? claim : part === 'assumes' ? assumes : part === 'requires' ? null : body;
  const cards = part === 'remedies' ? (remedies ?? []) : single ? [single] : [];
  return {
    title: partWords[part][0],
    isOwn: isPartOwn,
    rules: part === 'requires' && requires ? view(requires, '') : false,
    addFirst:
      part === 'requires' && isPartOwn && !requires ? addRuleTo(joinPath(place, ['all']), 'these terms') : false,
    cards: cards.map((card, index) => view(card, part === 'remedies' ? String(index + 1) : '')),
    addRemedy: part === 'remedies' && remedies ? { id: fieldId(addName(place)), value: `add-remedy ${place}` } : false,
    button: isPartOwn
      ? { value: `remove ${place}`, word: 'Leave it as for everybody', icon: 'undo' }
      : { value: `own ${place}`, word: 'Say it anew here', icon: 'edit' },
  };
}
