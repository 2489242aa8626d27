// The picker of exams for the LMS as its template wants it.

import type { CourseModule } from '../../domain/evidence/course-plan.ts';
import { limitWords } from '../../domain/exam/words.ts';
import { countWords } from '../../domain/time.ts';
import type { ExamInCourse, Offer } from '../../services/exams.ts';
import type { Page } from '../page.ts';

interface Picking {
  readonly list: readonly ExamInCourse[];
  readonly offers: readonly Offer[];
  /** Modules whose completion a link can mark. */
  readonly modules: readonly CourseModule[];
  /** Whether the LMS takes several at once. */
  readonly isMultiple: boolean;
  readonly fault: string;
  readonly action: string;
}

const minutes = (amount: number): string => {
  const baseMs = amount * 60_000;
  return limitWords({ baseMs, limitMs: baseMs });
};

/** What the picker asks. */
function askWords(hasModules: boolean, isMultiple: boolean): string {
  if (hasModules) return 'What do you want to add?';
  return isMultiple ? 'Which exams do you want to add?' : 'Which exam do you want to add?';
}

/** The view of `instructor/deep-link`. */
export function deepLinkView(page: Page, { list, offers, modules, isMultiple, fault, action }: Picking) {
  return {
    page,
    action,
    fault,
    type: isMultiple ? 'checkbox' : 'radio',
    answer: askWords(modules.length > 0, isMultiple),
    exams: list.map(({ exam, questions }) => ({
      id: exam.id,
      title: exam.settings.title,
      words: `${countWords(questions, 'question')}, ${minutes(exam.settings.allowedMinutes)}`,
    })),
    hasExams: list.length > 0,
    modules: modules.map(({ id, title, isRequired }) => ({
      id,
      title,
      words: isRequired ? 'Required to complete the course' : 'Not required',
    })),
    hasModules: modules.length > 0,
    blueprints: offers.map(({ blueprint, questions, shortages }) => ({
      id: blueprint.id,
      title: blueprint.title,
      // A description says how many questions and how much time, in its own words.
      words: blueprint.description || `${countWords(questions, 'question')}, ${minutes(blueprint.allowedMinutes)}`,
      isShort: shortages.length > 0,
      shortage: shortages.join('; '),
    })),
  };
}
