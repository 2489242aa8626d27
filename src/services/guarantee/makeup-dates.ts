// Who of a class has missed it and can still make it up, and through which day: asked of each student's own policy.

import { makeupOf, type Makeup } from '../../domain/evidence/makeups.ts';
import type { CourseClass } from '../../domain/evidence/course-plan.ts';
import type { Mark } from '../../domain/evidence/student-file.ts';
import type { Visitor } from '../../domain/person.ts';
import { demand, type Surroundings } from '../surroundings.ts';
import type { Eligibility } from './eligibility.ts';

/** A student with their mark at the class. */
interface Marked {
  readonly personId: string;
  readonly mark: Mark;
}

interface Needs {
  readonly eligibility: Pick<Eligibility, 'groundOf' | 'judgeAll'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

const judgedAtOnce = 500;

export type MakeupDates = ReturnType<typeof makeupDatesService>;

export function makeupDatesService({ eligibility, surroundings }: Needs) {
  return {
    /** What may still be done about a class, by person; whoever was there, or can do nothing, is left out. @throws Refusal not-allowed */
    async ofClass(
      visitor: Visitor,
      held: CourseClass,
      marked: readonly Marked[],
    ): Promise<ReadonlyMap<string, Makeup>> {
      demand(visitor, 'take roll call');
      const makeups = new Map<string, Makeup>();
      const missed = marked.filter(({ mark }) => !mark.makeup && (mark.status !== 'present' || mark.minutes !== null));
      if (missed.length === 0 || held.isCancelled) return makeups;
      const [ground, now] = [await eligibility.groundOf(visitor), surroundings.now()];
      for (let from = 0; from < missed.length; from += judgedAtOnce) {
        const some = missed.slice(from, from + judgedAtOnce);
        const judged = await eligibility.judgeAll(
          ground,
          some.map(({ personId }) => personId),
          now,
        );
        for (const [at, judgment] of judged.entries()) {
          const makeup = judgment.kind === 'judged' ? makeupOf(held, some[at]!.mark, judgment.verdict) : null;
          if (makeup) makeups.set(some[at]!.personId, makeup);
        }
      }
      return makeups;
    },
  };
}
