// What the provider's other systems read of a course: where its students stand and what they hold, page by page in an order that does not move.

import type { VerdictName } from '../../domain/guarantee/standing.ts';
import type { Course, CourseStore } from '../../stores/course-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Eligibility, Judgment } from './eligibility.ts';
import type { Retake, Retakes } from './retakes.ts';

/** Which part of a list is asked for. */
export interface Part {
  /** The last entry of the part before; "" from the beginning. */
  readonly after: string;
  readonly limit: number;
  /** Only this student. */
  readonly personId: string | null;
}

/** A part of a list; `next` is where the next part begins, null at the end. */
export interface Feed<Row> {
  readonly rows: readonly Row[];
  readonly next: string | null;
}

export interface VerdictEntry {
  readonly person: Person;
  readonly judgment: Judgment;
}

export interface EntitlementEntry {
  /** The student of the course to whom it counts. */
  readonly person: Person;
  /** The account that it was granted to: the student's own, or the one that theirs is joined with. */
  readonly grantedTo: Person;
  readonly retake: Retake;
}

interface Needs {
  readonly courses: Pick<CourseStore, 'enrolledAfter'>;
  readonly people: Pick<PersonStore, 'findAll'>;
  readonly eligibility: Pick<Eligibility, 'groundOf' | 'judgeAll'>;
  readonly retakes: Pick<Retakes, 'page' | 'ofStudent'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

/** Students judged for one answer at most, however rare what is filtered for. */
const mostJudged = 500;
const judgedAtOnce = 100;

export type CourseFeed = ReturnType<typeof courseFeed>;

export function courseFeed({ courses, people, eligibility, retakes, surroundings }: Needs) {
  async function rowsOf(course: Course, personIds: readonly string[]): Promise<VerdictEntry[]> {
    const ground = await eligibility.groundOf(idsOf(course));
    const known = new Map((await people.findAll(personIds)).map((person) => [person.id, person]));
    const judged = await eligibility.judgeAll(ground, personIds, surroundings.now());
    return judged.flatMap((judgment) => {
      const person = known.get(judgment.personId);
      return person && !person.isTestUser ? [{ person, judgment }] : [];
    });
  }

  /** With whose they are: `forPerson`'s, where that is who was asked for, whichever account each was granted to. */
  async function named(all: readonly Retake[], forPerson: string | null): Promise<EntitlementEntry[]> {
    const granted = all.map(({ entitlement }) => entitlement.personId);
    const ids = [...new Set([...granted, ...(forPerson === null ? [] : [forPerson])])];
    const known = new Map((await people.findAll(ids)).map((person) => [person.id, person]));
    return all.flatMap((retake) => {
      const grantedTo = known.get(retake.entitlement.personId);
      const person = forPerson === null ? grantedTo : known.get(forPerson);
      return person && grantedTo ? [{ person, grantedTo, retake }] : [];
    });
  }

  return {
    /** Students of the course with where they stand. A part may be shorter than asked for; only `next` says whether more follow. */
    async verdicts(course: Course, part: Part, verdict: VerdictName | null): Promise<Feed<VerdictEntry>> {
      const isAsked = ({ judgment }: VerdictEntry): boolean => verdict === null || verdictOf(judgment) === verdict;
      if (part.personId !== null) {
        const isDone = part.after !== '';
        return { rows: isDone ? [] : (await rowsOf(course, [part.personId])).filter(isAsked), next: null };
      }
      const rows: VerdictEntry[] = [];
      let { after } = part;
      // Without a filter everybody judged is shown, but for one that tells whether more follow.
      const atOnce = verdict === null ? part.limit + 1 : judgedAtOnce;
      for (let judged = 0; judged < mostJudged; judged += atOnce) {
        const page = await courses.enrolledAfter(course.id, 'learner', after, atOnce);
        const asked = (
          await rowsOf(
            course,
            page.map(({ personId }) => personId),
          )
        ).filter(isAsked);
        for (const row of asked) {
          if (rows.length === part.limit) return { rows, next: rows.at(-1)!.person.id };
          rows.push(row);
        }
        if (page.length < atOnce) return { rows, next: null };
        after = page.at(-1)!.personId;
      }
      return { rows, next: after };
    },

    /**
     * Entitlements of the course with whose they are: each once, under the account that it was granted to. Asked for one student also
     * what was granted to the account that theirs is joined with, as their pages show it.
     */
    async entitlements(course: Course, { after, limit, personId }: Part): Promise<Feed<EntitlementEntry>> {
      const ids = idsOf(course);
      if (personId !== null)
        return { rows: await named(after === '' ? await retakes.ofStudent(ids, personId) : [], personId), next: null };
      const all = await retakes.page(ids, after, limit + 1);
      const shown = all.slice(0, limit);
      return { rows: await named(shown, null), next: all.length > limit ? shown.at(-1)!.entitlement.id : null };
    },
  };
}

function idsOf({ id: courseId, organizationId, platformId }: Course) {
  return { courseId, organizationId, platformId };
}

/** The verdict of somebody who could be judged. */
function verdictOf(judgment: Judgment): VerdictName | null {
  return judgment.kind === 'judged' ? judgment.json.verdict : null;
}
