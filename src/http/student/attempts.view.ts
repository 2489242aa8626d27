// Everything a student has sat in the course: exam by exam, each with where its grade stands.

import { policyWords } from '../../domain/exam/grade.ts';
import { countWords } from '../../domain/time.ts';
import type { BriefingService } from '../../services/briefing.ts';
import { gradeFinding } from '../grade-finding.ts';
import type { Page } from '../page.ts';
import { attemptRows } from './attempt-row.ts';

type Sat = Awaited<ReturnType<BriefingService['everything']>>[number];

/** The view of `student/attempts`. `zone` is the reader's. */
export function attemptsView(page: Page, exams: readonly Sat[], zone: string) {
  return {
    page,
    answer: answerOf(exams),
    startHref: `${page.base}/`,
    exams: exams.map(({ exam, history, grade }) => ({
      id: exam.id,
      title: exam.settings.title,
      policy: policyWords(exam.settings.attemptPolicy),
      rows: attemptRows(history, page.base, zone),
      caption: `Your attempts at ${exam.settings.title}`,
      grade: history.every((past) => past.attempt.isPreview) ? false : gradeFinding(grade, zone),
    })),
  };
}

function answerOf(exams: readonly Sat[]): string {
  const past = exams.flatMap((exam) => exam.history).filter((one) => one.attempt.state !== 'voided');
  const passed = past.filter((one) => one.score?.isPassed).length;
  if (past.length === 0) return 'No attempt counts yet.';
  const attempts = countWords(past.length, 'attempt');
  if (passed === 0) return `You have made ${attempts} and not passed yet.`;
  return passed === past.length && passed > 1
    ? `You have passed all ${attempts}.`
    : `You have made ${attempts} and passed ${passed}.`;
}
