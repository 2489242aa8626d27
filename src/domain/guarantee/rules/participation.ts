// participation: so many workshops, 1:1 sessions or checkpoints taken part in.
import { lowerFirst } from '../../phrases.ts';
import { dayAmountSchema, amountWords } from '../amount.ts';
import { nameWords } from '../anchor.ts';
import { type Evidence, sessionsOf } from '../evidence.ts';
import {
  attemptSchema,
  objectSchema,
  oneOfSchema,
  optional,
  percentSchema,
  textSchema,
  wholeSchema,
} from '../reading.ts';
import { type Judgement, type Telling, defineRule } from '../rule.ts';
import { type Reach, judgeMeasured } from './lookback.ts';
import { examName } from './names.ts';

/** The parameters of a `participation` rule. */
export interface ParticipationRule extends Reach {
  readonly of: string;
  readonly count: number;
  readonly minPresencePct: number;
}

/** Met once `count` entries of the list `of` were attended; before the exam and inside the look-back, if asked. */
export const participation = defineRule<ParticipationRule>({
  name: 'participation',
  schema: objectSchema({
    of: textSchema('the name of a list of sessions'),
    count: optional(wholeSchema(1, 100_000)),
    minPresencePct: optional(percentSchema),
    before: optional(oneOfSchema(['exam'])),
    lookback: optional(dayAmountSchema),
    attempt: attemptSchema,
  }).transform(({ of, count, minPresencePct, before, lookback, attempt }): ParticipationRule => ({
    of,
    before,
    lookback,
    attempt,
    count: count ?? 1,
    minPresencePct: minPresencePct ?? 100,
  })),
  uses: ({ of }) => ({ sessionLists: [of] }),
  judge: (rule, evidence) => judgeMeasured(attendedDays(rule, evidence), rule, evidence),
  tell,
  terms: (rule) => `${demandWords(rule)}.`,
});

function attendedDays({ of, minPresencePct }: ParticipationRule, evidence: Evidence): number[] {
  return sessionsOf(evidence, of)
    .filter(
      ({ on, present, minutes }) =>
        on <= evidence.today && present !== undefined && present * 100 >= minPresencePct * minutes,
    )
    .map(({ on }) => on);
}

function tell(rule: ParticipationRule, evidence: Evidence, { result }: Judgement): Telling {
  const need = lowerFirst(demandWords(rule));
  const have = `${attendedDays(rule, evidence).length} attended`;
  const sentences = {
    met: [`You have taken part enough: ${need}.`, `Reached: ${need}.`],
    not_yet: [`${demandWords(rule)}; you have ${have}.`, `Not yet: ${need}; ${have}.`],
    unknown: ['Staff are looking at your participation.', `Participation: ${have}.`],
    failed: [`This was asked: ${need}; you have ${have}.`, `Not reached: ${need}; ${have}.`],
  }[result];
  return { need, have, student: sentences[0]!, staff: sentences[1]! };
}

function demandWords({ of, count, minPresencePct, before, lookback, attempt }: ParticipationRule): string {
  const until = before ? `the ${examName(attempt)}` : 'today';
  const span = lookback ? ` in the ${amountWords(lookback)} before ${until}` : before ? ` before ${until}` : '';
  const presence = minPresencePct === 100 ? '' : `, each for ${minPresencePct} % of its minutes`;
  return `Take part in ${thingsOf(nameWords(of), count)}${span}${presence}`;
}

/** "3 workshops", "1 workshop"; of a name that is no plural, "3 of your coaching". */
function thingsOf(name: string, count: number): string {
  if (!name.endsWith('s')) return `${count} of your ${name}`;
  return `${count} ${count === 1 ? name.slice(0, -1) : name}`;
}
