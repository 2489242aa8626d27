// Trials: a draft tried on a student of the course, on a made-up one, or on the whole course, beside the version in force; nothing is ever written.

import { dayText, readDay } from '../../domain/day.ts';
import { compilePolicy } from '../../domain/guarantee/compile-policy.ts';
import type { CompiledPolicy } from '../../domain/guarantee/policy.ts';
import { mayDo, type Visitor } from '../../domain/person.ts';
import type { PolicyRecord, PublishedVersion } from '../../domain/policies/policy-record.ts';
import { draftOf, stamped, storedPolicy, type RawPolicy } from '../../domain/policies/raw-policy.ts';
import { factsIn, situationOf } from '../../domain/policies/situations.ts';
import { isMoved, triedOn, type Tried } from '../../domain/policies/trial.ts';
import { dayOfInstant, findZone, instantOfLocal, type Zone } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import type { Eligibility, RecordedStudent } from './eligibility.ts';
import type { PoliciesInForce, VersionInForce } from './policies-in-force.ts';
import type { Policies } from './policies.ts';

/** A draft ready to be tried, and what stands beside it. */
interface TrialGround {
  readonly policy: PolicyRecord;
  readonly raw: RawPolicy;
  /** Null while the draft has faults. */
  readonly draft: CompiledPolicy | null;
  /** The version in force on the day, else the newest; null while none is published. */
  readonly inForce: VersionInForce | null;
  /** The instant judged at (epoch ms). */
  readonly asOf: number;
  readonly zone: Zone;
}

/** One trial. */
export interface Trial extends TrialGround {
  /** The version tried beside the draft: the student's own, else the one in force. */
  readonly beside: PublishedVersion | null;
  /** Whether the student has accepted that version, or was granted it. */
  readonly isTheirs: boolean;
  readonly before: Tried | null;
  /** Null while the draft has faults. */
  readonly after: Tried | null;
}

/** A student whom the draft would move. */
export interface MovedStudent {
  readonly person: Pick<Person, 'id' | 'name'>;
  readonly before: Tried | null;
  readonly after: Tried;
}

/** The draft tried on a whole course. */
export interface CourseTrial extends TrialGround {
  readonly students: number;
  readonly moved: readonly MovedStudent[];
}

interface Needs {
  readonly policies: Pick<Policies, 'get' | 'versions'>;
  readonly inForce: PoliciesInForce;
  readonly eligibility: Pick<Eligibility, 'recorded'>;
  readonly courses: Pick<CourseStore, 'enrolled' | 'enrollment'>;
  readonly people: Pick<PersonStore, 'findAll'>;
  readonly surroundings: Pick<Surroundings, 'now' | 'breathe'>;
}

const pageSize = 500;
const studentsPerBreath = 10;
const noonMs = 12 * 3_600_000;

export type PolicyTrials = ReturnType<typeof policyTrialsService>;

export function policyTrialsService({ policies, inForce, eligibility, courses, people, surroundings }: Needs) {
  /** `on` is a day (`YYYY-MM-DD`), "" or anything else for now. */
  async function groundOf(visitor: Visitor, policyId: string, on: string): Promise<TrialGround> {
    const policy = await policies.get(visitor, policyId);
    const raw = draftOf(policy);
    const zone = zoneOf(raw, visitor);
    const today = dayOfInstant(surroundings.now(), zone);
    const day = readDay(on) ?? today;
    const asOf = day === today ? surroundings.now() : instantOfLocal(day, noonMs, zone);
    const compiled = compilePolicy(stamped(raw, 'next', dayText(today)));
    const [newest] = await policies.versions(visitor, policyId);
    const current =
      (await inForce.inForceOn(visitor.organizationId, policyId, dayText(today))) ??
      (newest ? inForce.compiled(newest) : null);
    return { policy, raw, draft: compiled.ok ? compiled.value : null, inForce: current, asOf, zone };
  }

  /** A student's own version of this policy where they have one, else the one in force. */
  async function besideFor(
    { policy, inForce: current }: TrialGround,
    { file: { terms } }: Pick<RecordedStudent, 'file'>,
  ) {
    if (terms?.policyId !== policy.id) return { version: current, isTheirs: false };
    return { version: await inForce.version(policy.organizationId, policy.id, terms.number), isTheirs: true };
  }

  async function trialOf(ground: TrialGround, student: RecordedStudent): Promise<Trial> {
    const { version, isTheirs } = await besideFor(ground, student);
    const { draft, asOf } = ground;
    return {
      ...ground,
      beside: version,
      isTheirs,
      before: version && triedOn(version.compiled, student.rawFacts, asOf),
      after: draft && triedOn(draft, student.rawFacts, asOf),
    };
  }

  async function students(visitor: Visitor): Promise<Person[]> {
    demand(visitor, 'publish policies');
    if (visitor.courseId === '' || !mayDo(visitor, 'see results')) return [];
    const all: Person[] = [];
    for (let skip = 0; ; skip += pageSize) {
      const page = await courses.enrolled(visitor.courseId, 'learner', skip);
      if (page.length > 0) all.push(...(await people.findAll(page.map(({ personId }) => personId))));
      if (page.length < pageSize) break;
    }
    return all.filter(({ isTestUser }) => !isTestUser).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  return {
    /** The students whom a draft can be tried on, by name; none for whoever may not see how students stand. */
    students,

    /**
     * Tries the draft on a student of the visitor's course, beside the version that is theirs or in force.
     * @throws Refusal not-allowed without the rights, not-found for another organization's policy or no student of this course
     */
    async onStudent(
      visitor: Visitor,
      policyId: string,
      personId: string,
      on = '',
    ): Promise<Trial & { readonly person: Person }> {
      demand(visitor, 'see results');
      const ground = await groundOf(visitor, policyId, on);
      const enrollment = await courses.enrollment(visitor.courseId, personId);
      const known = enrollment?.role === 'learner' ? await people.findAll([personId]) : [];
      const person = found(known.find(({ isTestUser }) => !isTestUser) ?? null, 'student');
      const [student] = await eligibility.recorded(visitor, [personId]);
      return { ...(await trialOf(ground, student!)), person };
    },

    /** Tries the draft on a made-up student. @throws Refusal not-found for a situation that there is not */
    async onSituation(visitor: Visitor, policyId: string, id: string, on = ''): Promise<Trial> {
      const situation = found(situationOf(id), 'situation');
      const ground = await groundOf(visitor, policyId, on);
      const { raw, draft, inForce: current, zone } = ground;
      const today = dayOfInstant(surroundings.now(), zone);
      // One and the same student under both: with the names that either of them asks for.
      const named = current && { raw: storedPolicy(current.json), policy: current.compiled, today };
      const facts = {
        ...(named ? factsIn(situation, named) : {}),
        ...(draft ? factsIn(situation, { raw, policy: draft, today }) : {}),
      };
      const before = current && triedOn(current.compiled, facts, ground.asOf);
      const after = draft && triedOn(draft, facts, ground.asOf);
      return { ...ground, beside: current, isTheirs: false, before, after };
    },

    /** Tries the draft on every student of the visitor's course: who would stand elsewhere if it were theirs. */
    async onCourse(visitor: Visitor, policyId: string, on = ''): Promise<CourseTrial> {
      demand(visitor, 'see results');
      const ground = await groundOf(visitor, policyId, on);
      const all = await students(visitor);
      const moved: MovedStudent[] = [];
      if (!ground.draft) return { ...ground, students: all.length, moved };
      for (let from = 0; from < all.length; from += studentsPerBreath) {
        const some = all.slice(from, from + studentsPerBreath);
        const recorded = await eligibility.recorded(
          visitor,
          some.map(({ id }) => id),
        );
        for (const [index, student] of recorded.entries()) {
          const { before, after } = await trialOf(ground, student);
          if (after && isMoved(before, after)) moved.push({ person: some[index]!, before, after });
        }
        await surroundings.breathe();
      }
      return { ...ground, students: all.length, moved };
    },
  };
}

function zoneOf({ timeZone }: RawPolicy, { zone }: Pick<Visitor, 'zone'>): Zone {
  return (typeof timeZone === 'string' ? findZone(timeZone) : null) ?? findZone(zone)!;
}
