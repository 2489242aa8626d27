// The blueprints that Resit ships: the seed's four sections, the real exam's domains, a half mock and a short demo.

import { blueprintSchema, type Blueprint, type PassCondition } from './blueprint.ts';
import type { ExamSettings } from './exam.ts';
import { leafTitle, leavesOf, type AapcLeaf, type SeedLeaf } from './taxonomy.ts';

const edition = '2026';
const overall70: PassCondition = { kind: 'overall', percent: 70 };

const seedWeights: Readonly<Record<SeedLeaf, number>> = {
  'medical-concepts': 35,
  'surgery-modifiers': 30,
  'guidelines-regulations': 20,
  other: 15,
};

/** Questions per domain of the real exam, as its official description lists them; the last five are to be confirmed. */
const aapcCounts: Readonly<Record<AapcLeaf, number>> = {
  'surgery-10000': 6,
  'surgery-20000': 6,
  'surgery-30000': 6,
  'surgery-40000': 6,
  'surgery-50000': 6,
  'surgery-60000': 6,
  'evaluation-management': 6,
  anesthesia: 4,
  radiology: 6,
  'pathology-laboratory': 6,
  medicine: 6,
  'medical-terminology': 4,
  anatomy: 4,
  'icd-10-cm': 5,
  'hcpcs-ii': 3,
  'coding-guidelines': 7,
  'compliance-regulatory': 3,
  cases: 10,
};

function seedSections(counts: Readonly<Record<SeedLeaf, number>>) {
  return leavesOf('seed').map(({ id, title }) => ({
    id,
    title,
    weight: seedWeights[id as SeedLeaf],
    quotas: [{ leaf: id, count: counts[id as SeedLeaf] }],
  }));
}

/** The full mock: weights and counts agree, so that raw and weighted percentages do too. */
export const cpcSeed: Blueprint = blueprintSchema.parse({
  id: 'cpc-seed',
  version: 1,
  title: 'CPC mock exam',
  description: '100 questions in four hours, in the four sections Medical Concepts, Surgery, Guidelines and Other.',
  taxonomy: 'seed',
  edition,
  allowedMinutes: 240,
  countsAs: 'mock',
  sections: seedSections(seedWeights),
  passRule: [overall70],
});

export const cpcAapc: Blueprint = blueprintSchema.parse({
  id: 'cpc-aapc',
  version: 1,
  title: 'CPC mock exam by domain',
  description: '100 questions in four hours, with as many questions per domain as the real exam has.',
  taxonomy: 'aapc',
  edition,
  allowedMinutes: 240,
  countsAs: 'mock',
  sections: Object.entries(aapcCounts).map(([leaf, count]) => ({
    id: leaf,
    title: leafTitle('aapc', leaf),
    weight: count,
    quotas: [{ leaf, count }],
  })),
  passRule: [overall70],
  notes: [
    'Please confirm five of the counts with the official description of the exam before you rely on them: ICD-10-CM 5, HCPCS Level II 3, Coding guidelines 7, Compliance and regulatory 3, Cases 10.',
  ],
});

export const cpcHalf: Blueprint = blueprintSchema.parse({
  id: 'cpc-half',
  version: 1,
  title: 'CPC half mock',
  description: '50 questions in two hours, with the sections and weights of the full mock.',
  taxonomy: 'seed',
  edition,
  allowedMinutes: 120,
  countsAs: 'half',
  sections: seedSections({ 'medical-concepts': 18, 'surgery-modifiers': 15, 'guidelines-regulations': 10, other: 7 }),
  passRule: [overall70],
});

export const cpcDemo: Blueprint = blueprintSchema.parse({
  id: 'cpc-demo',
  version: 1,
  title: 'CPC demo exam',
  description: '20 questions in 25 minutes, to see what a mock exam is like.',
  taxonomy: 'seed',
  edition,
  allowedMinutes: 25,
  countsAs: 'demo',
  sections: seedSections({ 'medical-concepts': 7, 'surgery-modifiers': 6, 'guidelines-regulations': 4, other: 3 }),
  passRule: [overall70],
});

/** Every blueprint that ships, in the order in which a chooser offers them. */
export const presets: readonly Blueprint[] = [cpcSeed, cpcAapc, cpcHalf, cpcDemo];

/** The preset of that id, or null. */
export function presetOf(id: string): Blueprint | null {
  return presets.find((preset) => preset.id === id) ?? null;
}

/**
 * The conditions an exam passes by. The variant `everySection` asks of each named section what the rule asks overall (70 % where it
 * asks nothing overall); questions of the section Other count in the overall only.
 */
export function passRuleOf(blueprint: Blueprint, variant: ExamSettings['passVariant']): readonly PassCondition[] {
  const bindsSections = blueprint.passRule.some((condition) => condition.kind === 'everySection');
  if (variant === 'blueprint' || bindsSections) return blueprint.passRule;
  const overall = blueprint.passRule.find((condition) => condition.kind === 'overall');
  const named = blueprint.sections.map((section) => section.id).filter((id) => id !== 'other');
  if (named.length === 0) return blueprint.passRule;
  return [...blueprint.passRule, { kind: 'everySection', percent: overall?.percent ?? 70, sections: named }];
}
