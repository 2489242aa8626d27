/** Cursors: results that are handed out batch by batch, and forgotten when nobody asks for long. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseError } from './errors.ts';
import type { CursorReply } from './wire.ts';

/** A cursor that nobody has used for so long is closed, as in MongoDB. */
export const CURSOR_IDLE_MS = 10 * 60 * 1000;

/** How many documents a first batch has when the caller does not say. */
const FIRST_BATCH = 101;
/** A batch ends before this many bytes; a single larger document goes alone. */
const BATCH_BYTES = 16_000_000;
/** A scan gives way to the rest of the program after this long. */
const TURN_MS = 10;

/** Documents as bytes; undefined stands for one that was looked at in vain. */
export type Results = Iterator<Buffer | undefined>;

interface Cursor {
  results: Results;
  namespace: string;
  /** How many documents may still come. */
  left: number;
  /** Read but not sent: it did not fit. */
  pending: Buffer | undefined;
  lastUsed: number;
  inUse: boolean;
}

/** The open cursors of a server. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  readonly #now: () => number;
  #lastId = 0n;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Sends the first batch and keeps the rest, if any. `limit` 0 means no limit. */
  async start(
    namespace: string,
    results: Results,
    options: { batchSize?: number; limit?: number; singleBatch?: boolean } = {},
  ): Promise<CursorReply> {
    const cursor: Cursor = {
      results,
      namespace,
      left: options.limit || Infinity,
      pending: undefined,
      lastUsed: this.#now(),
      inUse: false,
    };
    const { batch, done } = await takeBatch(cursor, options.batchSize ?? FIRST_BATCH);
    if (done || options.singleBatch) return { batchName: 'firstBatch', batch, cursorId: 0n, namespace };
    const cursorId = ++this.#lastId;
    this.#open.set(cursorId, cursor);
    return { batchName: 'firstBatch', batch, cursorId, namespace };
  }

  /** Sends the next batch. Refuses a cursor that is not there (43) or belongs to another collection (13). */
  async more(id: bigint, namespace: string, batchSize: number | undefined): Promise<CursorReply> {
    const cursor = this.#open.get(id);
    if (!cursor) throw new DatabaseError(43, `cursor id ${id} not found`);
    if (cursor.namespace !== namespace) {
      throw new DatabaseError(
        13,
        `Requested getMore on namespace '${namespace}', but cursor belongs to a different namespace ${cursor.namespace}`,
      );
    }
    if (cursor.inUse) throw new DatabaseError(12051, `cursor id ${id} is already in use`);
    cursor.inUse = true;
    try {
      const { batch, done } = await takeBatch(cursor, batchSize || Infinity);
      if (done) this.#open.delete(id);
      return { batchName: 'nextBatch', batch, cursorId: done ? 0n : id, namespace };
    } catch (error) {
      this.#open.delete(id);
      throw error;
    } finally {
      cursor.inUse = false;
      cursor.lastUsed = this.#now();
    }
  }

  /** Closes a cursor of this collection; tells whether there was one. */
  kill(id: bigint, namespace: string): boolean {
    return this.#open.get(id)?.namespace === namespace && this.#open.delete(id);
  }

  /** Closes the cursors that nobody has used for ten minutes. */
  dropIdle(): void {
    const oldest = this.#now() - CURSOR_IDLE_MS;
    for (const [id, cursor] of this.#open) {
      if (!cursor.inUse && cursor.lastUsed <= oldest) this.#open.delete(id);
    }
  }

  get size(): number {
    return this.#open.size;
  }
}

async function takeBatch(cursor: Cursor, size: number): Promise<{ batch: Buffer[]; done: boolean }> {
  const batch: Buffer[] = [];
  let bytes = 0;
  let turnEnds = performance.now() + TURN_MS;
  while (batch.length < size && cursor.left > 0) {
    if (performance.now() > turnEnds) {
      await nextTurn();
      turnEnds = performance.now() + TURN_MS;
    }
    const next = takeOne(cursor);
    if (next === 'end') return { batch, done: true };
    if (!next) continue;
    bytes += next.length + 12;
    if (batch.length && bytes > BATCH_BYTES) {
      cursor.pending = next;
      break;
    }
    batch.push(next);
    cursor.left--;
  }
  return { batch, done: cursor.left === 0 };
}

function takeOne(cursor: Cursor): Buffer | undefined | 'end' {
  if (cursor.pending) {
    const { pending } = cursor;
    cursor.pending = undefined;
    return pending;
  }
  const step = cursor.results.next();
  return step.done ? 'end' : step.value;
}
