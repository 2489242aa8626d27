/** Updates: read once and completely, then put to documents, which are never changed in place. */
import { updatePipeline } from '../aggregation/aggregate.ts';
import { DatabaseError, badValue, failedToParse } from '../errors.ts';
import type { Scope } from '../aggregation/scope.ts';
import type { Filter } from './filter.ts';
import { sameValue } from '../values/keys.ts';
import { parseArrayFilters } from './array-filters.ts';
import { UNCHANGED } from './update-compute.ts';
import { comparePaths, parsePath, refuseConflicts } from './update-path-rules.ts';
import type { Compute } from './update-compute.ts';
import { updateOperator } from './update-operators.ts';
import type { ArrayFilters } from './update-paths.ts';
import { Draft, expandPath, isPositional, valueAt, refuseBlocked } from './update-paths.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, show, typeName } from '../values/values.ts';

/** What an update needs to know about the document it is put to. */
export interface UpdateContext {
  /** The filter that found the document: it fixes the position of `$`. */
  filter: Filter;
  inserting: boolean;
  /** Epoch milliseconds. */
  now: number;
}

/** An update that has been read. */
export interface Update {
  /** A replacement begins an upsert with nothing but `_id`; the other kinds with the filter's equalities. */
  isReplacement: boolean;
  /** The changed document. Values that did not change are the same objects as before. */
  apply: (doc: Doc, context: UpdateContext) => Doc;
}

interface Modification {
  operator: string;
  path: string;
  parts: string[];
  compute?: Compute;
  creates: boolean;
  /** Of `$rename`. */
  to?: string;
}

/** Reads the `u` of an update command and its `arrayFilters`. */
export function parseUpdate(spec: unknown, arrayFilters: unknown, scope: Scope): Update {
  if (Array.isArray(spec)) {
    if (arrayFilters !== undefined) throw failedToParse('arrayFilters may not be specified for pipeline-style updates');
    return parsePipeline(spec, scope);
  }
  if (!isDocument(spec)) throw failedToParse('Update argument must be either an object or an array');
  const [first] = Object.keys(spec);
  if (!first?.startsWith('$')) {
    if (arrayFilters !== undefined) throw failedToParse('arrayFilters may not be specified for a replacement update');
    return parseReplacement(spec);
  }
  return parseOperators(spec, arrayFilters);
}

function parsePipeline(stages: unknown[], scope: Scope): Update {
  const run = updatePipeline(stages, scope);
  return {
    isReplacement: false,
    apply: (doc) => withSameId(doc, run(doc)),
  };
}

function parseReplacement(replacement: Doc): Update {
  for (const name of Object.keys(replacement)) {
    if (!name.startsWith('$')) continue;
    throw new DatabaseError(
      52,
      `The dollar ($) prefixed field '${name}' in '${name}' is not allowed in the context of an update's replacement document. Consider using an aggregation pipeline with $replaceWith.`,
    );
  }
  return {
    isReplacement: true,
    apply: (doc) => withSameId(doc, replacement),
  };
}

/** A document made anew keeps its `_id`, which always comes first. */
function withSameId(doc: Doc, next: Doc): Doc {
  const { _id = doc._id, ...fields } = next;
  if (doc._id !== undefined && !sameValue(doc._id, _id)) {
    throw new DatabaseError(
      66,
      `After applying the update, the (immutable) field '_id' was found to have been altered to _id: ${show(next._id)}`,
    );
  }
  return _id === undefined ? fields : { _id: doc._id ?? _id, ...fields };
}

function parseOperators(spec: Doc, arrayFilters: unknown): Update {
  const modifications = Object.entries(spec).flatMap(([operator, fields]) => parseOperator(operator, fields));
  refuseConflicts(modifications.flatMap((one) => (one.to === undefined ? [one.path] : [one.path, one.to])));
  modifications.sort((a, b) => comparePaths(a.parts, b.parts));
  const filters = parseArrayFilters(
    arrayFilters,
    modifications.map((one) => one.parts),
  );
  const isDynamic = modifications.some((one) => one.parts.some(isPositional));
  return {
    isReplacement: false,
    apply: (doc, context) => applyAll(modifications, filters, isDynamic, doc, context),
  };
}

function parseOperator(operator: string, fields: unknown): Modification[] {
  const known = updateOperator(operator);
  if (!known && operator !== '$unset' && operator !== '$rename') {
    throw failedToParse(
      `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
    );
  }
  if (!isDocument(fields)) {
    throw failedToParse(
      `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${show(fields)}}`,
    );
  }
  return Object.entries(fields).map(([path, argument]) => {
    const parts = parsePath(path);
    if (operator === '$rename') return parseRename(path, parts, argument);
    const compute = known?.prepare(argument, path);
    return { operator, path, parts, compute, creates: known?.creates ?? false };
  });
}

function parseRename(path: string, parts: string[], to: unknown): Modification {
  if (typeof to !== 'string') throw badValue(`The 'to' field for $rename must be a string: ${path}: ${show(to)}`);
  const target = parsePath(to);
  if (path === to) throw badValue(`The source and target field for $rename must differ: ${path}: "${to}"`);
  if ([...parts, ...target].some(isPositional)) {
    throw badValue(`The source and target field for $rename may not be dynamic: ${path}`);
  }
  return { operator: '$rename', path, parts, creates: false, to };
}

function applyAll(
  modifications: Modification[],
  arrayFilters: ArrayFilters,
  isDynamic: boolean,
  doc: Doc,
  context: UpdateContext,
): Doc {
  const active = modifications.filter((one) => one.operator !== '$setOnInsert' || context.inserting);
  // Every path is expanded on the document as it was, so that no change moves the target of another.
  const targets = active.flatMap((one) =>
    expandPath(one.parts, doc, context.filter, arrayFilters).map((path) => ({ one, path })),
  );
  if (isDynamic) refuseConflicts(targets.map((target) => target.path.join('.')));
  const draft = new Draft(doc);
  for (const { one, path } of targets) applyOne(one, path, doc, draft, context.now);
  if (doc._id !== undefined && !sameValue(doc._id, draft.root._id)) {
    throw new DatabaseError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  }
  return draft.root;
}

function applyOne(one: Modification, path: string[], doc: Doc, draft: Draft, now: number): void {
  if (one.operator === '$unset') return draft.remove(path);
  if (one.to !== undefined) return rename(path, one.to, doc, draft);
  const current = valueAt(doc, path);
  if (one.operator === '$pop') refuseBlocked(path, doc);
  const value = one.compute!(current, path.join('.'), doc, now);
  if (value === UNCHANGED || (current === undefined && !one.creates)) return undefined;
  return draft.set(path, value);
}

function rename(path: string[], to: string, doc: Doc, draft: Draft): void {
  refuseArrayOnPath('source', path, doc);
  const target = to.split('.');
  const value = valueAt(doc, path);
  if (value === undefined) return;
  refuseArrayOnPath('destination', target, doc);
  draft.remove(path);
  draft.set(target, value);
}

function refuseArrayOnPath(which: string, path: string[], doc: Doc): void {
  for (let length = 1; length < path.length; length++) {
    if (Array.isArray(valueAt(doc, path.slice(0, length)))) {
      throw badValue(
        `The ${which} field cannot be an array element, '${path.join('.')}' in doc with _id: ${show(doc._id)}`,
      );
    }
  }
}
