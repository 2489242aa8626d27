// Candidates for tests: people launched for real who sit an exam through the services, right or wrong as the test wants.

import { orderNumber, type Answer, type Attempt } from '../../src/domain/exam/attempt.ts';
import type { ExamSettings } from '../../src/domain/exam/exam.ts';
import { presetOf } from '../../src/domain/exam/presets.ts';
import type { Exam } from '../../src/domain/exam/exam.ts';
import type { Visitor } from '../../src/domain/person.ts';
import { settingsFor } from '../../src/services/exams.ts';
import type { TestApplication } from './application.ts';
import { visitorOfVisit } from './visitors.ts';

/** The people of Campus's two example schools, by what they are. */
export const people = {
  canvas: {
    activity: '501',
    course: '10',
    instructor: '535fa085-f22b-4655-8f48-5a36a9215f64',
    students: ['a445ca99-1a64-4697-9bfa-508a118245ea', 'c0ddc1b2-52f8-4c42-9d3e-0f8d7f6f1e02'],
    testStudent: '0b9c2f1e-7a55-4d0a-8b52-6f3d64f0c1d7',
  },
  moodle: { activity: '1', course: '2', instructor: '3', students: ['4', '5'], testStudent: '' },
} as const;
export type SchoolName = keyof typeof people;

/** Launches somebody into the first activity of a school. */
export async function arrive(all: TestApplication, school: SchoolName, person: string): Promise<Visitor> {
  const visit = await all.browser().launch(all.campus, school, { person, activity: people[school].activity });
  return visitorOfVisit(all, visit);
}

/** Puts an exam behind the activity of a school, as its instructor. */
export async function setUpExam(
  all: TestApplication,
  school: SchoolName,
  changes: Partial<ExamSettings> = {},
  preset = 'cpc-demo',
): Promise<{ exam: Exam; instructor: Visitor }> {
  const instructor = await arrive(all, school, people[school].instructor);
  const { exams } = all.application.services;
  const exam = await exams.create(instructor, preset, { ...settingsFor(presetOf(preset)!), ...changes });
  await exams.choose(instructor, { examId: exam.id });
  return { exam, instructor };
}

/** Starts an attempt now. */
export async function start(all: TestApplication, visitor: Visitor, examId: string): Promise<Attempt> {
  const { sitting } = all.application.services;
  return sitting.start(visitor, (await sitting.prepare(visitor, examId, null)).id, 'tab');
}

/** Answers to the first `right` questions of an attempt that are right, and wrong ones to all others. */
export async function answersOf(
  all: TestApplication,
  attempt: Attempt,
  right: number,
): Promise<Record<string, Answer>> {
  const { papers } = all.application.services;
  const form = await papers.form(attempt.formId);
  const items = await papers.versionsOf(form);
  return Object.fromEntries(
    form.slots.map((slot, index) => {
      const { key } = items.get(slot.itemVersion)!.content;
      const wrong = slot.optionOrder.find((id) => !key.includes(id))!;
      const q = orderNumber(attempt.epoch, index + 1);
      return [
        slot.slot,
        { q, v: index < right ? [...key] : [wrong], flagged: false, struck: [], note: '', spentMs: 1000 },
      ];
    }),
  );
}

/** Sits a whole exam with so many right answers and hands it in. */
export async function sit(all: TestApplication, visitor: Visitor, examId: string, right: number): Promise<Attempt> {
  const attempt = await start(all, visitor, examId);
  return all.application.services.sitting.submit(visitor, attempt.id, await answersOf(all, attempt, right));
}
