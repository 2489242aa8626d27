// What a policy asks to be recorded of a student: the dates and values that its rules read, in words, and which of them are missing.

import { z } from 'zod';
import { nameWords } from '../guarantee/anchor.ts';
import { KNOWN_IN_ADVANCE } from '../guarantee/facts.ts';
import type { CompiledPolicy, GuaranteeTerms, Terms } from '../guarantee/policy.ts';
import { rulesOf, partsOf, type Requirement } from '../guarantee/requirement.ts';
import type { Rule } from '../guarantee/rule.ts';
import { flag } from '../guarantee/rules/flag.ts';
import type { CoursePlan } from './course-plan.ts';
import type { StudentFile } from './student-file.ts';
import { upperFirst } from '../phrases.ts';

/** A rule as the student reads it. */
export interface RuleWords {
  readonly id: string;
  readonly words: string;
}

/** A date that rules read. */
export interface AskedDate {
  readonly name: string;
  readonly label: string;
  readonly rules: readonly RuleWords[];
  /** A deadline counts from it and nothing that is still to happen makes it: without it the deadline cannot be told. */
  readonly isNeeded: boolean;
  /** A date of the whole course, which stands in its plan. */
  readonly isOfCourse: boolean;
}

/** A stored value that rules read. */
export interface AskedValue {
  readonly name: string;
  readonly label: string;
  readonly rules: readonly RuleWords[];
  /** The values that the policy names, in its order; others may be recorded too. */
  readonly options: readonly (string | number | boolean)[];
}

/** Everything that a policy asks to be recorded, beside classes, mocks and sittings. */
export interface AskedFacts {
  readonly dates: readonly AskedDate[];
  readonly values: readonly AskedValue[];
  /** Lists of progress; null is the course content. */
  readonly progressLists: readonly (string | null)[];
  readonly asks: {
    readonly questionBank: readonly RuleWords[];
    readonly baseline: readonly RuleWords[];
    readonly coursework: readonly RuleWords[];
    readonly priorAttempts: readonly RuleWords[];
    readonly progress: readonly RuleWords[];
  };
  /** Every rule, and the claim's own deadlines: what staff can waive or extend. */
  readonly rules: readonly RuleWords[];
}

/** What is missing of a student or of the course: told to staff, never held against the student. */
export interface Missing {
  readonly dates: readonly AskedDate[];
  readonly values: readonly AskedValue[];
  /** Dates of the course's plan. */
  readonly courseDates: readonly AskedDate[];
}

/** Things that happen later: while they have not, nothing is missing. */
const STILL_TO_HAPPEN: ReadonlySet<string> = new Set([
  'completedOn',
  'optInOn',
  'certificateDate',
  'lastActivityOn',
  'examReportedOn',
  'graduatedOn',
  'resultLetterReceivedOn',
  'resultNoticeReceivedOn',
]);

/** "Enrolled on", "Course start", "Paid in full on". */
export function factLabel(name: string): string {
  if (name === 'optInOn') return 'Opted in on';
  return `${upperFirst(nameWords(name))}${/[Oo]n$/.test(name) && nameWords(name) !== name ? ' on' : ''}`;
}

const nothingAsked: AskedFacts = {
  dates: [],
  values: [],
  progressLists: [],
  asks: { questionBank: [], baseline: [], coursework: [], priorAttempts: [], progress: [] },
  rules: [],
};

/** What a policy asks, over all of its versions. */
export function askedFacts(policy: CompiledPolicy): AskedFacts {
  const all = policy.versions.map(({ terms }) => askedByTerms(terms, policy.pinOn));
  return all.length === 1 ? all[0]! : all.reduce(merged, nothingAsked);
}

/** What is missing for the deadlines and values that a policy names. */
export function missingOf(asked: AskedFacts, file: Pick<StudentFile, 'dates' | 'values'>, plan: CoursePlan): Missing {
  const planned = plan.dates as Readonly<Record<string, string | null>>;
  const needed = asked.dates.filter(({ isNeeded }) => isNeeded);
  return {
    dates: needed.filter(({ name, isOfCourse }) => !isOfCourse && !Object.hasOwn(file.dates, name)),
    values: asked.values.filter(({ name }) => !Object.hasOwn(file.values, name)),
    courseDates: needed.filter(
      ({ name, isOfCourse }) => isOfCourse && (planned[name] ?? null) === null && !Object.hasOwn(file.dates, name),
    ),
  };
}

function askedByTerms(terms: Terms, pinOn: string | undefined): AskedFacts {
  if (terms.kind !== 'guarantee') return nothingAsked;
  const rules = rulesOf(terms.requires);
  const said = (rule: Rule): RuleWords => ({ id: rule.id, words: rule.terms(terms.calendar) });
  const ofType = (...types: readonly string[]) => rules.filter(({ rule }) => types.includes(rule)).map(said);
  const baseline = ofType('baseline', 'gain');
  return {
    dates: datesOf(terms, rules, said, pinOn),
    values: valuesOf(terms, rules, said),
    progressLists: [
      ...(rules.some(({ rule, uses }) => rule === 'progress' && (uses.progressLists ?? []).length === 0) ? [null] : []),
      ...terms.names.progressLists,
    ],
    asks: {
      questionBank: ofType('qbank'),
      baseline,
      coursework: ofType('coursework'),
      priorAttempts: ofType('attempt_number'),
      progress: ofType('progress'),
    },
    rules: [
      ...rules.map(said),
      ...(terms.claim.window ? [{ id: 'claim_window', words: 'The deadline for the claim.' }] : []),
      ...(terms.claim.evidence.length > 0
        ? [{ id: 'evidence', words: 'The papers for the claim, and their deadline.' }]
        : []),
    ],
  };
}

const anchored = z.object({ kind: z.string(), name: z.string().optional() });
const withAnchors = z.object({
  fact: z.union([z.string(), anchored]).optional().catch(undefined),
  anchor: anchored.optional().catch(undefined),
  window: z.object({ anchor: anchored }).optional().catch(undefined),
});

/** The facts that a rule counts from, and the one that it watches. */
function readBy({ rule, params }: Rule): { readonly from: string | undefined; readonly own: string | undefined } {
  const read = withAnchors.safeParse(params).data;
  const own = typeof read?.fact === 'string' ? read.fact : read?.fact?.name;
  // `no_activity_after` watches what comes after a day: without it nothing is failed, so nothing is missing.
  if (rule === 'no_activity_after') return { from: undefined, own };
  return { from: read?.window?.anchor.name ?? read?.anchor?.name, own: rule === 'flag' ? undefined : own };
}

function datesOf(
  { names, claim }: GuaranteeTerms,
  rules: readonly Rule[],
  said: (rule: Rule) => RuleWords,
  pinOn: string | undefined,
): AskedDate[] {
  const all = new Set([...names.dates, ...(pinOn === undefined ? [] : [pinOn])]);
  const claimFrom = claim.window?.anchor.kind === 'fact' ? claim.window.anchor.name : undefined;
  const counted = new Set([...rules.map((rule) => readBy(rule).from), claimFrom, pinOn]);
  const watched = new Set(rules.map((rule) => readBy(rule).own));
  // The baseline has its deadline at the start of the course.
  if (rules.some(({ rule }) => rule === 'baseline')) for (const set of [all, counted]) set.add('courseStart');
  return [...all].map((name) => ({
    name,
    label: factLabel(name),
    rules: rules.filter((rule) => readsDate(rule, name)).map(said),
    isNeeded: counted.has(name) && !watched.has(name) && !STILL_TO_HAPPEN.has(name),
    isOfCourse: KNOWN_IN_ADVANCE.has(name),
  }));
}

function readsDate({ uses, rule }: Rule, name: string): boolean {
  return (uses.dates ?? []).includes(name) || (rule === 'baseline' && name === 'courseStart');
}

function valuesOf({ names, requires }: GuaranteeTerms, rules: readonly Rule[], said: (rule: Rule) => RuleWords) {
  return [...names.flags].map((name): AskedValue => ({
    name,
    label: upperFirst(nameWords(name)),
    rules: rules.filter(({ uses }) => (uses.flags ?? []).includes(name)).map(said),
    options: distinct([
      ...rules.flatMap((rule) => {
        const params = flag.paramsOf(rule);
        return params?.fact === name ? optionsOf(params.equals) : [];
      }),
      ...casesOf(requires, name),
    ]),
  }));
}

/** A policy that asks for yes wants no recorded too. */
function optionsOf(equals: string | number | boolean): (string | number | boolean)[] {
  return typeof equals === 'boolean' ? [true, false] : [equals];
}

function casesOf(requirement: Requirement, fact: string): string[] {
  const own = requirement.kind === 'variant' && requirement.fact === fact ? [...requirement.cases.keys()] : [];
  return [...own, ...partsOf(requirement).flatMap((part) => casesOf(part, fact))];
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

function merged(a: AskedFacts, b: AskedFacts): AskedFacts {
  const byName = <T extends { readonly name: string }>(one: readonly T[], other: readonly T[]): T[] => [
    ...one,
    ...other.filter(({ name }) => !one.some((known) => known.name === name)),
  ];
  const byId = (one: readonly RuleWords[], other: readonly RuleWords[]): RuleWords[] => [
    ...one,
    ...other.filter(({ id }) => !one.some((known) => known.id === id)),
  ];
  return {
    dates: byName(a.dates, b.dates),
    values: byName(a.values, b.values),
    progressLists: distinct([...a.progressLists, ...b.progressLists]),
    asks: {
      questionBank: byId(a.asks.questionBank, b.asks.questionBank),
      baseline: byId(a.asks.baseline, b.asks.baseline),
      coursework: byId(a.asks.coursework, b.asks.coursework),
      priorAttempts: byId(a.asks.priorAttempts, b.asks.priorAttempts),
      progress: byId(a.asks.progress, b.asks.progress),
    },
    rules: byId(a.rules, b.rules),
  };
}
