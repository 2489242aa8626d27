// One of a student's own attempts, as a row of the tables that list them.

import type { Attempt } from '../../domain/exam/attempt.ts';
import { dayWords } from '../../domain/time.ts';
import type { PastAttempt } from '../../services/briefing.ts';
import { chips, type Chip } from '../chips.ts';
import { timeOfDay } from '../moments.ts';

/** Exactly the names that `attempt-rows.hbs` prints. */
export interface AttemptRow {
  readonly title: string;
  readonly satOn: string;
  readonly weighted: string;
  readonly raw: string;
  readonly chip: Chip;
  /** How it ended where that is worth a word: "time was up", "voided: power cut". */
  readonly ending: string;
  readonly isVoid: boolean;
  readonly resultHref: string;
}

/** The rows of past attempts, the latest first. */
export function attemptRows(past: readonly PastAttempt[], base: string, zone: string): AttemptRow[] {
  return past
    .toSorted((a, b) => b.attempt.number - a.attempt.number)
    .map(({ attempt, score }) => {
      const startedAt = attempt.timing.startedAt ?? attempt.createdAt;
      return {
        title: attempt.isPreview ? `Preview ${attempt.number}` : `Attempt ${attempt.number}`,
        satOn: `${dayWords(startedAt, zone)}, ${timeOfDay(startedAt, zone)}`,
        weighted: score === null ? '' : `${score.shownWeighted} %`,
        raw: score === null ? '' : `${score.shownRaw} %`,
        chip: chipOf(attempt, score),
        ending: endingOf(attempt),
        isVoid: attempt.state === 'voided',
        resultHref: `${base}/attempts/${attempt.id}/result`,
      };
    });
}

/** The chip of an ended attempt. */
export function chipOf(attempt: Pick<Attempt, 'state'>, score: PastAttempt['score']): Chip {
  if (attempt.state === 'voided') return chips.voided;
  if (score === null) return chips.scoring;
  return score.isPassed ? chips.passed : chips.notPassed;
}

function endingOf({ voided, end }: Attempt): string {
  if (voided !== null) return `voided: ${voided.reason}`;
  if (end?.by === 'timer' || end?.by === 'sweeper') return 'time was up';
  return end?.by === 'staff' ? 'closed by your instructor' : '';
}
