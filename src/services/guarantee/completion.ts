// Completion: who has done which module, marked by staff for one or many, or by the student's own visit through a completion link.

import { dayText } from '../../domain/day.ts';
import type { CourseModule, CoursePlan } from '../../domain/evidence/course-plan.ts';
import { progressOf, type CourseProgress } from '../../domain/evidence/completion.ts';
import type { ListedFile } from '../../domain/evidence/facts-file.ts';
import { emptyFile, type StudentFile } from '../../domain/evidence/student-file.ts';
import { findingOf, type Finding } from '../../domain/guarantee/verdict-json.ts';
import type { CompletionLink } from '../../domain/evidence/completion-link.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { dayOfInstant } from '../../domain/zone.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Link, LinkStore } from '../../stores/link-store.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import { zoneOf, type Eligibility, type Judgment, type StandingRow } from './eligibility.ts';
import type { Evidence } from './evidence.ts';

/** One student's row of the grid. */
export interface CompletionRow {
  readonly person: StandingRow['person'];
  readonly file: ListedFile;
  readonly progress: CourseProgress;
  /** The rule that asks for the course by a day, as it stands for them; null where the policy has none. */
  readonly rule: Finding | null;
}

export interface CompletionGrid {
  readonly plan: CoursePlan;
  readonly rows: readonly CompletionRow[];
  readonly now: number;
  /** Today in the course's zone, `YYYY-MM-DD`. */
  readonly today: string;
}

/** What a completion link finds for the student who came by it. */
export interface ModuleByLink {
  readonly module: CourseModule;
  /** What is recorded now; null: nothing. */
  readonly done: StudentFile['modules'][string] | null;
  readonly progress: CourseProgress;
  /** Days are counted in the course's zone. */
  readonly zone: string;
}

/** What staff give when they mark a module done. */
export interface MarkGiven {
  readonly module: string;
  readonly on: string;
  readonly grade: number | null;
}

/** Who comes by a link, as far as a completion needs to know. */
export type LinkVisitor = Pick<
  Visitor,
  'organizationId' | 'platformId' | 'courseId' | 'personId' | 'name' | 'role' | 'isTestUser'
>;

/** What a completion link does, for staff. */
export interface LinkOverview {
  readonly link: CompletionLink;
  /** The module in this course's plan; null where a copied course has none of it yet. */
  readonly module: CourseModule | null;
  readonly done: number;
  readonly students: number;
}

interface Needs {
  readonly links: Pick<LinkStore, 'find'>;
  readonly files: StudentFileStore;
  readonly plans: CoursePlanStore;
  readonly eligibility: Pick<Eligibility, 'ofCourse'>;
  readonly evidence: Pick<Evidence, 'record' | 'recordFor'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

export type Completion = ReturnType<typeof completionService>;

export function completionService({ links, files, plans, eligibility, evidence, surroundings }: Needs) {
  const planOf = ({ courseId: id, organizationId, platformId }: LinkVisitor) =>
    plans.find({ id, organizationId, platformId });
  const todayIn = (plan: CoursePlan): string => dayText(dayOfInstant(surroundings.now(), zoneOf(plan)));

  async function moduleOf(visitor: LinkVisitor, moduleId: string): Promise<{ plan: CoursePlan; module: CourseModule }> {
    const plan = await planOf(visitor);
    return {
      plan,
      module: found(
        plan.modules.find(({ id }) => id === moduleId),
        'module',
      ),
    };
  }

  async function byLink(visitor: LinkVisitor, moduleId: string): Promise<ModuleByLink> {
    const { plan, module } = await moduleOf(visitor, moduleId);
    const { organizationId, platformId, courseId, personId } = visitor;
    const owner = { organizationId, platformId, courseId, personId };
    const file = (await files.find(owner)) ?? emptyFile(owner);
    return {
      module,
      done: file.modules[moduleId] ?? null,
      progress: progressOf(file, plan),
      zone: zoneOf(plan).name,
    };
  }

  /**
   * Marks a module done for the student who came by its link. Done before: it stays as it was. Test students, and staff, mark
   * nothing. @throws Refusal not-allowed, not-found
   */
  async function markByLink(visitor: LinkVisitor, moduleId: string): Promise<ModuleByLink> {
    const { plan } = await moduleOf(visitor, moduleId);
    if (visitor.role !== 'learner' || visitor.isTestUser)
      throw new Refusal('not-allowed', 'Only students of this course complete its modules.');
    const known = await byLink(visitor, moduleId);
    if (known.done) return known;
    const { organizationId, platformId, courseId, personId, name } = visitor;
    const author = { source: 'student', by: personId, byName: name } as const;
    const entry = { kind: 'module', module: moduleId, on: todayIn(plan) } as const;
    await evidence.record(author, { organizationId, platformId, courseId, personId }, entry);
    return byLink(visitor, moduleId);
  }

  return {
    /** Every student of the course with what they have done. @throws Refusal not-allowed */
    async grid(visitor: Visitor): Promise<CompletionGrid> {
      const { ground, rows, now } = await eligibility.ofCourse(visitor);
      const { plan } = ground;
      const shown = rows.map(({ person, judgment }) => ({
        person,
        file: judgment.file,
        progress: progressOf(judgment.file, plan),
        rule: completionRule(judgment),
      }));
      return {
        plan,
        rows: shown.toSorted((a, b) => a.person.name.localeCompare(b.person.name)),
        now,
        today: todayIn(plan),
      };
    },

    /**
     * Marks a module done for students; whoever has it done already keeps their day. Gives for how many it is new.
     * @throws Refusal not-allowed, not-found; invalid without students, or for a day that is still to come
     */
    async mark(visitor: Visitor, personIds: readonly string[], { module, on, grade }: MarkGiven): Promise<number> {
      demand(visitor, 'record evidence');
      const { plan } = await moduleOf(visitor, module);
      if (personIds.length === 0) throw fault('students', 'Choose at least one student.');
      if (on > todayIn(plan))
        throw fault('on', 'This day is still to come. Give the day on which the module was done.');
      let marked = 0;
      const { courseId, platformId } = visitor;
      for (const personId of personIds) {
        const file = await files.find({ courseId, platformId, personId });
        if (file?.modules[module]) continue;
        if ((await evidence.recordFor(visitor, personId, { kind: 'module', module, on, grade })).isNews) marked += 1;
      }
      return marked;
    },

    byLink,
    markByLink,

    /** What the link that somebody came by completes; null where it is no such link. */
    async ofLink({ linkId, courseId }: Pick<Visitor, 'linkId' | 'courseId'>): Promise<CompletionLink | null> {
      return linkId === null ? null : ((await links.find(linkId, courseId))?.completes ?? null);
    },

    /** What such a link does, and for how many it has been done. @throws Refusal not-allowed, not-found where it is no such link */
    async linkOverview(visitor: Visitor): Promise<LinkOverview> {
      demand(visitor, 'see results');
      const { linkId, courseId } = visitor;
      const link = found(linkId === null ? null : (await links.find(linkId, courseId))?.completes, 'link');
      const { ground, rows } = await eligibility.ofCourse(visitor);
      const module = ground.plan.modules.find(({ id }) => id === link.module) ?? null;
      const done = rows.filter(({ judgment }) => judgment.file.modules[link.module]).length;
      return { link, module, done, students: rows.length };
    },

    /** Marks what a launch by a link completes as soon as it is opened. A module that the course does not have marks nothing. */
    async markOnArrival(session: LinkVisitor, { completes }: Pick<Link, 'completes'>): Promise<void> {
      if (completes?.marks !== 'opened' || session.role !== 'learner' || session.isTestUser) return;
      try {
        await markByLink(session, completes.module);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    },
  };
}

/** The rule that asks for the course within a time; of several the one that is not met, else the first. */
function completionRule(judgment: Judgment): Finding | null {
  if (judgment.kind !== 'judged') return null;
  const asked = judgment.verdict.rules.filter(({ rule }) => rule.rule === 'course_complete').map(findingOf);
  return asked.find(({ result }) => result !== 'met') ?? asked[0] ?? null;
}

function fault(path: string, message: string): Refusal {
  return new Refusal('invalid', message, [{ path, message }]);
}
