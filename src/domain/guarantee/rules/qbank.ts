// qbank: work in the question bank: questions answered, right, cleared, hours spent; reached once and kept.
import { dayInWords } from '../../day.ts';
import { listWords, lowerFirst } from '../../phrases.ts';
import { countWords } from '../../time.ts';
import { amountWords, dayAmountSchema } from '../amount.ts';
import type { Evidence } from '../evidence.ts';
import type { QuestionBank } from '../facts.ts';
import {
  attemptSchema,
  numberSchema,
  objectSchema,
  oneOfSchema,
  optional,
  percentSchema,
  wholeSchema,
} from '../reading.ts';
import { type Judgement, type Telling, defineRule } from '../rule.ts';
import { type Reach, judgeMeasured } from './lookback.ts';
import { examName } from './names.ts';

/** The parameters of a `qbank` rule; at least one of the first four. */
export interface QbankRule extends Omit<Reach, 'count'> {
  readonly answered: number | undefined;
  readonly accuracyMin: number | undefined;
  readonly clearedPct: number | undefined;
  readonly hoursMin: number | undefined;
}

/** Met once one stored measurement reached all that is asked; before the exam and inside the look-back, as for `progress`. */
export const qbank = defineRule<QbankRule>({
  name: 'qbank',
  schema: objectSchema({
    count: optional(wholeSchema(1, 10_000_000)),
    accuracyMin: optional(percentSchema),
    clearedPct: optional(percentSchema),
    hoursMin: optional(numberSchema.min(0, 'give 0 or more')),
    before: optional(oneOfSchema(['exam'])),
    lookback: optional(dayAmountSchema),
    attempt: attemptSchema,
  })
    .refine(
      ({ count, accuracyMin, clearedPct, hoursMin }) => (count ?? accuracyMin ?? clearedPct ?? hoursMin) !== undefined,
      'give at least one of "count", "accuracyMin", "clearedPct", "hoursMin"',
    )
    .transform(({ count, accuracyMin, clearedPct, hoursMin, before, lookback, attempt }): QbankRule => ({
      answered: count,
      accuracyMin,
      clearedPct,
      hoursMin,
      before,
      lookback,
      attempt,
    })),
  judge: (rule, evidence) => {
    const good = evidence.facts.qbank.filter((measured) => isEnough(rule, measured));
    return judgeMeasured(
      good.map(({ on }) => on),
      rule,
      evidence,
    );
  },
  tell,
  terms: (rule) => `${demandWords(rule)}.`,
});

function isEnough({ answered, accuracyMin, clearedPct, hoursMin }: QbankRule, measured: QuestionBank): boolean {
  const reaches = (asked: number | undefined, got: number | undefined) =>
    asked === undefined || (got !== undefined && got >= asked);
  return (
    reaches(answered, measured.answered) &&
    reaches(accuracyMin, measured.correctPct) &&
    reaches(clearedPct, measured.clearedPct) &&
    reaches(hoursMin, measured.hours)
  );
}

function tell(rule: QbankRule, evidence: Evidence, { result }: Judgement): Telling {
  const soFar = evidence.facts.qbank.filter(({ on }) => on <= evidence.today);
  const latest = soFar.toSorted((a, b) => a.on - b.on || (a.answered ?? 0) - (b.answered ?? 0)).at(-1);
  const have = latest ? `${measuredWords(latest)} on ${dayInWords(latest.on)}` : 'nothing recorded';
  const need = lowerFirst(demandWords(rule));
  const sentences = {
    met: [`You have done enough in the question bank: ${need}.`, `Reached: ${need}.`],
    not_yet: [`${demandWords(rule)}; you have ${have}.`, `Not yet: ${need}; has ${have}.`],
    unknown: ['Staff are looking at your question bank.', `Question bank: ${have}.`],
    failed: [`This was asked: ${need}; you have ${have}.`, `Not reached: ${need}; has ${have}.`],
  }[result];
  return { need, have, student: sentences[0]!, staff: sentences[1]! };
}

function measuredWords({ answered, correctPct, clearedPct, hours }: QuestionBank): string {
  const parts = [
    answered === undefined ? '' : `${answered} answered`,
    correctPct === undefined ? '' : `${correctPct} % right`,
    clearedPct === undefined ? '' : `${clearedPct} % cleared`,
    hours === undefined ? '' : `${hours} hours`,
  ];
  return parts.filter((part) => part !== '').join(', ') || 'nothing';
}

function demandWords({ answered, accuracyMin, clearedPct, hoursMin, before, lookback, attempt }: QbankRule): string {
  const parts = [
    answered === undefined ? '' : `answer ${answered} questions`,
    accuracyMin === undefined ? '' : `answer ${accuracyMin} % right`,
    clearedPct === undefined ? '' : `clear ${clearedPct} % of the questions`,
    hoursMin === undefined ? '' : `spend ${countWords(hoursMin, 'hour')}`,
  ].filter((part) => part !== '');
  const until = before ? `the ${examName(attempt)}` : 'today';
  const span = lookback ? ` in the ${amountWords(lookback)} before ${until}` : before ? ` before ${until}` : '';
  return `In the question bank ${listWords(parts)}${span}`;
}
