// Ids that follow from what a platform names: the same person, course or gradebook cell has the same id at every launch, wherever it is computed.

import { createHash } from 'node:crypto';

const idOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22);

/** A person is (platform, LTI user): never a name, never an address. */
export function personIdOf(platformId: string, sub: string): string {
  return idOf('person', platformId, sub);
}

/** A course is one context of one platform. */
export function courseIdOf(platformId: string, contextId: string): string {
  return idOf('course', platformId, contextId);
}

/** A place in a course from which Resit is launched. */
export function linkIdOf(platformId: string, courseId: string, resourceLinkId: string): string {
  return idOf('link', platformId, courseId, resourceLinkId);
}

/** An exam that came into a course by copying the course it was made in. */
export function copiedExamIdOf(examId: string, courseId: string): string {
  return idOf('copied exam', examId, courseId);
}

/** One cell of a gradebook. */
export function gradeCellIdOf(lineItem: string, personId: string): string {
  return idOf('grade', lineItem, personId);
}

/** How somebody is called where the platform keeps names to itself: stable, and telling people apart. */
export function pseudonymOf(personId: string): string {
  return `Student ${personId.slice(0, 6)}`;
}
