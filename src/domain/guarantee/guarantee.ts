// Guarantees: requirements first, then the claim; and the moment at which time alone changes the verdict.
import { type ClaimCase, type KnownGain, claimCase } from './claim.ts';
import { type Evidence, releaseInstant } from './evidence.ts';
import { type Judged, type JudgedRule, failedRules, judgeRequirement, reasonOf, setResult } from './judged.ts';
import type { GuaranteeTerms } from './policy.ts';
import type { Result } from './rule.ts';
import { gain, gainKnownFrom, gainOf } from './rules/gain.ts';
import { type Standing, type StandingChange, differ } from './standing.ts';

/** Where a student stands, when that changes, and every rule's finding. */
export interface GuaranteeJudgement {
  readonly standing: Standing;
  readonly change: StandingChange | undefined;
  readonly rules: readonly JudgedRule[];
}

/** A student's case: requirements judged, the claim prepared, the release of a pass foreseen. */
interface Case {
  readonly requires: Judged;
  readonly rules: readonly JudgedRule[];
  readonly claim: ClaimCase;
  /** The instant from which a pass is out; Infinity without one, or where scores count and not passing. */
  readonly passedFrom: number;
}

/** A later result of one rule, or (without a rule) an instant at which something else may change. */
interface Moment {
  readonly at: number;
  readonly rule?: JudgedRule;
  readonly result?: Result;
}

/** Judges a guarantee. */
export function judgeGuarantee(terms: GuaranteeTerms, evidence: Evidence): GuaranteeJudgement {
  const rules: JudgedRule[] = [];
  const requires = judgeRequirement(terms.requires, evidence, rules);
  const claim = claimCase(terms.claim, terms.remedies, evidence, knownGain(rules));
  const studentCase = { requires, rules, claim, passedFrom: terms.isScoreBased ? Infinity : passRelease(evidence) };
  const standing = standingAt(studentCase, evidence.now);
  return { standing, change: changeAfter(studentCase, standing, evidence.now), rules };
}

/** The order of the verdict: passed, failed, unknown, not yet, and only then the claim. */
function standingAt({ requires, rules, claim, passedFrom }: Case, instant: number): Standing {
  if (instant >= passedFrom) return { verdict: 'not_applicable', reason: 'passed' };
  switch (requires.result) {
    case 'failed':
      return isTargetReached(requires)
        ? { verdict: 'not_applicable', reason: 'target_reached' }
        : { verdict: 'ineligible', reason: reasonOf(requires) };
    case 'unknown':
      return { verdict: 'needs_review', reason: reasonOf(requires) };
    case 'not_yet':
      return { verdict: 'on_track', reason: reasonOf(requires), readyUntil: earliestReadyUntil(rules) };
    case 'met':
      return claim.standingAt(instant);
  }
}

/** Plays time forward over every moment at which anything may change, until the standing is another. */
function changeAfter(studentCase: Case, first: Standing, now: number): StandingChange | undefined {
  const moments = momentsAfter(studentCase, now);
  for (const [index, { at, rule, result }] of moments.entries()) {
    if (rule && result) setResult(rule, result);
    if (moments[index + 1]?.at === at) continue;
    const to = standingAt(studentCase, at);
    if (differ(first, to)) return { at, to };
  }
  return undefined;
}

function momentsAfter({ rules, claim, passedFrom }: Case, now: number): Moment[] {
  const moments: Moment[] = [];
  const consider = (at: number | undefined) => {
    if (at !== undefined && at > now && at < Infinity) moments.push({ at });
  };
  for (const rule of rules) {
    for (const { at, result } of rule.judgement.changes) moments.push({ at, rule, result });
  }
  for (const at of claim.moments) consider(at);
  consider(passedFrom);
  return moments.sort((a, b) => a.at - b.at);
}

/** Whether nothing failed but the promise of a gain: then it was kept. */
function isTargetReached(requires: Judged): boolean {
  const failed = failedRules(requires);
  return failed !== 'not by a rule' && failed.length > 0 && failed.every(({ rule }) => rule.rule === gain.name);
}

function earliestReadyUntil(rules: readonly JudgedRule[]): number | undefined {
  let earliest: number | undefined;
  for (const rule of rules) {
    const end = doesApply(rule) ? rule.judgement.readyUntil : undefined;
    if (end !== undefined && (earliest === undefined || end < earliest)) earliest = end;
  }
  return earliest;
}

/** Whether no condition of an `onlyWhen` around the rule excuses it: its children are [what applies, not condition]. */
function doesApply(rule: Judged): boolean {
  for (let { parent } = rule; parent; { parent } = parent) {
    if (parent.kind === 'onlyWhen' && parent.children[1]!.result === 'met') return false;
  }
  return true;
}

/** The gain by the first `gain` rule of the policy, whether or not that rule is waived. */
function knownGain(rules: readonly JudgedRule[]): KnownGain | undefined {
  for (const { rule, evidence } of rules) {
    const params = gain.paramsOf(rule);
    if (params) return { points: gainOf(params, evidence), knownFrom: gainKnownFrom(params, evidence) };
  }
  return undefined;
}

function passRelease({ attempts, calendar }: Evidence): number {
  let earliest = Infinity;
  for (const attempt of attempts) {
    if (attempt.result === 'pass') earliest = Math.min(earliest, releaseInstant(attempt, calendar));
  }
  return earliest;
}
