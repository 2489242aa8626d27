// What is done is noted: who, when, what, why, chained by hash, in the chain of a course or of an organization; and the chains can be proved.

import { chained, chainFault, endFault, organizationChain, type AuditAct, type ChainFault } from '../domain/audit.ts';
import type { EventStore } from '../stores/event-store.ts';
import type { Surroundings } from './surroundings.ts';

/** Who acts: a visitor, an API key (`key:<id>`), or Resit itself (`resit`). */
export interface Actor {
  readonly personId: string;
  readonly name: string;
}

/** What is noted of an act besides who did it, where and when. */
export type Noted = Pick<AuditAct, 'act' | 'subjectId' | 'reason' | 'detail'>;

/** What the proof of a chain came to. `courseId` names the chain: a course, or `organization:<id>`. */
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

  async function append(chain: string, { personId: by, name: byName }: Actor, noted: Noted): Promise<void> {
    // What is stored has passed through JSON once, so what is hashed must have too.
    const detail = JSON.parse(JSON.stringify(noted.detail)) as Record<string, unknown>;
    const act = { courseId: chain, by, byName, at: surroundings.now(), ...noted, detail };
    while (!(await events.append(chained(act, await events.last(chain), digest))));
  }

  return {
    /** Notes an act in a course, at the end of the course's chain. */
    note: (actor: Actor & { readonly courseId: string }, noted: Noted): Promise<void> =>
      append(actor.courseId, actor, noted),

    /** Notes an act that belongs to no course (a policy, an API key), at the end of the organization's chain. */
    noteInOrganization: (actor: Actor & { readonly organizationId: string }, noted: Noted): Promise<void> =>
      append(organizationChain(actor.organizationId), actor, noted),

    /** Everything noted about one subject in a course, oldest first. */
    of: ({ courseId }: { readonly courseId: string }, subjectId: string) => events.of(courseId, subjectId),

    /** Everything noted about one subject of an organization, oldest first. */
    ofOrganization: ({ organizationId }: { readonly organizationId: string }, subjectId: string) =>
      events.of(organizationChain(organizationId), subjectId),

    /** Whether a chain holds from its first act to its last, and ends where its last act was written. */
    async verify(chain: string): Promise<ChainReport> {
      // The end is read first: acts that are noted meanwhile only come after it.
      const end = await events.end(chain);
      let last = null;
      let there = null;
      for (let acts = 0; ;) {
        const page = await events.chain(chain, acts + 1);
        const fault = chainFault(page, last, digest);
        acts += page.length;
        if (fault) return { courseId: chain, acts, fault };
        last = page.at(-1) ?? last;
        there = page.find(({ number }) => number === end?.number) ?? there;
        if (page.length < 500) return { courseId: chain, acts, fault: endFault(there, end) };
      }
    },

    /** One page of the chains that have acts, in the order of their names, from the one after `afterChain` on; at most 500. */
    chains: (afterChain: string) => events.chains(afterChain),
  };
}
