// Reminders: who would lose something soon is told in time, once for each date; staff may remind somebody of the next step besides.

import { dayText } from '../../domain/day.ts';
import { accountKey, type Account } from '../../domain/evidence/joined-accounts.ts';
import { aboutLoss, dueStep, lossOf, reminderKey, retakeLossOf, type Loss } from '../../domain/reminders/loss.ts';
import { alsoDue, reminderMail, reminderTitle } from '../../domain/reminders/reminder-words.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { aboutRetake, retakeNewsOf } from '../../domain/retakes/news.ts';
import { dayOfInstant } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { ContactStore } from '../../stores/guarantee/contact-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { JoinedAccountStore } from '../../stores/guarantee/joined-account-store.ts';
import type { SweepStore } from '../../stores/guarantee/sweep-store.ts';
import type { OrganizationStore } from '../../stores/organization-store.ts';
import type { PersonStore } from '../../stores/person-store.ts';
import type { Audit } from '../audit.ts';
import { demand, type Surroundings } from '../surroundings.ts';
import { lmsAddressOf, type Contacts } from './contacts.ts';
import type { Digests, Owed, Threatened } from './digests.ts';
import { zoneOf, type Eligibility, type StandingRow } from './eligibility.ts';
import type { Notices } from './notices.ts';
import type { Retake } from './retakes.ts';

/** Retakes of some people of a course, by person. */
export interface RetakesOfPeople {
  ofPeople(course: CourseIds, personIds: readonly string[]): Promise<ReadonlyMap<string, readonly Retake[]>>;
}

interface CourseIds {
  readonly organizationId: string;
  readonly platformId: string;
  readonly courseId: string;
}

/** What became of a wish to remind people. */
export interface Reminded {
  readonly reminded: number;
  /** Already reminded today. */
  readonly already: number;
}

/** A student with what they would lose, what their notices still rightly say of their retakes, and what staff owe them. */
interface Looked extends Threatened, Owed {
  readonly news: readonly string[];
}

interface Needs {
  readonly organizations: OrganizationStore;
  readonly plans: CoursePlanStore;
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly joined: Pick<JoinedAccountStore, 'otherOf'>;
  readonly sweeps: SweepStore;
  readonly contactRecords: ContactStore;
  readonly contacts: Contacts;
  readonly eligibility: Pick<Eligibility, 'page' | 'droppedPage' | 'groundOf' | 'judgeAll'>;
  readonly retakes: RetakesOfPeople;
  readonly notices: Notices;
  readonly digests: Digests;
  readonly audit: Audit;
  readonly surroundings: Surroundings;
}

const work = 'reminders';
const leaseMs = 10 * 60_000;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const pageSize = 500;
const mostReminded = 500;

export type Reminders = ReturnType<typeof remindersService>;

export function remindersService(needs: Needs) {
  const {
    organizations,
    plans,
    courses,
    people,
    joined,
    sweeps,
    contactRecords,
    contacts,
    eligibility,
    retakes,
    notices,
    digests,
    audit,
    surroundings,
  } = needs;

  /** Makes sure that whoever has a guarantee here can ask for a personal link later, also when no mail was ever sent. */
  async function noteContacts(course: CourseIds, rows: readonly StandingRow[]): Promise<void> {
    const { organizationId, platformId, courseId } = course;
    const known = await contactRecords.findAll(rows.map(({ person }) => person.id));
    const contactOf = new Map(known.map((contact) => [contact.id, contact]));
    for (const { person } of rows) {
      const address = lmsAddressOf(person);
      const hash = address === null ? null : contacts.addressHash(address);
      const contact = contactOf.get(person.id);
      const isNoted = contact?.courseIds.includes(courseId) && (hash === null || contact.known.includes(hash));
      if (!isNoted) await contactRecords.note({ id: person.id, organizationId, platformId }, hash, courseId);
    }
  }

  async function threatenedOf(course: CourseIds, rows: readonly StandingRow[]): Promise<Looked[]> {
    const theirs = await retakes.ofPeople(
      course,
      rows.map(({ person }) => person.id),
    );
    return rows.map((row) => {
      const mine = row.judgment.kind === 'judged' ? lossOf(row.judgment.verdict) : null;
      const own = theirs.get(row.person.id) ?? [];
      const ofRetakes = own.map((one) => retakeLossOf(one.entitlement, one.standing));
      const losses = [mine, ...ofRetakes].filter((loss) => loss !== null);
      const news = own.filter((one) => retakeNewsOf(one.entitlement) !== null);
      return {
        row,
        losses: losses.toSorted((a, b) => a.at - b.at),
        news: news.map((one) => aboutRetake(one.entitlement)),
        toPay: own.filter(({ standing: { reason } }) => reason === 'to_pay' || reason === 'to_approve').length,
        toGive: own.filter(({ standing: { reason } }) => reason === 'to_give').length,
      };
    });
  }

  /** Whose mail a reminder is: two joined accounts that the LMS knows by one address get one between them. */
  async function mailedFor(
    courseId: string,
    person: StandingRow['person'],
  ): Promise<Pick<Account, 'courseId' | 'personId'>> {
    const own = { courseId, personId: person.id };
    const other = await joined.otherOf(own);
    const them = other ? await people.find(other.personId) : null;
    const [address, theirs] = [person, them].map((one) => one && lmsAddressOf(one)?.toLowerCase());
    if (!other || !address || address !== theirs) return own;
    return accountKey(own) < accountKey(other) ? own : other;
  }

  async function remindOf(
    course: CourseIds & { title: string },
    row: StandingRow,
    loss: Loss,
    now: number,
  ): Promise<void> {
    const step = dueStep(loss, now);
    if (step === null) return;
    const { title: courseTitle, ...ids } = course;
    const { person, judgment } = row;
    const also = judgment.kind === 'judged' ? alsoDue(judgment.verdict, loss.ref, now) : [];
    const whose = { givenName: person.givenName ?? person.name, courseTitle };
    await notices.tell({
      ...ids,
      personId: person.id,
      key: reminderKey({ courseId: ids.courseId, personId: person.id }, loss, step),
      mailKey: reminderKey(await mailedFor(ids.courseId, person), loss, step),
      about: aboutLoss(loss),
      kind: loss.kind === 'retake' ? 'retakes' : 'deadlines',
      title: `${reminderTitle(loss)}.`,
      text: loss.otherwise,
      leadsTo: loss.kind === 'retake' ? 'retakes' : 'guarantee',
      until: loss.at,
      mail: reminderMail(loss, whose, also, now),
    });
  }

  /** Of those whom the roster dropped, who accepted terms or holds a retake: their guarantee goes on without the course. */
  async function stillPromised(course: CourseIds, rows: readonly StandingRow[]): Promise<StandingRow[]> {
    if (rows.length === 0) return [];
    const theirs = await retakes.ofPeople(
      course,
      rows.map(({ person }) => person.id),
    );
    return rows.filter(
      ({ person, judgment }) =>
        judgment.file.terms !== null || (theirs.get(person.id) ?? []).some(({ entitlement }) => entitlement.isOpen),
    );
  }

  /** One course: contacts noted, reminders told, notices that do not hold any more put away, the digest sent where it is due. */
  async function sweep(course: CourseIds): Promise<void> {
    const { title, zone } = (await courses.find(course.courseId, course.platformId)) ?? {
      title: 'your course',
      zone: null,
    };
    const owed = { toPay: 0, toGive: 0 };
    const remindAll = async (rows: readonly StandingRow[]): Promise<Threatened[]> => {
      const looked = await threatenedOf(course, rows);
      const now = surroundings.now();
      for (const { toPay, toGive } of looked) {
        owed.toPay += toPay;
        owed.toGive += toGive;
      }
      for (const { row, losses } of looked)
        for (const loss of losses) await remindOf({ ...course, title }, row, loss, now);
      const abouts = looked.flatMap(({ losses, news }) => [...losses.map(aboutLoss), ...news]);
      const ids = rows.map(({ person }) => person.id);
      await notices.withdrawAllBut(course.courseId, ids, abouts);
      return looked;
    };
    const all: Threatened[] = [];
    for (let skip = 0; ; skip += pageSize) {
      const { rows, isLast } = await eligibility.page(course, skip);
      await noteContacts(course, rows);
      all.push(...(await remindAll(rows)));
      if (isLast) break;
    }
    // A roster drops whoever has finished, too. The digest speaks of those only whom staff see on their board.
    for (let skip = 0; ; skip += pageSize) {
      const { rows, isLast } = await eligibility.droppedPage(course, skip);
      const promised = await stillPromised(course, rows);
      await noteContacts(course, promised);
      await remindAll(promised);
      if (isLast) break;
    }
    await digests.send({ ...course, title, zone }, all, owed);
  }

  return {
    /**
     * Sweeps at most `limit` courses whose turn has come, each once an hour; answers how many. A course is claimed by lease, and every
     * reminder has a key of its own, so that two processes, or one that ended in the middle, remind nobody twice.
     */
    async remindDue(limit: number, report: (courseId: string, error: unknown) => void): Promise<number> {
      let done = 0;
      for (const { id: organizationId } of await organizations.all())
        for (let skip = 0; ; skip += pageSize) {
          const page = await plans.withGuarantee(organizationId, skip);
          const resting = await sweeps.resting(
            work,
            page.map(({ id }) => id),
            surroundings.now(),
          );
          for (const { id: courseId, platformId } of page) {
            if (done >= limit) return done;
            if (resting.has(courseId) || !(await sweeps.claim(work, courseId, surroundings.now(), leaseMs))) continue;
            done += 1;
            try {
              await sweep({ organizationId, platformId, courseId });
              await sweeps.settle(work, courseId, surroundings.now() + hourMs);
            } catch (error) {
              report(courseId, error);
            }
          }
          if (page.length < pageSize) break;
        }
      return done;
    },

    /**
     * "Remind": tells students of their next step, each at most once a day, with words of the member of staff if there are any.
     * Whoever is no student of the course is passed over.
     * @throws Refusal not-allowed; invalid for nobody, too many, or words over 500 characters
     */
    async remind(visitor: Visitor, personIds: readonly string[], words: string): Promise<Reminded> {
      demand(visitor, 'remind');
      const ids = [...new Set(personIds)];
      const fault = (path: string, message: string) => new Refusal('invalid', message, [{ path, message }]);
      if (ids.length === 0) throw fault('person', 'Choose at least one student.');
      if (ids.length > mostReminded) throw fault('person', 'Choose at most 500 students at once.');
      if (words.trim().length > 500) throw fault('words', 'Keep your words under 500 characters.');
      const now = surroundings.now();
      const ground = await eligibility.groundOf(visitor);
      const course = await courses.find(visitor.courseId, visitor.platformId);
      const known = new Map((await people.findAll(ids)).map((person) => [person.id, person]));
      const students = [];
      for (const id of ids) {
        const enrollment = await courses.enrollment(visitor.courseId, id);
        if (enrollment?.role === 'learner' && known.get(id)?.isTestUser === false) students.push(id);
      }
      const today = dayText(dayOfInstant(now, zoneOf(ground.plan)));
      let reminded = 0;
      for (const judgment of await eligibility.judgeAll(ground, students, now)) {
        const person = known.get(judgment.personId)!;
        const isNews = await notices.tell({
          organizationId: visitor.organizationId,
          platformId: visitor.platformId,
          courseId: visitor.courseId,
          personId: person.id,
          key: `staff ${visitor.courseId} ${person.id} ${today}`,
          about: 'staff',
          kind: 'staff',
          until: now + 7 * dayMs,
          ...staffWords(visitor, person.givenName ?? person.name, course?.title ?? '', judgment, words.trim(), now),
        });
        if (!isNews) continue;
        reminded += 1;
        await audit.note(visitor, {
          act: 'reminded',
          subjectId: person.id,
          reason: words.trim(),
          detail: { day: today },
        });
      }
      return { reminded, already: students.length - reminded };
    },
  };
}

function staffWords(
  visitor: Visitor,
  givenName: string,
  courseTitle: string,
  judgment: StandingRow['judgment'],
  words: string,
  now: number,
) {
  const verdict = judgment.kind === 'judged' ? judgment.verdict : null;
  const loss = verdict && lossOf(verdict);
  const stands = judgment.kind === 'judged' ? judgment.json.words : '';
  const said = words === '' ? '' : `${visitor.name} writes: ${words}`;
  const title = loss ? reminderTitle(loss) : `${visitor.name} asks you to look at your guarantee`;
  const paragraphs = [said, stands, loss?.otherwise ?? ''].filter((paragraph) => paragraph !== '');
  const also = verdict ? alsoDue(verdict, loss?.ref ?? '', now) : [];
  return {
    title: `${title}.`,
    text: said === '' ? `${visitor.name} has reminded you.` : said,
    leadsTo: 'guarantee',
    mail: {
      subject: title,
      greeting: `Hello ${givenName},`,
      paragraphs: [`${visitor.name} reminds you of your next step in ${courseTitle}.`, ...paragraphs],
      lists: also.length > 0 ? [{ heading: 'Also due soon:', items: also }] : [],
    },
  };
}
