/** Projections: which fields of a document go out, in the document's own order. */
import { DatabaseError, badValue } from '../errors.ts';
import { scoreFrom } from '../aggregation/read-sort.ts';
import { doubleValue } from '../values/raw-bson.ts';
import type { Scope } from '../aggregation/scope.ts';
import { compileExpression } from '../aggregation/expressions.ts';
import { NO_SCOPE } from '../aggregation/scope.ts';
import type { Filter } from './filter.ts';
import { elementCondition } from './filter.ts';
import { rootOf } from '../values/paths.ts';
import { matchedIndex } from './positional.ts';
import type { Leaf, Tree } from './project-tree.ts';
import { exclude, hasComputed, include, withComputed } from './project-tree.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isNumeric, isTruthy, toInteger } from '../values/values.ts';

/** A projection that has been read. */
export interface Projection {
  project: (doc: Doc) => Doc;
  /** The top-level fields it needs; undefined when it may need any. */
  roots: ReadonlySet<string> | undefined;
}

interface Parsing {
  tree: Tree;
  /** `_id` says nothing about the rest. */
  id: boolean | undefined;
  included: string | undefined;
  excluded: string | undefined;
  /** What the transforms alone make of a projection: `$elemMatch` takes in, `$slice` leaves everything else. */
  transforms: 'including' | 'excluding' | undefined;
  filter: Filter | undefined;
  scope: Scope;
  /** Fields that say how well the document fits; they neither take in nor leave out others. */
  scores: { path: string; scoreOf: (doc: Doc) => number }[];
}

/**
 * Reads a projection. `filter` is that of the find command, for `$slice`, `$elemMatch` and the positional `$`; without
 * it (in the stage `$project`) these are expressions like any other.
 */
export function parseProjection(spec: Doc, filter: Filter | undefined, scope: Scope = NO_SCOPE): Projection {
  const parsing: Parsing = {
    tree: new Map(),
    id: undefined,
    included: undefined,
    excluded: undefined,
    transforms: undefined,
    filter,
    scope,
    scores: [],
  };
  for (const [path, value] of Object.entries(spec)) parseEntry(parsing, path, value);
  const including = isIncluding(parsing);
  if (parsing.id === undefined && including) addLeaf(parsing.tree, ['_id'], { kind: 'include' });
  const { tree } = parsing;
  const needsAll = !including || hasComputed(tree) || parsing.scores.length > 0;
  const project = (doc: Doc): Doc =>
    including ? withComputed(include(doc, tree, doc), tree, doc) : exclude(doc, tree, doc);
  const withScores = (doc: Doc): Doc =>
    parsing.scores.reduce(
      (result, { path, scoreOf }) => ({ ...result, [path]: doubleValue(scoreOf(doc)) }),
      project(doc),
    );
  return {
    project: parsing.scores.length ? withScores : project,
    roots: needsAll ? undefined : new Set([...tree.keys()].map(rootOf)),
  };
}

function isIncluding(parsing: Parsing): boolean {
  if (parsing.included !== undefined) return true;
  if (parsing.excluded !== undefined) return false;
  if (parsing.transforms !== undefined) return parsing.transforms === 'including';
  return parsing.id === true;
}

function parseEntry(parsing: Parsing, path: string, value: unknown): void {
  checkPath(path);
  if (parsing.filter && path.endsWith('.$')) return addPositional(parsing, path.slice(0, -2), parsing.filter);
  if (typeof value === 'boolean' || isNumeric(value)) return addPlain(parsing, path, isTruthy(value));
  if (isDocument(value)) {
    const [first] = Object.keys(value);
    if (first === undefined) {
      throw new DatabaseError(
        51270,
        `An empty sub-projection is not a valid value. Found empty object at path '${path}'`,
      );
    }
    if (!first.startsWith('$')) return parseNested(parsing, path, value);
    if (parsing.filter && first === '$slice') return addTransform(parsing, path, sliceOf(value.$slice), false);
    if (parsing.filter && first === '$elemMatch') return addElemMatch(parsing, path, value.$elemMatch);
    if (parsing.filter && first === '$meta') return addScore(parsing, path, value);
  }
  return addComputed(parsing, path, value);
}

function checkPath(path: string): void {
  if (path.split('.').some((part) => part === '')) {
    throw new DatabaseError(40352, 'FieldPath cannot be constructed with an empty field name');
  }
  if (path.startsWith('$'))
    throw new DatabaseError(16410, `FieldPath field names may not start with '$'. Found '${path}'`);
}

function parseNested(parsing: Parsing, path: string, value: Doc): void {
  for (const [name, nested] of Object.entries(value)) {
    if (name.includes('.'))
      throw new DatabaseError(51183, `FieldPath '${name}' must not contain dots in a nested projection`);
    parseEntry(parsing, `${path}.${name}`, nested);
  }
}

function addPlain(parsing: Parsing, path: string, wanted: boolean): void {
  if (path === '_id') {
    parsing.id = wanted;
  } else if (wanted) {
    if (parsing.excluded !== undefined) {
      throw new DatabaseError(31253, `Cannot do inclusion on field ${path} in exclusion projection`);
    }
    parsing.included ??= path;
  } else {
    if (parsing.included !== undefined) {
      throw new DatabaseError(31254, `Cannot do exclusion on field ${path} in inclusion projection`);
    }
    parsing.excluded ??= path;
  }
  addLeaf(parsing.tree, path.split('.'), { kind: wanted ? 'include' : 'exclude' });
}

function addComputed(parsing: Parsing, path: string, expression: unknown): void {
  if (parsing.excluded !== undefined) {
    throw new DatabaseError(31252, `Cannot use an expression for field ${path} in an exclusion projection`);
  }
  if (path === '_id') parsing.id = true;
  parsing.included ??= path;
  const evaluate = compileExpression(expression, parsing.scope);
  addLeaf(parsing.tree, path.split('.'), { kind: 'computed', evaluate });
}

function addScore(parsing: Parsing, path: string, meta: Doc): void {
  const scoreOf = scoreFrom(meta, { ...parsing.scope, textScore: parsing.filter?.textScore });
  parsing.scores.push({ path, scoreOf });
}

type Change = (value: unknown, root: Doc) => unknown;

function addTransform(parsing: Parsing, path: string, change: Change, including: boolean): void {
  // A `$slice` beside an `$elemMatch` leaves everything else, as it does alone.
  if (parsing.transforms !== 'excluding') parsing.transforms = including ? 'including' : 'excluding';
  addLeaf(parsing.tree, path.split('.'), { kind: 'transform', including, change });
}

function sliceOf(argument: unknown): Change {
  const [first, second] = Array.isArray(argument) ? argument.map(toInteger) : [toInteger(argument)];
  const isPair = Array.isArray(argument);
  if (first === undefined || (isPair && (argument.length !== 2 || second === undefined))) {
    throw new DatabaseError(28667, 'Invalid $slice syntax: expected a number or a pair of numbers');
  }
  if (second !== undefined && second <= 0) {
    throw new DatabaseError(28729, `Third argument to $slice must be positive: ${second}`);
  }
  return (value) => {
    if (!Array.isArray(value)) return value;
    if (second === undefined) return first < 0 ? value.slice(first) : value.slice(0, first);
    const start = first < 0 ? Math.max(0, value.length + first) : first;
    return value.slice(start, start + second);
  };
}

function addElemMatch(parsing: Parsing, path: string, argument: unknown): void {
  if (path.includes('.')) {
    throw new DatabaseError(31275, 'Cannot use $elemMatch projection on a nested field');
  }
  const matches = elementCondition(argument, parsing.scope);
  const change: Change = (value) => {
    const found = Array.isArray(value) ? value.findIndex(matches) : -1;
    return found < 0 ? undefined : [(value as unknown[])[found]];
  };
  addTransform(parsing, path, change, true);
}

function addPositional(parsing: Parsing, path: string, filter: Filter): void {
  if (parsing.excluded !== undefined) {
    throw new DatabaseError(31395, 'positional projection cannot be used with exclusion');
  }
  const change: Change = (value) => {
    if (!Array.isArray(value)) return value;
    try {
      return [value[matchedIndex(filter, path, value)]];
    } catch {
      throw new DatabaseError(
        51246,
        "Executor error during find command :: caused by :: positional operator '.$' couldn't find a matching element in the array",
      );
    }
  };
  parsing.included ??= path;
  addTransform(parsing, path, change, true);
}

function addLeaf(tree: Tree, parts: string[], leaf: Leaf): void {
  let node = tree;
  for (const [i, part] of parts.slice(0, -1).entries()) {
    const child = node.get(part) ?? new Map<string, Leaf | Tree>();
    if (!(child instanceof Map)) {
      throw new DatabaseError(
        31249,
        `Path collision at ${parts.join('.')} remaining portion ${parts.slice(i + 1).join('.')}`,
      );
    }
    node.set(part, child);
    node = child;
  }
  const last = parts.at(-1)!;
  if (node.has(last)) throw new DatabaseError(31250, `Path collision at ${parts.join('.')}`);
  node.set(last, leaf);
}

/** Reads the tree of `$addFields`: every field is computed. */
export function parseComputedFields(spec: Doc, scope: Scope): (doc: Doc) => Doc {
  const tree: Tree = new Map();
  const add = (path: string, value: unknown): void => {
    checkPath(path);
    const isNested = isDocument(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]!.startsWith('$');
    if (isNested) {
      for (const [name, nested] of Object.entries(value)) add(`${path}.${name}`, nested);
    } else {
      addLeaf(tree, path.split('.'), { kind: 'computed', evaluate: compileExpression(value, scope) });
    }
  };
  for (const [path, value] of Object.entries(spec)) add(path, value);
  return (doc) => withComputed({ ...doc }, tree, doc);
}

/** Reads the projection of a find command; undefined when it asks for whole documents. */
export function projectionFrom(value: unknown, filter: Filter, scope: Scope = NO_SCOPE): Projection | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isDocument(value)) throw badValue('projection must be an object');
  return Object.keys(value).length ? parseProjection(value, filter, scope) : undefined;
}
