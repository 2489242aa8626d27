// The plan of a course for its guarantee: the policy that holds, the course's dates, its modules; two editors cannot lose each other's work.

import {
  coursePlanSchema,
  mostAdministrations,
  type CourseModule,
  type CoursePlan,
} from '../../domain/evidence/course-plan.ts';
import { withModuleAct, type ModuleAct } from '../../domain/evidence/module-list.ts';
import { mayDo, type Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { AuditEvent } from '../../stores/event-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';
import type { Evidence } from './evidence.ts';
import type { PolicyChoice } from './policies.ts';

/** What of a plan is set in one form. */
export type PlanSettings = Pick<
  CoursePlan,
  'policyId' | 'zone' | 'examName' | 'dates' | 'administrations' | 'approvesByItself'
>;

export interface PlanForEditing {
  readonly plan: CoursePlan;
  /** Published policies to choose from. */
  readonly policies: readonly PolicyChoice[];
  readonly mayChoosePolicy: boolean;
  /** The zone of the course where the plan names none; null: not known. */
  readonly courseZone: string | null;
  readonly events: readonly AuditEvent[];
}

interface Needs {
  readonly plans: CoursePlanStore;
  readonly courses: CourseStore;
  readonly policies: { choices(organizationId: string): Promise<readonly PolicyChoice[]> };
  readonly evidence: Pick<Evidence, 'settleCompletions'>;
  readonly audit: Audit;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

/** What staff do to a module; the rest is known here. */
export type ModuleRequest =
  Exclude<ModuleAct, { readonly act: 'remove' }> | { readonly act: 'remove'; readonly id: string };

const overtaken = 'Somebody else changed the plan meanwhile. Your entries are below; compare and save again.';

export type CoursePlans = ReturnType<typeof coursePlansService>;

export function coursePlansService({ plans, courses, policies, evidence, audit, surroundings }: Needs) {
  const idsOf = ({ courseId: id, organizationId, platformId }: Visitor) => ({ id, organizationId, platformId });

  return {
    /** The plan, for whoever may see results. @throws Refusal not-allowed */
    async plan(visitor: Visitor): Promise<CoursePlan> {
      demand(visitor, 'see results');
      return plans.find(idsOf(visitor));
    },

    /** The plan with what can be chosen. @throws Refusal not-allowed */
    async get(visitor: Visitor): Promise<PlanForEditing> {
      demand(visitor, 'change exam settings');
      const [plan, choices, course, events] = await Promise.all([
        plans.find(idsOf(visitor)),
        policies.choices(visitor.organizationId),
        courses.find(visitor.courseId, visitor.platformId),
        audit.of(visitor, visitor.courseId),
      ]);
      const mayChoosePolicy = mayDo(visitor, 'publish policies');
      return { plan, policies: choices, mayChoosePolicy, courseZone: course?.zone ?? null, events };
    },

    /**
     * Sets the plan as a form gave it; `rev` is what the form was opened with. Choosing the policy is for those who publish policies.
     * @throws Refusal not-allowed, invalid; already-done when somebody else changed the plan meanwhile
     */
    async change(visitor: Visitor, rev: number, given: PlanSettings): Promise<CoursePlan> {
      demand(visitor, 'change exam settings');
      const before = await plans.find(idsOf(visitor));
      if (given.policyId !== before.policyId) {
        demand(visitor, 'publish policies');
        const choices = await policies.choices(visitor.organizationId);
        if (given.policyId !== null && !choices.some(({ policyId }) => policyId === given.policyId))
          throw fault('policyId', 'Choose one of the published policies.');
      }
      if (given.administrations.length > mostAdministrations)
        throw fault('administrations', `Give at most ${mostAdministrations} days.`);
      const { policyId, zone, examName, dates, administrations, approvesByItself } = coursePlanSchema.parse({
        ...before,
        ...given,
      });
      const set = { policyId, zone, examName, dates, administrations, approvesByItself };
      const changed = before.rev === rev ? await plans.change(idsOf(visitor), rev, { $set: set }) : null;
      if (!changed) throw new Refusal('already-done', overtaken);
      const detail = { before: settingsOf(before), after: settingsOf(changed) };
      await audit.note(visitor, { act: 'course plan changed', subjectId: visitor.courseId, reason: '', detail });
      return changed;
    },

    /**
     * Adds, changes, moves, takes out or puts back a module. Doing the same again changes nothing.
     * @throws Refusal not-allowed, not-found, invalid; already-done when others kept changing the plan
     */
    async changeModules(visitor: Visitor, request: ModuleRequest): Promise<CourseModule | null> {
      demand(visitor, 'change exam settings');
      const act: ModuleAct =
        request.act === 'remove' ? { ...request, at: surroundings.now(), byName: visitor.name } : request;
      for (let tries = 0; tries < 5; tries += 1) {
        const plan = await plans.find(idsOf(visitor));
        const change = withModuleAct(plan, act);
        if (change.kind === 'no such module') return found(null, 'module');
        if (change.kind === 'fault') throw fault('title', change.message);
        if (change.kind === 'nothing new') return null;
        // The list is decided on as it was read, so it is written only over what was read.
        if (!(await plans.change(idsOf(visitor), plan.rev, { $set: { ...change.lists } }))) continue;
        const { id, title, isRequired } = change.module;
        const detail = { module: id, title, isRequired };
        await audit.note(visitor, { act: moduleActs[act.act], subjectId: visitor.courseId, reason: '', detail });
        if (act.act === 'remove' || act.act === 'change') await evidence.settleCompletions(visitor);
        return change.module;
      }
      throw new Refusal('already-done', 'Others are changing the modules just now. Try again in a moment.');
    },
  };
}

const moduleActs: Readonly<Record<ModuleAct['act'], string>> = {
  add: 'module added',
  change: 'module changed',
  up: 'module moved',
  down: 'module moved',
  remove: 'module removed',
  restore: 'module put back',
};

function settingsOf({ policyId, zone, examName, dates, administrations, approvesByItself }: CoursePlan): PlanSettings {
  return { policyId, zone, examName, dates, administrations, approvesByItself };
}

function fault(path: string, message: string): Refusal {
  return new Refusal('invalid', message, [{ path, message }]);
}
