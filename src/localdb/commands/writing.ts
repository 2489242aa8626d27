/** The commands that write documents: insert, update, delete. Each statement succeeds or fails by itself. */
import { ObjectId } from 'bson';
import type { Collection } from '../storage/catalogue.ts';
import type { Engine } from '../engine.ts';
import { DatabaseError, failedToParse } from '../errors.ts';
import type { Scope } from '../aggregation/scope.ts';
import type { Filter } from '../language/filter.ts';
import { filterFrom } from '../language/filter.ts';
import { readCollation } from '../values/collation.ts';
import type { KeyField } from '../values/index-keys.ts';
import type { Query } from '../search/query.ts';
import { findAll } from '../search/query.ts';
import { decode } from '../values/raw-bson.ts';
import { encode, encodeChanges, withIdFirst } from '../values/write-bson.ts';
import { applyChange, indexedRoots, insertRecord } from '../storage/records.ts';
import { makeRoom } from '../storage/capped.ts';
import type { Writer } from '../storage/store.ts';
import { hasRules, refuseUnruly } from '../storage/validation.ts';
import { parseUpdate } from '../language/update.ts';
import type { Update } from '../language/update.ts';
import { upsertSeed } from '../language/upsert.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toNumber } from '../values/values.ts';
import type { Command, CommandTable } from './command.ts';
import { checkFields, collectionName, findCollection, flag, parseLet, scopeOf, withCollation } from './command.ts';
import { hintOf } from './reading.ts';

/** An error of one statement, as the reply lists it. */
type WriteError = Doc;

/** Runs statements one after the other; an ordered batch ends at the first error. */
function runStatements<T>(
  statements: readonly T[],
  ordered: boolean,
  run: (statement: T, index: number) => void,
): WriteError[] {
  const errors: WriteError[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      errors.push({ index, code: error.code, errmsg: error.message, ...error.details });
      if (ordered) break;
    }
  }
  return errors;
}

function isOrdered(body: Doc): boolean {
  return body.ordered === undefined ? true : flag(body, 'ordered');
}

/** Who does not want to know of a write is told nothing of it, as in MongoDB. */
function withErrors({ writeConcern }: Doc, reply: Doc, errors: WriteError[]): Doc {
  if (isDocument(writeConcern) && toNumber(writeConcern.w) === 0) return { ok: 1 };
  return errors.length ? { ...reply, writeErrors: errors, ok: 1 } : { ...reply, ok: 1 };
}

/** The statements of a batch. What is wrong with their form is wrong with the whole command. */
function statementsOf(command: Command, field: string, known: readonly string[], required: readonly string[]): Doc[] {
  const statements = command.rawDocuments(field);
  if (!statements.length || statements.length > 100_000) {
    throw new DatabaseError(16, `Write batch sizes must be between 1 and 100000. Got ${statements.length} operations.`);
  }
  return statements.map((bytes) => {
    const statement = decode(bytes);
    const what = `${command.name}.${field}`;
    checkFields(what, statement, known);
    if (statement.collation !== undefined) readCollation(statement.collation);
    for (const name of required) {
      if (statement[name] !== undefined) continue;
      throw new DatabaseError(40414, `BSON field '${what}.${name}' is missing but a required field`);
    }
    return statement;
  });
}

async function insert(command: Command): Promise<Doc> {
  const { engine, database, body } = command;
  const name = collectionName(command);
  const documents = command.rawDocuments('documents');
  const bypass = flag(body, 'bypassDocumentValidation');
  if (!documents.length)
    throw new DatabaseError(16, 'Write batch sizes must be between 1 and 100000. Got 0 operations.');
  return engine.write((writer) => {
    const collection = engine.catalogue.find(database, name) ?? engine.catalogue.create(writer, database, name);
    let n = 0;
    const errors = runStatements(documents, isOrdered(body), (document) => {
      const bytes = withIdFirst(document);
      const isChecked = hasRules(collection);
      const doc = decode(bytes, isChecked ? undefined : indexedRoots(collection));
      if (isChecked) refuseUnruly(collection, doc, bypass);
      insertRecord(writer, engine.catalogue, collection, { doc, bytes });
      n++;
    });
    makeRoom(writer, engine.catalogue, collection);
    return withErrors(body, { n }, errors);
  });
}

/** One update, whatever command it came in. */
export interface UpdateStatement {
  filter: Filter;
  update: Update;
  multi: boolean;
  upsert: boolean;
  sort: readonly KeyField[];
  hint: unknown;
  /** Need the documents not follow the rules of their collection? */
  bypass: boolean;
}

/** What one update did. */
export interface UpdateOutcome {
  matched: number;
  modified: number;
  upserted?: Doc;
  /** The last document that was matched, as it was and as it is. */
  before?: Doc;
  after?: Doc;
}

/** Runs one update. Makes the collection only when there is something to put in. */
export function runUpdate(
  engine: Engine,
  writer: Writer,
  place: { database: string; name: string },
  statement: UpdateStatement,
): UpdateOutcome {
  const { filter, update, sort, hint, multi } = statement;
  const collection = engine.catalogue.find(place.database, place.name);
  const query: Query = { filter, sort, skip: 0, limit: multi ? 0 : 1, hint };
  const hits = collection ? findAll(writer, collection, query) : [];
  if (!hits.length && statement.upsert) return upsert(engine, writer, place, collection, statement);
  const outcome: UpdateOutcome = { matched: hits.length, modified: 0 };
  for (const { record, bytes, doc: before } of hits) {
    const after = update.apply(before, { filter, inserting: false, now: engine.now() });
    const changed = encodeChanges(bytes, before, after);
    outcome.before = before;
    outcome.after = after;
    if (changed.equals(bytes)) continue;
    refuseUnruly(collection!, after, statement.bypass, before);
    applyChange(writer, engine.catalogue, collection!, { record, before, after: { doc: after, bytes: changed } });
    outcome.modified++;
  }
  return outcome;
}

function upsert(
  engine: Engine,
  writer: Writer,
  { database, name }: { database: string; name: string },
  found: Collection | undefined,
  { filter, update, bypass }: UpdateStatement,
): UpdateOutcome {
  const seed = upsertSeed(filter, update);
  const made = update.apply(seed, { filter, inserting: true, now: engine.now() });
  const { _id, ...fields } = made;
  const doc: Doc = { _id: _id === undefined ? new ObjectId() : _id, ...fields };
  const bytes = encode(doc);
  if (found) refuseUnruly(found, doc, bypass);
  const collection = found ?? engine.catalogue.create(writer, database, name);
  insertRecord(writer, engine.catalogue, collection, { doc, bytes });
  makeRoom(writer, engine.catalogue, collection);
  return { matched: 0, modified: 0, upserted: doc, after: doc };
}

const UPDATE_FIELDS = ['q', 'u', 'c', 'multi', 'upsert', 'arrayFilters', 'collation', 'hint'];

/** `c` gives constants to a pipeline-style update, beside those of the command's `let`. */
function withConstants(scope: Scope, constants: unknown): Scope {
  if (constants === undefined) return scope;
  const { variables } = parseLet(constants, scope.now ?? 0);
  return { ...scope, variables: { ...scope.variables, ...variables } };
}

function parseStatement(statement: Doc, commandScope: Scope, bypass: boolean): UpdateStatement {
  const scope = withCollation(commandScope, statement);
  const constants = withConstants(scope, statement.c);
  if (statement.c !== undefined && !Array.isArray(statement.u)) {
    throw new DatabaseError(51198, 'Constant values may only be specified for pipeline updates');
  }
  const filter = filterFrom(statement.q, 'update.updates.q', scope);
  const update = parseUpdate(statement.u, statement.arrayFilters, constants);
  const multi = flag(statement, 'multi');
  if (multi && update.isReplacement) throw failedToParse('multi update is not supported for replacement-style update');
  const upsert = flag(statement, 'upsert');
  return { filter, update, multi, upsert, sort: [], hint: hintOf(statement.hint), bypass };
}

async function update(command: Command): Promise<Doc> {
  const { engine, body } = command;
  const place = { database: command.database, name: collectionName(command) };
  const bypass = flag(body, 'bypassDocumentValidation');
  const statements = statementsOf(command, 'updates', UPDATE_FIELDS, ['q', 'u']);
  const scope = scopeOf(command, findCollection(command));
  return engine.write((writer) => {
    let n = 0;
    let nModified = 0;
    const upserted: Doc[] = [];
    const errors = runStatements(statements, isOrdered(body), (statement, index) => {
      const outcome = runUpdate(engine, writer, place, parseStatement(statement, scope, bypass));
      n += outcome.matched + (outcome.upserted ? 1 : 0);
      nModified += outcome.modified;
      if (outcome.upserted) upserted.push({ index, _id: outcome.upserted._id });
    });
    return withErrors(body, { n, nModified, ...(upserted.length && { upserted }) }, errors);
  });
}

const DELETE_FIELDS = ['q', 'limit', 'collation', 'hint'];

async function remove(command: Command): Promise<Doc> {
  const { engine, body, database } = command;
  const name = collectionName(command);
  const statements = statementsOf(command, 'deletes', DELETE_FIELDS, ['q', 'limit']);
  const scope = scopeOf(command, findCollection(command));
  return engine.write((writer) => {
    const collection = engine.catalogue.find(database, name);
    let n = 0;
    const errors = runStatements(statements, isOrdered(body), (statement) => {
      const query = parseDelete(statement, scope);
      if (collection) n += runDelete(engine, writer, collection, query).length;
    });
    return withErrors(body, { n }, errors);
  });
}

function parseDelete(statement: Doc, commandScope: Scope): Query {
  const scope = withCollation(commandScope, statement);
  const limit = toNumber(statement.limit);
  if (limit !== 0 && limit !== 1) {
    throw failedToParse(`The limit field in delete objects must be 0 or 1. Got ${String(statement.limit)}`);
  }
  const filter = filterFrom(statement.q, 'delete.deletes.q', scope);
  return { filter, sort: [], skip: 0, limit, hint: hintOf(statement.hint) };
}

/** Deletes what a query finds; answers the documents as they were. */
export function runDelete(engine: Engine, writer: Writer, collection: Collection, query: Query): Doc[] {
  return findAll(writer, collection, query).map(({ record, doc: before }) => {
    applyChange(writer, engine.catalogue, collection, { record, before });
    return before;
  });
}

export const writingCommands: CommandTable = {
  insert: { fields: ['documents', 'ordered', 'bypassDocumentValidation'], notOnViews: true, run: insert },
  update: { fields: ['updates', 'ordered', 'bypassDocumentValidation', 'let'], notOnViews: true, run: update },
  delete: { fields: ['deletes', 'ordered', 'let'], notOnViews: true, run: remove },
};
