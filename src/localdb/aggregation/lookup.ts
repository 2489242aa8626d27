/** The stages that read other collections: $lookup and $unionWith. */
import { DatabaseError, failedToParse } from '../errors.ts';
import type { Filter } from '../language/filter.ts';
import { EVERYTHING, parseFilter } from '../language/filter.ts';
import { encodeKey } from '../values/keys.ts';
import { findValues } from '../values/paths.ts';
import type { Doc } from '../values/values.ts';
import { isDocument } from '../values/values.ts';
import type { Scope } from './scope.ts';
import { compileExpression } from './expressions.ts';
import type { Stage } from './group.ts';

/** The documents of another collection of the same database that match a filter. */
export type Source = (collection: string, filter: Filter) => Doc[];

/** Makes a function from documents to documents out of a pipeline. */
export type Compile = (pipeline: unknown, scope: Scope, source: Source) => Stage;

/** `$lookup`: joins by equal fields, by a pipeline with variables, or by both. */
export function lookupStage(spec: unknown, scope: Scope, source: Source, compile: Compile): Stage {
  const { from, localField, foreignField, as, pipeline, let: variables } = (isDocument(spec) ? spec : {}) as Doc;
  if (typeof as !== 'string' || !as) throw failedToParse("must specify 'as' field for a $lookup");
  if (typeof from !== 'string') throw failedToParse("missing 'from' option to $lookup stage specification");
  const joinsFields = typeof localField === 'string' && typeof foreignField === 'string';
  if (!joinsFields && (localField !== undefined || foreignField !== undefined || pipeline === undefined)) {
    throw failedToParse(
      "$lookup requires both or neither of 'localField' and 'foreignField' to be specified, or a 'pipeline'",
    );
  }
  const narrow = pipeline === undefined ? undefined : subPipeline(pipeline, variables, scope, source, compile);
  return (docs) => {
    const find = joinsFields
      ? joinFields(docs, [from, localField, foreignField], source, scope)
      : joinAll(from, source);
    return docs.map((doc) => {
      const found = find(doc);
      return withPath(doc, as, narrow ? narrow(doc, found) : found);
    });
  };
}

/** The pipeline is compiled for each document, since its variables are the document's. */
function subPipeline(
  pipeline: unknown,
  definitions: unknown,
  scope: Scope,
  source: Source,
  compile: Compile,
): (doc: Doc, found: Doc[]) => Doc[] {
  const entries = Object.entries(isDocument(definitions) ? definitions : {});
  const variables = entries.map(([name, expression]) => [name, compileExpression(expression, scope)] as const);
  const scopeOf = (values: Doc): Scope => ({
    ...scope,
    collection: undefined,
    variables: { ...scope.variables, ...values },
  });
  // Compiled once with empty variables, so that mistakes show without documents.
  compile(pipeline, scopeOf(Object.fromEntries(entries.map(([name]) => [name, null]))), source);
  return (doc, found) => {
    const values = Object.fromEntries(variables.map(([name, evaluate]) => [name, evaluate(doc)]));
    return compile(pipeline, scopeOf(values), source)(found);
  };
}

function joinAll(from: string, source: Source): (doc: Doc) => Doc[] {
  let all: Doc[] | undefined;
  return () => (all ??= source(from, EVERYTHING));
}

/** One query for the values of all documents, answered from an index when there is one. */
function joinFields(
  docs: readonly Doc[],
  [from, localField, foreignField]: readonly [string, string, string],
  source: Source,
  scope: Scope,
): (doc: Doc) => Doc[] {
  const joinKey = (value: unknown): string => encodeKey(value, scope.collation?.textKey).toString('latin1');
  const localPath = localField.split('.');
  const foreignPath = foreignField.split('.');
  const wanted = new Map<string, unknown>();
  for (const doc of docs) for (const value of joinValues(doc, localPath)) wanted.set(joinKey(value), value);
  const byKey = new Map<string, Doc[]>();
  const filter = parseFilter({ [foreignField]: { $in: [...wanted.values()] } }, scope);
  for (const foreign of wanted.size ? source(from, filter) : []) {
    const keys = new Set(joinValues(foreign, foreignPath).map(joinKey));
    for (const key of keys) byKey.set(key, [...(byKey.get(key) ?? []), foreign]);
  }
  return (doc) => {
    const found = new Set<Doc>();
    for (const value of joinValues(doc, localPath)) {
      for (const foreign of byKey.get(joinKey(value)) ?? []) found.add(foreign);
    }
    return [...found];
  };
}

/** Missing joins with null; arrays by their elements. */
export function joinValues(doc: Doc, path: string[]): unknown[] {
  const values = findValues(doc, path).flatMap((value) => (Array.isArray(value) ? (value as unknown[]) : [value]));
  return values.length ? values.map((value) => value ?? null) : [null];
}

/** A copy of the document with a value at a dotted path. */
export function withPath(doc: Doc, path: string, value: unknown): Doc {
  const [name, ...rest] = path.split('.') as [string, ...string[]];
  if (!rest.length) return { ...doc, [name]: value };
  const inner = doc[name];
  return { ...doc, [name]: withPath(isDocument(inner) ? inner : {}, rest.join('.'), value) };
}

/** `$unionWith`: the documents of another collection, through a pipeline, after these. */
export function unionStage(spec: unknown, scope: Scope, source: Source, compile: Compile): Stage {
  const { coll, pipeline = [] } = (typeof spec === 'string' ? { coll: spec } : isDocument(spec) ? spec : {}) as Doc;
  if (typeof coll !== 'string')
    throw new DatabaseError(
      9,
      '$unionWith stage without explicit collection must have a pipeline with $documents as first stage',
    );
  const run = compile(pipeline, { ...scope, collection: undefined }, source);
  return (docs) => [...docs, ...run(source(coll, EVERYTHING))];
}
