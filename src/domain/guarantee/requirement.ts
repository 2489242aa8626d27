// The requirements of a policy: rules folded by combinators, and how they are read.
import { type Fault, type Read, asObject, joinPath, memberOf, readBy, textSchema, wholeSchema } from './reading.ts';
import type { Rule } from './rule.ts';
import { ruleBook } from './rules/book.ts';

/** A rule, or other requirements folded into one result. */
export type Requirement =
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'not'; readonly children: readonly [Requirement] }
  | Fold;

/** `need` of the children must be met: all of them, any one, or n. */
export interface Fold {
  readonly kind: 'all' | 'any' | 'nOf' | 'onlyWhen';
  readonly need: number;
  readonly children: readonly Requirement[];
}

const DEEPEST = 20;
const MOST_RULES = 300;
const FORMS = ['rule', 'all', 'any', 'nOf', 'not', 'onlyWhen'] as const;
const FORMS_CURE = `give exactly one of ${FORMS.map((form) => `"${form}"`).join(', ')}`;

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
      return onlyWhen(below('onlyWhen'), below('then'));
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
 * "Only when C, then T" is: T or not C. So a condition that fails makes it met, an unknown one sends it to a person unless
 * T is met anyway. T comes first because a reason is sought there first.
 */
function onlyWhen(condition: Requirement | undefined, then: Requirement | undefined): Requirement | undefined {
  return condition && then && { kind: 'onlyWhen', need: 1, children: [then, { kind: 'not', children: [condition] }] };
}

function readNOf(
  given: Readonly<Record<string, unknown>>,
  path: string,
  depth: number,
  reader: Reader,
): Requirement | undefined {
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

function readRule(given: Readonly<Record<string, unknown>>, path: string, reader: Reader): Requirement | undefined {
  reader.rulesLeft -= 1;
  if (reader.rulesLeft < 0) return fail(reader, path, `a policy has at most ${MOST_RULES} rules`);
  const id = keep(reader, readBy(textSchema('an id'), memberOf(given, 'id'), joinPath(path, ['id'])));
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

/** Every rule of some requirements, in policy order. */
export function rulesOf(requirement: Requirement): Rule[] {
  return requirement.kind === 'rule' ? [requirement.rule] : requirement.children.flatMap(rulesOf);
}
