// The linter: everything to put right in a policy before it is published, each with its place, the fault and a cure.
import { upperFirst } from '../../phrases.ts';
import { compilePolicy } from '../compile-policy.ts';
import { type Fault, asObject, joinPath, memberOf } from '../reading.ts';
import { businessDaysWithoutHolidays, fixedZone, holidaysTwice } from './check-calendar.ts';
import {
  claimBeforeAnchor,
  claimBeforeResult,
  claimFromAttemptNobodyAsksFor,
  claimOverBeforeExam,
  faultyEvidence,
  noClaimWindow,
  noEvidence,
  notByReceipt,
  rateLimitOutlastsClaim,
} from './check-claim.ts';
import { duplicateIds, takenIds } from './check-ids.ts';
import { askedTwice, contradictoryFlags, opposites, unreachableNOf } from './check-logic.ts';
import { backwardsLookback, lookbackShorterThanCourse } from './check-lookbacks.ts';
import { misspelledFacts, unknownMembers, unknownRules } from './check-names.ts';
import { bodyOfAnotherKind, ladderSteps, voucherWaits } from './check-other-kinds.ts';
import {
  allOrNothing,
  finalPayment,
  gainWithoutBaseline,
  gainWithoutScores,
  impossibleNearMiss,
  noFailAsked,
  nobodyDecides,
} from './check-outcome.ts';
import {
  amountsWithoutCurrency,
  exclusions,
  gainNobodyKnows,
  noRemedy,
  oddAmounts,
  refundWithoutApproval,
  sameRemedyTwice,
} from './check-remedies.ts';
import { retakeBeforeWait, waitOutlastsWindow } from './check-retakes.ts';
import { emptyOrImpossible } from './check-thresholds.ts';
import { fixedDeadlineBeforeEffect, hiddenByVersions, unnamedVersion } from './check-versions.ts';
import {
  comparedWithItself,
  deadlineBeforeAnchor,
  examCountedFromItself,
  examDueBeforeCourseEnds,
  optInBeforeFirstLesson,
} from './check-windows.ts';
import { wordsAndDigits } from './check-wording.ts';
import { type LintFinding, error } from './finding.ts';
import { type Bag, type Outline, outlineOf } from './outline.ts';
import { NoPlainValue, snapshot } from './snapshot.ts';

export type { LintFinding } from './finding.ts';

const CHECKS: readonly ((outline: Outline) => LintFinding[])[] = [
  unknownMembers,
  misspelledFacts,
  duplicateIds,
  takenIds,
  fixedZone,
  businessDaysWithoutHolidays,
  holidaysTwice,
  unnamedVersion,
  fixedDeadlineBeforeEffect,
  deadlineBeforeAnchor,
  examCountedFromItself,
  examDueBeforeCourseEnds,
  optInBeforeFirstLesson,
  comparedWithItself,
  retakeBeforeWait,
  waitOutlastsWindow,
  lookbackShorterThanCourse,
  backwardsLookback,
  contradictoryFlags,
  unreachableNOf,
  opposites,
  askedTwice,
  emptyOrImpossible,
  noFailAsked,
  gainWithoutScores,
  gainWithoutBaseline,
  allOrNothing,
  nobodyDecides,
  finalPayment,
  impossibleNearMiss,
  noClaimWindow,
  claimBeforeResult,
  claimOverBeforeExam,
  claimFromAttemptNobodyAsksFor,
  claimBeforeAnchor,
  rateLimitOutlastsClaim,
  noEvidence,
  faultyEvidence,
  notByReceipt,
  noRemedy,
  amountsWithoutCurrency,
  oddAmounts,
  refundWithoutApproval,
  sameRemedyTwice,
  exclusions,
  gainNobodyKnows,
  wordsAndDigits,
  bodyOfAnotherKind,
  ladderSteps,
  voucherWaits,
];

/**
 * Everything to put right (errors) and to think about (warnings) in a policy, in the order of the checks. Takes any value
 * and never throws; a policy without errors loads.
 */
export function lintPolicy(raw: unknown): readonly LintFinding[] {
  const copy = plainCopy(raw);
  if ('finding' in copy) return [copy.finding];
  const faults = faultsOf(copy.value);
  const given = asObject(copy.value);
  if (!given) return faults.map(asFinding);
  const outlines = outlinesOf(given);
  const noRules = outlines.flatMap(unknownRules);
  // What is said better about an unknown rule is not said twice.
  const unreadable = faults.filter(({ path }) => noRules.every((finding) => finding.path !== path)).map(asFinding);
  const found = outlines.flatMap((outline) => CHECKS.flatMap((check) => check(outline)));
  return distinct([...unreadable, ...noRules, ...found, ...hiddenByVersions(given)]);
}

function plainCopy(raw: unknown): { value: unknown } | { finding: LintFinding } {
  try {
    return { value: snapshot(raw) };
  } catch (cause) {
    if (!(cause instanceof NoPlainValue)) throw cause;
    return {
      finding: error('', `The policy cannot be read: it is ${cause.message}.`, 'Give plain JSON of sensible size.'),
    };
  }
}

function faultsOf(raw: unknown): readonly Fault[] {
  const read = compilePolicy(raw);
  return read.ok ? [] : read.faults;
}

/** A fault of reading: its message says what to do. */
function asFinding({ path, message }: Fault): LintFinding {
  const missing = /^is missing: (.*)$/s.exec(message);
  const cure = missing?.[1] ?? message;
  const fault = missing ? 'Something is missing here.' : 'This cannot be read.';
  return error(path, fault, `${upperFirst(cure)}.`);
}

/** One outline for each version, or one for a policy without versions. */
function outlinesOf(given: Bag): Outline[] {
  const versions = memberOf(given, 'versions');
  const own = Array.isArray(versions) ? versions.map(asObject) : [];
  const usable = own.flatMap((version, index) => (version ? [{ version, path: joinPath('versions', [index]) }] : []));
  if (usable.length === 0) return [outlineOf(given, '', new Set())];
  return usable.map(({ version, path }) => outlineOf({ ...given, ...version }, path, new Set(Object.keys(version))));
}

/** What several versions share is said once. */
function distinct(findings: readonly LintFinding[]): LintFinding[] {
  const byText = new Map(findings.map((finding) => [JSON.stringify(finding), finding]));
  return [...byText.values()];
}
