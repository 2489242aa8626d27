// The cards of what is asked: rules, groups of rules and conditions, each laid out with the cards below it.

import { asObject, joinPath } from '../guarantee/reading.ts';
import type { Below, Card } from './card.ts';
import { field, type CardSpec } from './field.ts';
import type { RawPolicy } from './raw-policy.ts';
import { ruleKindOf } from './rule-catalog.ts';

const LISTS = { all: 'all', any: 'any', nOf: 'of' } as const;
export type GroupForm = keyof typeof LISTS;

const groupSpecs: Readonly<Record<GroupForm, readonly [title: string, about: string]>> = {
  all: ['All of these', 'Every one must be kept.'],
  any: ['One of these', 'One is enough.'],
  nOf: ['At least so many of these', 'A number of them is enough.'],
};

const nodeFields = [field('id', 'text', 'Name in records', { help: 'Reports name it so. Each name once.' })] as const;
// A number or a word: the field for scores reads both.
const need = field('need', 'score', 'In how many', { help: 'A number, any or all. Empty: all.' });

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

function jsonCard(path: string, raw: unknown): Card {
  return { path, kind: 'json', type: 'json', spec: jsonSpec, raw, below: [] };
}

const DEEPEST = 12;
const ownOf = (object: RawPolicy, key: string): unknown => (Object.hasOwn(object, key) ? object[key] : undefined);

/** The card of a rule, a group or a condition at a place, with all below it. Takes any value; what has no card is JSON. */
export function nodeCard(raw: unknown, path: string, depth = 0): Card {
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
  return { path, kind: 'group', type: form, spec, raw: given, below: [{ label: '', list, value: '', cards }] };
}

function wrapCard(form: string, wrap: WrapForm, given: RawPolicy, path: string, depth: number): Card {
  const { title, about, fields, members } = wrap;
  if (members.some(([member]) => asObject(ownOf(given, member)) === null)) return jsonCard(path, given);
  const spec = { title, about, fields, frame: members.map(([member]) => member) };
  const below = members.map(([member, label]) => ({
    label,
    list: '',
    value: '',
    cards: [nodeCard(given[member], joinPath(path, [member]), depth + 1)],
  }));
  return { path, kind: 'wrap', type: form, spec, raw: given, below };
}

/** Whether a value can be written into a path: one with a dot or a bracket in it cannot. */
export function isCaseName(value: string): boolean {
  return /^[^.[\]~]+$/.test(value);
}

function variantCard(given: RawPolicy, path: string, depth: number): Card {
  const cases = asObject(ownOf(given, 'cases'));
  const isWritable = cases && Object.keys(cases).every(isCaseName);
  if (!cases || !isWritable || typeof given['variant'] !== 'string') return jsonCard(path, given);
  const otherwise = ownOf(given, 'else');
  const at = (steps: readonly string[], raw: unknown, label: string, value = ''): Below => ({
    label,
    list: '',
    value,
    cards: [nodeCard(raw, joinPath(path, steps), depth + 1)],
  });
  const spec: CardSpec = {
    title: 'Depends on a fact',
    about: 'Different rules by a stored value, such as the format of the course.',
    fields: [
      ...nodeFields,
      field('variant', 'text', 'The fact', { help: 'The name under which it is recorded, such as format.' }),
    ],
    frame: ['cases', 'else'],
  };
  const below = Object.entries(cases).map(([value, raw]) => at(['cases', value], raw, `If it is ${value}`, value));
  if (otherwise !== undefined) below.push(at(['else'], otherwise, 'If it is anything else'));
  return { path, kind: 'wrap', type: 'variant', spec, raw: given, below };
}

/** A card and all cards below it, from top to bottom. */
export function allCards(card: Card): Card[] {
  return [card, ...card.below.flatMap(({ cards }) => cards.flatMap(allCards))];
}
