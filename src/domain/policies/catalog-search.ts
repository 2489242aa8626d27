// What can be added to a policy, in groups, and found by the words people use for it.

import { calendarOf, sentenceOf } from './sentences.ts';
import { combinatorKinds } from './combinator-catalog.ts';
import { ruleKinds } from './rule-catalog.ts';

/** Something to add. */
export interface CatalogEntry {
  /** "mock", "onlyWhen": what `addRule` takes. */
  readonly name: string;
  readonly group: string;
  readonly title: string;
  readonly about: string;
  /** What the student reads of a new one, or "". */
  readonly example: string;
  /** Everything it is found by, in small letters. */
  readonly words: string;
}

/** What people look for besides what stands on the cards. */
const ALSO: Readonly<Record<string, string>> = {
  opt_in: 'agreement sign terms enrolment',
  on_or_before: 'payment paid prerequisite deadline',
  attempt_number: 'repeater retaker prior attempts eligibility',
  attendance: 'makeup absence late excused lessons sessions hours',
  coursework: 'homework assignments grade essays late',
  course_complete: 'completion timeframe months leave pause',
  progress: 'modules lessons videos percent look-back readiness',
  qbank: 'qbank question bank accuracy practice questions',
  participation: 'workshop coaching review session checkpoint',
  mock: 'practice exam test score percent simulated readiness consecutive average',
  exam_after_readiness: 'readiness window hours expires',
  exam_taken: 'sitting retake second attempt booking',
  outcome: 'fail failed result near miss parts',
  administration: 'next sitting season',
  min_lead: 'weeks before study time',
  reported: 'notify tell schedule date',
  version: 'exam code edition',
  baseline: 'diagnostic before score start',
  gain: 'improvement points increase',
  no_activity_after: 'inactivity stop access',
  rate_limit: 'once lifetime repeat claims',
  flag: 'product discount promotion approval country jurisdiction identity conduct yes no',
  any: 'or either choice',
  nOf: 'two of three some',
  all: 'and together',
  onlyWhen: 'if condition unless only when',
  not: 'except exclude exclusion never',
  variant: 'country format product case depending',
  perSection: 'part section subject each',
  perRound: 'repeat again reattend',
  group: 'team members employer company',
};

const plain = calendarOf({});

/** Everything that can be added: the rules in the order in which people meet them, then groups and conditions. */
export const catalog: readonly CatalogEntry[] = [
  ...ruleKinds.map((kind) => {
    const { rule, group, title, about, fields, starter } = kind;
    const example = sentenceOf({ kind: 'rule', type: rule, raw: { id: rule, rule, ...starter }, spec: kind }, plain);
    const labels = fields.map(({ label, help }) => `${label} ${help}`);
    return entry(rule, group, title, about, example, labels);
  }),
  ...combinatorKinds.map(({ form, title, about }) => entry(form, 'Groups and conditions', title, about, '', [])),
];

function entry(
  name: string,
  group: string,
  title: string,
  about: string,
  example: string,
  more: readonly string[],
): CatalogEntry {
  const words = [name.replaceAll('_', ' '), group, title, about, example, ALSO[name] ?? '', ...more].join(' ');
  return { name, group, title, about, example, words: words.toLowerCase() };
}

/** The entries in which every word of a search stands, those first that have them in their title; all for no word. */
export function foundInCatalog(search: string): readonly CatalogEntry[] {
  const wanted = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = catalog.filter(({ words }) => wanted.every((word) => words.includes(word)));
  const isInTitle = ({ title }: CatalogEntry): boolean => wanted.some((word) => title.toLowerCase().includes(word));
  return wanted.length === 0 ? found : [...found.filter(isInTitle), ...found.filter((each) => !isInTitle(each))];
}
