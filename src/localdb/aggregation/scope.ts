/** What an expression may refer to besides the document: its scope. */
import type { Collation } from '../values/collation.ts';

/** What an expression may refer to besides the document. */
export interface Scope {
  /** Those that `let` defines, by name. */
  variables: Record<string, unknown>;
  /** For `$$NOW`, in epoch milliseconds; undefined: the time of the evaluation. */
  now: number | undefined;
  /** How text is compared; undefined: by its bytes. */
  collation?: Collation;
}

/** Nothing but the document. */
export const NO_SCOPE: Scope = { variables: {}, now: undefined };
