// A policy as cards: rules, groups of rules and the parts beside them, each with its place, so that every card can be changed by itself.

import { asObject, joinPath } from '../guarantee/reading.ts';
import type { Card } from './card.ts';
import type { CardSpec } from './field.ts';
import { allCards, nodeCard } from './node-cards.ts';
import {
  assumesSpec,
  claimSpec,
  entitlementSpec,
  ladderSpec,
  policySpec,
  remedySpec,
  termsSpec,
} from './part-catalog.ts';
import type { RawPolicy } from './raw-policy.ts';

export type PolicyKind = 'guarantee' | 'ladder' | 'entitlement';

/** One set of terms laid out: the policy's own, or terms that it keeps inside for whoever enrolled from a day on. */
export interface TermsCards {
  /** Where they stand: "" for the policy, "versions[1]" for terms inside it. */
  readonly path: string;
  readonly kind: PolicyKind;
  /** The terms themselves: their calendar, and as JSON whatever else they say. */
  readonly self: Card;
  /** Terms inside a policy have only the cards of what they say themselves; null where there is none. */
  readonly assumes: Card | null;
  readonly requires: Card | null;
  readonly claim: Card | null;
  /** Null where terms inside a policy leave them to it. */
  readonly remedies: readonly Card[] | null;
  /** A ladder's or a voucher's terms. */
  readonly body: Card | null;
}

/** A whole policy laid out. */
export interface PolicyCards extends TermsCards {
  readonly assumes: Card;
  readonly remedies: readonly Card[];
  /** The terms it keeps inside, in the order in which they are written. */
  readonly versions: readonly TermsCards[];
}

/** The members of a policy that have cards of their own, which terms inside it can say anew. */
export const PARTS = ['requires', 'claim', 'remedies', 'ladder', 'entitlement', 'assumes'] as const;
export type Part = (typeof PARTS)[number];

/** Lays a policy out as cards. Takes any object and never throws. */
export function cardsOf(policy: RawPolicy): PolicyCards {
  const kind = kindOf(policy, 'guarantee');
  const isGuarantee = kind === 'guarantee';
  // With versions of its own a policy may leave its body to them.
  const says = (key: string): boolean =>
    policy[key] === undefined ? isGuarantee && policy['versions'] === undefined : asObject(policy[key]) !== null;
  const { requires, claim, remedies, assumes } = policy;
  return {
    path: '',
    kind,
    self: { path: '', kind: 'part', type: 'policy', spec: policySpecFor(policy), raw: policy, below: [] },
    assumes: part('assumes', assumesSpec, assumes),
    requires: asObject(requires) === null ? null : nodeCard(requires, 'requires'),
    claim: says('claim') ? part('claim', claimSpec, claim) : null,
    remedies: remedyCards(remedies, 'remedies') ?? [],
    body: isGuarantee ? null : bodyCard(kind, policy[kind], kind),
    versions: versionsOf(policy).map((raw, index) => termsInside(raw, joinPath('versions', [index]), kind)),
  };
}

function kindOf({ kind }: RawPolicy, otherwise: PolicyKind): PolicyKind {
  return kind === 'ladder' || kind === 'entitlement' || kind === 'guarantee' ? kind : otherwise;
}

/** The terms that a policy keeps inside; none where what stands there is no list of terms. */
export function versionsOf({ versions }: RawPolicy): readonly RawPolicy[] {
  const all = Array.isArray(versions) ? versions.map(asObject) : [];
  return all.every((each) => each !== null) ? all : [];
}

function termsInside(raw: RawPolicy, path: string, kindAround: PolicyKind): TermsCards {
  const kind = kindOf(raw, kindAround);
  const at = (key: string): string => joinPath(path, [key]);
  const own = (key: string, spec: CardSpec): Card | null =>
    asObject(raw[key]) === null ? null : part(at(key), spec, raw[key], key);
  const isCarded = (key: string): boolean => {
    if (key === 'remedies') return Array.isArray(raw[key]);
    return (key === kind || !['ladder', 'entitlement'].includes(key)) && asObject(raw[key]) !== null;
  };
  const spec = { ...termsSpec, frame: PARTS.filter(isCarded) };
  return {
    path,
    kind,
    self: { path, kind: 'part', type: 'terms', spec, raw, below: [] },
    assumes: own('assumes', assumesSpec),
    requires: asObject(raw['requires']) === null ? null : nodeCard(raw['requires'], at('requires')),
    claim: own('claim', claimSpec),
    remedies: remedyCards(raw['remedies'], at('remedies')),
    body: kind === 'guarantee' || asObject(raw[kind]) === null ? null : bodyCard(kind, raw[kind], at(kind)),
  };
}

/** Members whose value the cards cannot hold stand in the policy's own JSON. */
function policySpecFor(policy: RawPolicy): CardSpec {
  const isCarded = (key: string): boolean => {
    const value = policy[key];
    if (value === undefined || key === 'version' || key === 'effectiveFrom') return true;
    if (key === 'remedies') return Array.isArray(value);
    if (key === 'versions') return versionsOf(policy).length > 0;
    return key === 'kind' ? typeof value === 'string' : asObject(value) !== null;
  };
  return { ...policySpec, frame: policySpec.frame.filter(isCarded) };
}

function part(path: string, spec: CardSpec, raw: unknown, type = path): Card {
  return { path, kind: 'part', type, spec, raw: asObject(raw) ?? {}, below: [] };
}

function bodyCard(kind: 'ladder' | 'entitlement', raw: unknown, path: string): Card {
  return part(path, kind === 'ladder' ? ladderSpec : entitlementSpec, raw, kind);
}

function remedyCards(remedies: unknown, path: string): readonly Card[] | null {
  if (!Array.isArray(remedies)) return null;
  return remedies.map((raw: unknown, index) => part(joinPath(path, [index]), remedySpec(raw), raw, 'remedy'));
}

/** The cards of one set of terms beside the terms themselves, those below others with them. */
export function cardsOfTerms({ assumes, requires, claim, remedies, body }: TermsCards): Card[] {
  const parts = [assumes, claim, ...(remedies ?? []), body].filter((card) => card !== null);
  return [...parts, ...(requires ? allCards(requires) : [])];
}

/** Every card of a policy. */
export function everyCard(cards: PolicyCards): Card[] {
  return [cards, ...cards.versions].flatMap((terms) => [terms.self, ...cardsOfTerms(terms)]);
}

/** The card that holds a place of the policy: the one whose path reaches furthest toward it. */
export function cardAt(cards: PolicyCards, path: string): Card {
  const holds = (card: Card): boolean =>
    card.path === '' || path === card.path || path.startsWith(`${card.path}.`) || path.startsWith(`${card.path}[`);
  return everyCard(cards)
    .filter(holds)
    .reduce((best, card) => (card.path.length >= best.path.length ? card : best), cards.self);
}
