/** What an update operator answers for one field. */
import type { Doc } from '../values/values.ts';

/** The answer of an operator that leaves the field as it is. */
export const UNCHANGED = Symbol('unchanged');

/** The new value of a field (undefined: it is missing), or UNCHANGED. `now` is in epoch milliseconds. */
export type Compute = (current: unknown, path: string, doc: Doc, now: number) => unknown;
