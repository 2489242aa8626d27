// What every store stands on: one collection, its zod shape and its indexes; mongoose supplies connection, model and index building.

import { Schema, type Connection, type IndexDefinition, type IndexOptions, type Model } from 'mongoose';
import type { ZodType } from 'zod';

export type Filter = Record<string, unknown>;
export type Update = Record<string, unknown>;
export type IndexSpec = readonly [IndexDefinition, IndexOptions?];

export interface Paging {
  readonly sort?: Record<string, 1 | -1>;
  readonly limit?: number;
  readonly skip?: number;
}

/** The unique index `fields` already holds this value: somebody else was first. */
export class Duplicate extends Error {
  readonly fields: readonly string[];

  constructor(fields: readonly string[]) {
    super(`already there: ${fields.join(', ')}`);
    this.name = 'Duplicate';
    this.fields = fields;
  }
}

/** A stored document whose `_id` is shown as `id`. */
export interface Documents<T extends { readonly id: string }> {
  readonly model: Model<Stored>;
  find(filter: Filter, paging?: Paging): Promise<T[]>;
  findOne(filter: Filter): Promise<T | null>;
  /** Fields named in `select` only, parsed by `shape`; for lists that must not carry whole documents. */
  select<S>(filter: Filter, fields: readonly string[], shape: ZodType<S>, paging?: Paging): Promise<S[]>;
  count(filter: Filter): Promise<number>;
  /** @throws Duplicate when a unique index refuses it. */
  insert(document: T): Promise<void>;
  /** Whether the document was kept: no, where a unique index holds one like it already; that one stays as it is. */
  insertIfNew(document: T): Promise<boolean>;
  /** Whether a document matched the filter (and so was updated). @throws Duplicate */
  update(filter: Filter, update: Update, options?: { upsert?: boolean }): Promise<boolean>;
  updateMany(filter: Filter, update: Update): Promise<number>;
  /** The document as it is after the update, or null when none matched. @throws Duplicate */
  findAndUpdate(
    filter: Filter,
    update: Update,
    options?: { upsert?: boolean; sort?: Record<string, 1 | -1> },
  ): Promise<T | null>;
  /** Many upserts in one command; each leaves a document that is already there as the update says. */
  upsertAll(writes: readonly { readonly id: string; readonly update: Update }[]): Promise<void>;
  remove(filter: Filter): Promise<number>;
  /** Builds the indexes; safe to call again. */
  prepare(): Promise<void>;
}

/** A document as mongoose hands it over, before its shape is known. */
export type Stored = Record<string, unknown> & { _id: string };

const storedSchema = (indexes: readonly IndexSpec[]): Schema => {
  const options = {
    strict: false,
    versionKey: false,
    minimize: false,
    autoIndex: false,
    autoCreate: false,
    id: false,
    // Before the first connection a query waits this long and no longer.
    bufferTimeoutMS: 2000,
  } as const;
  const schema = new Schema({ _id: String }, options);
  for (const [fields, indexOptions] of indexes) schema.index(fields, indexOptions);
  return schema;
};

interface DuplicateKeyError {
  readonly code: number;
  readonly keyPattern?: Record<string, unknown>;
}

const isDuplicateKey = (error: unknown): error is DuplicateKeyError =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 11000;

async function refusingDuplicates<R>(work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (error) {
    if (isDuplicateKey(error)) throw new Duplicate(Object.keys(error.keyPattern ?? {}));
    throw error;
  }
}

const withId = ({ _id, ...rest }: Stored): unknown => ({ id: _id, ...rest });
const withUnderscore = ({ id, ...rest }: { readonly id: string }): Stored => ({ _id: id, ...rest });

/**
 * A collection called `name` whose documents are parsed by `shape` whenever they are read.
 * Unknown stored fields are left out by the shape; a document that does not fit is a defect and throws.
 */
export function documents<T extends { readonly id: string }>(
  connection: Connection,
  name: string,
  shape: ZodType<T>,
  indexes: readonly IndexSpec[] = [],
): Documents<T> {
  const model = connection.model<Stored>(name, storedSchema(indexes) as Schema<Stored>, name);
  // Writes go to the driver as they are: mongoose would walk every path of an update to cast it to a schema that has none.
  const parse = (stored: Stored): T => shape.parse(withId(stored));
  const insert = (document: T): Promise<void> =>
    refusingDuplicates(async () => void (await model.collection.insertOne(withUnderscore(document) as never)));
  return {
    model,
    find: async (filter, { sort, limit = 500, skip = 0 } = {}) => {
      const query = model.find(filter).limit(limit).skip(skip).lean<Stored[]>();
      return (await (sort ? query.sort(sort) : query)).map(parse);
    },
    findOne: async (filter) => {
      const stored = await model.findOne(filter).lean<Stored>();
      return stored && parse(stored);
    },
    select: async (filter, fields, selected, { sort, limit = 500, skip = 0 } = {}) => {
      const query = model
        .find(filter, Object.fromEntries(fields.map((field) => [field, 1])))
        .limit(limit)
        .skip(skip);
      const rows = await (sort ? query.sort(sort) : query).lean<Stored[]>();
      return rows.map((row) => selected.parse(withId(row)));
    },
    count: (filter) => model.countDocuments(filter),
    insert,
    insertIfNew: async (document) => {
      try {
        await insert(document);
        return true;
      } catch (error) {
        if (error instanceof Duplicate) return false;
        throw error;
      }
    },
    update: (filter, update, options = {}) =>
      refusingDuplicates(async () => {
        const result = await model.collection.updateOne(filter as never, update as never, options);
        return result.matchedCount + result.upsertedCount > 0;
      }),
    updateMany: async (filter, update) => (await model.updateMany(filter, update)).modifiedCount,
    findAndUpdate: (filter, update, options = {}) =>
      refusingDuplicates(async () => {
        const after = { ...options, returnDocument: 'after' } as const;
        const stored = await model.collection.findOneAndUpdate(filter as never, update as never, after);
        return stored && parse(stored as unknown as Stored);
      }),
    upsertAll: async (writes) => {
      const operations = writes.map(({ id, update }) => ({ updateOne: { filter: { _id: id }, update, upsert: true } }));
      if (operations.length > 0) await model.collection.bulkWrite(operations as never, { ordered: false });
    },
    remove: async (filter) => (await model.deleteMany(filter)).deletedCount,
    prepare: async () => {
      if (indexes.length > 0) await model.createIndexes();
    },
  };
}
