// One finished attempt as a row of the results table.

import { durationWords } from '../../domain/time.ts';
import type { AttemptPolicy } from '../../domain/exam/exam.ts';
import type { ResultRow } from '../../services/invigilation.ts';
import { chips, type Chip } from '../chips.ts';
import { gradeCell, type GradeCell } from './grade-cell.ts';
import { miniSections, type MiniSections } from './mini-sections.ts';
import { momentOf, type Moment, type Reader } from './table-moments.ts';
import { isOwed, usedMs } from './result-query.ts';

export interface ResultCells {
  readonly attemptId: string;
  readonly href: string;
  readonly name: string;
  /** "attempt 2", "2 late answers". */
  readonly note: string;
  readonly weighted: string;
  readonly raw: string;
  readonly isVoid: boolean;
  readonly chip: Chip;
  readonly sections: MiniSections | false;
  readonly time: string;
  readonly endedAt: Moment | false;
  readonly grade: GradeCell & { readonly again: { readonly action: string; readonly csrf: string } | false };
}

export interface CellsContext {
  readonly base: string;
  readonly csrf: string;
  readonly reader: Reader;
  readonly mayResend: boolean;
  readonly attemptPolicy: AttemptPolicy;
  readonly gradebookProblem: string | null;
  /** Whoever reads the page: what they did themselves is "by you". */
  readonly personId: string;
}

/** The cells of one row. */
export function resultCells(row: ResultRow, context: CellsContext): ResultCells {
  const { attempt, score } = row;
  const isVoid = attempt.state === 'voided';
  const used = usedMs(attempt);
  const endedAt = attempt.end?.at ?? attempt.voided?.at ?? null;
  return {
    attemptId: attempt.id,
    href: `${context.base}/attempts/${attempt.id}/file`,
    name: row.name,
    note: noteOf(row),
    weighted: score === null ? '' : `${score.shownWeighted} %`,
    raw: score === null ? '' : `${score.shownRaw} %`,
    isVoid,
    chip: chipOf(row),
    sections: isVoid || score === null ? false : miniSections(score),
    time: used === null ? '' : durationWords(used),
    endedAt: endedAt === null ? false : momentOf(endedAt, context.reader),
    grade: { ...gradeOf(row, context), again: againOf(row, context) },
  };
}

function noteOf({ attempt, lateAnswers }: ResultRow): string {
  const parts = [
    attempt.number > 1 ? `attempt ${attempt.number}` : '',
    lateAnswers > 0 ? `${lateAnswers} late ${lateAnswers === 1 ? 'answer' : 'answers'}` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function chipOf({ attempt, score }: ResultRow): Chip {
  if (attempt.state === 'voided') return chips.voided;
  if (score === null) return chips.scoring;
  return score.isPassed ? chips.passed : chips.notPassed;
}

function gradeOf(row: ResultRow, context: CellsContext): GradeCell {
  const { attempt, grade, score } = row;
  const unsent = (words: string): GradeCell => ({ chip: chips.notSent, at: false, words, canSendAgain: false });
  if (attempt.isPreview) return unsent('Previews are never sent.');
  if (attempt.voided) return unsent(voidWords(attempt.voided, context));
  if (grade === null) return unsent(context.gradebookProblem ?? (score === null ? 'Not scored yet.' : 'Not owed yet.'));
  if (isOwed(row)) return gradeCell(grade, context.reader);
  if (context.attemptPolicy === 'average') return { ...gradeCell(grade, context.reader), words: 'In the average.' };
  return unsent(`Another attempt counts: the ${context.attemptPolicy}.`);
}

function voidWords(voided: NonNullable<ResultRow['attempt']['voided']>, { personId, reader }: CellsContext): string {
  const by = voided.by === personId ? ' by you' : '';
  return `Voided${by}, ${momentOf(voided.at, reader).words}: ${voided.reason}`;
}

function againOf(row: ResultRow, context: CellsContext): { action: string; csrf: string } | false {
  // A grade that has arrived can be sent again too, from the attempt's own page; here the button would stand in every row.
  const isMissing = row.grade?.state === 'waiting' || row.grade?.state === 'failed';
  if (!context.mayResend || !isMissing || !isOwed(row) || row.attempt.isPreview || row.attempt.voided) return false;
  return { action: `${context.base}/attempts/${row.attempt.id}/grade-again`, csrf: context.csrf };
}
