// Missing dates: who lacks what of all that the policy needs, with the days that first launches suggest, to be taken for right together.

import { dayTextWords } from '../../day-words.ts';
import { countWords } from '../../../domain/time.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { CourseMissing, StudentMissing } from '../../../services/guarantee/missing-dates.ts';
import { errorSummary } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { address, isNamed, pageOf, pagesView } from '../paging.ts';

export interface MissingDatesAsked {
  readonly course: CourseMissing;
  readonly q: string;
  readonly page: number;
  readonly mayRecord: boolean;
  readonly mayPlan: boolean;
  readonly faults: readonly Fault[];
  readonly done: string;
}

/** Everything `missing-dates.hbs` prints. */
export function missingDatesView(asked: MissingDatesAsked, page: Page) {
  const { course, q } = asked;
  const path = `${page.base}/missing-dates`;
  const found = course.rows.filter(({ person }) => isNamed(person.name, q));
  const shown = pageOf(found, asked.page);
  const courseDates = courseDatesOf(course);
  return {
    page,
    crumb: { href: `${page.base}/eligibility`, label: 'Eligibility' },
    title: 'Missing dates',
    notice: asked.done,
    summary: errorSummary(asked.faults),
    answer: answerOf(course),
    reason:
      'Your LMS does not tell these. What is missing is never held against a student: their page says that staff have been told.',
    importHref: asked.mayRecord ? `${page.base}/facts-import` : '',
    courseDates:
      courseDates.length === 0
        ? (false as const)
        : { words: courseDates.join(', '), href: asked.mayPlan ? `${page.base}/course-plan` : '' },
    empty: emptyOf(course),
    hasForm: asked.mayRecord && shown.rows.some(({ suggestions }) => Object.keys(suggestions).length > 0),
    confirmAll: asked.mayRecord && countSuggestions(course.rows) > 0,
    confirmAllWords:
      countSuggestions(course.rows) === 1
        ? 'Confirm the one suggestion'
        : `Confirm all ${countSuggestions(course.rows)} suggestions`,
    csrf: page.csrf,
    action: path,
    mayRecord: asked.mayRecord,
    search: { action: path, q },
    rows: shown.rows.map((row) => rowView(row, page, asked.mayRecord)),
    noneText: `Nobody called “${q}” lacks anything.`,
    pages: pagesView(shown, (to) => address(path, { q, page: to })),
  };
}

function answerOf({ asked, rows, students }: CourseMissing): string {
  if (asked === null) return 'This course gives no guarantee, so no dates are needed.';
  if (students === 0) return 'No student of this course is known yet.';
  if (rows.length === 0)
    return `Nothing is missing of ${students === 1 ? 'the one student' : `any of the ${students} students`}.`;
  return `${rows.length} of ${countWords(students, 'student')} ${rows.length === 1 ? 'lacks' : 'lack'} something that the guarantee needs.`;
}

function emptyOf({ asked, rows }: CourseMissing) {
  if (asked === null)
    return {
      title: 'No guarantee here',
      text: 'Once a policy is chosen in the guarantee settings, the dates it needs stand here.',
    };
  return rows.length === 0
    ? {
        title: 'Nothing is missing',
        text: 'Every date that a deadline counts from is recorded, and so is every value that only staff know.',
      }
    : (false as const);
}

/** Dates of the whole course that the policy needs and its plan lacks. */
function courseDatesOf({ rows, asked, plan }: CourseMissing): string[] {
  const known = plan.dates as Readonly<Record<string, string | null>>;
  const lacking = (asked?.dates ?? []).filter(
    ({ name, isNeeded, isOfCourse }) => isNeeded && isOfCourse && (known[name] ?? null) === null,
  );
  const named = new Map(
    [...rows.flatMap(({ missing }) => missing.courseDates), ...lacking].map(({ name, label }) => [name, label]),
  );
  return [...named.values()].map((label) => label.toLowerCase());
}

function countSuggestions(rows: readonly StudentMissing[]): number {
  return rows.reduce((sum, { suggestions }) => sum + Object.keys(suggestions).length, 0);
}

function rowView({ person, missing, suggestions }: StudentMissing, page: Page, mayRecord: boolean) {
  const lacks = [...missing.dates, ...missing.values];
  return {
    personId: person.id,
    name: person.name,
    href: mayRecord ? `${page.base}/students/${person.id}/evidence` : `${page.base}/students/${person.id}`,
    lacks: lacks.map(({ label }) => label).join(', '),
    count: lacks.length,
    suggested: Object.entries(suggestions).map(([name, day]) => ({
      value: `${person.id} ${name}`,
      label: missing.dates.find((date) => date.name === name)?.label ?? name,
      day: dayTextWords(day),
      of: person.name,
    })),
  };
}
