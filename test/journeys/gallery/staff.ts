// What staff of the story do behind a picture: acts that bring an exam or an attempt into a state worth looking at.

import type { ExamSettings } from '../../../src/domain/exam/exam.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import type { TestApplication } from '../../support/application.ts';
import { visitorAt } from './people.ts';

/** The instructor of the story, launched from an activity of a school. */
export function instructorAt(all: TestApplication, schoolId: 'canvas' | 'moodle', activity: string): Promise<Visitor> {
  return visitorAt(all, schoolId, 'dana', activity);
}

/** Changes settings of the exam behind an activity. */
export async function changeSettings(
  all: TestApplication,
  schoolId: 'canvas' | 'moodle',
  activity: string,
  change: Partial<ExamSettings>,
): Promise<void> {
  const visitor = await instructorAt(all, schoolId, activity);
  const { exams } = all.application.services;
  const exam = await exams.ofLink(visitor);
  if (!exam) throw new Error(`no exam has been chosen for ${activity}`);
  await exams.change(visitor, exam.id, exam.version, { ...exam.settings, ...change });
}
