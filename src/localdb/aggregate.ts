/** Aggregation pipelines: the beginning through the indexes, the rest by mingo with this database's own rules. */
import { Aggregator } from 'mingo/aggregator';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Collection } from './catalogue.ts';
import type { Engine } from './engine.ts';
import { DatabaseError, notSupported, typeMismatch } from './errors.ts';
import type { Variables } from './expressions.ts';
import { EVERYTHING, parseFilter } from './filter.ts';
import type { Filter } from './filter.ts';
import { keyFields } from './index-keys.ts';
import type { KeyField } from './index-keys.ts';
import type { Query } from './query.ts';
import { allMatching, search } from './query.ts';
import { decode, encode } from './raw-bson.ts';
import type { Reader } from './store.ts';
import { checkStages, stageContext } from './stages.ts';
import type { Doc } from './values.ts';
import { isDocument, toInteger, toNumber } from './values.ts';

/** A pipeline to run. */
export interface AggregateRequest {
  database: string;
  collection: Collection | undefined;
  pipeline: unknown;
  variables: Variables;
  hint?: unknown;
  /** `aggregate: 1`: the documents come from the pipeline itself. */
  withoutCollection: boolean;
}

/** A pipeline split into what the planner answers and what is left for mingo. */
export interface SplitPipeline {
  query: Query;
  rest: Doc[];
}

/** Reads a pipeline: takes from its beginning the filter, order and limits that an index may answer. */
export function splitPipeline(pipeline: unknown, variables: Variables, hint?: unknown): SplitPipeline {
  const stages = checkStages(pipeline);
  const rest = [...stages];
  const filters: Doc[] = [];
  while (rest[0] && '$match' in rest[0]) filters.push(rest.shift()!.$match as Doc);
  const filter = readFilters(filters, variables);
  const sort = rest[0] && '$sort' in rest[0] ? sortFields(rest.shift()!.$sort) : [];
  const skip = rest[0] && '$skip' in rest[0] ? (toInteger(rest.shift()!.$skip) ?? 0) : 0;
  const limit = rest[0] && '$limit' in rest[0] ? (toInteger(rest.shift()!.$limit) ?? 0) : 0;
  return { query: { filter, sort, skip, limit, hint }, rest };
}

function readFilters(filters: Doc[], variables: Variables): Filter {
  if (!filters.length) return EVERYTHING;
  return parseFilter(filters.length === 1 ? filters[0]! : { $and: filters }, variables);
}

function sortFields(spec: unknown): KeyField[] {
  const entries = Object.entries(spec as Doc).map(([name, direction]) => [name, toNumber(direction)!] as const);
  return keyFields(Object.fromEntries(entries));
}

/** The documents a pipeline gives, as bytes. Everything is checked before the first document is read. */
export async function aggregate(engine: Engine, request: AggregateRequest): Promise<Iterator<Buffer | undefined>> {
  const { query, rest } = splitPipeline(request.pipeline, request.variables, request.hint);
  const run = compilePipeline(rest, request.variables, engine.now(), (name) =>
    allDocuments(engine, request.database, name),
  );
  const counted = countOnly(rest);
  if (counted && request.collection) return countDocuments(engine, request.collection, query, counted);
  const hits = request.collection ? search(engine.store.reader, request.collection, query) : [];
  if (!rest.length) return bytesOf(hits);
  const docs: Doc[] = [];
  let turnEnds = performance.now() + 10;
  for (const hit of hits) {
    if (performance.now() > turnEnds) {
      await nextTurn();
      turnEnds = performance.now() + 10;
    }
    if (hit) docs.push(decode(hit.bytes));
  }
  return run(docs).map(encode)[Symbol.iterator]();
}

function* bytesOf(hits: Iterable<{ bytes: Buffer } | undefined>): Generator<Buffer | undefined> {
  for (const hit of hits) yield hit?.bytes;
}

/** `[{ $group: { _id: <constant>, n: { $sum: 1 } } }]` is how drivers count; it needs no documents. */
function countOnly(rest: Doc[]): { id: unknown; name: string } | undefined {
  const [stage, ...more] = rest;
  const group = stage?.$group;
  if (more.length || !isDocument(group)) return undefined;
  const [, output] = Object.entries(group);
  const id = group._id;
  if (!output || Object.keys(group).length !== 2 || (id !== null && typeof id !== 'number')) return undefined;
  const isSumOfOnes = isDocument(output[1]) && Object.keys(output[1]).length === 1 && output[1].$sum === 1;
  return isSumOfOnes ? { id, name: output[0] } : undefined;
}

async function countDocuments(
  engine: Engine,
  collection: Collection,
  query: Query,
  { id, name }: { id: unknown; name: string },
): Promise<Iterator<Buffer>> {
  let count = 0;
  let turnEnds = performance.now() + 10;
  for (const hit of search(engine.store.reader, collection, { ...query, sort: [] })) {
    if (hit) count++;
    if (performance.now() > turnEnds) {
      await nextTurn();
      turnEnds = performance.now() + 10;
    }
  }
  return (count ? [encode({ _id: id, [name]: count })] : [])[Symbol.iterator]();
}

function allDocuments(engine: Engine, database: string, name: string): Doc[] {
  const collection = engine.catalogue.find(database, name);
  return collection ? readAll(engine.store.reader, collection) : [];
}

function readAll(reader: Reader, collection: Collection): Doc[] {
  const docs: Doc[] = [];
  for (const hit of search(reader, collection, allMatching(EVERYTHING))) if (hit) docs.push(decode(hit.bytes));
  return docs;
}

/** Makes a function from documents to documents out of stages. */
function compilePipeline(
  stages: Doc[],
  variables: Variables,
  now: number,
  collectionResolver: (name: string) => Doc[],
): (docs: Doc[]) => Doc[] {
  return (docs) => {
    const options = {
      scriptEnabled: false,
      useStrictMode: true,
      context: stageContext,
      variables,
      collectionResolver,
      now,
    };
    return new Aggregator(stages as never, options as never).run(docs as never) as Doc[];
  };
}

const UPDATE_STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** The function of a pipeline-style update. Refuses stages that do not make one document of one (72). */
export function updatePipeline(pipeline: unknown[], variables: Variables): (doc: Doc, now: number) => Doc {
  const stages = checkStages(pipeline);
  for (const stage of stages) {
    const [name = ''] = Object.keys(stage);
    if (!UPDATE_STAGES.has(name)) throw new DatabaseError(72, `${name} is not allowed to be used within an update`);
  }
  return (doc, now) => {
    const run = compilePipeline(stages, variables, now, () => {
      throw notSupported('reading another collection in an update is');
    });
    const [result] = run([doc]);
    if (!result) throw typeMismatch('the pipeline of an update must give a document');
    return result;
  };
}
