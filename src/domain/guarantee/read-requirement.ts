// Reads the requirements of a policy: one form in each node, bounded in depth and number, every fault with its path.
import { z } from 'zod';
import { nameWords } from './anchor.ts';
import { missingRule } from './missing-rule.ts';
import {
  type Fault,
  type Read,
  asObject,
  cure,
  joinPath,
  memberOf,
  optional,
  readBy,
  textSchema,
  wholeSchema,
} from './reading.ts';
import { type EachPart, type Requirement, partListsIn } from './requirement.ts';
import { ruleBook } from './rules/book.ts';

const DEEPEST = 20;
const MOST_RULES = 300;
const PARTS = {
  perSection: { list: 'sections', whenMissing: 'unknown', what: 'your sections' },
  perRound: { list: 'rounds', whenMissing: 'not_yet', what: 'your first class' },
  group: { list: 'members', whenMissing: 'unknown', what: 'the members of your group' },
} as const;
const FORMS = ['rule', 'all', 'any', 'nOf', 'not', 'onlyWhen', 'variant', 'perSection', 'perRound', 'group'] as const;
const FORMS_CURE = `give exactly one of ${FORMS.map((form) => `"${form}"`).join(', ')}`;

type RawNode = Readonly<Record<string, unknown>>;

interface Reader {
  readonly faults: Fault[];
  rulesLeft: number;
}

/** Reads the requirements of a policy; refuses with every fault and its path. */
export function readRequirement(raw: unknown, path: string): Read<Requirement> {
  const reader: Reader = { faults: [], rulesLeft: MOST_RULES };
  const requirement = readNode(raw, path, 0, reader);
  return requirement && reader.faults.length === 0
    ? { ok: true, value: requirement }
    : { ok: false, faults: reader.faults };
}

function readNode(raw: unknown, path: string, depth: number, reader: Reader): Requirement | undefined {
  const given = asObject(raw);
  if (!given) return fail(reader, path, 'give a rule or a combinator as an object: { ... }');
  if (depth > DEEPEST) return fail(reader, path, `nest combinators at most ${DEEPEST} deep`);
  const forms = FORMS.filter((form) => memberOf(given, form) !== undefined);
  const form = forms[0];
  if (form === undefined || forms.length > 1) return fail(reader, path, FORMS_CURE);
  const below = (name: string) => readNode(memberOf(given, name), joinPath(path, [name]), depth + 1, reader);
  switch (form) {
    case 'rule':
      return readRule(given, path, reader);
    case 'not': {
      const child = below('not');
      return child && { kind: 'not', children: [child] };
    }
    case 'onlyWhen':
      return onlyWhen(below('onlyWhen'), below('apply'));
    case 'variant':
      return readVariant(given, path, depth, reader);
    case 'perSection':
    case 'perRound':
    case 'group':
      return readEachPart(form, given, path, below(form), reader);
    case 'nOf':
      return readNOf(given, path, depth, reader);
    case 'all':
    case 'any': {
      const children = readChildren(given[form], joinPath(path, [form]), depth, reader);
      return children && { kind: form, need: form === 'all' ? children.length : 1, children };
    }
  }
}

/**
 * "Only when C, apply T" is: T or not C. So a condition that fails makes it met, and an unknown one sends it to a person
 * unless T is met anyway. T comes first because a reason is sought there first.
 */
function onlyWhen(condition: Requirement | undefined, applied: Requirement | undefined): Requirement | undefined {
  if (!condition || !applied) return undefined;
  return { kind: 'onlyWhen', need: 1, children: [applied, { kind: 'not', children: [condition] }] };
}

const needSchema = optional(
  z.union([wholeSchema(1, 10_000), z.enum(['all', 'any'])], cure('give "all", "any" or a number')),
);

function readEachPart(
  kind: EachPart['kind'],
  given: RawNode,
  path: string,
  child: Requirement | undefined,
  reader: Reader,
): Requirement | undefined {
  const id = readId(given, path, reader);
  const need = readBy(needSchema, given['need'], joinPath(path, ['need']));
  if (!need.ok) return keep(reader, need);
  if (!child || id === undefined) return undefined;
  if (partListsIn(child).length > 0) return fail(reader, path, 'ask for parts only once: not within other parts');
  const { list, whenMissing, what } = PARTS[kind];
  const missing = missingRule(id, kind, whenMissing, what);
  return { kind, list, need: need.value === 'any' ? 1 : (need.value ?? 'all'), child, missing };
}

function readVariant(given: RawNode, path: string, depth: number, reader: Reader): Requirement | undefined {
  const id = readId(given, path, reader);
  const fact = keep(
    reader,
    readBy(textSchema('the name of a stored value'), given['variant'], joinPath(path, ['variant'])),
  );
  const cases = asObject(memberOf(given, 'cases'));
  if (!cases || Object.keys(cases).length === 0) {
    return fail(
      reader,
      joinPath(path, ['cases']),
      'give the requirements by value: {"online": {...}, "classroom": {...}}',
    );
  }
  const read = new Map<string, Requirement>();
  for (const [value, raw] of Object.entries(cases)) {
    const requirement = readNode(raw, joinPath(path, ['cases', value]), depth + 1, reader);
    if (requirement) read.set(value, requirement);
  }
  const otherwise = memberOf(given, 'else');
  const other = otherwise === undefined ? undefined : readNode(otherwise, joinPath(path, ['else']), depth + 1, reader);
  if (id === undefined || fact === undefined) return undefined;
  const missing = missingRule(id, 'variant', 'unknown', `your ${nameWords(fact)}`);
  return { kind: 'variant', fact, cases: read, otherwise: other, missing };
}

function readId(given: RawNode, path: string, reader: Reader): string | undefined {
  return keep(reader, readBy(textSchema('an id'), memberOf(given, 'id'), joinPath(path, ['id'])));
}

function readNOf(given: RawNode, path: string, depth: number, reader: Reader): Requirement | undefined {
  const children = readChildren(memberOf(given, 'of'), joinPath(path, ['of']), depth, reader);
  const need = keep(reader, readBy(wholeSchema(1, MOST_RULES), given['nOf'], joinPath(path, ['nOf'])));
  if (!children || need === undefined) return undefined;
  if (need > children.length) {
    return fail(reader, joinPath(path, ['nOf']), `ask for at most ${children.length}, as many as "of" holds`);
  }
  return { kind: 'nOf', need, children };
}

function readChildren(raw: unknown, path: string, depth: number, reader: Reader): Requirement[] | undefined {
  if (!Array.isArray(raw) || raw.length === 0) return fail(reader, path, 'give a list with at least one rule');
  if (raw.length > MOST_RULES) return fail(reader, path, `give at most ${MOST_RULES} rules`);
  const children = raw.map((child: unknown, index) => readNode(child, joinPath(path, [index]), depth + 1, reader));
  const read = children.filter((child) => child !== undefined);
  return read.length === children.length ? read : undefined;
}

function readRule(given: RawNode, path: string, reader: Reader): Requirement | undefined {
  reader.rulesLeft -= 1;
  if (reader.rulesLeft < 0) return fail(reader, path, `a policy has at most ${MOST_RULES} rules`);
  const id = readId(given, path, reader);
  const type = typeof given['rule'] === 'string' ? ruleBook.get(given['rule']) : undefined;
  if (!type) {
    return fail(reader, joinPath(path, ['rule']), `name a rule that there is: ${[...ruleBook.keys()].join(', ')}`);
  }
  const rule = keep(reader, type.read(given, id ?? '', path));
  return rule && id !== undefined ? { kind: 'rule', rule } : undefined;
}

function keep<T>(reader: Reader, read: Read<T>): T | undefined {
  if (read.ok) return read.value;
  for (const fault of read.faults) reader.faults.push(fault);
  return undefined;
}

function fail(reader: Reader, path: string, message: string): undefined {
  reader.faults.push({ path, message });
  return undefined;
}
