// A store in fifty lines for the model check: documents by id, unique keys, and the few MongoDB operators that transitions may use.

import type { Transition } from '../../../src/domain/exam/transitions.ts';

export type Document = { _id: string } & Record<string, unknown>;
type Loose = Record<string, unknown>;

/** Refused because a document with the same unique key exists. */
export class DuplicateKey extends Error {}

export class Documents {
  readonly byId = new Map<string, Document>();
  readonly uniqueKeys: readonly (readonly string[])[];

  constructor(uniqueKeys: readonly (readonly string[])[] = []) {
    this.uniqueKeys = uniqueKeys;
  }

  insert(document: Document): void {
    if (this.byId.has(document._id)) throw new DuplicateKey('_id');
    this.demandUnique(document);
    this.byId.set(document._id, structuredClone(document));
  }

  /** Runs one conditional update on the first document that matches, as one step; answers whether there was one. */
  run({ filter, update }: Transition): boolean {
    const found = this.find(filter)[0];
    if (!found) return false;
    const changed = structuredClone(found);
    applyUpdate(changed, update);
    this.demandUnique(changed);
    this.byId.set(changed._id, changed);
    return true;
  }

  find(filter: Transition['filter']): Document[] {
    return [...this.byId.values()]
      .filter((document) => matches(document, filter))
      .map((found) => structuredClone(found));
  }

  private demandUnique(document: Document): void {
    for (const fields of this.uniqueKeys) {
      const key = fields.map((field) => document[field]);
      if (key.includes(undefined)) continue;
      for (const other of this.byId.values())
        if (other._id !== document._id && fields.every((field, at) => doMeet(other[field], key[at])))
          throw new DuplicateKey(fields.join(','));
    }
  }
}

/** Whether two values of a unique field are one: arrays by any element that both have. */
function doMeet(one: unknown, two: unknown): boolean {
  const [ones, twos] = [one, two].map((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
  return ones!.some((element) => twos!.includes(element));
}

export function matches(document: unknown, filter: Transition['filter']): boolean {
  return Object.entries(filter).every(([path, condition]) =>
    path === '$or'
      ? (condition as Transition['filter'][]).some((one) => matches(document, one))
      : meets(valuesAt(document, path.split('.')), condition),
  );
}

/** Every value a path leads to: through arrays both by index and into each element; an array stands for itself and its elements. */
function valuesAt(value: unknown, path: readonly string[]): unknown[] {
  const [first, ...rest] = path;
  if (first === undefined) return Array.isArray(value) ? [value, ...value] : [value];
  if (Array.isArray(value)) {
    const inElements = value.flatMap((element) => (isRecord(element) ? valuesAt(element, path) : []));
    return /^\d+$/.test(first) && Number(first) < value.length
      ? [...valuesAt(value[Number(first)], rest), ...inElements]
      : inElements;
  }
  return isRecord(value) && first in value ? valuesAt(value[first], rest) : [];
}

function meets(values: readonly unknown[], condition: unknown): boolean {
  if (!isRecord(condition)) return values.includes(condition);
  return Object.entries(condition).every(([operator, wanted]) => {
    const numbers = values.filter((value) => typeof value === 'number');
    const limit = wanted as number;
    switch (operator) {
      case '$gt':
        return numbers.some((value) => value > limit);
      case '$gte':
        return numbers.some((value) => value >= limit);
      case '$lt':
        return numbers.some((value) => value < limit);
      case '$lte':
        return numbers.some((value) => value <= limit);
      case '$ne':
        return !values.includes(wanted);
      case '$in':
        return (wanted as unknown[]).some((one) => values.includes(one));
      case '$exists':
        return values.length > 0 === wanted;
      case '$not':
        return !meets(values, wanted);
      default:
        throw new Error(`transitions may not use ${operator}`);
    }
  });
}

function applyUpdate(document: Document, update: Transition['update']): void {
  for (const [operator, changes] of Object.entries(update))
    for (const [path, operand] of Object.entries(changes)) change(document, operator, path.split('.'), operand);
}

function change(document: Loose, operator: string, path: readonly string[], operand: unknown): void {
  const name = path.at(-1)!;
  let parent = document;
  for (const step of path.slice(0, -1)) parent = (parent[step] ??= {}) as Loose;
  switch (operator) {
    case '$set':
      parent[name] = structuredClone(operand);
      return;
    case '$inc':
      parent[name] = ((parent[name] as number | undefined) ?? 0) + (operand as number);
      return;
    case '$push': {
      const pushed = isRecord(operand) && '$each' in operand ? (operand['$each'] as unknown[]) : [operand];
      parent[name] = [...((parent[name] as unknown[] | undefined) ?? []), ...structuredClone(pushed)];
      return;
    }
    case '$addToSet': {
      const held = (parent[name] as unknown[] | undefined) ?? [];
      parent[name] = held.includes(operand) ? held : [...held, operand];
      return;
    }
    case '$pullAll':
      parent[name] = (parent[name] as unknown[]).filter((element) => !(operand as unknown[]).includes(element));
      return;
    case '$pull':
      parent[name] = ((parent[name] as unknown[] | undefined) ?? []).filter((element) => !isPulled(element, operand));
      return;
    case '$unset':
      delete parent[name];
      return;
    default:
      throw new Error(`transitions may not use ${operator}`);
  }
}

function isPulled(element: unknown, wanted: unknown): boolean {
  return isRecord(wanted) ? isRecord(element) && matches(element, wanted) : element === wanted;
}

function isRecord(value: unknown): value is Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
