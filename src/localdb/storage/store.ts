/** The bytes on disk: one LMDB environment, written in batches that share one fsync. */
import type { Database, RootDatabase } from 'lmdb';
import { open } from 'lmdb';

/** The layout of the keys and of the catalogue; raised when either changes. */
export const SCHEMA_VERSION = 1;

const SCHEMA_KEY = Buffer.from('\0schemaVersion');

/** An entry of the store. */
export interface Entry {
  key: Buffer;
  value: Buffer;
}

/** What commands read through: the committed state, or within `write` the state under change. */
export interface Reader {
  get: (key: Buffer) => Buffer | undefined;
  /** The entries from `start` (included) to `end` (not included), in order or backwards. It may be left and resumed. */
  range: (start: Buffer, end: Buffer, backwards?: boolean) => Iterable<Entry>;
}

/** What commands write through, within `write`. */
export interface Writer extends Reader {
  put: (key: Buffer, value: Buffer) => void;
  remove: (key: Buffer) => void;
  putMeta: (key: Buffer, value: Buffer) => void;
  removeMeta: (key: Buffer) => void;
}

/** The open store. */
export interface Store {
  reader: Reader;
  /** Runs a change; resolves when it is on the disk. Changes of concurrent callers share one commit and one fsync. */
  write: <T>(change: (writer: Writer) => T) => Promise<T>;
  /** The entries of the catalogue. */
  metaEntries: () => Iterable<Entry>;
  count: (start: Buffer, end: Buffer) => number;
  close: () => Promise<void>;
}

/** A point read wants few entries, a scan many: reading begins small and grows. */
const FIRST_CHUNK = 16;
const LARGEST_CHUNK = 512;

/** Opens the files in a directory. Refuses files that a later version has written. */
export async function openStore(directory: string): Promise<Store> {
  const binary = { keyEncoding: 'binary', encoding: 'binary' } as const;
  const root: RootDatabase<Buffer, Buffer> = open({ path: directory, maxDbs: 4, ...binary });
  const data = root.openDB<Buffer, Buffer>('data', binary);
  const meta = root.openDB<Buffer, Buffer>('meta', binary);
  await checkSchema(root, meta);
  const writer = makeWriter(data, meta);
  return {
    reader: writer,
    write: (change) => write(root, () => change(writer)),
    metaEntries: () => [...meta.getRange({})].filter((entry) => !SCHEMA_KEY.equals(entry.key)),
    count: (start, end) => data.getKeysCount({ start, end }),
    close: async () => {
      await root.close();
    },
  };
}

async function checkSchema(root: RootDatabase<Buffer, Buffer>, meta: Database<Buffer, Buffer>): Promise<void> {
  const found = meta.get(SCHEMA_KEY);
  if (found === undefined) {
    await root.transaction(() => void meta.put(SCHEMA_KEY, Buffer.from(String(SCHEMA_VERSION))));
  } else if (Number(found.toString()) > SCHEMA_VERSION) {
    await root.close();
    throw new Error(
      `The database was written by a later version of this program (layout ${found.toString()}, known here: ${SCHEMA_VERSION}).`,
    );
  }
}

function makeWriter(data: Database<Buffer, Buffer>, meta: Database<Buffer, Buffer>): Writer {
  return {
    get: (key) => data.get(key),
    range: (start, end, backwards = false) => readInChunks(data, start, end, backwards),
    put: (key, value) => void data.put(key, value),
    remove: (key) => void data.remove(key),
    putMeta: (key, value) => void meta.put(key, value),
    removeMeta: (key) => void meta.remove(key),
  };
}

/** Each chunk is read at once, so that a reader may pause between chunks without holding a snapshot open. */
function* readInChunks(
  data: Database<Buffer, Buffer>,
  start: Buffer,
  end: Buffer,
  backwards: boolean,
): Generator<Entry> {
  let from = backwards ? end : start;
  let limit = FIRST_CHUNK;
  let resumed = false;
  for (;;) {
    const to = backwards ? start : end;
    const options = { start: from, end: to, reverse: backwards, limit, exclusiveStart: resumed };
    const chunk = [...data.getRange(options)];
    yield* chunk;
    if (chunk.length < limit) return;
    from = chunk.at(-1)!.key;
    resumed = true;
    limit = Math.min(limit * 4, LARGEST_CHUNK);
  }
}

/** The disk did not take a commit: nothing of it is there, also of what memory already holds. */
export class CommitFailed extends Error {}

/** An error of the change is the caller's: it must have written nothing by then. The commit itself may fail too. */
async function write<T>(root: RootDatabase<Buffer, Buffer>, change: () => T): Promise<T> {
  let outcome: { result: T } | { error: unknown } | undefined;
  const run = (): void => {
    try {
      outcome = { result: change() };
    } catch (error) {
      outcome = { error };
    }
  };
  try {
    await root.transaction(run);
  } catch (error) {
    throw new CommitFailed('The database could not be written.', { cause: error });
  }
  if (!outcome) throw new CommitFailed('The database did not run a write.');
  if ('error' in outcome) throw outcome.error;
  return outcome.result;
}
