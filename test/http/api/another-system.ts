// Another system of the provider for tests: a course with students and classes, keys for it, and requests as such a system sends them.

import request, { type Response, type Test } from 'supertest';
import { scopes, type ApiKey, type Scope } from '../../../src/domain/api-key.ts';
import { classSchema } from '../../../src/domain/evidence/course-plan.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import { openTestApplication, type TestApplication } from '../../support/application.ts';
import { arrive, people } from '../../support/candidates.ts';

export interface KeyWish {
  readonly scopes?: readonly Scope[];
  readonly reach?: 'course' | 'organization';
  readonly days?: number;
}

export interface AnotherSystem {
  readonly all: TestApplication;
  /** The administrator who makes keys, in the course. */
  readonly administrator: Visitor;
  readonly courseId: string;
  /** LTI users of the course. */
  readonly students: readonly string[];
  /** Visitors of the same. */
  readonly visitors: readonly Visitor[];
  /** A key with every scope for the course. */
  readonly token: string;
  makeKey(wish?: KeyWish): Promise<{ readonly key: ApiKey; readonly token: string }>;
  /** Adds a class to the course's schedule; gives its id. */
  addClass(on: string, title?: string): Promise<string>;
  get(path: string, token?: string): Test;
  /** Posts below the course. */
  post(name: string, body: unknown, headers?: Record<string, string>, token?: string): Promise<Response>;
}

/** Opens the application with Campus's Moodle course and its two students. */
export async function anotherSystem(): Promise<AnotherSystem> {
  const all = await openTestApplication({ itemBank: false });
  const { services, app } = all.application;
  const instructor = await arrive(all, 'moodle', people.moodle.instructor);
  const visitors: Visitor[] = [];
  for (const student of people.moodle.students) visitors.push(await arrive(all, 'moodle', student));
  const administrator: Visitor = { ...instructor, role: 'administrator', administersPlatform: true };
  const { courseId, platformId, organizationId } = instructor;
  let made = 0;
  const makeKey = ({ scopes: wished = scopes, reach = 'course', days = 90 }: KeyWish = {}) =>
    services.apiKeys.issue(administrator, {
      id: all.application.surroundings.newId(),
      name: `System ${(made += 1)}`,
      scopes: wished,
      reach,
      days,
    });
  const { token } = await makeKey();
  const bearer = (test: Test, with_ = token): Test =>
    with_ === '' ? test : test.set('Authorization', `Bearer ${with_}`);
  return {
    all,
    administrator,
    courseId,
    students: people.moodle.students,
    visitors,
    token,
    makeKey,
    async addClass(on, title = `Class of ${on}`) {
      const id = all.application.surroundings.newId();
      const startsAt = Date.parse(`${on}T18:00:00Z`);
      const ids = { id, organizationId, platformId, courseId };
      await all.application.stores.classes.insert(
        classSchema.parse({ ...ids, title, startsAt, minutes: 120, zone: 'UTC', on }),
      );
      return id;
    },
    get: (path, with_) => bearer(request(app).get(`/api/v1${path}`), with_),
    post: async (name, body, headers = {}, with_) =>
      bearer(request(app).post(`/api/v1/courses/${courseId}/${name}`), with_)
        .set('Content-Type', 'application/json')
        .set(headers)
        .send(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}
