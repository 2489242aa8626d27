/** Cursors: results that are handed out batch by batch, and forgotten when nobody asks for long. */
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import { DatabaseError } from './errors.ts';
import { NOTHING_YET } from './search/tail.ts';
import type { CursorReply } from './wire.ts';

/** A cursor that nobody has used for so long is closed, as in MongoDB. */
export const CURSOR_IDLE_MS = 10 * 60 * 1000;

/** How many documents a first batch has when the caller does not say. */
const FIRST_BATCH = 101;
/** A batch ends before this many bytes; a single larger document goes alone. */
const BATCH_BYTES = 16_000_000;
/** A scan gives way to the rest of the program after this long. */
const TURN_MS = 10;

/** A cursor that waits for documents waits so long when the caller does not say, as in MongoDB. */
const AWAIT_MS = 1000;
/** How often it looks. */
const LOOK_MS = 10;

/** Documents as bytes; undefined stands for one that was looked at in vain. */
export type Results = Iterator<Buffer | undefined | typeof NOTHING_YET>;

interface Cursor {
  results: Results;
  namespace: string;
  /** How many documents may still come. */
  left: number;
  /** Read but not sent: it did not fit. */
  pending: Buffer | undefined;
  lastUsed: number;
  inUse: boolean;
  /** Does it wait a while when there is nothing more yet? */
  awaits: boolean;
}

/** The open cursors of a server. */
export class Cursors {
  readonly #open = new Map<bigint, Cursor>();
  readonly #now: () => number;
  #lastId = 0n;
  #closing = false;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Sends the first batch and keeps the rest, if any. `limit` 0 means no limit. */
  async start(
    namespace: string,
    results: Results,
    options: { batchSize?: number; limit?: number; singleBatch?: boolean; awaits?: boolean } = {},
  ): Promise<CursorReply> {
    const cursor: Cursor = {
      results,
      namespace,
      left: options.limit || Infinity,
      pending: undefined,
      lastUsed: this.#now(),
      inUse: false,
      awaits: options.awaits ?? false,
    };
    const { batch, done } = await takeBatch(cursor, options.batchSize ?? FIRST_BATCH);
    if (done || options.singleBatch) return { batchName: 'firstBatch', batch, cursorId: 0n, namespace };
    const cursorId = ++this.#lastId;
    this.#open.set(cursorId, cursor);
    return { batchName: 'firstBatch', batch, cursorId, namespace };
  }

  /** Sends the next batch. Refuses a cursor that is not there (43) or belongs to another collection (13). */
  async more(id: bigint, namespace: string, batchSize: number | undefined, awaitMs = AWAIT_MS): Promise<CursorReply> {
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
      const { batch, done } = await this.#takeOrWait(cursor, batchSize || Infinity, awaitMs);
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

  async #takeOrWait(cursor: Cursor, size: number, awaitMs: number): Promise<{ batch: Buffer[]; done: boolean }> {
    const waitsUntil = performance.now() + awaitMs;
    for (;;) {
      const taken = await takeBatch(cursor, size);
      const isOver = taken.batch.length > 0 || taken.done || !cursor.awaits || this.#closing;
      if (isOver || performance.now() >= waitsUntil) return taken;
      await delay(LOOK_MS);
    }
  }

  /** Lets no cursor wait any longer. */
  close(): void {
    this.#closing = true;
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
    if (next === NOTHING_YET) return { batch, done: false };
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

function takeOne(cursor: Cursor): Buffer | undefined | typeof NOTHING_YET | 'end' {
  if (cursor.pending) {
    const { pending } = cursor;
    cursor.pending = undefined;
    return pending;
  }
  const step = cursor.results.next();
  return step.done ? 'end' : step.value;
}
