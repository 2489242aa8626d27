// A clock that stands still until a test moves it.
import type { Clock } from '../../../lti/ports.ts';

export interface MovedClock extends Clock {
  move(ms: number): void;
}

export function movedClock(startMs = Date.parse('2026-11-23T15:00:00Z')): MovedClock {
  let now = startMs;
  return { nowMs: () => now, move: (ms) => void (now += ms) };
}
