/** Short ways to ask a database questions whose answers MongoDB's documentation settles. */
import { expect } from 'chai';
import { BSON, MongoClient } from 'mongodb';
import type { Collection, Db, Document, Filter, IndexSpecification, MongoServerError, UpdateFilter } from 'mongodb';
import { openTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

/** A connection to an empty database for the tests of one `describe`. */
export interface Bench {
  db: () => Db;
  /** A new empty collection. */
  collection: () => Collection;
}

/** Opens a database before the tests of the surrounding `describe` and closes it after them. */
export function useDatabase(): Bench {
  let database: TestDatabase | undefined;
  let client: MongoClient | undefined;
  let made = 0;
  before(async () => {
    database = await openTestDatabase();
    client = await MongoClient.connect(database.uri);
  });
  after(async () => {
    await client?.close();
    await database?.close();
  });
  const db = (): Db => {
    if (!client) throw new Error('the database is opened before the tests, not earlier');
    return client.db();
  };
  return { db, collection: () => db().collection(`c${++made}`) };
}

/** Values with their BSON types, in a form that compares and prints well. */
export function typed(value: unknown): unknown {
  return JSON.parse(BSON.EJSON.stringify(value as Document, { relaxed: false }));
}

function numbered(docs: readonly Document[]): Document[] {
  return docs.map((doc, i) => ({ _id: i + 1, ...doc }));
}

/** The numbers (from 1) of the documents that a filter finds. */
export async function found(
  bench: Bench,
  docs: readonly Document[],
  filter: Filter<Document>,
  index?: IndexSpecification,
): Promise<number[]> {
  const collection = bench.collection();
  await collection.insertMany(numbered(docs));
  if (index) await collection.createIndex(index);
  const hits = await collection.find(filter).toArray();
  return hits.map((doc) => Number(doc._id)).sort((a, b) => a - b);
}

/** The numbers (from 1) of the values of a field in order; undefined stands for a missing field. */
export async function sorted(bench: Bench, values: readonly unknown[], direction: 1 | -1): Promise<number[]> {
  const collection = bench.collection();
  await collection.insertMany(numbered(values.map((a) => (a === undefined ? {} : { a }))));
  const hits = await collection.find().sort({ a: direction }).toArray();
  return hits.map((doc) => Number(doc._id));
}

/** The document after an update, without its `_id`, with types as extended JSON. */
export async function updated(
  bench: Bench,
  doc: Document,
  update: Document | Document[],
  filter: Filter<Document> = {},
  options: Document = {},
): Promise<unknown> {
  const collection = bench.collection();
  await collection.insertOne({ _id: 1 as never, ...doc });
  await collection.updateOne(filter, update as UpdateFilter<Document>, options);
  const after = await collection.findOne({}, { projection: { _id: 0 }, promoteValues: false });
  return typed(after);
}

/** The error that a request ends with. Fails when there is none. */
export async function errorOf(request: Promise<unknown>): Promise<MongoServerError> {
  let answer: unknown;
  try {
    answer = await request;
  } catch (error) {
    return error as MongoServerError;
  }
  return expect.fail(`no error, but ${JSON.stringify(answer)}`);
}
