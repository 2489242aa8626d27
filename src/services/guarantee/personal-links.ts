// Personal links: from a mail to one's own guarantee without the LMS, once; and a new link for whoever asks with an address that is known.

import { Refusal } from '../../domain/refusal.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { Contact, ContactStore } from '../../stores/guarantee/contact-store.ts';
import type { PersonalLink, PersonalLinkStore } from '../../stores/guarantee/personal-link-store.ts';
import type { PersonStore } from '../../stores/person-store.ts';
import type { SessionStore } from '../../stores/session-store.ts';
import type { OpenedLaunch } from '../arrivals.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Contacts } from './contacts.ts';
import type { Mailing } from './mailing.ts';

/** What a link can still do. Unknown ones look like used ones from outside. */
export interface LookedAt {
  readonly state: 'good' | 'over' | 'unknown';
  /** "" where the link is unknown. */
  readonly courseTitle: string;
  readonly expiresAt: number;
}

interface Needs {
  readonly linkRecords: PersonalLinkStore;
  readonly contactRecords: ContactStore;
  readonly contacts: Contacts;
  readonly mailing: Mailing;
  readonly people: PersonStore;
  readonly courses: CourseStore;
  readonly sessions: SessionStore;
  readonly surroundings: Surroundings;
}

const quarterMs = 15 * 60_000;
const leaseMs = 60_000;
const dayMs = 86_400_000;
/** More courses than these at once are nobody's. */
const mostCourses = 5;

const tooLate = () =>
  new Refusal('too-late', 'This link was used before or is older than 7 days. Ask for a new one below.');

export type PersonalLinks = ReturnType<typeof personalLinksService>;

export function personalLinksService(needs: Needs) {
  const { linkRecords, contactRecords, contacts, mailing, people, courses, sessions, surroundings } = needs;
  const random = (bytes: number): string => Buffer.from(surroundings.randomBytes(bytes)).toString('base64url');

  async function openSession(link: PersonalLink): Promise<OpenedLaunch> {
    const { organizationId, platformId, courseId, personId } = link;
    const [person, course, enrollment] = await Promise.all([
      people.find(personId),
      courses.find(courseId, platformId),
      courses.enrollment(courseId, personId),
    ]);
    // Somebody who teaches by now comes in by the LMS, as staff do.
    if (!person || !course || enrollment?.role !== 'learner' || person.isTestUser) throw tooLate();
    const now = surroundings.now();
    const secret = random(32);
    const session = {
      id: surroundings.newId(),
      secretHash: surroundings.proof(secret),
      csrf: random(18),
      organizationId,
      platformId,
      deploymentId: '',
      courseId,
      personId,
      linkId: null,
      name: person.name,
      role: 'learner' as const,
      administersPlatform: false,
      isTestUser: false,
      hasCourse: true,
      courseTitle: course.title,
      platformName: '',
      zone: person.zone ?? course.zone ?? null,
      zoneFrom: person.zone ? person.zoneFrom : course.zone ? ('course' as const) : null,
      messageType: 'personal-link',
      frameAncestors: [],
      returnUrl: null,
      deepLink: null,
      windowOf: null,
      scope: 'guarantee' as const,
      createdAt: now,
      seenAt: now,
      notBefore: 0,
    };
    await sessions.open(session);
    return { session, secret };
  }

  /** Queues a mail with a link for one course; the same wish never twice. `to` absent: the address the person prefers. */
  async function sendLink(
    whose: Pick<PersonalLink, 'organizationId' | 'platformId' | 'courseId' | 'personId'>,
    to?: string,
  ): Promise<void> {
    const { organizationId, platformId, courseId, personId } = whose;
    const [person, course, enrollment] = await Promise.all([
      people.find(personId),
      courses.find(courseId, platformId),
      courses.enrollment(courseId, personId),
    ]);
    if (!person || !course || person.isTestUser || enrollment?.role !== 'learner') return;
    const now = surroundings.now();
    await mailing.queue({
      key: `link ${courseId} ${personId} ${Math.floor(now / quarterMs)}`,
      organizationId,
      platformId,
      courseId,
      personId,
      kind: 'link',
      ...(to ? { to } : {}),
      opens: 'guarantee',
      isAskedFor: true,
      staleAt: now + dayMs,
      content: {
        subject: `Your link to My guarantee, ${course.title}`,
        greeting: `Hello ${person.givenName ?? person.name},`,
        paragraphs: [
          `Here is the link you asked for. It opens your guarantee, your claims and your retakes in ${course.title}, without the LMS.`,
          'If you did not ask for it, you need not do anything: without this mail nobody can use the link.',
        ],
        lists: [],
      },
    });
  }

  async function answerContact(contact: Contact, hash: string): Promise<void> {
    const to = await contacts.addressWith(contact, hash);
    if (to === null) return;
    const { id: personId, organizationId, platformId } = contact;
    for (const courseId of contact.courseIds.slice(-mostCourses))
      await sendLink({ organizationId, platformId, courseId, personId }, to);
  }

  return {
    /** What a link can still do; looking at it does not use it up, because mail scanners look at every link. */
    async look(token: string): Promise<LookedAt> {
      const link = await linkRecords.find(surroundings.digest(token));
      if (!link) return { state: 'unknown', courseTitle: '', expiresAt: 0 };
      const course = await courses.find(link.courseId, link.platformId);
      const isGood = link.usedAt === null && link.expiresAt > surroundings.now();
      return { state: isGood ? 'good' : 'over', courseTitle: course?.title ?? '', expiresAt: link.expiresAt };
    },

    /**
     * Turns a link into a session that reaches the person's guarantee in one course and nothing else.
     * @throws Refusal too-late when it was used before, is older than 7 days or never was
     */
    async redeem(token: string): Promise<OpenedLaunch> {
      const link = await linkRecords.redeem(surroundings.digest(token), surroundings.now());
      if (!link) throw tooLate();
      return openSession(link);
    },

    /** A new link for whoever holds an old one, mailed to the address the person prefers. Unknown tokens do nothing. */
    async askWithOld(token: string): Promise<void> {
      const link = await linkRecords.find(surroundings.digest(token));
      if (link) await sendLink(link);
    },

    /** Notes that somebody asks with an address. Nothing is looked up now, so that the answer tells nothing, not even by its time. */
    async ask(address: string): Promise<void> {
      const addressHash = contacts.addressHash(address);
      const now = surroundings.now();
      const id = surroundings.digest(`wish ${addressHash} ${Math.floor(now / quarterMs)}`);
      await linkRecords.wish({ id, addressHash, askedAt: now });
    },

    /** Answers wishes: a mail for each course of each account with that address. At most `limit` wishes; a wish is claimed by lease. */
    async answerDue(limit: number): Promise<number> {
      for (let done = 0; done < limit; done += 1) {
        const wish = await linkRecords.claimWish(surroundings.now(), leaseMs);
        if (!wish) return done;
        for (const contact of await contactRecords.knownBy(wish.addressHash))
          await answerContact(contact, wish.addressHash);
        await linkRecords.settleWish(wish.id);
      }
      return limit;
    },
  };
}
