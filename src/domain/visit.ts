// How long a visit lasts: the life of a launch session, which an open attempt prolongs.

export interface VisitTimes {
  readonly createdAt: number;
  /** When it was last used. */
  readonly seenAt: number;
  /** An open attempt's hard close and an hour; 0 without one. */
  readonly notBefore: number;
}

const idleMs = 2 * 3_600_000;
const absoluteMs = 12 * 3_600_000;

/** When a visit ends: 2 h after it was last used, 12 h after the launch, but never before `notBefore`. */
export function visitEndsAt({ createdAt, seenAt, notBefore }: VisitTimes): number {
  return Math.max(Math.min(seenAt + idleMs, createdAt + absoluteMs), notBefore);
}
