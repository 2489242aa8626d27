/** Expression operators on arrays as sets, equal values counted once by MongoDB's idea of equality. */
import { DatabaseError } from '../errors.ts';
import { byFields, keyFields } from '../values/index-keys.ts';
import { compareValues, encodeKey, sameValue } from '../values/keys.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isTruthy, toInteger, toNumber, typeName } from '../values/values.ts';
import type { Operator } from './operator.ts';
import { evaluate, evaluateList, isNothing } from './operator.ts';

/** Values by their key: one of each. */
export class ValueSet {
  readonly #values = new Map<string, unknown>();

  constructor(values: readonly unknown[] = []) {
    for (const value of values) this.add(value);
  }

  add(value: unknown): void {
    const key = encodeKey(value).toString('latin1');
    if (!this.#values.has(key)) this.#values.set(key, value);
  }

  has(value: unknown): boolean {
    return this.#values.has(encodeKey(value).toString('latin1'));
  }

  get size(): number {
    return this.#values.size;
  }

  list(): unknown[] {
    return [...this.#values.values()];
  }
}

function setOperator(name: string, compute: (sets: ValueSet[]) => unknown, nullable: boolean): Operator {
  return (doc, argument, options) => {
    const lists = evaluateList(doc, argument, options);
    if (nullable && lists.some(isNothing)) return null;
    for (const list of lists) {
      if (!Array.isArray(list)) {
        throw new DatabaseError(
          17044,
          `All operands of ${name} must be arrays. One argument is of type: ${typeName(list)}`,
        );
      }
    }
    return compute(lists.map((list) => new ValueSet(list as unknown[])));
  };
}

function sorted(values: unknown[]): unknown[] {
  return values.sort((a, b) => compareValues(a, b));
}

function sortArray(doc: unknown, argument: unknown, options: unknown): unknown {
  const { input, sortBy } = (isDocument(argument) ? argument : {}) as Doc;
  const items = evaluate(doc, input, options);
  if (isNothing(items)) return null;
  if (!Array.isArray(items)) {
    throw new DatabaseError(
      2942504,
      `The input argument to $sortArray must be an array, but was of type: ${typeName(items)}`,
    );
  }
  if (!isDocument(sortBy)) {
    const direction = toInteger(sortBy) ?? 1;
    return [...items].sort((a, b) => direction * compareValues(a, b));
  }
  const pattern = Object.entries(sortBy).map(([name, direction]) => [`item.${name}`, toNumber(direction) ?? 1]);
  const compare = byFields(keyFields(Object.fromEntries(pattern) as Record<string, number>));
  return [...(items as unknown[])].sort((a, b) => compare({ item: a }, { item: b }));
}

function indexOf(doc: unknown, argument: unknown, options: unknown): unknown {
  const [items, wanted, start, end] = evaluateList(doc, argument, options);
  if (isNothing(items)) return null;
  if (!Array.isArray(items)) {
    throw new DatabaseError(40090, `$indexOfArray requires an array as a first argument, found: ${typeName(items)}`);
  }
  const from = toInteger(start) ?? 0;
  const to = toInteger(end) ?? items.length;
  return items.findIndex((item, i) => i >= from && i < to && sameValue(item, wanted));
}

/** `$allElementsTrue: [<array>]` takes its array in a list of one. */
function elementTest(decide: (values: unknown[]) => boolean): Operator {
  return (doc, argument, options) => {
    const [items] = evaluateList(doc, argument, options);
    if (!Array.isArray(items)) throw new DatabaseError(17040, `argument must be an array, but is ${typeName(items)}`);
    return decide(items);
  };
}

export const setOperators: Record<string, Operator> = {
  $setUnion: setOperator('$setUnion', (sets) => sorted(new ValueSet(sets.flatMap((set) => set.list())).list()), true),
  $setIntersection: setOperator(
    '$setIntersection',
    ([first, ...others]) => sorted(first?.list().filter((value) => others.every((set) => set.has(value))) ?? []),
    true,
  ),
  $setDifference: setOperator('$setDifference', ([a, b]) => a!.list().filter((value) => !b!.has(value)), true),
  $setEquals: setOperator(
    '$setEquals',
    ([first, ...others]) =>
      others.every((set) => set.size === first!.size && set.list().every((value) => first!.has(value))),
    false,
  ),
  $setIsSubset: setOperator('$setIsSubset', ([a, b]) => a!.list().every((value) => b!.has(value)), false),
  $allElementsTrue: elementTest((values) => values.every(isTruthy)),
  $anyElementTrue: elementTest((values) => values.some(isTruthy)),
  $indexOfArray: indexOf,
  $sortArray: sortArray,
};
