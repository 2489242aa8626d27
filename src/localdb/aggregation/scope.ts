/** What an expression may refer to besides the document: its scope. */
import type { Collation } from '../values/collation.ts';
import type { IndexLook } from '../values/index-kinds.ts';
import type { Doc } from '../values/values.ts';

/** What an expression may refer to besides the document. */
export interface Scope {
  /** Those that `let` defines, by name. */
  variables: Record<string, unknown>;
  /** For `$$NOW`, in epoch milliseconds; undefined: the time of the evaluation. */
  now: number | undefined;
  /** How text is compared; undefined: by its bytes. */
  collation?: Collation;
  /**
   * The collection that a query is put to, whose indexes `$near` and `$text` need; null when there is none yet. Undefined:
   * it is no query to a collection, and they may not stand here.
   */
  collection?: { indexes: readonly IndexLook[] } | null;
  /** How well a document fits the words that were looked for. */
  textScore?: (doc: Doc) => number;
}

/** Nothing but the document. */
export const NO_SCOPE: Scope = { variables: {}, now: undefined };
