// What staff do is noted: who, when, what, why.

import type { Visitor } from '../domain/person.ts';
import type { AuditEvent, EventStore } from '../stores/event-store.ts';
import type { Surroundings } from './surroundings.ts';

export type Audit = ReturnType<typeof auditTrail>;

export function auditTrail({ events, surroundings }: { events: EventStore; surroundings: Surroundings }) {
  return {
    /** Notes one act of a member of staff. */
    note(visitor: Visitor, act: Pick<AuditEvent, 'act' | 'subjectId' | 'reason' | 'detail'>): Promise<void> {
      const { courseId, personId, name } = visitor;
      return events.append({
        id: surroundings.newId(),
        courseId,
        by: personId,
        byName: name,
        at: surroundings.now(),
        ...act,
      });
    },

    /** Everything noted about one subject, oldest first. */
    of: (visitor: Visitor, subjectId: string) => events.of(visitor.courseId, subjectId),
  };
}
