/** Aggregation pipelines: the beginning is answered from the indexes, the rest stage by stage. */
import type { Collection } from '../storage/catalogue.ts';
import type { Engine } from '../engine.ts';
import { DatabaseError, notSupported, typeMismatch } from '../errors.ts';
import type { Filter } from '../language/filter.ts';
import { EVERYTHING, nearNotAllowed, parseFilter } from '../language/filter.ts';
import type { Hit, Query } from '../search/query.ts';
import { allMatching, search } from '../search/query.ts';
import { MAX_DOCUMENT_BYTES, decode } from '../values/raw-bson.ts';
import { encode } from '../values/write-bson.ts';
import type { Reader } from '../storage/store.ts';
import { breathe } from '../turns.ts';
import type { Doc } from '../values/values.ts';
import { isDocument } from '../values/values.ts';
import type { Scope } from './scope.ts';
import { NO_SCOPE } from './scope.ts';
import type { Source } from './lookup.ts';
import { readSort } from './read-sort.ts';
import { compileStages, readLimit, readSkip, readStages } from './stages.ts';
import { STATISTICS_STAGES, statistics } from './statistics.ts';
import { behind } from './views.ts';

/** A pipeline to run. */
export interface AggregateRequest {
  database: string;
  /** Undefined also for `aggregate: 1`, where the documents come from the pipeline itself. */
  collection: Collection | undefined;
  pipeline: unknown;
  scope: Scope;
  hint: unknown;
}

/** A pipeline split into what the planner answers and the stages that are left. */
export interface SplitPipeline {
  query: Query;
  rest: Doc[];
}

/** Takes from the beginning of a pipeline the filter, order and limits that an index may answer. */
export function splitPipeline(pipeline: unknown, scope: Scope, hint: unknown): SplitPipeline {
  const stages = readStages(pipeline);
  const take = (wanted: string): unknown => (stages[0]?.name === wanted ? stages.shift()!.spec : undefined);
  const filters: unknown[] = [];
  while (stages[0]?.name === '$match') filters.push(take('$match'));
  const filter = filters.length ? readFilters(filters, scope) : { ...EVERYTHING, collation: scope.collation };
  const sort = take('$sort');
  const skip = take('$skip');
  const limit = take('$limit');
  const query: Query = {
    filter,
    sort: sort === undefined ? [] : readSort(sort, { ...scope, textScore: filter.textScore }),
    skip: skip === undefined ? 0 : readSkip(skip),
    limit: limit === undefined ? 0 : readLimit(limit),
    hint,
  };
  return { query, rest: stages.map(({ name, spec }) => ({ [name]: spec })) };
}

function readFilters(filters: unknown[], scope: Scope): Filter {
  for (const filter of filters) {
    if (!isDocument(filter)) throw new DatabaseError(15959, 'the match filter must be an expression in an object');
  }
  const filter = parseFilter(filters.length === 1 ? (filters[0] as Doc) : { $and: filters }, scope);
  if (filter.near) throw nearNotAllowed();
  return filter;
}

/** The documents a pipeline gives, as bytes. Everything is checked before the first document is read. */
export async function aggregate(engine: Engine, request: AggregateRequest): Promise<Iterator<Buffer | undefined>> {
  const { scope } = request;
  const { collection, stages } = behind(engine.catalogue, request.collection);
  const pipeline =
    stages.length && Array.isArray(request.pipeline) ? [...stages, ...request.pipeline] : request.pipeline;
  const [first, ...others] = readStages(pipeline);
  if (first && STATISTICS_STAGES.includes(first.name)) {
    const run = compileStages(
      others.map(({ name, spec }) => ({ [name]: spec })),
      scope,
      sourceIn(engine, request.database),
    );
    return encodeAll(run(await statistics(engine.store.reader, collection, first.name, first.spec)));
  }
  const { query, rest } = splitPipeline(pipeline, scope, request.hint);
  const stageScope: Scope = { ...scope, textScore: query.filter.textScore };
  const run = compileStages(rest, stageScope, sourceIn(engine, request.database));
  const { reader } = engine.store;
  const counting = collection && countingGroup(rest);
  if (counting) return encodeAll(await counted(reader, collection, query, counting));
  const hits = collection ? search(reader, collection, query) : [];
  if (!rest.length) return bytesOf(hits);
  const docs: Doc[] = [];
  for await (const hit of breathe(hits)) if (hit) docs.push(decode(hit.bytes));
  return encodeAll(run(docs));
}

/** `[{ $group: { _id: <constant>, n: { $sum: 1 } } }]` is how drivers count: it needs no documents. */
function countingGroup(rest: readonly Doc[]): { _id: unknown; field: string } | undefined {
  const group = rest.length === 1 ? rest[0]!.$group : undefined;
  if (!isDocument(group) || Object.keys(group).length !== 2 || (group._id !== null && group._id !== 1))
    return undefined;
  const [field, output] = Object.entries(group).find(([name]) => name !== '_id') ?? ['', undefined];
  const isCount = isDocument(output) && Object.keys(output).length === 1 && output.$sum === 1;
  return isCount ? { _id: group._id, field } : undefined;
}

async function counted(
  reader: Reader,
  collection: Collection,
  query: Query,
  { _id, field }: { _id: unknown; field: string },
): Promise<Doc[]> {
  let count = 0;
  for await (const hit of breathe(search(reader, collection, { ...query, sort: [] }))) if (hit) count++;
  return count ? [{ _id, [field]: count }] : [];
}

function* bytesOf(hits: Iterable<Hit | undefined>): Generator<Buffer | undefined> {
  for (const hit of hits) yield hit?.bytes;
}

function* encodeAll(docs: readonly Doc[]): Generator<Buffer> {
  for (const doc of docs) {
    const bytes = encode(doc);
    if (bytes.length > MAX_DOCUMENT_BYTES) {
      throw new DatabaseError(10334, `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and 16MB`);
    }
    yield bytes;
  }
}

function sourceIn(engine: Engine, database: string): Source {
  return (name, filter) => {
    const { collection, stages } = behind(engine.catalogue, engine.catalogue.find(database, name));
    const isView = stages.length > 0;
    const docs = collection ? readAll(engine.store.reader, collection, isView ? EVERYTHING : filter) : [];
    if (!isView) return docs;
    return compileStages(
      stages,
      { ...NO_SCOPE, now: engine.now() },
      sourceIn(engine, database),
    )(docs).filter(filter.matches);
  };
}

function readAll(reader: Reader, collection: Collection, filter: Filter): Doc[] {
  const docs: { record: number; doc: Doc }[] = [];
  for (const hit of search(reader, collection, allMatching(filter))) {
    if (hit) docs.push({ record: hit.record, doc: decode(hit.bytes) });
  }
  // In the order of insertion, whichever index found them.
  return docs.sort((a, b) => a.record - b.record).map(({ doc }) => doc);
}

const UPDATE_STAGES = new Set(['$addFields', '$set', '$project', '$unset', '$replaceRoot', '$replaceWith']);

/** The function of a pipeline-style update. Refuses stages that do not make one document of one (72). */
export function updatePipeline(pipeline: unknown[], scope: Scope): (doc: Doc) => Doc {
  for (const { name } of readStages(pipeline)) {
    if (!UPDATE_STAGES.has(name)) throw new DatabaseError(72, `${name} is not allowed to be used within an update`);
  }
  const run = compileStages(pipeline, scope, () => {
    throw notSupported('reading another collection in an update is');
  });
  return (doc) => {
    const [result] = run([doc]);
    if (!result) throw typeMismatch('the pipeline of an update must give a document');
    return result;
  };
}
