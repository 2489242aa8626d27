// Completing the course: the last required module makes the date, once; what later happens to the plan does not take it away.

import type { CourseModule, CoursePlan } from './course-plan.ts';
import type { FieldChange } from './field-change.ts';
import type { StudentFile } from './student-file.ts';

/** How far somebody is: of the required modules, how many are done, and which are still open. */
export interface CourseProgress {
  readonly done: number;
  readonly total: number;
  readonly open: readonly CourseModule[];
}

/** How far a student is with the required modules of the course. */
export function progressOf(
  file: { readonly modules: Readonly<Record<string, unknown>> },
  { modules }: Pick<CoursePlan, 'modules'>,
): CourseProgress {
  const required = modules.filter(({ isRequired }) => isRequired);
  const open = required.filter(({ id }) => !Object.hasOwn(file.modules, id));
  return { done: required.length - open.length, total: required.length, open };
}

/**
 * The date that completes the course, when every required module is done and nobody has given one: the day of the last of them.
 * Null where there is nothing to set. `at`: when this is noticed (epoch ms).
 */
export function completionReached(
  file: Pick<StudentFile, 'modules' | 'dates'>,
  plan: Pick<CoursePlan, 'modules'>,
  at: number,
): FieldChange | null {
  const { open, total } = progressOf(file, plan);
  if (open.length > 0 || total === 0 || file.dates['completedOn']) return null;
  const days = plan.modules.flatMap(({ id, isRequired }) => (isRequired ? (file.modules[id]?.value.on ?? []) : []));
  const value = days.toSorted().at(-1);
  return { ...completedOn, before: null, after: { value, source: 'system', by: 'resit', byName: 'Resit', at } };
}

/**
 * The date that Resit had set itself, which goes when the mark of a required module is taken back; null where there is none.
 * A date that a person gave stays, and so does every date when only the plan changes.
 */
export function completionLost(
  file: Pick<StudentFile, 'dates'>,
  plan: Pick<CoursePlan, 'modules'>,
  module: string,
): FieldChange | null {
  const known = file.dates['completedOn'];
  const isRequired = plan.modules.some(({ id, isRequired: required }) => id === module && required);
  return known?.source === 'system' && isRequired ? { ...completedOn, before: known, after: null } : null;
}

const completedOn = { room: 'dates', key: 'completedOn' } as const;
