// People of the story, launched as visitors behind a picture.

import { arrive } from '../../../fixtures/story-launch.ts';
import { storySchools } from '../../../fixtures/story-schools.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import type { TestApplication } from '../../support/application.ts';

/** Somebody of the story, launched from an activity of a school; both are keys of the story. */
export function visitorAt(
  all: TestApplication,
  schoolId: 'canvas' | 'moodle',
  person: string,
  activity = 'mock-1',
): Promise<Visitor> {
  const school = storySchools().find(({ plan }) => plan.id === schoolId)!;
  const request = { person: school.personId(person), activity: school.activityId(activity) };
  return arrive(all.application, all.campus.school(schoolId), request);
}
