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

/** The circumstances of a student; `file` is null where nothing is recorded. */
export function circumstancesOf(
  file: Pick<FactsFile, 'sittings'> | null,
  plan: Pick<CoursePlan, 'dates'>,
): Circumstances {
  const sittings = Object.values(file?.sittings ?? {});
  return {
    failedOn: sittings.flatMap(({ on, result, verified }) => (result === 'fail' && verified ? [on] : [])),
    examRetiresOn: plan.dates.examRetiresOn,
  };
}
