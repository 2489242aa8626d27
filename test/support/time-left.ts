// Moves the clock so that an exam under way has little time left; the room in the browser hears of it with its next answer.

import type { TestApplication } from './application.ts';

/** The attempt that an address of the exam room names. */
export function attemptIdOf(url: string): string {
  const id = /\/attempts\/([^/?#]+)/.exec(url)?.[1];
  if (!id) throw new Error(`${url} is no address of an exam room`);
  return id;
}

/** Leaves so many milliseconds until the deadline of an attempt; a negative number goes past it. */
export async function leaveTime(all: TestApplication, attemptId: string, ms: number): Promise<void> {
  const attempt = await all.application.stores.attempts.find(attemptId);
  const deadlineAt = attempt?.timing.deadlineAt;
  if (deadlineAt == null) throw new Error('the clock of this attempt does not run');
  all.clock.advance(deadlineAt - all.clock.now() - ms);
}
