// What the API lets other systems read: the courses of the key, verdicts and entitlements, page by page.

import type { RequestHandler } from 'express';
import { dayText, type Day } from '../../domain/day.ts';
import type { CourseFeed, EntitlementEntry, VerdictEntry } from '../../services/guarantee/course-feed.ts';
import type { KeyCourses } from '../../services/guarantee/key-courses.ts';
import type { StudentNamed, StudentSearch } from '../../services/guarantee/student-search.ts';
import type { Surroundings } from '../../services/surroundings.ts';
import type { Course } from '../../stores/course-store.ts';
import type { Person } from '../../stores/person-store.ts';
import { courseOf } from './course-door.ts';
import { cursorAfter, type ListName } from './cursor.ts';
import { keyOf } from './key-door.ts';
import { entitlementsQuery, plainQuery, readQuery, startOf, verdictsQuery } from './list-query.ts';

export interface ListsNeeds {
  readonly keyCourses: Pick<KeyCourses, 'list'>;
  readonly feed: CourseFeed;
  readonly search: StudentSearch;
  readonly surroundings: Pick<Surroundings, 'proof'>;
}

/** The member `next`, where there is more. */
function nextOf(list: ListName, next: string | null, proof: Surroundings['proof']): { next?: string } {
  return next === null ? {} : { next: cursorAfter(list, next, proof) };
}

/** `GET /courses` */
export function coursesRoute({ keyCourses, surroundings: { proof } }: ListsNeeds): RequestHandler {
  return async (request, response) => {
    const key = keyOf(request);
    const { limit, cursor } = readQuery(request, plainQuery);
    const list = ['courses', key.id];
    const found = await keyCourses.list(key, startOf(list, cursor, proof), limit + 1);
    const shown = found.slice(0, limit);
    const next = found.length > limit ? shown.at(-1)!.id : null;
    response.json({ courses: shown.map(courseJson), ...nextOf(list, next, proof) });
  };
}

/** `GET /courses/:course/verdicts` */
export function verdictsRoute({ feed, search, surroundings: { proof } }: ListsNeeds): RequestHandler {
  return async (request, response) => {
    const course = courseOf(request);
    const { limit, cursor, student, verdict } = readQuery(request, verdictsQuery);
    const list = ['verdicts', course.id, JSON.stringify(student ?? null), verdict ?? ''];
    const after = startOf(list, cursor, proof);
    const personId = await personNamed(search, course, student);
    const { rows, next } = await feed.verdicts(course, { after, limit, personId }, verdict ?? null);
    response.json({ verdicts: rows.map(verdictRow), ...nextOf(list, next, proof) });
  };
}

/** `GET /courses/:course/entitlements` */
export function entitlementsRoute({ feed, search, surroundings: { proof } }: ListsNeeds): RequestHandler {
  return async (request, response) => {
    const course = courseOf(request);
    const { limit, cursor, student } = readQuery(request, entitlementsQuery);
    const list = ['entitlements', course.id, JSON.stringify(student ?? null)];
    const after = startOf(list, cursor, proof);
    const personId = await personNamed(search, course, student);
    const { rows, next } = await feed.entitlements(course, { after, limit, personId });
    response.json({ entitlements: rows.map(entitlementRow), ...nextOf(list, next, proof) });
  };
}

async function personNamed(search: StudentSearch, course: Course, named: StudentNamed | undefined) {
  return named ? (await search.find(course, named)).id : null;
}

function courseJson({ id, contextId, title, label }: Course) {
  return { id, lmsId: contextId, title, label };
}

function studentJson({ sub, sourcedId, name, email }: Pick<Person, 'sub' | 'sourcedId' | 'name' | 'email'>) {
  return { userId: sub, sourcedId, name, email };
}

function verdictRow({ person, judgment }: VerdictEntry) {
  const student = studentJson(person);
  if (judgment.kind === 'no guarantee') return { student, state: 'no-guarantee' };
  if (judgment.kind === 'unjudged') return { student, state: 'unjudged', faults: judgment.faults };
  const { version, isPinned, badge, json } = judgment;
  const policy = { id: version.policyId, version: version.number, label: version.label, accepted: isPinned };
  return { student, state: 'judged', policy, badge, ...json };
}

/** An entitlement; never its code. */
function entitlementRow({ person, grantedTo, retake: { entitlement, standing } }: EntitlementEntry) {
  const { id, courseId, kind, balance, issuedOn, expiresOn, booking } = entitlement;
  const isBooked = booking !== null && booking.outcome === null && booking.cancelledAt === null;
  return {
    student: studentJson(person),
    grantedTo: { course: courseId, userId: grantedTo.sub },
    id,
    kind,
    state: standing.state,
    reason: standing.reason,
    units: balance,
    issuedOn,
    expiresOn,
    usableFrom: dayOrNull(standing.usableFrom),
    lastUsableDay: dayOrNull(standing.lastUsableDay),
    bookedFor: isBooked ? new Date(booking.startAt).toISOString() : null,
  };
}

function dayOrNull(day: Day | null): string | null {
  return day === null ? null : dayText(day);
}
