// A judgment: one student by the version of the policy that is theirs. From what is recorded to facts, from facts to the verdict; nothing is read here.

import type { CourseClass, CoursePlan } from '../../domain/evidence/course-plan.ts';
import { listed, type FactsFile, type ListedFile } from '../../domain/evidence/facts-file.ts';
import { factsOf, type Evidence } from '../../domain/evidence/facts-of.ts';
import type { StudentFile } from '../../domain/evidence/student-file.ts';
import { badgeOf, type Badge } from '../../domain/guarantee/badge.ts';
import { evaluate, readFacts, type Verdict } from '../../domain/guarantee/evaluate.ts';
import type { Facts } from '../../domain/guarantee/facts.ts';
import type { CompiledPolicy } from '../../domain/guarantee/policy.ts';
import type { Read } from '../../domain/guarantee/reading.ts';
import { verdictJson, type VerdictJson } from '../../domain/guarantee/verdict-json.ts';
import { findZone } from '../../domain/zone.ts';

/** A published version of a policy, ready to judge by. */
export interface PolicyVersionInForce {
  readonly policyId: string;
  readonly number: number;
  readonly label: string;
  /** `YYYY-MM-DD` */
  readonly effectiveFrom: string;
  readonly text: string;
  readonly compiled: CompiledPolicy;
}

/** A course with all that is the same for its students. */
export interface CourseGround {
  readonly organizationId: string;
  readonly platformId: string;
  readonly courseId: string;
  readonly plan: CoursePlan;
  readonly classes: readonly CourseClass[];
}

/** Facts as the evaluator is given them. */
export type RawFacts = Readonly<Record<string, unknown>>;

/** A student judged. */
export interface JudgedStudent {
  readonly personId: string;
  readonly file: ListedFile;
  readonly version: PolicyVersionInForce;
  /** Whether the version is theirs by acceptance, or only the one in force now. */
  readonly isPinned: boolean;
  readonly facts: Facts;
  readonly verdict: Verdict;
  readonly json: VerdictJson;
  readonly badge: Badge;
  /** Whether their claim has been approved: the verdict says only that it meets the terms. */
  readonly isClaimApproved: boolean;
  /** Whether it has been denied, whatever the verdict says of the records. */
  readonly isClaimDenied: boolean;
  /** Days on which earlier claims of theirs were denied. */
  readonly claimsDeniedOn: readonly string[];
}

/** A student judged by their whole file. */
export interface JudgedByFile extends JudgedStudent {
  readonly file: StudentFile;
  /** The facts as they were given to the evaluator, for showing what a finding rests on. */
  readonly rawFacts: RawFacts;
}

/** Where a student stands, or why nothing can be said. */
export type Judgment<Judged extends JudgedStudent = JudgedStudent> =
  | ({ readonly kind: 'judged' } & Judged)
  /** What is recorded does not fit together: a defect, told to staff, never held against the student. */
  | {
      readonly kind: 'unjudged';
      readonly personId: string;
      readonly file: Judged['file'];
      readonly faults: readonly { readonly path: string; readonly message: string }[];
    }
  /** The course gives no guarantee, or no version of its policy is in force yet. */
  | { readonly kind: 'no guarantee'; readonly personId: string; readonly file: Judged['file'] };

export type JudgmentByFile = Judgment<JudgedByFile>;

/** The zone in which a course's day begins: its own, else UTC. */
export function zoneOf({ zone }: Pick<CoursePlan, 'zone'>) {
  return findZone(zone ?? 'UTC') ?? findZone('UTC')!;
}

/** A student's facts as far as they do not depend on the time. */
export interface StudentCase<File> {
  readonly file: File;
  /** Null where no guarantee is given. */
  readonly version: PolicyVersionInForce | null;
  readonly read: Read<Facts>;
  /** What staff decided on their claims, which no fact says. */
  readonly decided: Pick<JudgedStudent, 'isClaimApproved' | 'isClaimDenied' | 'claimsDeniedOn'>;
}

/** What others tell of a student: the claims and the remedies taken. */
export type ToldFacts = Pick<Evidence, 'claims' | 'remediesTaken'>;

/** The facts of a student, and the version they are read for. */
export function caseOf(
  { plan, classes }: CourseGround,
  file: FactsFile,
  version: PolicyVersionInForce | null,
  told: ToldFacts,
): StudentCase<ListedFile> & { readonly rawFacts: RawFacts } {
  const { isApproved = false, isDenied = false, deniedOn = [] } = told.claims;
  const decided = { isClaimApproved: isApproved, isClaimDenied: isDenied, claimsDeniedOn: deniedOn };
  const kept = { file: listed(file), version, decided };
  if (!version) return { ...kept, rawFacts: {}, read: { ok: false, faults: [] } };
  const { claims, remediesTaken } = told;
  const rawFacts = factsOf({ file, plan, classes, claims, remediesTaken });
  return { ...kept, rawFacts, read: readFacts(rawFacts, version.compiled) };
}

/** Where a student stands at an instant (epoch ms). */
export function judgmentOf<File extends ListedFile>(
  { file, version, read, decided }: StudentCase<File>,
  now: number,
): Judgment<JudgedStudent & { readonly file: File }> {
  const { personId } = file;
  if (!version) return { kind: 'no guarantee', personId, file };
  if (!read.ok) return { kind: 'unjudged', personId, file, faults: read.faults };
  const verdict = evaluate(version.compiled, read.value, now);
  let written: VerdictJson | undefined;
  return {
    kind: 'judged',
    personId,
    file,
    version,
    isPinned: file.terms !== null,
    facts: read.value,
    verdict,
    badge: badgeOf(verdict),
    ...decided,
    // Words cost more than the verdict, and a board of thousands shows those of a few.
    get json() {
      written ??= verdictJson(verdict);
      return written;
    },
  };
}

/** Of one student the words are read anyway. */
export function withRawFacts<Judged extends { readonly kind: 'judged' } & JudgedStudent>(
  judgment: Judged,
  rawFacts: RawFacts,
) {
  return { ...judgment, rawFacts };
}
