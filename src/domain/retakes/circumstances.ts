// What of a student and a course an entitlement's terms look at: the fails that waits count from, and the day the exam retires.

import type { CoursePlan } from '../evidence/course-plan.ts';
import type { FactsFile } from '../evidence/facts-file.ts';

export interface Circumstances {
  /** Days (`YYYY-MM-DD`) of sittings that were failed, as far as staff have verified them. */
  readonly failedOn: readonly string[];
  readonly examRetiresOn: string | null;
}

/** Nothing known: no fail, no retirement. */
export const noCircumstances: Circumstances = { failedOn: [], examRetiresOn: null };

/** The circumstances of a student by their file, and by that of the account theirs is joined with; null where nothing is recorded. */
export function circumstancesOf(
  files: readonly (Pick<FactsFile, 'sittings'> | null)[],
  plan: Pick<CoursePlan, 'dates'>,
): Circumstances {
  const sittings = files.flatMap((file) => Object.values(file?.sittings ?? {}));
  const failedOn = sittings.flatMap(({ on, result, verified }) => (result === 'fail' && verified ? [on] : []));
  return {
    // Recorded under both accounts it is one sitting still.
    failedOn: [...new Set(failedOn)],
    examRetiresOn: plan.dates.examRetiresOn,
  };
}
