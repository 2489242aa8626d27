/** Dotted paths: what a document holds at one, through arrays as MongoDB walks them. */
import type { Doc } from './values.ts';
import { isDocument } from './values.ts';

const ARRAY_INDEX = /^(0|[1-9]\d*)$/;

/** Is a path's part a position in an array? */
export function isArrayIndex(part: string): boolean {
  return ARRAY_INDEX.test(part);
}

/** The first part of a dotted path. */
export function rootOf(path: string): string {
  const dot = path.indexOf('.');
  return dot < 0 ? path : path.slice(0, dot);
}

/** What a walk along a path found: the values at its end (undefined stands for missing). */
export interface Found {
  values: unknown[];
  /** Did the way lead through the elements of an array? */
  throughArray: boolean;
}

/** The values at a path for the query language: an array of scalars on the way holds nothing. */
export function findValues(doc: unknown, path: readonly string[]): unknown[] {
  const found: Found = { values: [], throughArray: false };
  walk(doc, path, 0, found, false);
  return found.values;
}

/** The values at a path for an index or a sort: an element without the path counts as missing. */
export function findIndexedValues(doc: Doc, path: readonly string[]): Found {
  const found: Found = { values: [], throughArray: false };
  walk(doc, path, 0, found, true);
  return found;
}

function walk(value: unknown, path: readonly string[], at: number, found: Found, indexing: boolean): void {
  if (at === path.length) {
    found.values.push(value);
  } else if (Array.isArray(value)) {
    walkArray(value, path, at, found, indexing);
  } else if (isDocument(value)) {
    const name = path[at]!;
    walk(Object.hasOwn(value, name) ? value[name] : undefined, path, at + 1, found, indexing);
  } else {
    found.values.push(undefined);
  }
}

function walkArray(items: unknown[], path: readonly string[], at: number, found: Found, indexing: boolean): void {
  const part = path[at]!;
  const before = found.values.length;
  found.throughArray = true;
  if (isArrayIndex(part) && Number(part) < items.length) {
    walk(items[Number(part)], path, at + 1, found, indexing);
    // To an index a position is that position alone, unless elements have a field of this name.
    if (indexing && !items.some((item) => isDocument(item) && Object.hasOwn(item, part))) return;
  }
  for (const item of items) {
    if (isDocument(item)) walk(item, path, at, found, indexing);
    else if (indexing && !isArrayIndex(part)) found.values.push(undefined);
  }
  if (indexing && found.values.length === before) found.values.push(undefined);
}
