// Counts what happens per key and minute, in memory: enough to keep one address or one person from flooding the gate.
import type { Clock } from './ports.ts';

const windowMs = 60_000;
/** Beyond this many keys the oldest are forgotten, so that a flood of keys cannot fill the memory. */
const mostKeys = 100_000;

export interface RateLimit {
  /** Counts one. Null when it is within the limit, else the seconds until the next try may succeed. */
  count(key: string): number | null;
}

/** A limit of so many a minute per key; the minute begins with the first. */
export function rateLimit(perMinute: number, clock: Clock): RateLimit {
  const windows = new Map<string, { since: number; count: number }>();

  function count(key: string): number | null {
    const now = clock.nowMs();
    const open = windows.get(key);
    if (open === undefined || now - open.since >= windowMs) {
      windows.delete(key);
      windows.set(key, { since: now, count: 1 });
      forgetOldest(now);
      return null;
    }
    open.count += 1;
    return open.count <= perMinute ? null : Math.max(1, Math.ceil((open.since + windowMs - now) / 1000));
  }

  /** Windows stand in the order in which they began. */
  function forgetOldest(now: number): void {
    for (const [key, { since }] of windows) {
      if (windows.size <= mostKeys && now - since < windowMs) return;
      windows.delete(key);
    }
  }

  return { count };
}
