// Missing dates: what the policy asks to be recorded, who lacks what of it, and what first launches suggest; all told to staff, never held against students.

import { askedFacts, missingOf, type AskedFacts, type Missing } from '../../domain/evidence/asked-facts.ts';
import type { CoursePlan } from '../../domain/evidence/course-plan.ts';
import { emptyFile, studentFileId, type FileOwner, type StudentFile } from '../../domain/evidence/student-file.ts';
import { dayText } from '../../domain/day.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { dayOfInstant } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import { demand, type Surroundings } from '../surroundings.ts';
import { zoneOf, type PoliciesInForce, type PolicyVersionInForce } from './eligibility.ts';
import type { Evidence } from './evidence.ts';

/** A student with what is missing of them. */
export interface StudentMissing {
  readonly person: Pick<Person, 'id' | 'name'>;
  readonly missing: Missing;
  /** A day suggested for a missing date, by its name. */
  readonly suggestions: Readonly<Record<string, string>>;
}

/** A course with everybody of whom something is missing. */
export interface CourseMissing {
  readonly plan: CoursePlan;
  /** What the policy in force asks; null where the course gives no guarantee. */
  readonly asked: AskedFacts | null;
  readonly students: number;
  readonly rows: readonly StudentMissing[];
}

/** A suggestion that staff take for right. */
export interface Suggested {
  readonly personId: string;
  readonly name: string;
}

interface Needs {
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly courses: CourseStore;
  readonly people: PersonStore;
  readonly policies: PoliciesInForce;
  readonly evidence: Pick<Evidence, 'recordFor'>;
  readonly surroundings: Pick<Surroundings, 'now' | 'breathe'>;
}

type CourseIds = Pick<FileOwner, 'organizationId' | 'platformId' | 'courseId'>;

export type MissingDates = ReturnType<typeof missingDatesService>;

export function missingDatesService({ files, plans, courses, people, policies, evidence, surroundings }: Needs) {
  const planOf = ({ courseId, organizationId, platformId }: CourseIds) =>
    plans.find({ id: courseId, organizationId, platformId });

  // A compiled policy is asked the same for every student of a course.
  const remembered = new WeakMap<PolicyVersionInForce['compiled'], AskedFacts>();
  function askedBy({ compiled }: PolicyVersionInForce): AskedFacts {
    const known = remembered.get(compiled);
    if (known) return known;
    const asked = askedFacts(compiled);
    remembered.set(compiled, asked);
    return asked;
  }

  /** What is asked of a student: by the terms they accepted, else by the policy in force today. */
  async function askedOf(plan: CoursePlan, terms: StudentFile['terms']): Promise<AskedFacts | null> {
    const { organizationId, policyId } = plan;
    if (terms) {
      const version = await policies.version(organizationId, terms.policyId, terms.number);
      return version && askedBy(version);
    }
    if (policyId === null) return null;
    const today = dayText(dayOfInstant(surroundings.now(), zoneOf(plan)));
    const version = await policies.inForceOn(organizationId, policyId, today);
    return version && askedBy(version);
  }

  async function missingOfFile(plan: CoursePlan, file: StudentFile): Promise<StudentMissing['missing'] | null> {
    const asked = await askedOf(plan, file.terms);
    return asked && missingOf(asked, file, plan);
  }

  return {
    /** What the policy of a course asks, by the terms of one student where one is named; null without a guarantee. */
    async asked(course: CourseIds, personId: string | null = null): Promise<AskedFacts | null> {
      const file = personId === null ? null : await files.find({ ...course, personId });
      return askedOf(await planOf(course), file?.terms ?? null);
    },

    /** What is missing of one student; nothing without a guarantee. */
    async needs(owner: FileOwner): Promise<Missing> {
      const [plan, file] = await Promise.all([planOf(owner), files.find(owner)]);
      return (await missingOfFile(plan, file ?? emptyFile(owner))) ?? { dates: [], values: [], courseDates: [] };
    },

    /** Everybody of the course of whom something is missing, in the order of their names. @throws Refusal not-allowed */
    async ofCourse(visitor: Visitor): Promise<CourseMissing> {
      demand(visitor, 'see results');
      const { organizationId, platformId, courseId } = visitor;
      const plan = await planOf(visitor);
      const rows: StudentMissing[] = [];
      let students = 0;
      for (let skip = 0; ; skip += 500) {
        const page = (await courses.enrolled(courseId, 'learner', skip)).map(({ personId }) => personId);
        const [known, found] = await Promise.all([files.findAll(courseId, page), people.findAll(page)]);
        const fileOf = new Map(known.map((file) => [file.id, file]));
        for (const person of found) {
          if (person.isTestUser) continue;
          students += 1;
          const owner = { organizationId, platformId, courseId, personId: person.id };
          const file = fileOf.get(studentFileId(courseId, person.id)) ?? emptyFile(owner);
          const missing = await missingOfFile(plan, file);
          if (missing && missing.dates.length + missing.values.length > 0)
            rows.push({ person, missing, suggestions: suggestionsFor(file, missing) });
        }
        if (page.length < 500) break;
        await surroundings.breathe();
      }
      const asked = await askedOf(plan, null);
      return { plan, asked, students, rows: rows.toSorted((a, b) => a.person.name.localeCompare(b.person.name)) };
    },

    /**
     * Records suggested dates as staff's word; whoever has a date by now keeps it. Gives how many were recorded.
     * @throws Refusal not-allowed, not-found; invalid without any
     */
    async confirm(visitor: Visitor, suggested: readonly Suggested[]): Promise<number> {
      demand(visitor, 'record evidence');
      if (suggested.length === 0)
        throw new Refusal('invalid', 'Choose at least one student.', [
          { path: 'suggested', message: 'Choose at least one student.' },
        ]);
      let recorded = 0;
      for (const { personId, name } of suggested) {
        const { courseId, platformId } = visitor;
        const file = await files.find({ courseId, platformId, personId });
        const suggestion = file?.suggestions[name];
        if (!suggestion || file.dates[name]) continue;
        const entry = { kind: 'date', name, on: suggestion.value } as const;
        if ((await evidence.recordFor(visitor, personId, entry)).isNews) recorded += 1;
      }
      return recorded;
    },

    /**
     * Notes the day of a student's first launch as a suggestion for `enrolledOn`, which LTI does not tell. It counts for nothing
     * until staff take it for right; a date that is known, or an earlier suggestion, stays.
     */
    async suggestEnrollment(owner: FileOwner, by: { readonly name: string }): Promise<void> {
      const file = await files.find(owner);
      if (file && (file.suggestions['enrolledOn'] || file.dates['enrolledOn'])) return;
      const now = surroundings.now();
      const value = dayText(dayOfInstant(now, zoneOf(await planOf(owner))));
      const suggestion = { value, source: 'launch', by: owner.personId, byName: by.name, at: now };
      await files.change(
        owner,
        { $set: { 'suggestions.enrolledOn': suggestion } },
        { 'suggestions.enrolledOn': { $exists: false }, 'dates.enrolledOn': { $exists: false } },
      );
    },
  };
}

function suggestionsFor({ suggestions }: StudentFile, { dates }: Missing): Record<string, string> {
  return Object.fromEntries(
    dates.flatMap(({ name }) => (suggestions[name] ? [[name, suggestions[name].value] as const] : [])),
  );
}
