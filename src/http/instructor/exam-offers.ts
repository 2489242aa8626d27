// Exams and blueprints as somebody chooses among them: one radio each, with what it holds and what keeps it from being used.

import { durationWords } from '../../domain/time.ts';
import type { ExamInCourse, Offer } from '../../services/exams.ts';

/** Exactly the names that `exam-choice.hbs` prints. */
export interface ExamChoice {
  readonly value: string;
  readonly title: string;
  readonly facts: string;
  readonly description: string;
  /** Why it cannot be used; an empty list where it can. */
  readonly shortages: readonly string[];
  readonly isSelected: boolean;
  readonly isDisabled: boolean;
}

/** A blueprint as one choice. */
export function offerChoice({ blueprint, questions, shortages }: Offer, chosen: string): ExamChoice {
  const value = `blueprint:${blueprint.id}`;
  const sections = blueprint.sections.length;
  return {
    value,
    title: blueprint.title,
    facts: factsOf(questions, blueprint.allowedMinutes, `${sections} ${sections === 1 ? 'section' : 'sections'}`),
    description: [blueprint.description, ...blueprint.notes].join(' '),
    shortages: shortages.length === 0 ? [] : shortages.map((words) => `The item bank is too small. ${words}.`),
    isSelected: value === chosen && shortages.length === 0,
    isDisabled: shortages.length > 0,
  };
}

/** An exam that is already in the course as one choice. */
export function examChoice({ exam, questions, isChosenHere }: ExamInCourse, chosen: string): ExamChoice {
  const value = `exam:${exam.id}`;
  return {
    value,
    title: exam.settings.title,
    facts: factsOf(questions, exam.settings.allowedMinutes, ''),
    description: isChosenHere ? 'This activity leads here now.' : '',
    shortages: [],
    isSelected: value === chosen,
    isDisabled: false,
  };
}

function factsOf(questions: number, minutes: number, more: string): string {
  return [`${questions} questions`, durationWords(minutes * 60_000), more].filter(Boolean).join(', ');
}
