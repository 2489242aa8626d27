// progress: a percentage of the course content, reached once and kept, in every module where modules are measured.
import { dayInWords } from '../../day.ts';
import { lowerFirst } from '../../phrases.ts';
import { amountWords, dayAmountSchema } from '../amount.ts';
import { nameWords } from '../anchor.ts';
import type { Evidence } from '../evidence.ts';
import type { Measurement } from '../facts.ts';
import { attemptSchema, objectSchema, oneOfSchema, optional, percentSchema, textSchema } from '../reading.ts';
import { type Judgement, type Telling, defineRule } from '../rule.ts';
import { type Reach, judgeMeasured } from './lookback.ts';
import { examName } from './names.ts';

/** The parameters of a `progress` rule. */
export interface ProgressRule extends Reach {
  readonly pct: number;
  /** The list that is measured; the course content if not given. */
  readonly of: string | undefined;
}

/** Met once a stored measurement reached `pct`; it must lie on or before the exam day and inside the look-back, if asked. */
export const progress = defineRule<ProgressRule>({
  name: 'progress',
  schema: objectSchema({
    pct: percentSchema,
    of: optional(textSchema('the name of a list of measurements')),
    before: optional(oneOfSchema(['exam'])),
    lookback: optional(dayAmountSchema),
    attempt: attemptSchema,
  }).transform(({ pct, of, before, lookback, attempt }) => ({ pct, of, before, lookback, attempt })),
  uses: ({ of }) => ({ progressLists: of === undefined ? [] : [of] }),
  judge: (rule, evidence) => judgeMeasured(goodDays(rule, evidence), rule, evidence),
  tell,
  terms: (rule) => `${demandWords(rule)}.`,
});

/** The measurements that the rule looks at. */
function measured({ of }: ProgressRule, { facts }: Evidence): readonly Measurement[] {
  return of === undefined ? facts.progress : (facts.progressIn.get(of) ?? []);
}

function goodDays(rule: ProgressRule, evidence: Evidence): number[] {
  return measured(rule, evidence)
    .filter(({ pct }) => pct >= rule.pct)
    .map(({ on }) => on);
}

function tell(rule: ProgressRule, evidence: Evidence, { result }: Judgement): Telling {
  const soFar = measured(rule, evidence).filter(({ on }) => on <= evidence.today);
  const latest = soFar.toSorted((a, b) => a.on - b.on || a.pct - b.pct).at(-1);
  const have = latest ? `${latest.pct} % on ${dayInWords(latest.on)}` : 'nothing recorded';
  const need = lowerFirst(demandWords(rule));
  const sentences = {
    met: [`You have finished enough: ${need}.`, `Reached: ${need}.`],
    not_yet: [`${demandWords(rule)}; you have ${have}.`, `Not yet: ${need}; has ${have}.`],
    unknown: ['Staff are looking at your progress.', `Progress: ${have}.`],
    failed: [`This was asked: ${need}; you have ${have}.`, `Not reached: ${need}; has ${have}.`],
  }[result];
  return { need, have, student: sentences[0]!, staff: sentences[1]! };
}

function demandWords({ pct, of, before, lookback, attempt }: ProgressRule): string {
  const until = before ? `the ${examName(attempt)}` : 'today';
  const span = lookback ? ` in the ${amountWords(lookback)} before ${until}` : before ? ` before ${until}` : '';
  return `Finish ${pct} % of the ${of === undefined ? 'course' : nameWords(of)}${span}`;
}
