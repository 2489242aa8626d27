// What a policy can be begun from: a blank sheet, one of the twelve archetypes, or a published policy written in our language.

import { archetype, archetypeNames } from '../guarantee/archetypes.ts';
import { asObject } from '../guarantee/reading.ts';
import { presetOf, presets } from '../guarantee/presets/presets.ts';
import type { RawPolicy } from './raw-policy.ts';

/** Something to begin from. */
export interface StartingPoint {
  /** "archetype:A1-coder-timeframe", "preset:mchc-cpc". */
  readonly id: string;
  readonly title: string;
  /** What is special about it, in a sentence. */
  readonly about: string;
  readonly kind: 'archetype' | 'preset';
  readonly policy: RawPolicy;
}

const ARCHETYPES: Readonly<Record<string, readonly [title: string, about: string]>> = {
  'A1-coder-timeframe': [
    'Coding course with two sittings',
    'Attendance with makeups, coursework, five months to finish, the exam fee back after two fails.',
  ],
  'A1C-cutoff-17h': [
    'The same, deadlines at 17:00',
    'As the one before; each last day ends at 17:00 instead of midnight.',
  ],
  'A2-ladder': [
    'Class again, then a refund',
    'A ladder: sit the exam, repeat the class free of charge, tuition back after three fails.',
  ],
  'A3-it-voucher': [
    'IT training with a retake voucher',
    'For first attempts by the buyer; a practice exam at 85 first; a voucher or the class again.',
  ],
  'A4-readiness-business-days': [
    'Exam soon after readiness',
    'Two good practice exams, then the exam within three business days.',
  ],
  'A4H-readiness-hours': ['Exam within 48 hours of readiness', 'As the one before, counted in hours.'],
  'A5-nursing': [
    'Nursing review course',
    'Paid early, classes with makeups, a mock at 75, the exam within two months; refund or longer access.',
  ],
  'A6-cpa-section': [
    'One section of a larger exam',
    'Modules at 80 %, mini exams and simulated exams before the sitting.',
  ],
  'A7-bar-cohort': [
    'Bar course held in a group',
    'At most four classes missed, essays never late, the next administration of the exam.',
  ],
  'A8-score-gain': [
    'A promised gain in points',
    'A score from before, ten weeks of study, three mocks; the refund shrinks with each point gained.',
  ],
  'A9-lookback-versions': [
    'Fresh practice, and terms that changed',
    'Practice within 60 days of the exam; two sets of terms, each for whoever enrolled from its day on.',
  ],
  'A10-entitlement': ['The life of a retake voucher', 'Validity, waiting times and cancellation of one voucher.'],
};

/** The blank sheets: a guarantee, and the two kinds with steps of their own. */
export const blankSheets = [
  { id: 'blank', title: 'A guarantee', about: 'Rules that the student keeps, then a claim, then what they get.' },
  {
    id: 'blank-ladder',
    title: 'A ladder',
    about: 'Class, exam, the class again, and tuition back after so many fails.',
  },
  { id: 'blank-voucher', title: 'A retake voucher', about: 'How long one voucher can be used, and how it is used up.' },
] as const;

/** A policy with nothing in it yet but where its days are counted; null for what is no blank sheet. */
export function blankPolicy(start: string, zone: string): RawPolicy | null {
  switch (start) {
    case 'blank':
      return { timeZone: zone, requires: { all: [] }, claim: {}, remedies: [] };
    case 'blank-ladder':
      return { timeZone: zone, kind: 'ladder', ladder: {} };
    case 'blank-voucher':
      return { timeZone: zone, kind: 'entitlement', entitlement: {} };
    default:
      return null;
  }
}

/** Every starting point, archetypes first. */
export const startingPoints: readonly StartingPoint[] = [
  ...archetypeNames.map((name): StartingPoint => {
    const policy = asObject(archetype(name)) ?? {};
    const [title, about] = ARCHETYPES[name] ?? [name, aboutPolicy(policy)];
    return { id: `archetype:${name}`, title, about, kind: 'archetype', policy };
  }),
  ...presets.map(({ id, title, policy }): StartingPoint => {
    const raw = asObject(policy) ?? {};
    return { id: `preset:${id}`, title, about: aboutPolicy(raw), kind: 'preset', policy: raw };
  }),
];

/** The starting point of an id; undefined if there is none. */
export function startingPointOf(id: string): StartingPoint | undefined {
  if (id.startsWith('preset:') && !presetOf(id.slice('preset:'.length))) return undefined;
  return startingPoints.find((point) => point.id === id);
}

/** "9 rules, 1 remedy" */
function aboutPolicy(policy: RawPolicy): string {
  if (policy['kind'] === 'ladder') return 'A ladder: class, exam, the class again, a refund.';
  if (policy['kind'] === 'entitlement') return 'The life of one retake voucher.';
  const { remedies } = policy;
  const rules = countRules(policy['requires']);
  const gets = Array.isArray(remedies) ? remedies.length : 0;
  return `${rules} rule${rules === 1 ? '' : 's'}, ${gets} remed${gets === 1 ? 'y' : 'ies'}.`;
}

function countRules(node: unknown): number {
  if (Array.isArray(node)) return node.reduce<number>((sum, each) => sum + countRules(each), 0);
  const given = asObject(node);
  if (!given) return 0;
  if (typeof given['rule'] === 'string') return 1;
  return Object.values(given).reduce<number>((sum, each) => sum + countRules(each), 0);
}
