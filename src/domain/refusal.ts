// The one way in which Resit says no on purpose: a reason that a caller can act on, and words that a person can read.

/** Why something was refused. `http/failures.ts` gives each reason its status; nothing else may invent one. */
export type Reason = 'not-found' | 'not-allowed' | 'invalid' | 'ambiguous' | 'too-late' | 'already-done';

/** One fault in what somebody typed or sent: where, what is wrong, and how to cure it. */
export interface Fault {
  readonly path: string;
  readonly message: string;
}

/** An expected refusal. `message` is a sentence for the person; anything else that is thrown is a defect. */
export class Refusal extends Error {
  readonly reason: Reason;
  readonly faults: readonly Fault[];

  constructor(reason: Reason, message: string, faults: readonly Fault[] = []) {
    super(message);
    this.name = 'Refusal';
    this.reason = reason;
    this.faults = faults;
  }
}

/** One of several that were meant: an id to name it by, and its name. */
export interface Candidate {
  readonly id: string;
  readonly name: string;
}

/** Several fit what was named; who asked has to say which. */
export class Ambiguous extends Refusal {
  readonly candidates: readonly Candidate[];

  constructor(message: string, path: string, candidates: readonly Candidate[]) {
    super('ambiguous', message, [{ path, message }]);
    this.name = 'Ambiguous';
    this.candidates = candidates;
  }
}
