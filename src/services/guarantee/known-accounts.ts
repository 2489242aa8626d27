// Accounts of people as staff may see them: a student of the course, one that a key names, and those that may be the same person.

import { accountKey, type Account } from '../../domain/evidence/joined-accounts.ts';
import type { Visitor } from '../../domain/person.ts';
import type { Course, CourseStore } from '../../stores/course-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import { demand, found } from '../surroundings.ts';

/** What people know a person by. */
type KnownPerson = Pick<Person, 'id' | 'name' | 'email' | 'sourcedId'>;

/** An account with what people know it by. */
export interface NamedAccount {
  readonly key: string;
  readonly account: Account;
  readonly person: KnownPerson;
  readonly courseTitle: string;
  readonly isHere: boolean;
}

export interface KnownAccountsNeeds {
  readonly courses: Pick<CourseStore, 'find' | 'findAll' | 'ofOrganization' | 'enrolled' | 'enrollment' | 'ofPerson'>;
  readonly people: Pick<PersonStore, 'find' | 'findAll' | 'withEmail' | 'withSourcedId'>;
}

const pageSize = 500;
/** More than that is no search but a list. */
export const shownAtMost = 20;

export function knownAccounts({ courses, people }: KnownAccountsNeeds) {
  /** Whether the visitor works in a course: this one, one in which they teach, or any of the organization for its administrator. */
  async function maySee(visitor: Visitor, { id, organizationId }: Course): Promise<boolean> {
    if (organizationId !== visitor.organizationId) return false;
    if (id === visitor.courseId || visitor.role === 'administrator') return true;
    const role = (await courses.enrollment(id, visitor.personId))?.role;
    return role === 'instructor' || role === 'lead' || role === 'administrator';
  }

  const named = (person: KnownPerson, course: Course, visitor: Visitor): NamedAccount => {
    const account = { platformId: course.platformId, courseId: course.id, personId: person.id };
    const isHere = course.id === visitor.courseId;
    return { key: accountKey(account), account, person, courseTitle: course.title, isHere };
  };

  /** A student of the visitor's course. @throws Refusal not-allowed, not-found */
  async function here(visitor: Visitor, personId: string): Promise<NamedAccount> {
    demand(visitor, 'join accounts');
    return accountOf(visitor, visitor.courseId, visitor.platformId, personId);
  }

  async function accountOf(
    visitor: Visitor,
    courseId: string,
    platformId: string,
    personId: string,
  ): Promise<NamedAccount> {
    const course = found(await courses.find(courseId, platformId), 'course');
    const isStudent = (await courses.enrollment(courseId, personId))?.role === 'learner';
    const person = isStudent && (await maySee(visitor, course)) ? await people.find(personId) : null;
    return named(found(person?.isTestUser ? null : person, 'student'), course, visitor);
  }

  /** The account that a key names, among those that the visitor may see. @throws Refusal not-found */
  async function byKey(visitor: Visitor, key: string): Promise<NamedAccount> {
    const at = key.lastIndexOf(':');
    const [courseId, personId] = [key.slice(0, at), key.slice(at + 1)];
    const [course] = await courses.findAll(visitor.organizationId, [courseId]);
    const { platformId } = found(course, 'student');
    return accountOf(visitor, courseId, platformId, personId);
  }

  /** The students of the visitor's course whose name holds a text. */
  async function calledHere(visitor: Visitor, text: string): Promise<Person[]> {
    const all: Person[] = [];
    for (let skip = 0; all.length < shownAtMost; skip += pageSize) {
      const page = await courses.enrolled(visitor.courseId, 'learner', skip);
      const known = await people.findAll(page.map(({ personId }) => personId));
      all.push(...known.filter(({ name }) => name.toLocaleLowerCase('en-US').includes(text)));
      if (page.length < pageSize) break;
    }
    return all;
  }

  /** The platforms of the visitor's organization. */
  async function platformsOf({ organizationId }: Visitor): Promise<ReadonlySet<string>> {
    const platforms = new Set<string>();
    for (let after = ''; ;) {
      const page = await courses.ofOrganization(organizationId, after, pageSize);
      for (const { platformId } of page) platforms.add(platformId);
      if (page.length < pageSize) return platforms;
      after = page.at(-1)!.id;
    }
  }

  /** People of the organization with exactly this address or number of the LMS, with the courses in which they are students. */
  async function calledElsewhere(visitor: Visitor, text: string): Promise<NamedAccount[]> {
    const accounts: NamedAccount[] = [];
    for (const platformId of await platformsOf(visitor)) {
      const known = [
        ...(await people.withEmail(platformId, text)),
        ...(await people.withSourcedId(platformId, text)),
      ].filter(({ isTestUser }, at, all) => !isTestUser && all.findIndex(({ id }) => id === all[at]!.id) === at);
      for (const person of known) accounts.push(...(await accountsOf(visitor, platformId, person)));
    }
    return accounts;
  }

  /** Somebody's accounts in the courses in which they are students, as far as the visitor may see them. */
  async function accountsOf(visitor: Visitor, platformId: string, person: KnownPerson): Promise<NamedAccount[]> {
    const learnt = (await courses.ofPerson(person.id)).filter(({ role }) => role === 'learner');
    const held = await courses.findAll(
      visitor.organizationId,
      learnt.map(({ courseId }) => courseId),
    );
    const accounts: NamedAccount[] = [];
    for (const course of held)
      if (course.platformId === platformId && (await maySee(visitor, course)))
        accounts.push(named(person, course, visitor));
    return accounts;
  }

  return {
    here,
    byKey,
    named,

    /** Those that may be the same person as an account, each once: the same user of the LMS in other courses, and whoever is called so. */
    async likely(visitor: Visitor, own: NamedAccount, text: string): Promise<NamedAccount[]> {
      const course = found(await courses.find(visitor.courseId, visitor.platformId), 'course');
      const near = text === '' ? [] : await calledHere(visitor, text.toLocaleLowerCase('en-US'));
      return [
        ...(await accountsOf(visitor, visitor.platformId, own.person)),
        ...near.filter(({ isTestUser }) => !isTestUser).map((person) => named(person, course, visitor)),
        ...(text === '' ? [] : await calledElsewhere(visitor, text)),
      ].filter(({ key }, at, list) => key !== own.key && list.findIndex((one) => one.key === key) === at);
    },
  };
}
