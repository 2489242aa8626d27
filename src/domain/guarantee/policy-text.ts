// A policy as the text that a student accepts: every rule in a sentence, then the claim, the remedies and how days count.
import { dayInWords } from '../day.ts';
import { countWords, timeOfDayWords, zoneName } from '../time.ts';
import { type Calendar, amountWords } from './amount.ts';
import { nameWords } from './anchor.ts';
import { claimText } from './claim-words.ts';
import type { EntitlementTerms } from './entitlement.ts';
import type { LadderTerms } from './ladder.ts';
import type { GuaranteeTerms, Terms } from './policy.ts';
import type { Remedy } from './remedy.ts';
import { remedyText } from './remedy-words.ts';
import { type Requirement, type Variant, partsOf } from './requirement.ts';

/** A sentence with what belongs under it. */
export interface TextItem {
  readonly text: string;
  readonly items: readonly TextItem[];
}

/** A part of the text with its heading. */
export interface TextSection {
  readonly title: string;
  readonly items: readonly TextItem[];
}

/** The text of one version of a policy. */
export function policyText(terms: Terms): TextSection[] {
  const counting = { title: 'How days count', items: countingText(terms.calendar).map(line) };
  switch (terms.kind) {
    case 'guarantee':
      return [...guaranteeText(terms), counting];
    case 'ladder':
      return [
        { title: 'What we promise', items: ladderText(terms.ladder).map(line) },
        { title: 'What always holds', items: [ENDS_WITH_PASS, NEVER_HELD_AGAINST].map(line) },
        counting,
      ];
    case 'entitlement':
      return [{ title: 'Your retake', items: entitlementText(terms.entitlement).map(line) }, counting];
  }
}

/** The same as plain text, with a dash before each sentence. */
export function plainPolicyText(terms: Terms): string {
  return plainText(policyText(terms));
}

/** Parts of a text as plain text: titles, and a dash before each sentence. */
export function plainText(sections: readonly TextSection[]): string {
  const lines = sections.flatMap(({ title, items }) => [title, ...items.flatMap((item) => plainLines(item, 0)), '']);
  return lines.join('\n').trimEnd();
}

function plainLines({ text, items }: TextItem, depth: number): string[] {
  return [`${'  '.repeat(depth)}- ${text}`, ...items.flatMap((item) => plainLines(item, depth + 1))];
}

function guaranteeText(terms: GuaranteeTerms): TextSection[] {
  const { requires, claim, remedies, calendar, isScoreBased } = terms;
  // "All of these" over the whole list says no more than the heading does.
  const parts = requires.kind === 'all' ? requires.children : [requires];
  return [
    { title: 'What you do', items: parts.map((part) => requirementText(part, calendar)) },
    { title: 'How you claim', items: claimText(claim).map(line) },
    { title: 'What you get', items: remediesText(remedies) },
    { title: 'What always holds', items: [...(isScoreBased ? [] : [ENDS_WITH_PASS]), NEVER_HELD_AGAINST].map(line) },
  ];
}

/** Steps 1 and 3 of every verdict. */
const ENDS_WITH_PASS = 'Once you have passed the official exam, the guarantee has ended and there is nothing to claim.';
const NEVER_HELD_AGAINST =
  'What we owe a record of and have not recorded is never held against you: a person looks at it.';

/** What the student gets, under the sentence that says when, and whether it is one of several. */
function remediesText(remedies: readonly Remedy[]): TextItem[] {
  if (remedies.length === 0) return [];
  return [
    {
      text: `If all of this holds, you get ${whichOf(remedies)}:`,
      items: remedies.map((each) => line(remedyText(each))),
    },
  ];
}

function whichOf(remedies: readonly Remedy[]): string {
  if (remedies.length === 1) return 'this';
  const types = remedies.map(({ type }) => type);
  const isOneOnly = remedies.every(({ type, exclusiveWith }) =>
    types.every((other) => other === type || exclusiveWith.includes(other)),
  );
  return isOneOnly ? 'one of these, as you choose' : 'these, or of them the one that you choose';
}

function requirementText(requirement: Requirement, calendar: Calendar): TextItem {
  if (requirement.kind === 'rule') return line(requirement.rule.terms(calendar));
  if (requirement.kind === 'onlyWhen') return onlyWhenText(requirement.children, calendar);
  if (requirement.kind === 'variant') return variantText(requirement, calendar);
  const opposite = requirement.kind === 'not' ? oppositeText(requirement.children[0]) : undefined;
  if (opposite !== undefined) return line(opposite);
  const need = 'need' in requirement ? requirement.need : 1;
  const items = partsOf(requirement).map((child) => requirementText(child, calendar));
  return { text: COMBINED[requirement.kind](need), items };
}

/** What must not hold, said straight where a double negation would be read: "You pass the official exam." */
function oppositeText(requirement: Requirement): string | undefined {
  return requirement.kind === 'rule' ? requirement.rule.opposite : undefined;
}

function variantText({ fact, cases, otherwise }: Variant, calendar: Calendar): TextItem {
  const items = [...cases].map(([value, each]) => ({ text: `${value}:`, items: [requirementText(each, calendar)] }));
  const other = otherwise ? [{ text: 'any other value:', items: [requirementText(otherwise, calendar)] }] : [];
  return { text: `Depending on your ${nameWords(fact)}:`, items: [...items, ...other] };
}

const COMBINED = {
  all: () => 'All of these:',
  any: () => 'One of these:',
  nOf: (need) => `At least ${need} of these:`,
  not: () => 'This does not hold:',
  perSection: (need) => `In ${need === 'all' ? 'every section' : `at least ${need} of your sections`}:`,
  perRound: (need) => `In ${need === 'all' ? 'every round' : `at least ${need} of your rounds`}, again each time:`,
  group: (need) => `${need === 'all' ? 'Everyone' : `At least ${need}`} of your group:`,
} as const satisfies Record<string, (need: number | 'all') => string>;

/** Stored as [what applies, not condition]. */
function onlyWhenText(children: readonly Requirement[], calendar: Calendar): TextItem {
  const [applied, negated] = children;
  const condition = negated?.kind === 'not' ? [requirementText(negated.children[0], calendar)] : [];
  const applies = { text: 'This is asked of you:', items: applied ? [requirementText(applied, calendar)] : [] };
  return { text: 'Only if this holds:', items: [...condition, applies] };
}

function ladderText({ examWithin, reattendWithin, refundAfterFails, refundClaimWithin }: LadderTerms): string[] {
  const exam = amountWords(examWithin);
  return [
    'Attend all of the class.',
    `Sit the official exam within ${exam} of the end of the class.`,
    `If you do not pass, you may repeat the class free of charge; the repeat begins within ${amountWords(reattendWithin)} of that exam.`,
    `The same holds in each repeat: attend all of it, and sit the official exam within ${exam} of its end.`,
    `If you have not passed after ${refundAfterFails === 1 ? 'the class and its exam' : `${refundAfterFails} classes and their exams`}, you get your tuition back: claim within ${amountWords(refundClaimWithin)} of the last exam.`,
  ];
}

function entitlementText(terms: EntitlementTerms): string[] {
  const { validFor, waits, waitExclusive, maxIn12Months, cancelNoticeHours } = terms;
  const free = waitExclusive > 0 ? ', and those days must be free of tests' : '';
  return [
    validFor
      ? `You can use it within ${amountWords(validFor)} of its issue.`
      : 'The retake itself says until when you can use it.',
    'The exam must be sat, not only booked, by the last day.',
    waits.length > 0 ? `After a fail you wait ${waits.join(', then ')} days${free}.` : '',
    maxIn12Months === undefined ? '' : `You may sit the exam at most ${maxIn12Months} times in 12 months.`,
    cancelNoticeHours > 0
      ? `Cancel at least ${countWords(cancelNoticeHours, 'hour')} before the exam, or the retake is used up; so it is if you do not come.`
      : 'If you do not come to the exam, the retake is used up.',
    'It is yours alone: nobody else may use it.',
  ].filter((text) => text !== '');
}

function countingText({ zone, cutoff, holidays }: Calendar): string[] {
  const named = [...holidays].sort((a, b) => a - b).map(dayInWords);
  const free = named.length > 12 ? countWords(named.length, 'holiday') : named.join(', ');
  const end = cutoff === null ? 'at the end of the day' : `at ${timeOfDayWords(cutoff)}`;
  return [
    `The day a period counts from is day 0; its last day counts in full and ends ${end}, ${zoneName(zone.name)}.`,
    'A month or year later means the same day of the month, or the last day of a shorter month.',
    `Business days are Monday to Friday${named.length > 0 ? `, except ${free}` : ''}.`,
  ];
}

function line(text: string): TextItem {
  return { text, items: [] };
}
