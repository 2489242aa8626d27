/** Taking breath: long work gives way to the rest of the program. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** A turn of the event loop is not held longer than this. */
const TURN_MS = 10;

/** The same items, with pauses that let others run. */
export async function* breathe<T>(items: Iterable<T>): AsyncGenerator<T> {
  let turnEnds = performance.now() + TURN_MS;
  for (const item of items) {
    if (performance.now() > turnEnds) {
      await nextTurn();
      turnEnds = performance.now() + TURN_MS;
    }
    yield item;
  }
}
