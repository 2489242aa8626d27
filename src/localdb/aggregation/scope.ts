/** What an expression may refer to besides the document: its scope. */

/** What an expression may refer to besides the document. */
export interface Scope {
  /** Those that `let` defines, by name. */
  variables: Record<string, unknown>;
  /** For `$$NOW`, in epoch milliseconds; undefined: the time of the evaluation. */
  now: number | undefined;
}

/** Nothing but the document. */
export const NO_SCOPE: Scope = { variables: {}, now: undefined };
