// The facts of one student as the rules read them: settled in the policy's zone, sorted, and looked up by name.
import type { Day } from '../day.ts';

/** A class or another session with its minutes. */
export interface Session {
  readonly on: Day;
  readonly minutes: number;
  /** Minutes present; undefined: not recorded. */
  readonly present: number | undefined;
  readonly isLate: boolean;
  readonly isExcused: boolean;
  readonly makeup: { readonly on: Day; readonly mode: string | undefined } | undefined;
}

/** A mock exam that counts; those marked as not valid are left out before this. */
export interface Mock {
  readonly at: number;
  readonly day: Day;
  readonly score: number | undefined;
  /** Whether it was passed by its own pass mark; undefined: not recorded. */
  readonly passed: boolean | undefined;
}

/** A sitting of the official exam that is an attempt: no-shows and cancelled sittings are not. */
export interface Attempt {
  readonly on: Day;
  readonly startAt: number | undefined;
  readonly result: 'pass' | 'fail' | 'pending';
  /** The day from whose start the result counts; undefined while it is pending without a date. */
  readonly releasedOn: Day | undefined;
  readonly score: number | undefined;
  readonly version: string | number | undefined;
  /** Scores of its parts, where the exam has some. */
  readonly parts: Readonly<Record<string, number>>;
}

/** A measurement of progress: the percentage reached, in the lowest module where modules are given. */
export interface Measurement {
  readonly on: Day;
  readonly pct: number;
}

/** A measurement of the question bank: questions answered, right in percent, cleared in percent, hours spent. */
export interface QuestionBank {
  readonly on: Day;
  readonly answered: number | undefined;
  readonly correctPct: number | undefined;
  readonly clearedPct: number | undefined;
  readonly hours: number | undefined;
}

/** A score from before the course. */
export interface Baseline {
  readonly kind: 'official' | 'diagnostic';
  readonly on: Day;
  readonly score: number;
}

/** Coursework handed in and graded. */
export interface Coursework {
  readonly done: number | undefined;
  readonly total: number | undefined;
  readonly grade: number | undefined;
  readonly late: number | undefined;
  readonly outageLogged: boolean | undefined;
}

/** One class of a ladder with the attempts that followed it. */
export interface Round {
  readonly classStart: Day;
  readonly classEnd: Day;
  readonly attendedAll: boolean | undefined;
  readonly attempts: readonly Attempt[];
}

/** What staff granted for one rule: from which day on it is waived, and the extensions with the day of each grant. */
export interface Relief {
  readonly waivedFrom: Day | undefined;
  readonly extensions: readonly { readonly grantedOn: Day; readonly until: Day }[];
}

/** A value stored for a student, and until the day `from` the one before it. */
export interface FlagValue {
  readonly value: string | number | boolean;
  readonly since: { readonly from: Day; readonly before: string | number | boolean | undefined } | undefined;
}

/** A claim as it was filed. */
export interface Claim {
  readonly receivedAt: number;
  readonly evidence: ReadonlySet<string>;
  readonly laterEvidence: readonly { readonly item: string; readonly on: Day }[];
  readonly choice: string | undefined;
}

/** An entitlement as it was issued, with what befell it. */
export interface Voucher {
  readonly issuedOn: Day;
  readonly expiresOn: Day | undefined;
  readonly holder: string | number | undefined;
  readonly events: readonly { readonly type: string; readonly on: Day }[];
}

/** The booking of an exam with an entitlement. */
export interface Booking {
  readonly startAt: number;
  readonly cancelledAt: number | undefined;
  readonly holder: string | number | undefined;
  readonly isNoShow: boolean;
}

/** The lists whose entries hold facts of their own. */
export type PartList = 'sections' | 'rounds' | 'members';

/** A section, a round or a member with its own facts. */
export interface Part {
  readonly name: string;
  readonly facts: Facts;
}

/** Everything known of one student, whatever the day. What exists on a given day is `Evidence`. */
export interface Facts {
  /** The date fact that settled the policy's version; it is known in advance. */
  readonly pinnedOn: string | undefined;
  /** Date facts that the policy calls known in advance, beside those that always are. */
  readonly plannedDates: ReadonlySet<string>;
  readonly dates: ReadonlyMap<string, Day>;
  readonly flags: ReadonlyMap<string, FlagValue>;
  readonly sessions: ReadonlyMap<string, readonly Session[]>;
  readonly mocks: ReadonlyMap<string, readonly Mock[]>;
  readonly attempts: readonly Attempt[];
  readonly progress: readonly Measurement[];
  /** Progress in other things than the course content, by the name of its list. */
  readonly progressIn: ReadonlyMap<string, readonly Measurement[]>;
  readonly qbank: readonly QuestionBank[];
  readonly relief: ReadonlyMap<string, Relief>;
  /** What staff granted outside this part, where these are the facts of a section, a round or a member. */
  readonly outerRelief: ReadonlyMap<string, Relief> | undefined;
  /** Sections, rounds and members of a group with facts of their own. */
  readonly parts: ReadonlyMap<PartList, readonly Part[]>;
  readonly pauses: readonly { readonly from: Day; readonly to: Day }[];
  readonly baselines: readonly Baseline[];
  readonly coursework: Coursework | undefined;
  readonly activityDays: readonly Day[];
  readonly remediesTaken: readonly { readonly type: string; readonly on: Day | undefined }[];
  readonly claimsApprovedOn: readonly Day[];
  readonly priorAttempts: number;
  readonly administrations: readonly Day[];
  readonly claim: Claim | undefined;
  readonly rounds: readonly Round[];
  readonly voucher: Voucher | undefined;
  readonly booking: Booking | undefined;
  readonly failedOn: readonly Day[];
}

/** The names in the facts that a policy reads beyond those with a shape of their own. */
export interface FactNames {
  readonly dates: ReadonlySet<string>;
  readonly flags: ReadonlySet<string>;
  readonly sessionLists: ReadonlySet<string>;
  readonly progressLists: ReadonlySet<string>;
  readonly plannedDates: ReadonlySet<string>;
  readonly parts: ReadonlySet<PartList>;
}

/** Dates known in advance: they exist before their day comes. */
export const KNOWN_IN_ADVANCE: ReadonlySet<string> = new Set([
  'courseStart',
  'courseEnd',
  'courseEndPlanned',
  'accessEndsOn',
  'examRetiresOn',
]);
