// Granting entitlements: checked for whether they can be used at all, issued once for each claim or purchase, extra attempts opened in the exam room.

import { z } from 'zod';
import { readDay } from '../../domain/day.ts';
import { dayTextSchema } from '../../domain/evidence/recorded.ts';
import { allowanceId, grantTries } from '../../domain/exam/allowance.ts';
import type { Exam } from '../../domain/exam/exam.ts';
import { Refusal } from '../../domain/refusal.ts';
import {
  entitlementTermsSchema,
  optionSchema,
  sourceSchema,
  type Actor,
  type Entitlement,
} from '../../domain/retakes/entitlement.ts';
import { daysOf, infeasibleWords } from '../../domain/retakes/feasibility.ts';
import { isOwedByStaff, kindOf, mayBecomeMoney } from '../../domain/retakes/kind.ts';
import { moneySchema } from '../../domain/money.ts';
import { consume, granted, opened, stoodIn } from '../../domain/retakes/transitions.ts';
import type { AllowanceStore } from '../../stores/allowance-store.ts';
import type { ExamStore } from '../../stores/exam-store.ts';
import type { EntitlementStore } from '../../stores/guarantee/entitlement-store.ts';
import { found, type Surroundings } from '../surroundings.ts';
import type { CourseIds, RetakeChanges } from './retake-changes.ts';
import type { RetakeTelling } from './retake-news.ts';

/** Seals codes; `src/outside/sealing.ts` fits. */
export interface CodeSealing {
  seal(text: string, belongsTo: string): Entitlement['code'] & {};
  open(sealed: Entitlement['code'] & {}, belongsTo: string): string;
}

/** What is to be granted. Whoever grants by a claim or a purchase names it, so that doing it again grants nothing more. */
export const grantSchema = z.object({
  personId: z.string().min(1),
  /** As the policy names the remedy, whatever it calls it. */
  kind: z.string().min(1).max(200),
  units: z.number().int().min(1).max(1000).default(1),
  source: sourceSchema,
  terms: entitlementTermsSchema,
  /** The last day; absent or null: as the terms say, and without any it does not expire. */
  expiresOn: dayTextSchema.nullable().default(null),
  value: moneySchema.nullable().default(null),
  options: z.array(optionSchema).default([]),
  /** The mock exam that extra attempts are for; absent: the student chooses it. */
  examId: z.string().nullable().default(null),
  code: z.string().nullable().default(null),
  needsSecondPerson: z.boolean().default(false),
  replaces: z.string().nullable().default(null),
  why: z.string().default(''),
});
export type Grant = z.input<typeof grantSchema>;
type ReadGrant = z.output<typeof grantSchema>;

interface Needs {
  readonly entitlements: EntitlementStore;
  readonly exams: Pick<ExamStore, 'find'>;
  readonly allowances: AllowanceStore;
  readonly changes: RetakeChanges;
  readonly sealing: CodeSealing;
  readonly news: Pick<RetakeTelling, 'soon'>;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

/** What a sealed code belongs to. */
export function codeOwner(entitlementId: string): string {
  return `entitlement-code:${entitlementId}`;
}

export type Granting = ReturnType<typeof grantingService>;

export function grantingService(needs: Needs) {
  const { entitlements, exams, allowances, changes, sealing, news, surroundings } = needs;

  function draftOf(course: CourseIds, grant: ReadGrant, actor: Actor, id: string): Entitlement {
    const { organizationId, platformId, courseId } = course;
    const { personId, kind, source, terms, value, options, replaces } = grant;
    const { use } = kindOf(kind);
    const now = surroundings.now();
    const days = daysOf(terms, grant.expiresOn, now);
    const grantKey = `${source.type}:${source.id}:${kind}`;
    const draft = {
      id,
      organizationId,
      platformId,
      courseId,
      personId,
      kind,
      source,
      grantKey,
      terms,
      value,
      options,
      replaces,
      ...(isOwedByStaff(kind) ? { ...days, expiresOn: null } : days),
      tries: grant.examId === null || use !== 'tries' ? null : { examId: grant.examId, openedAt: null },
      approval: { isNeeded: grant.needsSecondPerson, by: null, byName: '', at: null },
      booking: null,
      code: grant.code === null ? null : sealing.seal(grant.code, codeOwner(id)),
      codeShown: [],
    };
    return granted(draft, grant.units, { ...actor, ref: `grant:${grantKey}`, at: now, why: grant.why });
  }

  /** What keeps a grant from being made, by field; empty when nothing does. */
  async function faultsOf(of: Entitlement): Promise<{ path: string; message: string }[]> {
    const faults: { path: string; message: string }[] = [];
    const note = (path: string, message: string): void => void faults.push({ path, message });
    const { use } = kindOf(of.kind);
    if (use === 'choice' && of.options.length < 2) note('options', 'Give at least two things to choose from.');
    if (use !== 'choice' && of.options.length > 0) note('options', 'Only a choice has options.');
    if (mayBecomeMoney(of.kind) && of.balance.free !== 1) note('units', 'This is had once: give 1.');
    if (of.expiresOn !== null && readDay(of.expiresOn)! < readDay(of.issuedOn)!)
      note('expiresOn', 'The last day is over already. Give a day that is still to come.');
    for (const examId of [of.tries?.examId, ...of.options.map((option) => option.examId)])
      if (typeof examId === 'string' && (await limitedExam(of, examId)) === null)
        note(
          'examId',
          'Choose a mock exam of this course that limits its attempts: without a limit there is nothing to add to.',
        );
    if (faults.length > 0) return faults;
    const words = infeasibleWords(of, await changes.circumstances(of), surroundings.now());
    return words === '' ? [] : [{ path: 'expiresOn', message: words }];
  }

  /** An exam of the course that limits its attempts; null when it does not, or is none. */
  async function limitedExam({ courseId }: Pick<CourseIds, 'courseId'>, examId: string): Promise<Exam | null> {
    const exam = await exams.find(examId, courseId);
    return exam?.settings.attemptsAllowed == null ? null : exam;
  }

  /** Adds the attempts to the student's allowance, once; whoever comes again after a crash completes it. */
  async function openTries(of: Entitlement): Promise<void> {
    const { tries, balance } = of;
    if (!tries || tries.openedAt !== null || balance.used === 0) return;
    const exam = found(await exams.find(tries.examId, of.courseId), 'exam');
    const id = allowanceId({ platformId: of.platformId, personId: of.personId, examId: exam.id });
    await allowances.ensure(id, exam.settings.attemptsAllowed ?? 0);
    await allowances.apply(grantTries(id, of.id, balance.used));
    await entitlements.apply(opened(of, surroundings.now()));
  }

  /** Uses up all attempts of an entitlement by opening them at an exam. */
  async function useTries(of: Entitlement, examId: string, actor: Actor, ref: string): Promise<Entitlement> {
    const { entitlement } = await changes.change(of, { ...actor, ref, why: '' }, (now, act) => {
      if (now.balance.free < 1) throw new Refusal('already-done', 'These attempts have been used or ended already.');
      return consume(now, { outcome: 'opened', units: now.balance.free, examId }, act);
    });
    await openTries(entitlement);
    return changes.read(of.id, of.courseId);
  }

  /** Attempts at a named exam are opened with the grant; everything else stays as it is. */
  async function opening(of: Entitlement, actor: Actor): Promise<Entitlement> {
    if (!of.tries || of.tries.openedAt !== null) return of;
    return useTries(of, of.tries.examId, actor, `open:${of.id}`);
  }

  /**
   * Grants, once, and tells the student: the same claim or purchase for the same remedy gives the entitlement that is there already. Extra attempts at a
   * named exam are open when this returns.
   * @throws Refusal invalid with what would make it feasible
   */
  async function grant(
    course: CourseIds,
    given: Grant,
    actor: Actor,
    id = surroundings.newId(),
  ): Promise<{ readonly entitlement: Entitlement; readonly isNew: boolean }> {
    const draft = draftOf(course, grantSchema.parse(given), actor, id);
    const { courseId, personId, grantKey } = draft;
    const earlier = await entitlements.byGrant(courseId, personId, grantKey);
    const faults = earlier ? [] : await faultsOf(draft);
    if (faults.length > 0) throw new Refusal('invalid', faults.map(({ message }) => message).join(' '), faults);
    const kept = earlier ? { entitlement: earlier, isNew: false } : await entitlements.insert(draft);
    const entitlement = await opening(kept.entitlement, actor);
    await news.soon(entitlement);
    return { entitlement, isNew: kept.isNew };
  }

  /** Grants what is owed in the place of one that was ended; whoever comes again after a crash completes it. */
  async function putInPlace(of: Entitlement): Promise<void> {
    if (of.standIn === null) return;
    const { id, by, byName, keepsCode, ...owed } = of.standIn;
    const code = keepsCode && of.code ? sealing.open(of.code, codeOwner(of.id)) : null;
    await grant(of, { ...replacementOf(of), ...owed, code }, { by, byName }, id);
    await entitlements.apply(stoodIn(of));
  }

  return {
    grant,
    putInPlace,
    replacementOf,
    limitedExam,
    openTries,
    useTries,

    /**
     * Why a grant could not be used if it were made now; "" when it could. For whoever decides a claim, before deciding.
     */
    async feasibility(course: CourseIds, given: Grant): Promise<string> {
      const draft = draftOf(course, grantSchema.parse(given), { by: '', byName: '' }, 'draft');
      return (await faultsOf(draft)).map(({ message }) => message).join(' ');
    },
  };
}

/** Whose it is and in whose place, of a grant that replaces an entitlement. */
function replacementOf({ id, personId }: Pick<Entitlement, 'id' | 'personId'>) {
  return { personId, source: { type: 'replacement', id } as const, replaces: id };
}
