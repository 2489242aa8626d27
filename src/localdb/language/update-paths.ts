/** The paths of an update: expanded on the document as it was, then written on a copy of what they touch. */
import { DatabaseError, badValue } from '../errors.ts';
import type { Filter } from './filter.ts';
import { isArrayIndex } from '../values/paths.ts';
import { matchedIndex } from './positional.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, show } from '../values/values.ts';

/** Longest run of nulls that setting far beyond an array's end may create, as in MongoDB. */
const MAX_PADDING = 1_500_000;

/** `$[name]` and `$[]`. */
const ARRAY_FILTER = /^\$\[([A-Za-z0-9_]*)\]$/;

/** The tests of `arrayFilters`, by name. */
export type ArrayFilters = ReadonlyMap<string, (element: unknown) => boolean>;

/** Is it `$`, `$[]` or `$[name]`? Any other part, with or without a dollar, is a field name. */
export function isPositional(part: string): boolean {
  return part === '$' || ARRAY_FILTER.test(part);
}

/** The name in `$[name]`; undefined for anything else. */
export function arrayFilterName(part: string): string | undefined {
  return ARRAY_FILTER.exec(part)?.[1] || undefined;
}

/** The concrete paths that an update's path means in this document. */
export function expandPath(parts: readonly string[], doc: Doc, filter: Filter, arrayFilters: ArrayFilters): string[][] {
  let places: { path: string[]; value: unknown }[] = [{ path: [], value: doc }];
  for (const [i, part] of parts.entries()) {
    places = places.flatMap(({ path, value }) => {
      if (!isPositional(part)) return [{ path: [...path, part], value: childOf(value, part) }];
      const items = arrayAt(value, path, part);
      const indexes = selectElements(part, items, parts.slice(0, i).join('.'), filter, arrayFilters);
      return indexes.map((index) => ({ path: [...path, String(index)], value: items[index] }));
    });
  }
  return places.map((place) => place.path);
}

function childOf(value: unknown, part: string): unknown {
  if (Array.isArray(value)) return isArrayIndex(part) ? value[Number(part)] : undefined;
  return isDocument(value) && Object.hasOwn(value, part) ? value[part] : undefined;
}

function arrayAt(value: unknown, path: string[], part: string): unknown[] {
  if (Array.isArray(value)) return value;
  if (part === '$') throw badValue('The positional operator did not find the match needed from the query.');
  const name = path.join('.');
  if (value === undefined) {
    throw badValue(`The path '${name}' must exist in the document in order to apply array updates.`);
  }
  throw badValue(`Cannot apply array updates to non-array element ${path.at(-1)}: ${show(value)}`);
}

function selectElements(
  part: string,
  items: unknown[],
  arrayPath: string,
  filter: Filter,
  arrayFilters: ArrayFilters,
): number[] {
  if (part === '$') return [matchedIndex(filter, arrayPath, items)];
  const name = arrayFilterName(part);
  const all = [...items.keys()];
  if (name === undefined) return all;
  const test = arrayFilters.get(name)!;
  return all.filter((index) => test(items[index]));
}

/** The value at a concrete path; undefined when there is none. */
export function valueAt(doc: Doc, path: readonly string[]): unknown {
  let value: unknown = doc;
  for (const part of path) value = childOf(value, part);
  return value;
}

/** Refuses (28) a path that cannot be made: one that goes through a scalar, or through an array by name. */
export function refuseBlocked(path: readonly string[], doc: Doc): void {
  let value: unknown = doc;
  for (const [i, part] of path.entries()) {
    if (value === undefined) return;
    if (Array.isArray(value) ? !isArrayIndex(part) : !isDocument(value)) throw notViable(part, path[i - 1]!, value);
    value = childOf(value, part);
  }
}

/** A document under change: containers are copied when first written to, so the old document stays as it was. */
export class Draft {
  readonly root: Doc;
  readonly #own = new WeakSet<object>();

  constructor(doc: Doc) {
    this.root = { ...doc };
    this.#own.add(this.root);
  }

  /** Writes a value, making documents on the way where nothing is. Refuses to go through a scalar (28). */
  set(path: readonly string[], value: unknown): void {
    const container = this.#containerFor(path, true)!;
    const last = path.at(-1)!;
    if (Array.isArray(container)) setElement(container, last, value, path);
    else container[last] = value;
  }

  /** Removes a field; an array's element becomes null. Does nothing where nothing is. */
  remove(path: readonly string[]): void {
    if (valueAt(this.root, path) === undefined) return;
    const container = this.#containerFor(path, false);
    const last = path.at(-1)!;
    if (Array.isArray(container)) container[Number(last)] = null;
    else if (container) delete container[last];
  }

  #containerFor(path: readonly string[], create: boolean): Doc | unknown[] | undefined {
    let container: Doc | unknown[] = this.root;
    for (const [i, part] of path.slice(0, -1).entries()) {
      const child = childOf(container, part);
      if (child === undefined && !create) return undefined;
      const next = this.#writable(child, path, i);
      if (next !== child) {
        if (Array.isArray(container)) setElement(container, part, next, path.slice(0, i + 1));
        else container[part] = next;
      }
      container = next;
    }
    return container;
  }

  #writable(child: unknown, path: readonly string[], at: number): Doc | unknown[] {
    if (child === undefined) return this.#keep({});
    if (Array.isArray(child)) return this.#own.has(child) ? child : this.#keep([...(child as unknown[])]);
    if (isDocument(child)) return this.#own.has(child) ? child : this.#keep({ ...child });
    throw notViable(path[at + 1]!, path[at]!, child);
  }

  #keep<T extends object>(container: T): T {
    this.#own.add(container);
    return container;
  }
}

function setElement(items: unknown[], part: string, value: unknown, path: readonly string[]): void {
  if (!isArrayIndex(part)) throw notViable(part, path.at(-2)!, items);
  const index = Number(part);
  if (index - items.length > MAX_PADDING) throw badValue(`can't backfill more than ${MAX_PADDING} elements`);
  while (items.length < index) items.push(null);
  items[index] = value;
}

function notViable(field: string, parent: string, value: unknown): DatabaseError {
  return new DatabaseError(28, `Cannot create field '${field}' in element {${parent}: ${show(value)}}`);
}
