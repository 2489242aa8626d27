// A large course for the board: a guarantee in force, classes held, and so many students with marks, coursework, mocks and sittings;
// every fifth has filed a claim, and every tenth was granted a retake.

import type { Connection } from 'mongoose';
import { claimSchema, type Claim } from '../../src/domain/claims/claim.ts';
import { openKeysOf } from '../../src/domain/claims/open-keys.ts';
import { dayText } from '../../src/domain/day.ts';
import type { CourseClass } from '../../src/domain/evidence/course-plan.ts';
import { emptyFile, type StudentFile } from '../../src/domain/evidence/student-file.ts';
import { archetype } from '../../src/domain/guarantee/archetypes.ts';
import type { Visitor } from '../../src/domain/person.ts';
import type { RawPolicy } from '../../src/domain/policies/raw-policy.ts';
import { findingKey } from '../../src/domain/policies/warnings.ts';
import { entitlementSchema, type Entitlement } from '../../src/domain/retakes/entitlement.ts';
import { firstOrganizationId } from '../../src/stores/organization-store.ts';
import { draftOf } from '../../src/domain/policies/raw-policy.ts';
import type { Application } from '../../src/wiring.ts';

/** What is to be put into which course of the LMS. */
export interface BoardOrder {
  readonly label: string;
  readonly students: number;
}

const classesHeld = 28;
const dayMs = 86_400_000;
const batch = 100;

/** Fills the course, once somebody has launched into it. */
export async function fillBoardCourse(
  { stores, services }: Application,
  connection: Connection,
  { label, students }: BoardOrder,
): Promise<void> {
  const course = (await stores.courses.all(0)).find((one) => one.label === label);
  if (!course) throw new Error(`nobody has launched into the course ${label}`);
  const now = Date.now();
  const ids = { organizationId: firstOrganizationId, platformId: course.platformId, courseId: course.id };
  const policyId = await publish(services, { ...lead, ...ids });
  const plan = { id: course.id, organizationId: ids.organizationId, platformId: ids.platformId };
  const { rev } = await stores.plans.find(plan);
  await stores.plans.change(plan, rev, { $set: { policyId } });
  const classes = Array.from({ length: classesHeld }, (_, at) => classOf(ids, at, now));
  for (const held of classes) await stores.classes.insert(held);
  for (let from = 0; from < students; from += batch) {
    const numbers = Array.from({ length: Math.min(batch, students - from) }, (_, at) => from + at);
    const people = numbers.map((number) => personOf(ids, number));
    const files = numbers.map((number) => fileOf(ids, policyId, classes, number, now));
    const roster = people.map(({ id }) => ({
      id: `${course.id}:${id}`,
      courseId: course.id,
      personId: id,
      role: 'learner',
      isActive: true,
      // As if each had launched: the roster of the LMS, read meanwhile, does not know them.
      source: 'launch',
      firstSeenAt: now,
    }));
    await Promise.all([
      insert(connection, 'people', people),
      insert(connection, 'studentFiles', files),
      insert(connection, 'enrollments', roster),
      insert(
        connection,
        'claims',
        numbers.filter(hasFiled).map((number) => claimOf(ids, policyId, number, now)),
      ),
      insert(
        connection,
        'entitlements',
        numbers.filter(hasRetake).map((number) => entitlementOf(ids, number, now)),
      ),
    ]);
  }
}

type CourseIds = Pick<StudentFile, 'organizationId' | 'platformId' | 'courseId'>;

const lead = {
  role: 'lead',
  administersPlatform: false,
  launchId: 'bench',
  personId: 'bench-lead',
  name: 'Lee Lead',
  isTestUser: false,
  linkId: null,
  zone: 'America/Chicago',
  zoneFrom: 'own',
} as const;

async function publish({ policies }: Application['services'], visitor: Visitor): Promise<string> {
  const policy = { id: 'bench', ...(archetype('A1-coder-timeframe') as RawPolicy) };
  const begun = await policies.create(visitor, 'Pass guarantee', { policy });
  await policies.publish(visitor, begun.id, {
    rev: begun.draftRev,
    effectiveFrom: policies.todayOf(visitor, policy),
    label: '',
    note: '',
    acknowledged: policies.check(visitor, draftOf(begun)).map(findingKey),
  });
  return begun.id;
}

const hasFiled = (number: number): boolean => number % 5 === 0;
const hasRetake = (number: number): boolean => number % 10 === 0;

/** Documents as the stores keep them. */
async function insert(connection: Connection, name: string, all: readonly { readonly id: string }[]): Promise<void> {
  const documents = all.map(({ id, ...rest }) => ({ _id: id, ...rest }));
  if (documents.length === 0) return;
  await connection.collection(name).insertMany(documents as never);
}

function classOf({ organizationId, platformId, courseId }: CourseIds, at: number, now: number): CourseClass {
  const startsAt = now - (classesHeld - at - 5) * 3 * dayMs;
  const on = dayText(Math.floor(startsAt / dayMs));
  const own = {
    id: `bench-class-${at}`,
    title: `Class ${at + 1}`,
    startsAt,
    minutes: 120,
    zone: 'America/Chicago',
    on,
  };
  return {
    organizationId,
    platformId,
    courseId,
    rev: 0,
    list: 'sessions',
    isCancelled: false,
    checkIn: null,
    ...own,
  } as CourseClass;
}

function personOf({ platformId }: CourseIds, number: number) {
  const name = `Student Number ${number}`;
  return {
    id: `bench-student-${number}`,
    platformId,
    sub: `bench-${number}`,
    name,
    email: `s${number}@school.example`,
  };
}

function fileOf(
  ids: CourseIds,
  policyId: string,
  classes: readonly CourseClass[],
  number: number,
  now: number,
): StudentFile {
  const personId = `bench-student-${number}`;
  const origin = { source: 'staff', by: 'bench-lead', byName: 'Lee Lead', at: now } as const;
  const recorded = (daysAgo: number) => ({ ...origin, value: dayText(Math.floor(now / dayMs) - daysAgo) });
  const mark = (at: number) => ({
    ...origin,
    status: at === 7 && number % 40 === 3 ? 'late' : at === 20 && number % 10 === 1 ? 'absent' : 'present',
    minutes: null,
    makeup: null,
    note: '',
  });
  const mock = (at: number) => ({
    examId: `mock-${at}`,
    title: `Mock exam ${at}`,
    at: now - at * 7 * dayMs,
    score: 60 + ((number * 7 + at * 13) % 40),
    kind: 'mock',
    isPassed: true,
    isValid: true,
    version: 1,
  });
  const sat = number % 4 === 0;
  const file = emptyFile({ ...ids, personId });
  return {
    ...file,
    rev: 40,
    terms: {
      ...origin,
      source: 'student',
      policyId,
      number: 1,
      text: 'The terms as they were accepted. '.repeat(60),
      reason: '',
    },
    dates: {
      enrolledOn: recorded(90 + (number % 60)),
      optInOn: recorded(88 + (number % 60)),
      ...(number % 2 === 0 ? { completedOn: recorded(12) } : {}),
    },
    values: { discounted: { ...origin, value: { value: false, from: null, before: null } } },
    marks: Object.fromEntries(
      classes.slice(0, classesHeld - 5).map(({ id }, at) => [id, mark(at)]),
    ) as StudentFile['marks'],
    coursework: {
      ...origin,
      value: { done: number % 2 === 0 ? 52 : 46, total: 52, grade: 91.2, late: null, outageLogged: null },
    },
    mocks: Object.fromEntries([1, 2, 3].map((at) => [`attempt-${number}-${at}`, mock(at)])),
    sittings: sat ? { first: sittingOf(origin, now) } : {},
  };
}

function sittingOf(origin: Pick<StudentFile['sittings'][string], 'source' | 'by' | 'byName' | 'at'>, now: number) {
  const on = dayText(Math.floor(now / dayMs) - 6);
  const verified = { by: origin.by, byName: origin.byName, at: now };
  const unsaid = { startAt: null, score: null, parts: {}, version: null, place: '', fileIds: [] };
  return {
    ...origin,
    ...unsaid,
    id: 'first',
    on,
    result: 'fail',
    resultReleasedOn: on,
    verified,
  } as StudentFile['sittings'][string];
}

/** Filed and waiting for staff; of those who have a retake, granted. */
function claimOf(ids: CourseIds, policyId: string, number: number, now: number): Claim {
  const personId = `bench-student-${number}`;
  const filedBy = { by: personId, byName: `Student Number ${number}`, at: now - 3 * dayMs };
  const isOver = hasRetake(number);
  return claimSchema.parse({
    ...ids,
    id: `C-bench-${number}`,
    personId,
    state: isOver ? 'fulfilled' : 'submitted',
    ...(isOver ? {} : { openKeys: openKeysOf({ ...ids, personId }, null) }),
    waitsFor: isOver ? 'nobody' : 'staff',
    dueAt: isOver ? null : now + (number % 14) * dayMs,
    createdAt: filedBy.at + number,
    receivedAt: filedBy.at,
    filedBy,
    isFiledByStaff: false,
    policyId,
    policyNumber: 1,
    zone: 'America/Chicago',
    items: ['official_report_1'],
    words: 'The exam went wrong although every condition was kept. '.repeat(4),
    history: [{ ...filedBy, move: 'submit', words: 'The claim was filed.' }],
  });
}

function entitlementOf(ids: CourseIds, number: number, now: number): Entitlement {
  const source = { type: 'claim', id: `C-bench-${number}` } as const;
  const granted = {
    ref: 'grant',
    act: 'grant',
    at: now - dayMs,
    by: 'bench-lead',
    byName: 'Lee Lead',
    why: '',
  } as const;
  const today = Math.floor(now / dayMs);
  return entitlementSchema.parse({
    ...ids,
    id: `bench-entitlement-${number}`,
    personId: `bench-student-${number}`,
    kind: 'retake_voucher',
    source,
    grantKey: `claim:${source.id}:retake_voucher`,
    terms: { timeZone: 'America/Chicago', validFor: { months: 12 } },
    issuedOn: dayText(today - 1),
    expiresOn: dayText(today + 364),
    entries: [{ ...granted, moves: [{ from: 'issued', to: 'free', units: 1 }] }],
    balance: { free: 1, held: 0, used: 0, ended: 0 },
    isOpen: true,
    nextCheckAt: now + 364 * dayMs,
    rev: 1,
  });
}
