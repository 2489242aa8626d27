// News of one student's claim or retake: told by notice and by mail in the same words, greeted by name, with the course in the subject.

import type { FileOwner } from '../../domain/evidence/student-file.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { PersonStore } from '../../stores/person-store.ts';
import type { Notices } from './notices.ts';

type Told = Parameters<Notices['tell']>[0];

/** What is told; `title` is a sentence without its full stop, `text` may be "". */
export type StudentNews = Pick<Told, 'key' | 'about' | 'kind' | 'title' | 'text' | 'leadsTo' | 'until'>;

export interface StudentNewsNeeds {
  readonly notices: Pick<Notices, 'tell'>;
  readonly people: Pick<PersonStore, 'find'>;
  readonly courses: Pick<CourseStore, 'find'>;
}

/** Tells the student, once for each key; nobody where the person is not known any more. */
export async function tellStudent(
  { notices, people, courses }: StudentNewsNeeds,
  { organizationId, platformId, courseId, personId }: FileOwner,
  news: StudentNews,
): Promise<void> {
  const [person, course] = await Promise.all([people.find(personId), courses.find(courseId, platformId)]);
  if (!person) return;
  await notices.tell({
    ...news,
    organizationId,
    platformId,
    courseId,
    personId,
    title: `${news.title}.`,
    mail: {
      subject: `${news.title}${course ? `, ${course.title}` : ''}`,
      greeting: `Hello ${person.givenName ?? person.name},`,
      paragraphs: [`${news.title}.`, news.text].filter((words) => words !== ''),
      lists: [],
    },
  });
}
