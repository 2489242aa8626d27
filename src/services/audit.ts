// What staff do is noted: who, when, what, why, chained by hash; and the chain can be proved.

import { chained, chainFault, type AuditAct, type ChainFault } from '../domain/audit.ts';
import type { Visitor } from '../domain/person.ts';
import type { EventStore } from '../stores/event-store.ts';
import type { Surroundings } from './surroundings.ts';

/** What the proof of a course's chain came to. */
export interface ChainReport {
  readonly courseId: string;
  readonly acts: number;
  readonly fault: ChainFault | null;
}

export type Audit = ReturnType<typeof auditTrail>;

export function auditTrail({
  events,
  surroundings,
}: {
  events: EventStore;
  surroundings: Pick<Surroundings, 'now' | 'digest'>;
}) {
  const { digest } = surroundings;
  return {
    /** Notes one act of a member of staff, at the end of the course's chain. */
    async note(visitor: Visitor, noted: Pick<AuditAct, 'act' | 'subjectId' | 'reason' | 'detail'>): Promise<void> {
      const { courseId, personId: by, name: byName } = visitor;
      // What is stored has passed through JSON once, so what is hashed must have too.
      const detail = JSON.parse(JSON.stringify(noted.detail)) as Record<string, unknown>;
      const act = { courseId, by, byName, at: surroundings.now(), ...noted, detail };
      while (!(await events.append(chained(act, await events.last(courseId), digest))));
    },

    /** Everything noted about one subject, oldest first. */
    of: (visitor: Visitor, subjectId: string) => events.of(visitor.courseId, subjectId),

    /** Whether the chain of a course holds from its first act to its last. */
    async verify(courseId: string): Promise<ChainReport> {
      let last = null;
      for (let acts = 0; ;) {
        const page = await events.chain(courseId, acts + 1);
        const fault = chainFault(page, last, digest);
        acts += page.length;
        if (fault || page.length < 500) return { courseId, acts, fault };
        last = page.at(-1) ?? null;
      }
    },
  };
}
