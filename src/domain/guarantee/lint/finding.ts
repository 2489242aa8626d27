// What the linter finds: a place, a fault and a cure, in plain words.

/** One thing to put right (error) or to think about (warning) before a policy is published. */
export interface LintFinding {
  /** Where: "requires.all[2].window.amount"; "" for the whole policy. */
  readonly path: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, as a sentence. */
  readonly fault: string;
  /** What to do, as a sentence. */
  readonly cure: string;
}

/** A fault with which a policy must not be published. */
export function error(path: string, fault: string, cure: string): LintFinding {
  return { path, severity: 'error', fault, cure };
}

/** A fault that may be meant so. */
export function warning(path: string, fault: string, cure: string): LintFinding {
  return { path, severity: 'warning', fault, cure };
}
