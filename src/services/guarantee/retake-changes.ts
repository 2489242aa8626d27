// The one way in which an entitlement is changed: read, decide, write; and looked at again when somebody else was faster.

import { Refusal } from '../../domain/refusal.ts';
import type { Visitor } from '../../domain/person.ts';
import type { Transition } from '../../domain/exam/transitions.ts';
import { circumstancesOf, type Circumstances } from '../../domain/retakes/circumstances.ts';
import type { Actor, Entitlement } from '../../domain/retakes/entitlement.ts';
import type { Act } from '../../domain/retakes/transitions.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { EntitlementStore } from '../../stores/guarantee/entitlement-store.ts';
import type { JoinedAccountStore } from '../../stores/guarantee/joined-account-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import { found, type Surroundings } from '../surroundings.ts';

/** The ids that every query carries. */
export type CourseIds = Pick<Visitor, 'organizationId' | 'platformId' | 'courseId'>;

interface Needs {
  readonly entitlements: EntitlementStore;
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly joined: Pick<JoinedAccountStore, 'otherOf'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

/** Somebody else's change comes between a few times at most; each time one of them got on. */
const goes = 50;

/** A visitor as entries of the ledger name them. */
export function actorOf({ personId, name }: Pick<Visitor, 'personId' | 'name'>): Actor {
  return { by: personId, byName: name };
}

export type RetakeChanges = ReturnType<typeof retakeChanges>;

export function retakeChanges({ entitlements, files, plans, joined, surroundings }: Needs) {
  const read = async (id: string, courseId: string): Promise<Entitlement> =>
    found(await entitlements.find(id, courseId), 'retake');

  return {
    read,

    /** The visitor's own entitlement, or one of the account that theirs is joined with; somebody else's is as absent as none. */
    async own({ courseId, personId }: Visitor, id: string): Promise<Entitlement> {
      const of = await entitlements.find(id, courseId);
      if (of?.personId === personId) return of;
      const other = await joined.otherOf({ courseId, personId });
      const theirs = other ? await entitlements.find(id, other.courseId) : null;
      return found(theirs?.personId === other?.personId ? theirs : null, 'retake');
    },

    /** What the terms of a student's entitlements look at. */
    async circumstances(of: CourseIds & { readonly personId: string }): Promise<Circumstances> {
      const { organizationId, platformId, courseId, personId } = of;
      const [file, plan, other] = await Promise.all([
        files.find(of),
        plans.find({ id: courseId, organizationId, platformId }),
        joined.otherOf({ courseId, personId }),
      ]);
      return circumstancesOf([file, other ? await files.find(other) : null], plan);
    },

    /**
     * Makes one change. `decide` looks at the entitlement as it is and gives the update, or refuses; it is asked anew when the update
     * came too late. An act that is in the ledger already changes nothing and is no fault.
     */
    async change(
      of: Pick<Entitlement, 'id' | 'courseId'>,
      given: Actor & { readonly ref: string; readonly why: string },
      decide: (of: Entitlement, act: Act) => Transition,
    ): Promise<{ readonly entitlement: Entitlement; readonly isNew: boolean }> {
      const act: Act = { ...given, at: surroundings.now() };
      for (let go = 0; go < goes; go += 1) {
        const entitlement = await read(of.id, of.courseId);
        if (entitlement.entries.some(({ ref }) => ref === act.ref)) return { entitlement, isNew: false };
        if (await entitlements.apply(decide(entitlement, act)))
          return { entitlement: await read(of.id, of.courseId), isNew: true };
      }
      throw new Refusal(
        'already-done',
        'Somebody else is changing this retake right now. Look at it again, then repeat.',
      );
    },
  };
}
