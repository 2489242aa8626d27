// A claim's case: the student's standing with the claim as it is, the terms it is decided by, and what is still unproved.

import { choicesAmong, type RemedyChoice } from '../../domain/claims/choices.ts';
import type { Claim } from '../../domain/claims/claim.ts';
import { claimFactsBeforeFiling } from '../../domain/claims/facts-of-claims.ts';
import { unproved } from '../../domain/claims/proof.ts';
import {
  noTermsOfClaims,
  plainCalendar,
  termsOfClaims,
  type TermsOfClaims,
} from '../../domain/claims/terms-of-claims.ts';
import type { StudentFile } from '../../domain/evidence/student-file.ts';
import { evaluate, readFacts, type Verdict } from '../../domain/guarantee/evaluate.ts';
import { verdictJson, type VerdictJson } from '../../domain/guarantee/verdict-json.ts';
import type { Remedy } from '../../domain/guarantee/remedy.ts';
import type { ClaimStore } from '../../stores/guarantee/claim-store.ts';
import type { JoinedAccountStore } from '../../stores/guarantee/joined-account-store.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Eligibility, JudgmentByFile } from './eligibility.ts';

type CourseIds = Pick<Claim, 'organizationId' | 'platformId' | 'courseId'>;

/** A student's case before or after filing. */
export interface StudentCase {
  readonly judgment: JudgmentByFile;
  readonly file: StudentFile;
  readonly terms: TermsOfClaims;
  /** Null where the facts cannot be judged: then a person decides. */
  readonly verdict: Verdict | null;
  readonly json: VerdictJson | null;
}

/** A claim with everything its reviewer looks at. */
export interface ClaimCase extends StudentCase {
  readonly claim: Claim;
  /** What records do not prove, as phrases; empty: all of it is proved. */
  readonly doubts: readonly string[];
  /** The remedies that the verdict names, or the student's choice among them; else all of the policy. */
  readonly remedies: readonly Remedy[];
  readonly choices: readonly RemedyChoice[];
}

interface Needs {
  readonly claims: ClaimStore;
  readonly joined: Pick<JoinedAccountStore, 'otherOf'>;
  readonly eligibility: Pick<Eligibility, 'judge' | 'judgeByFiles' | 'groundOf'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

export type ClaimCases = ReturnType<typeof claimCases>;

export function claimCases({ claims, joined, eligibility, surroundings }: Needs) {
  /** A person's claims, oldest first, with those of the account that theirs is joined with. */
  async function claimsOf({ courseId, platformId }: CourseIds, personId: string): Promise<Claim[]> {
    const own = await claims.ofPerson(courseId, platformId, personId);
    const other = await joined.otherOf({ courseId, personId });
    if (!other) return own;
    const theirs = await claims.ofPerson(other.courseId, other.platformId, other.personId);
    return [...own, ...theirs].toSorted((one, two) => one.createdAt - two.createdAt);
  }

  return {
    /** Where a student would stand who files now: earlier claims are past, no claim is open. */
    async beforeFiling(course: CourseIds, personId: string): Promise<StudentCase> {
      const now = surroundings.now();
      const judgment = await eligibility.judge(course, personId, now);
      if (judgment.kind !== 'judged') return studentCase(judgment);
      const { approvedOn } = claimFactsBeforeFiling(await claimsOf(course, personId));
      const priorClaims = approvedOn.map((day) => ({ approvedOn: day }));
      const { compiled } = judgment.version;
      const facts = readFacts({ ...judgment.rawFacts, claim: null, priorClaims }, compiled);
      if (!facts.ok) return studentCase(judgment);
      const verdict = evaluate(compiled, facts.value, now);
      return studentCase({ ...judgment, facts: facts.value, verdict, json: verdictJson(verdict) });
    },

    /** The case of one claim as it stands now. */
    async of(claim: Claim): Promise<ClaimCase> {
      return caseOf(claim, await eligibility.judge(claim, claim.personId));
    },

    /** Whether the course lets claims be approved without a person when records prove them. */
    async approvesByItself(course: CourseIds): Promise<boolean> {
      return (await eligibility.groundOf(course)).plan.approvesByItself;
    },

    /** The ways to take some of the policy's remedies. */
    choicesAmongTypes: ({ remedies }: TermsOfClaims, types: readonly string[]): RemedyChoice[] =>
      choicesAmong(remedies.filter(({ type }) => types.includes(type))),

    /** The cases of several claims of one course. */
    async ofAll(course: CourseIds, some: readonly Claim[]): Promise<ClaimCase[]> {
      const ground = await eligibility.groundOf(course);
      const people = some.map(({ personId }) => personId);
      const judged = await eligibility.judgeByFiles(ground, people, surroundings.now());
      return some.map((claim, at) => caseOf(claim, judged[at]!));
    },
  };
}

function studentCase(judgment: JudgmentByFile): StudentCase {
  const { file } = judgment;
  if (judgment.kind !== 'judged')
    return { judgment, file, terms: noTermsOfClaims(plainCalendar('UTC')), verdict: null, json: null };
  const { version, facts, verdict, json } = judgment;
  return { judgment, file, terms: termsOfClaims(version.compiled, facts, verdict), verdict, json };
}

function caseOf(claim: Claim, judgment: JudgmentByFile): ClaimCase {
  const found = studentCase(judgment);
  const { verdict, file } = found;
  // A claim that cannot be judged keeps the zone by which it was filed.
  const terms = verdict === null ? noTermsOfClaims(plainCalendar(claim.zone)) : found.terms;
  const doubts =
    judgment.kind === 'judged'
      ? unproved({
          verdict: judgment.verdict,
          facts: judgment.facts,
          deniedOn: judgment.claimsDeniedOn,
          names: terms.names,
          file,
          claim,
        })
      : ['what is recorded cannot be judged'];
  const remedies = openOf(terms.remedies, verdict, claim.choice);
  return { ...found, terms, claim, doubts, remedies, choices: choicesAmong(remedies) };
}

/** What the evaluator names, in policy order; the policy's own list where it names nothing. */
function openOf(all: readonly Remedy[], verdict: Verdict | null, choice: string | null): readonly Remedy[] {
  const named = verdict?.remedies;
  const open = named ? all.filter(({ type }) => named.includes(type)) : all;
  const chosen = open.filter(({ type }) => type === choice);
  return chosen.length > 0 ? chosen.slice(0, 1) : open;
}
