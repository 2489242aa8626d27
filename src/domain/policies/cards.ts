// A policy as cards: rules, groups of rules and the parts beside them, each with its place, so that every card can be changed by itself.

import { asObject, joinPath } from '../guarantee/reading.ts';
import { field, type CardSpec } from './field.ts';
import { assumesSpec, claimSpec, entitlementSpec, ladderSpec, policySpec, remedySpec } from './part-catalog.ts';
import type { RawPolicy } from './raw-policy.ts';
import { ruleKindOf } from './rule-catalog.ts';

/** Cards that stand below a card. */
export interface Below {
  /** What is said above them: "Only if this holds"; or "". */
  readonly label: string;
  /** The list they stand in, to which cards can be added ("requires.all"); "" for a single place. */
  readonly list: string;
  readonly cards: readonly Card[];
}

export interface Card {
  /** Its place in the policy; "" is the policy itself. */
  readonly path: string;
  readonly kind: 'rule' | 'group' | 'wrap' | 'part' | 'json';
  /** The rule's name, the combinator, or the name of the part. */
  readonly type: string;
  readonly spec: CardSpec;
  readonly raw: unknown;
  readonly below: readonly Below[];
}

/** A whole policy laid out. */
export interface PolicyCards {
  readonly kind: 'guarantee' | 'ladder' | 'entitlement';
  /** The policy itself: its calendar, and as JSON whatever else it says. */
  readonly policy: Card;
  readonly assumes: Card;
  /** The requirements; null where there are none. */
  readonly requires: Card | null;
  readonly claim: Card | null;
  readonly remedies: readonly Card[];
  /** A ladder's or a voucher's terms. */
  readonly body: Card | null;
}

const LISTS = { all: 'all', any: 'any', nOf: 'of' } as const;
export type GroupForm = keyof typeof LISTS;

const groupSpecs: Readonly<Record<GroupForm, readonly [title: string, about: string]>> = {
  all: ['All of these', 'Every one must be kept.'],
  any: ['One of these', 'One is enough.'],
  nOf: ['At least so many of these', 'A number of them is enough.'],
};

const nodeFields = [field('id', 'text', 'Name in records', { help: 'Reports name it so. Each name once.' })] as const;
const need = field('need', 'text', 'In how many', { help: 'A number, any or all. Empty: all.' });

interface WrapForm {
  readonly title: string;
  readonly about: string;
  readonly fields: CardSpec['fields'];
  readonly members: readonly (readonly [member: string, label: string])[];
}

const WRAPS: Readonly<Record<string, WrapForm>> = {
  not: {
    title: 'This must not hold',
    about: 'Kept turns to broken, and broken to kept.',
    fields: [],
    members: [['not', '']],
  },
  onlyWhen: {
    title: 'Only for some',
    about: 'Asked only of those for whom a condition holds.',
    fields: [],
    members: [
      ['onlyWhen', 'If this holds'],
      ['apply', 'this is asked'],
    ],
  },
  perSection: {
    title: 'In every section',
    about: 'Asked of each section of the exam.',
    fields: [...nodeFields, need],
    members: [['perSection', '']],
  },
  perRound: {
    title: 'In every round',
    about: 'Asked again each time the course is repeated.',
    fields: [...nodeFields, need],
    members: [['perRound', '']],
  },
  group: {
    title: 'For the group',
    about: 'Asked of each member of a group.',
    fields: [...nodeFields, need],
    members: [['group', '']],
  },
};

const jsonSpec: CardSpec = {
  title: 'Written as JSON',
  about: 'The cards have no fields for this; it is kept to the letter.',
  fields: [],
  frame: [],
};

/** Lays a policy out as cards. Takes any object and never throws. */
export function cardsOf(policy: RawPolicy): PolicyCards {
  const kind = policy['kind'] === 'ladder' || policy['kind'] === 'entitlement' ? policy['kind'] : 'guarantee';
  const isGuarantee = kind === 'guarantee';
  // With versions of its own a policy may leave its body to them.
  const says = (key: string): boolean =>
    policy[key] === undefined ? isGuarantee && policy['versions'] === undefined : asObject(policy[key]) !== null;
  const { remedies } = policy;
  const bodySpec = kind === 'ladder' ? ladderSpec : entitlementSpec;
  return {
    kind,
    policy: { path: '', kind: 'part', type: 'policy', spec: policySpecFor(policy), raw: policy, below: [] },
    assumes: part('assumes', assumesSpec, policy['assumes']),
    requires: asObject(policy['requires']) === null ? null : nodeCard(policy['requires'], 'requires', 0),
    claim: says('claim') ? part('claim', claimSpec, policy['claim']) : null,
    remedies: Array.isArray(remedies)
      ? remedies.map((raw: unknown, index) => part(joinPath('remedies', [index]), remedySpec(raw), raw, 'remedy'))
      : [],
    body: isGuarantee ? null : part(kind, bodySpec, policy[kind]),
  };
}

/** Members whose value the cards cannot hold stand in the policy's own JSON. */
function policySpecFor(policy: RawPolicy): CardSpec {
  const isCarded = (key: string): boolean => {
    const value = policy[key];
    if (value === undefined || key === 'version' || key === 'effectiveFrom') return true;
    if (key === 'remedies') return Array.isArray(value);
    return key === 'kind' ? typeof value === 'string' : asObject(value) !== null;
  };
  return { ...policySpec, frame: policySpec.frame.filter(isCarded) };
}

function part(path: string, spec: CardSpec, raw: unknown, type = path): Card {
  return { path, kind: 'part', type, spec, raw: asObject(raw) ?? {}, below: [] };
}

function jsonCard(path: string, raw: unknown): Card {
  return { path, kind: 'json', type: 'json', spec: jsonSpec, raw, below: [] };
}

const DEEPEST = 12;
const ownOf = (object: RawPolicy, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

function nodeCard(raw: unknown, path: string, depth: number): Card {
  const given = asObject(raw);
  if (!given || depth > DEEPEST) return jsonCard(path, raw);
  const forms = ['rule', ...Object.keys(LISTS), ...Object.keys(WRAPS), 'variant'].filter(
    (form) => ownOf(given, form) !== undefined,
  );
  const [form = ''] = forms;
  // Only one form in each node has a meaning; the linter says so where there are two.
  if (forms.length !== 1) return jsonCard(path, raw);
  if (form === 'rule') return ruleCard(given, path);
  if (isGroup(form)) return groupCard(form, given, path, depth);
  const wrap = WRAPS[form];
  return wrap ? wrapCard(form, wrap, given, path, depth) : variantCard(given, path, depth);
}

function ruleCard(given: RawPolicy, path: string): Card {
  const kind = ruleKindOf(given['rule']);
  return kind ? { path, kind: 'rule', type: kind.rule, spec: kind, raw: given, below: [] } : jsonCard(path, given);
}

/** Whether a combinator holds a list of rules. */
export function isGroup(form: string): form is GroupForm {
  return Object.hasOwn(LISTS, form);
}

/** The member in which a group keeps its rules. */
export function listOfGroup(form: GroupForm): string {
  return LISTS[form];
}

function groupCard(form: GroupForm, given: RawPolicy, path: string, depth: number): Card {
  const list = joinPath(path, [LISTS[form]]);
  const children = ownOf(given, LISTS[form]);
  if (!Array.isArray(children)) return jsonCard(path, given);
  const [title, about] = groupSpecs[form];
  const spec: CardSpec = { title, about, fields: [], frame: form === 'nOf' ? ['nOf', 'of'] : [form] };
  const cards = children.map((child: unknown, index) => nodeCard(child, joinPath(list, [index]), depth + 1));
  return { path, kind: 'group', type: form, spec, raw: given, below: [{ label: '', list, cards }] };
}

function wrapCard(form: string, wrap: WrapForm, given: RawPolicy, path: string, depth: number): Card {
  const { title, about, fields, members } = wrap;
  if (members.some(([member]) => asObject(ownOf(given, member)) === null)) return jsonCard(path, given);
  const spec = { title, about, fields, frame: members.map(([member]) => member) };
  const below = members.map(([member, label]) => ({
    label,
    list: '',
    cards: [nodeCard(given[member], joinPath(path, [member]), depth + 1)],
  }));
  return { path, kind: 'wrap', type: form, spec, raw: given, below };
}

function variantCard(given: RawPolicy, path: string, depth: number): Card {
  const cases = asObject(ownOf(given, 'cases'));
  // A value with a dot or bracket in it has no place that could be written as a path.
  const isWritable = cases && Object.keys(cases).every((value) => /^[^.[\]]+$/.test(value));
  if (!cases || !isWritable || typeof given['variant'] !== 'string') return jsonCard(path, given);
  const otherwise = ownOf(given, 'else');
  const at = (steps: readonly string[], raw: unknown, label: string): Below => ({
    label,
    list: '',
    cards: [nodeCard(raw, joinPath(path, steps), depth + 1)],
  });
  const spec: CardSpec = {
    title: 'Depends on a fact',
    about: 'Different rules by a stored value, such as the format of the course.',
    fields: [...nodeFields, field('variant', 'text', 'The fact')],
    frame: ['cases', 'else'],
  };
  const below = Object.entries(cases).map(([value, raw]) => at(['cases', value], raw, value));
  if (otherwise !== undefined) below.push(at(['else'], otherwise, 'anything else'));
  return { path, kind: 'wrap', type: 'variant', spec, raw: given, below };
}

/** A card and all cards below it, from top to bottom. */
export function allCards(card: Card): Card[] {
  return [card, ...card.below.flatMap(({ cards }) => cards.flatMap(allCards))];
}

/** Every card of a policy. */
export function everyCard({ policy, assumes, requires, claim, remedies, body }: PolicyCards): Card[] {
  const parts = [policy, assumes, claim, ...remedies, body].filter((card) => card !== null);
  return [...parts, ...(requires ? allCards(requires) : [])];
}

/** The card that holds a place of the policy: the one whose path reaches furthest toward it. */
export function cardAt(cards: PolicyCards, path: string): Card {
  const holds = (card: Card): boolean =>
    card.path === '' || path === card.path || path.startsWith(`${card.path}.`) || path.startsWith(`${card.path}[`);
  return everyCard(cards)
    .filter(holds)
    .reduce((best, card) => (card.path.length >= best.path.length ? card : best), cards.policy);
}
