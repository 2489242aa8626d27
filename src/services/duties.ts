// Duties: what must follow from a change of an attempt (scoring, the gradebook, the guarantee's evidence, a try given back), done now or by a job, once in effect.

import { allowanceId, coolDown, release } from '../domain/exam/allowance.ts';
import { closedStates, type Attempt } from '../domain/exam/attempt.ts';
import { passRuleOf } from '../domain/exam/presets.ts';
import { score as scoreForm } from '../domain/exam/scoring.ts';
import { nextScoreVersion, score as scoring } from '../domain/exam/transitions.ts';
import type { AllowanceStore } from '../stores/allowance-store.ts';
import type { AttemptStore } from '../stores/attempt-store.ts';
import type { ExamStore } from '../stores/exam-store.ts';
import type { ScoreStore } from '../stores/score-store.ts';
import type { MockEvidenceService } from './guarantee/mock-evidence.ts';
import type { Papers } from './papers.ts';
import type { Passback } from './passback.ts';
import { found, type Surroundings } from './surroundings.ts';

interface Needs {
  readonly attempts: AttemptStore;
  readonly exams: ExamStore;
  readonly scores: ScoreStore;
  readonly allowances: AllowanceStore;
  readonly papers: Papers;
  readonly passback: Passback;
  readonly mockEvidence: MockEvidenceService;
  readonly surroundings: Surroundings;
}

export type Duties = ReturnType<typeof dutiesService>;

export function dutiesService(needs: Needs) {
  const { attempts, exams, scores, allowances, papers, passback, mockEvidence, surroundings } = needs;

  /** Scores what the attempt holds now; if it changed meanwhile, the next round scores again. */
  async function scoreAttempt(attempt: Attempt): Promise<void> {
    if (!closedStates.includes(attempt.state)) return;
    const exam = found(await exams.version(attempt.examId, attempt.examVersion), 'exam');
    const form = await papers.form(attempt.formId);
    const [items, blueprint] = await Promise.all([papers.versionsOf(form), papers.blueprintOf(form)]);
    const version = nextScoreVersion(attempt);
    const now = surroundings.now();
    const passRule = passRuleOf(blueprint, exam.settings.passVariant);
    const result = scoreForm(form, items, attempt.answers, passRule, { attemptId: attempt.id, version, scoredAt: now });
    await scores.keep(result, attempt.examId);
    const scored = await attempts.apply(scoring(attempt, version, now));
    if (scored) await coolOff(attempt, exam.settings.cooldownMinutes);
  }

  async function coolOff(attempt: Attempt, cooldownMinutes: number): Promise<void> {
    if (attempt.isPreview || cooldownMinutes === 0 || !attempt.end) return;
    await allowances.apply(coolDown(allowanceId(attempt), attempt.end.at + cooldownMinutes * 60_000));
  }

  async function give(attempt: Attempt): Promise<void> {
    if (attempt.voided?.givesTryBack) await allowances.apply(release(allowanceId(attempt), attempt.id));
    await tell(attempt);
  }

  /** A score, or its end, is told to the gradebook and to the guarantee. Previews are told to nobody. */
  async function tell(attempt: Attempt): Promise<void> {
    if (attempt.isPreview) return;
    await mockEvidence.note(attempt);
    await passback.owe(attempt);
  }

  async function fulfill(attempt: Attempt, key: string): Promise<void> {
    if (key.startsWith('score:')) return scoreAttempt(attempt);
    if (key.startsWith('void:')) return give(attempt);
    if (key.startsWith('grade:')) return tell(attempt);
  }

  async function settle(given: Attempt): Promise<void> {
    let attempt: Attempt | null = given;
    while (attempt && attempt.outbox.length > 0) {
      const duty: Attempt['outbox'][number] = attempt.outbox[0]!;
      await fulfill(attempt, duty.key);
      await attempts.settle(attempt.id, duty.key);
      attempt = await attempts.find(attempt.id);
    }
  }

  return {
    /** Does everything this attempt owes. Repeating it, here or in another process, changes nothing more. */
    settle,

    /** Does what is still owed after a crash; answers how many attempts were looked after. One failure does not stop the rest. */
    async settleAll(limit: number, report: (attemptId: string, error: unknown) => void): Promise<number> {
      const owing = await attempts.findOwing(limit);
      for (const attempt of owing)
        try {
          await settle(attempt);
        } catch (error) {
          report(attempt.id, error);
        }
      return owing.length;
    },
  };
}
