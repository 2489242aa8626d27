// Names that the language of policies keeps for itself: recorded as something else they would make a student's facts unreadable.

import { factsSchema } from '../guarantee/facts-schema.ts';

/** Lists and records that have a shape of their own; the last three are lists of sessions and of entries with facts of their own. */
const kept: ReadonlySet<string> = new Set([...Object.keys(factsSchema.shape), 'sessions', 'sections', 'members']);

/** Whether a name stands for a list or a record, so that neither a date nor a value can bear it. */
export function isKeptName(name: string): boolean {
  return kept.has(name);
}
