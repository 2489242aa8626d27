// Two kinds of load: as many as can be done by so many hands at once, and so many a second whatever the answers take.

import { setTimeout as pause } from 'node:timers/promises';
import { latencies, type Latencies } from './latencies.ts';

export interface LoadRun {
  readonly latencies: Latencies;
  readonly seconds: number;
  readonly perSecond: number;
}

/** Does `once` again and again with `hands` at the same time, until the time is over. */
export async function atFullSpeed(
  hands: number,
  seconds: number,
  once: (turn: number) => Promise<void>,
): Promise<LoadRun> {
  const taken = latencies();
  const from = performance.now();
  let turn = 0;
  const hand = async (): Promise<void> => {
    while (performance.now() - from < seconds * 1000) {
      const begun = performance.now();
      await once(turn++);
      taken.add(performance.now() - begun);
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
  return runOf(taken, from);
}

/**
 * Begins `perSecond` turns a second, evenly, and waits for the last. A turn that should have begun earlier, because this process
 * was late, is measured from when it should have begun: a stall is not hidden by the turns it kept from beginning.
 */
export async function atPace(
  perSecond: number,
  seconds: number,
  once: (turn: number) => Promise<void>,
): Promise<LoadRun> {
  const taken = latencies();
  const from = performance.now();
  const total = Math.round(perSecond * seconds);
  const running = new Set<Promise<void>>();
  for (let turn = 0; turn < total; turn += 1) {
    const due = from + (turn / perSecond) * 1000;
    if (due > performance.now()) await pause(due - performance.now());
    const run = once(turn).then(() => taken.add(performance.now() - due));
    const tracked = run.finally(() => running.delete(tracked));
    running.add(tracked);
  }
  await Promise.all(running);
  return runOf(taken, from);
}

/** Several runs of the same load as one. */
export function joined(runs: readonly LoadRun[]): LoadRun {
  const taken = latencies();
  for (const run of runs) for (const ms of run.latencies.values()) taken.add(ms);
  const seconds = runs.reduce((sum, run) => sum + run.seconds, 0);
  return { latencies: taken, seconds, perSecond: taken.count() / seconds };
}

function runOf(taken: Latencies, from: number): LoadRun {
  const seconds = (performance.now() - from) / 1000;
  return { latencies: taken, seconds, perSecond: taken.count() / seconds };
}

/** Does `once` for each of `all`, at most `hands` at the same time; results in the order of `all`. */
export async function inTurns<T, R>(all: readonly T[], hands: number, once: (one: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const hand = async (): Promise<void> => {
    while (next < all.length) {
      const at = next++;
      results[at] = await once(all[at]!);
    }
  };
  await Promise.all(Array.from({ length: hands }, hand));
  return results;
}
