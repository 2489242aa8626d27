/** Writes what a pipeline gives into a collection, for $out and $merge. */
import type { Destination, Output } from '../aggregation/output.ts';
import { compileExpression } from '../aggregation/expressions.ts';
import type { Scope } from '../aggregation/scope.ts';
import { refuseView } from '../aggregation/views.ts';
import type { Engine } from '../engine.ts';
import { DatabaseError } from '../errors.ts';
import { parseFilter } from '../language/filter.ts';
import { parseUpdate } from '../language/update.ts';
import { makeIndex } from '../storage/catalogue.ts';
import type { Collection } from '../storage/catalogue.ts';
import { buildIndex, dropCollection, insertRecord } from '../storage/records.ts';
import type { Writer } from '../storage/store.ts';
import { refuseUnruly } from '../storage/validation.ts';
import { valueAt } from '../language/update-paths.ts';
import { decode } from '../values/raw-bson.ts';
import { withIdFirst } from '../values/write-bson.ts';
import { checkName } from './command.ts';
import { runUpdate } from './writing.ts';

/** So many documents are merged in one commit. */
const PORTION = 200;

/** Refuses names that cannot be (73) and views (166), before the pipeline runs. */
export function checkDestination({ catalogue }: Engine, { into }: Output): void {
  refuseView(catalogue.find(into.database, checkName(into.database, into.name)));
}

/** How documents are written. */
interface Manner {
  scope: Scope;
  /** Need they not follow the rules of the collection? */
  bypass: boolean;
}

/** Writes the documents. A fault in one ends it: `$out` then changes nothing, `$merge` keeps what it has written. */
export async function writeOutput(
  engine: Engine,
  output: Output,
  docs: readonly Buffer[],
  manner: Manner,
): Promise<void> {
  if (output.kind === 'out') return replaceAll(engine, output.into, docs, manner.bypass);
  for (let at = 0; at < docs.length; at += PORTION) {
    const portion = docs.slice(at, at + PORTION);
    const error = await engine.write((writer) => mergeAll(engine, writer, output, portion, manner));
    if (error) throw error;
  }
}

/** Fills a new collection with the indexes of the old one, and puts it in the old one's place. */
async function replaceAll(
  engine: Engine,
  { database, name }: Destination,
  docs: readonly Buffer[],
  bypass: boolean,
): Promise<void> {
  const { catalogue } = engine;
  const made: Collection[] = [];
  // A change that has begun to write may not throw: what went wrong is told after the commit.
  const error = await engine.write((writer): DatabaseError | undefined => {
    const old = catalogue.find(database, name);
    const fresh = catalogue.create(writer, database, `tmp.agg_out.${name}`, old?.options);
    try {
      for (const { spec } of old?.indexes.slice(1) ?? []) {
        buildIndex(writer, catalogue, fresh, makeIndex(catalogue.newId(), spec));
      }
      for (const document of docs) insert(engine, writer, fresh, document, bypass);
    } catch (fault) {
      if (!(fault instanceof DatabaseError)) throw fault;
      dropCollection(writer, catalogue, fresh);
      return fault;
    }
    if (old) dropCollection(writer, catalogue, old);
    catalogue.rename(writer, fresh, database, name);
    made.push(fresh);
    return undefined;
  });
  if (error) throw error;
  for (const collection of made) for (const index of collection.indexes) index.ready = true;
}

function insert(engine: Engine, writer: Writer, collection: Collection, document: Buffer, bypass: boolean): void {
  const bytes = withIdFirst(document);
  const doc = decode(bytes);
  refuseUnruly(collection, doc, bypass);
  insertRecord(writer, engine.catalogue, collection, { doc, bytes });
}

/** Answers the first error: a change that has begun to write may not throw. */
function mergeAll(
  engine: Engine,
  writer: Writer,
  output: Merge,
  docs: readonly Buffer[],
  manner: Manner,
): DatabaseError | undefined {
  for (const bytes of docs) {
    try {
      mergeOne(engine, writer, output, bytes, manner);
    } catch (error) {
      if (error instanceof DatabaseError) return error;
      throw error;
    }
  }
  return undefined;
}

type Merge = Extract<Output, { kind: 'merge' }>;

function mergeOne(engine: Engine, writer: Writer, output: Merge, document: Buffer, { scope, bypass }: Manner): void {
  const { into, whenMatched, whenNotMatched } = output;
  // A document that is matched by other fields needs an `_id` only when it is put in.
  const bytes = output.on.includes('_id') ? withIdFirst(document) : document;
  const doc = decode(bytes);
  const target = engine.catalogue.find(into.database, into.name);
  refuseWithoutIndex(target, output);
  const filter = parseFilter(Object.fromEntries(output.on.map((path) => [path, { $eq: keyAt(doc, path) }])));
  const isUpdate = whenMatched !== 'fail' && whenMatched !== 'keepExisting';
  const update = parseUpdate(isUpdate ? updateOf(whenMatched) : [], undefined, variablesOf(output, doc, scope));
  const statement = { filter, update, multi: false, upsert: false, sort: [], hint: undefined, bypass };
  const { matched } = runUpdate(engine, writer, into, statement);
  if (matched && whenMatched === 'fail') {
    throw new DatabaseError(11000, `$merge found a document that matches in ${into.database}.${into.name}`);
  }
  if (matched || whenNotMatched === 'discard') return;
  if (whenNotMatched === 'fail') {
    throw new DatabaseError(13113, '$merge could not find a matching document in the target collection');
  }
  insert(engine, writer, target ?? engine.catalogue.create(writer, into.database, into.name), bytes, bypass);
}

function updateOf(whenMatched: unknown): unknown[] {
  if (Array.isArray(whenMatched)) return whenMatched;
  if (whenMatched === 'replace') return [{ $replaceWith: '$$new' }];
  return [{ $replaceWith: { $mergeObjects: ['$$ROOT', '$$new'] } }];
}

function variablesOf({ variables }: Merge, doc: Record<string, unknown>, scope: Scope): Scope {
  const given = Object.entries(variables).map(([name, expression]) => [
    name,
    compileExpression(expression, scope)(doc),
  ]);
  return { ...scope, variables: { ...scope.variables, new: doc, ...Object.fromEntries(given) } };
}

function keyAt(doc: Record<string, unknown>, path: string): unknown {
  const value = valueAt(doc, path.split('.'));
  if (value !== undefined && value !== null && !Array.isArray(value)) return value;
  throw new DatabaseError(51132, "$merge write error: 'on' field cannot be missing, null, undefined or an array");
}

/** What documents are matched by must be unique. */
function refuseWithoutIndex(target: Collection | undefined, { on }: Merge): void {
  const wanted = on.toSorted().join();
  if (wanted === '_id') return;
  if (
    target?.indexes.some((index) => index.unique && !index.partial && Object.keys(index.key).sort().join() === wanted)
  )
    return;
  throw new DatabaseError(51183, 'Cannot find index to verify that join fields will be unique');
}
