// Changed time accommodations, applied to attempts that are under way, so that the candidate sees them within seconds.

import { limitMsOf, retimed } from '../domain/exam/deadline.ts';
import type { Accommodation } from '../domain/exam/exam.ts';
import { retime } from '../domain/exam/transitions.ts';
import type { Visitor } from '../domain/person.ts';
import type { AttemptStore } from '../stores/attempt-store.ts';
import type { Surroundings } from './surroundings.ts';

export type Retiming = ReturnType<typeof retimingService>;

export function retimingService({ attempts, surroundings }: { attempts: AttemptStore; surroundings: Surroundings }) {
  return {
    /** The limit in milliseconds that an exam of `allowedMinutes` has for somebody. */
    limitOf: (allowedMinutes: number, accommodation: Accommodation | null): number =>
      limitMsOf(allowedMinutes, accommodation),

    /** Gives every open attempt of a person the timing of their changed accommodation. */
    async retimeOpen(visitor: Visitor, personId: string, accommodation: Accommodation): Promise<void> {
      for (const { id } of await attempts.openOfPerson(visitor.platformId, personId)) {
        for (;;) {
          const attempt = await attempts.find(id);
          if (!attempt || (attempt.state !== 'in_progress' && attempt.state !== 'paused')) break;
          const now = surroundings.now();
          const timing = retimed(attempt.timing, accommodation);
          const isOver =
            attempt.timing.hardCloseAt !== null && attempt.timing.hardCloseAt <= now && attempt.state !== 'paused';
          if (isOver || (await attempts.apply(retime(attempt, timing, now)))) break;
        }
      }
    },
  };
}
