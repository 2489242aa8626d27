// A course with many students and a class, for tests of attendance: the instructor and two students launch, the rest stand on the roster.

import type { CourseClass } from '../../src/domain/evidence/course-plan.ts';
import type { Visitor } from '../../src/domain/person.ts';
import { classGiven } from './class-given.ts';
import { arrive, people } from './candidates.ts';
import type { TestApplication } from './application.ts';

export interface ClassRoom {
  readonly instructor: Visitor;
  readonly ana: Visitor;
  readonly ben: Visitor;
  /** Begins five minutes before now, takes two hours. */
  readonly held: CourseClass;
}

/** Launches the people of the canvas-shaped school and adds a class that has just begun. */
export async function classRoom(all: TestApplication): Promise<ClassRoom> {
  const [instructor, ana, ben] = [
    await arrive(all, 'canvas', people.canvas.instructor),
    await arrive(all, 'canvas', people.canvas.students[0]),
    await arrive(all, 'canvas', people.canvas.students[1]),
  ];
  const held = await all.application.services.schedule.add(instructor, classGiven(all.clock.now() - 5 * 60_000));
  return { instructor, ana, ben, held };
}

/** Puts people on the course's roster as its LMS would; gives their ids. */
export async function enrollMany(
  all: TestApplication,
  instructor: Visitor,
  names: readonly string[],
): Promise<string[]> {
  const { courses, people: known } = all.application.stores;
  const ids: string[] = [];
  for (const [at, name] of names.entries()) {
    const email = `${name.toLowerCase().replace(/[^a-z]+/g, '.')}@students.example`;
    const person = await known.note({ platformId: instructor.platformId, sub: `many-${at}`, name, email });
    const entry = { courseId: instructor.courseId, personId: person.id, isActive: true } as const;
    await courses.enroll({ ...entry, role: 'learner', source: 'roster' }, all.clock.now());
    ids.push(person.id);
  }
  return ids;
}
