// What a rule is: it judges evidence into one of four results, knows when time alone will change that, and speaks.
import type { z } from 'zod';
import type { Day } from '../day.ts';
import type { Calendar } from './amount.ts';
import { type Evidence, type Granted, grantedFor } from './evidence.ts';
import { type Read, asObject, memberOf, readBy } from './reading.ts';

/** The four results of a rule. `unknown` goes to a person and is never shown as a no. */
export type Result = 'met' | 'not_yet' | 'failed' | 'unknown';

/** From an instant on (epoch ms) the result is this one, if only the clock runs on. */
export interface Change {
  readonly at: number;
  readonly result: Result;
}

/** What a rule finds: its result now, and later results that time alone brings, in order. */
export interface Judgement {
  readonly result: Result;
  readonly changes: readonly Change[];
  /** The last day to act. */
  readonly lastDay?: Day | undefined;
  /** The first instant too late, where a rule counts hours or a readiness window is running. */
  readonly readyUntil?: number | undefined;
}

/** What a rule says: what it needs, what is there, and one sentence to the student and to staff. */
export interface Telling {
  readonly need: string;
  readonly have: string;
  readonly student: string;
  readonly staff: string;
}

/** Names in the facts that a rule reads. */
export interface Uses {
  readonly dates?: readonly string[];
  readonly flags?: readonly string[];
  readonly sessionLists?: readonly string[];
  readonly progressLists?: readonly string[];
}

/** One rule of a policy, with its parameters bound. */
export interface Rule {
  readonly id: string;
  readonly rule: string;
  readonly params: unknown;
  readonly uses: Uses;
  readonly judge: (evidence: Evidence) => Judgement;
  readonly tell: (evidence: Evidence, judgement: Judgement) => Telling;
  /** The rule as a sentence of the terms that a student accepts. */
  readonly terms: (calendar: Calendar) => string;
  /** The sentence of its opposite, where "this does not hold" would deny what is denied already. */
  readonly opposite?: string | undefined;
}

/** A rule type: how its parameters are written, judged and said. */
export interface RuleType<P> {
  readonly name: string;
  /** Reads one rule of this type; refuses with faults under the path. */
  readonly read: (raw: unknown, id: string, path: string) => Read<Rule>;
  /** The parameters of a rule, if it is of this type. */
  readonly paramsOf: (rule: Rule) => P | undefined;
}

/** What a rule's file gives. */
export interface RuleDefinition<P> {
  readonly name: string;
  readonly schema: z.ZodType<P>;
  readonly uses?: (params: P) => Uses;
  readonly judge: (params: P, evidence: Evidence, granted: Granted) => Judgement;
  readonly tell: (params: P, evidence: Evidence, judgement: Judgement, granted: Granted) => Telling;
  readonly terms: (params: P, calendar: Calendar) => string;
  readonly opposite?: (params: P) => string | undefined;
  /** What follows the sentence also where the policy brings its own. */
  readonly suffix?: (params: P) => string;
}

const WAIVED: Judgement = { result: 'met', changes: [] };
const WAIVED_TELLING: Omit<Telling, 'need'> = {
  have: 'waived by staff',
  student: 'Staff have waived this for you.',
  staff: 'Waived for this student.',
};

/** Makes a rule type. A waived rule is met whatever its own judgement says. */
export function defineRule<P>(definition: RuleDefinition<P>): RuleType<P> {
  const bind = (id: string, params: P, label: string | undefined): Rule => ({
    id,
    rule: definition.name,
    params,
    uses: definition.uses?.(params) ?? {},
    judge: (evidence) => {
      const granted = grantedFor(evidence, id);
      return granted.isWaived ? WAIVED : definition.judge(params, evidence, granted);
    },
    tell: (evidence, judgement) => {
      const telling = definition.tell(params, evidence, judgement, grantedFor(evidence, id));
      return judgement === WAIVED ? { ...WAIVED_TELLING, need: telling.need } : telling;
    },
    terms: (calendar) =>
      label === undefined ? definition.terms(params, calendar) : `${label}${definition.suffix?.(params) ?? ''}.`,
    opposite: label === undefined ? definition.opposite?.(params) : undefined,
  });
  return {
    name: definition.name,
    read: (raw, id, path) => {
      const read = readBy(definition.schema, raw, path);
      return read.ok ? { ok: true, value: bind(id, read.value, labelOf(raw)) } : read;
    },
    paramsOf: (rule) => (rule.rule === definition.name ? (rule.params as P) : undefined),
  };
}

/** The policy's own sentence for a rule, without its full stop, where the usual one says too little. */
function labelOf(raw: unknown): string | undefined {
  const given = asObject(raw);
  const label = given && memberOf(given, 'label');
  return typeof label === 'string' && label !== '' ? label : undefined;
}

/** A judgement that time does not change. */
export function settled(result: Result): Judgement {
  return { result, changes: [] };
}

/**
 * A judgement from a function of the instant: its result now, and at each later moment at which it may differ.
 * `moments` must hold every instant after now at which `resultAt` changes; others do no harm.
 */
export function judgedOver(
  now: number,
  moments: readonly (number | undefined)[],
  resultAt: (instant: number) => Result,
): Judgement {
  const later = moments.filter((at): at is number => at !== undefined && at > now && at < Infinity);
  if (later.length === 0) return settled(resultAt(now));
  later.sort((a, b) => a - b);
  return { result: resultAt(now), changes: later.map((at) => ({ at, result: resultAt(at) })) };
}
