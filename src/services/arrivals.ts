// Arrivals: what a verified launch means here: a person, a course, a place in it, perhaps an exam, and a session of its own.

import { completionLinkOf } from '../domain/evidence/completion-link.ts';
import type { Exam } from '../domain/exam/exam.ts';
import { examParameter } from '../domain/exam/link.ts';
import { copiedExamIdOf } from '../domain/identity.ts';
import { isStaff, roleIn, type Role } from '../domain/person.ts';
import { isZone } from '../domain/time.ts';
import type { CourseStore } from '../stores/course-store.ts';
import type { ExamStore } from '../stores/exam-store.ts';
import type { Link, LinkStore } from '../stores/link-store.ts';
import type { Person, PersonStore } from '../stores/person-store.ts';
import type { Session, SessionStore } from '../stores/session-store.ts';
import type { Surroundings } from './surroundings.ts';

/** A verified launch as the gatehouse hands it over; `lti/ports.ts` says what each member means. */
export interface Arrival {
  readonly messageType: string;
  readonly platformId: string;
  readonly organizationId: string | null;
  readonly platformName: string;
  readonly deploymentId: string;
  readonly person: {
    readonly sub: string;
    readonly name: string | null;
    readonly givenName: string | null;
    readonly familyName: string | null;
    readonly email: string | null;
    readonly sourcedId: string | null;
    readonly zone: string | null;
  };
  readonly roles: {
    readonly course: readonly string[];
    readonly isTestUser: boolean;
    readonly isPlatformAdministrator: boolean;
  };
  readonly actedBy: string | null;
  readonly context: { readonly id: string; readonly label: string | null; readonly title: string | null } | null;
  readonly resourceLink: { readonly id: string; readonly title: string | null } | null;
  readonly custom: Readonly<Record<string, string>>;
  readonly grades: {
    readonly usable: boolean;
    readonly reason: string | null;
    readonly lineItem: string | null;
    readonly lineItems: string | null;
    readonly may: { readonly score: boolean };
  };
  readonly roster: { readonly usable: boolean; readonly reason: string | null; readonly url: string | null };
  readonly deepLinking: unknown;
  readonly presentation: { readonly returnUrl: string | null };
  readonly embeddingOrigins: readonly string[];
}

/** A session as it was opened, with the cookie's secret that only the browser keeps. */
export interface OpenedLaunch {
  readonly session: Omit<Session, 'forgetAt'>;
  readonly secret: string;
}

interface Needs {
  readonly people: PersonStore;
  readonly courses: CourseStore;
  readonly links: LinkStore;
  readonly exams: ExamStore;
  readonly sessions: SessionStore;
  /** The organization of platforms that name none. */
  readonly firstOrganizationId: string;
  /** What a student's first launch suggests to staff. */
  readonly suggestions: {
    suggestEnrollment(
      owner: Readonly<Record<'organizationId' | 'platformId' | 'courseId' | 'personId', string>>,
      by: { readonly name: string },
    ): Promise<void>;
  };
  /** What a launch completes by itself. */
  readonly completions: { markOnArrival(session: Omit<Session, 'forgetAt'>, link: Link): Promise<void> };
  readonly surroundings: Surroundings;
}

export type Arrivals = ReturnType<typeof arrivalsService>;

export function arrivalsService(needs: Needs) {
  const { people, courses, links, exams, sessions, surroundings } = needs;

  const notePerson = (arrival: Arrival): Promise<Person> => {
    const { zone, ...said } = arrival.person;
    const named = zone && isZone(zone) ? { zone, zoneFrom: 'platform' as const } : {};
    const { platformId, roles } = arrival;
    return people.note({ platformId, ...said, ...named, isTestUser: roles.isTestUser });
  };

  /**
   * The exam that the link names. A copied course brings its links along, which still name the exam of the course they came from:
   * then the exam is copied too, once, without its window, whose dates were of another term; people's data are never copied.
   */
  async function examNamedBy(arrival: Arrival, courseId: string): Promise<Exam | null> {
    const named = arrival.custom[examParameter];
    if (!named) return null;
    const here = (await exams.find(named, courseId)) ?? (await exams.find(copiedExamIdOf(named, courseId), courseId));
    if (here) return here;
    const original = await exams.findOnPlatform(named, arrival.platformId);
    if (!original) return null;
    const window = { ...original.settings.window, opensAt: null, closesAt: null };
    const copy = {
      ...original,
      id: copiedExamIdOf(named, courseId),
      courseId,
      version: 1,
      settings: { ...original.settings, window },
    };
    await exams.insert(copy, 'course copy', surroundings.now());
    return copy;
  }

  async function noteLink(arrival: Arrival, courseId: string): Promise<Link | null> {
    if (!arrival.resourceLink) return null;
    const { grades, platformId, deploymentId } = arrival;
    const exam = await examNamedBy(arrival, courseId);
    const link = {
      platformId,
      deploymentId,
      courseId,
      resourceLinkId: arrival.resourceLink.id,
      title: arrival.resourceLink.title ?? 'Mock exam',
      completes: completionLinkOf(arrival.custom),
      gradebook: {
        lineItem: grades.lineItem,
        lineItems: grades.lineItems,
        scopes: [],
        problem: problemOf(grades),
      },
    };
    return links.note(link, exam?.id ?? null);
  }

  async function noteCourse(arrival: Arrival, organizationId: string) {
    if (!arrival.context) return null;
    const { id: contextId, label, title } = arrival.context;
    const course = await courses.note({
      organizationId,
      platformId: arrival.platformId,
      contextId,
      label,
      title: title ?? label ?? 'Course',
    });
    return course;
  }

  return {
    /** Notes everything a launch tells and opens its session. A roster read is owed at once when staff launch. */
    async arrive(arrival: Arrival): Promise<OpenedLaunch> {
      const now = surroundings.now();
      const organizationId = arrival.organizationId ?? needs.firstOrganizationId;
      const [person, course] = await Promise.all([notePerson(arrival), noteCourse(arrival, organizationId)]);
      const link = course ? await noteLink(arrival, course.id) : null;
      const role = roleOfArrival(arrival, course?.leads.includes(person.id) ?? false);
      if (course)
        await courses.enroll({ courseId: course.id, personId: person.id, role, source: 'launch', isActive: true }, now);
      if (course && role === 'learner' && !person.isTestUser && arrival.actedBy === null)
        await needs.suggestions.suggestEnrollment(
          { organizationId, platformId: arrival.platformId, courseId: course.id, personId: person.id },
          person,
        );
      const administersPlatform = arrival.roles.isPlatformAdministrator;
      if (course && isStaff({ role, administersPlatform }) && arrival.roster.usable && arrival.roster.url)
        await courses.oweRoster(course.id, arrival.roster.url, now);
      const secret = Buffer.from(surroundings.randomBytes(32)).toString('base64url');
      const session = {
        id: surroundings.newId(),
        secretHash: surroundings.proof(secret),
        csrf: Buffer.from(surroundings.randomBytes(18)).toString('base64url'),
        organizationId,
        platformId: arrival.platformId,
        deploymentId: arrival.deploymentId,
        courseId: course?.id ?? '',
        personId: person.id,
        linkId: link?.id ?? null,
        name: person.name,
        role: course ? role : ('none' as const),
        administersPlatform,
        // An administrator acting as a student must not be graded, nor a test student: both are previews. The first holds for this
        // visit alone: the student stays who they are.
        isTestUser: person.isTestUser || arrival.actedBy !== null,
        hasCourse: course !== null,
        courseTitle: course?.title ?? arrival.platformName,
        platformName: arrival.platformName,
        zone: person.zone ?? course?.zone ?? null,
        zoneFrom: person.zone ? person.zoneFrom : course?.zone ? ('course' as const) : null,
        messageType: arrival.messageType,
        frameAncestors: [...arrival.embeddingOrigins],
        returnUrl: arrival.presentation.returnUrl,
        deepLink: arrival.deepLinking ?? null,
        windowOf: null,
        scope: 'all' as const,
        createdAt: now,
        seenAt: now,
        notBefore: 0,
      };
      await sessions.open(session);
      if (link) await needs.completions.markOnArrival(session, link);
      return { session, secret };
    },

    /** A session for an exam's own window: the same person and place, its own id and cookie. */
    async openWindow(parent: Session): Promise<OpenedLaunch> {
      const now = surroundings.now();
      const secret = Buffer.from(surroundings.randomBytes(32)).toString('base64url');
      const { forgetAt: _forgetAt, ...inherited } = parent;
      const session = {
        ...inherited,
        id: surroundings.newId(),
        secretHash: surroundings.proof(secret),
        csrf: Buffer.from(surroundings.randomBytes(18)).toString('base64url'),
        windowOf: parent.id,
        createdAt: now,
        seenAt: now,
      };
      await sessions.open(session);
      return { session, secret };
    },
  };
}

function roleOfArrival(arrival: Arrival, isNamedLead: boolean): Role {
  const has = (role: string): boolean => arrival.roles.course.includes(role);
  const roles = {
    isAdministrator: has('administrator'),
    isInstructor: has('instructor'),
    isAssistant: has('teaching-assistant'),
    isLearner: has('learner'),
  };
  return roleIn(roles, isNamedLead);
}

function problemOf(grades: Arrival['grades']): string | null {
  if (!grades.usable) return grades.reason ?? 'The LMS offers no gradebook here.';
  if (!grades.may.score) return 'The LMS does not allow Resit to send scores.';
  return grades.lineItem ? null : 'This activity has no column in the gradebook.';
}
