// Which dates of a guarantee stand on its timeline: what has happened, what is due, and until when a claim can be filed.

import { readDay, type Day } from '../../../domain/day.ts';
import { lowerFirst } from '../../../domain/phrases.ts';
import { sourceWords } from '../../origin-words.ts';
import { askedRules } from '../../../domain/guarantee/asked-rules.ts';
import type { CoursePlan } from '../../../domain/evidence/course-plan.ts';
import type { Origin } from '../../../domain/evidence/recorded.ts';
import type { OfficialSitting } from '../../../domain/evidence/student-file.ts';
import type { JudgedByFile } from '../../../services/guarantee/eligibility.ts';
import { findingLine } from '../../finding-lines.ts';
import type { Reader } from '../../moments.ts';
import type { TimelinePoint } from './timeline.ts';

const dateLabels: Readonly<Record<string, string>> = {
  enrolledOn: 'Enrolled',
  purchasedOn: 'Bought',
  paidInFullOn: 'Paid in full',
  completedOn: 'Course completed',
};
const planLabels: Readonly<Partial<Record<keyof CoursePlan['dates'], string>>> = {
  courseStart: 'Course begins',
  courseEnd: 'Course ends',
  accessEndsOn: 'Course access ends',
  examRetiresOn: 'Exam retires',
};
const resultLabels: Readonly<Record<OfficialSitting['result'], string>> = {
  booked: 'Exam, booked',
  pass: 'Exam, passed',
  fail: 'Exam, not passed',
  pending: 'Exam, result pending',
  no_show: 'Exam, not attended',
  cancelled: 'Exam, canceled',
};

/** The long titles of the commonest rules, short enough to stand at a point. */
const dueLabels: Readonly<Record<string, string>> = {
  opt_in: 'Accept the terms',
  course_complete: 'Complete the course',
  exam_taken: 'Sit the official exam',
  administration: 'Sit the official exam',
  attendance: 'Make up a class',
};

/** The points of one student's timeline. */
export function timelinePoints(judged: JudgedByFile, plan: CoursePlan, reader: Reader): TimelinePoint[] {
  const { file, verdict } = judged;
  const point = (day: Day | null, label: string, note: string): TimelinePoint[] =>
    day === null ? [] : [{ day, label, note, isLastDay: false, state: '' }];
  const known = Object.entries(dateLabels).flatMap(([name, label]) => {
    const recorded = file.dates[name];
    return recorded ? point(readDay(recorded.value), label, recordedWords(recorded)) : [];
  });
  const planned = Object.entries(planLabels).flatMap(([name, label]) => {
    const day = plan.dates[name as keyof CoursePlan['dates']];
    return day === null ? [] : point(readDay(day), label, 'the plan of the course');
  });
  const sittings = Object.values(file.sittings).flatMap((sitting) =>
    point(readDay(sitting.on), resultLabels[sitting.result], recordedWords(sitting)),
  );
  // Of several ways the ones that are not needed have no last day.
  const asked = askedRules(verdict.rules).filter(({ part }) => part === 'asked');
  const due = asked.flatMap(({ found }): TimelinePoint[] => {
    const { result, lastDay } = found.judgement;
    if (lastDay === undefined || result === 'met' || verdict.verdict === 'not_applicable') return [];
    const line = findingLine(found, 'student', reader);
    const state = result === 'failed' ? 'failed' : line.chip.state === 'risk' ? 'risk' : '';
    const label = dueLabels[found.rule.rule] ?? line.title;
    return [{ day: lastDay, label, note: `your terms: ${lowerFirst(line.title)}`, isLastDay: true, state }];
  });
  const claim: TimelinePoint[] =
    verdict.claimBy === undefined
      ? []
      : [{ day: verdict.claimBy, label: 'File a claim', note: 'your terms', isLastDay: true, state: 'eligible' }];
  return [...known, ...planned, ...sittings, ...due, ...claim];
}

/** "recorded by Dana Whitfield", "told by the course's other systems". */
function recordedWords(origin: Origin): string {
  return sourceWords(origin);
}
