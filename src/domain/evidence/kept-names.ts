// Names that the language of policies keeps for itself: recorded as something else they would make a student's facts unreadable.

/** Lists and records that have a shape of their own. */
const lists: ReadonlySet<string> = new Set([
  'activity',
  'administrations',
  'attempts',
  'baselines',
  'claim',
  'coursework',
  'entitlement',
  'events',
  'exams',
  'members',
  'mocks',
  'pauses',
  'priorAttempts',
  'priorClaims',
  'progress',
  'qbank',
  'remediesTaken',
  'rounds',
  'sections',
  'sessions',
  'use',
  'waivers',
]);

/** Whether a name stands for a list or a record, so that neither a date nor a value can bear it. */
export function isKeptName(name: string): boolean {
  return lists.has(name);
}
