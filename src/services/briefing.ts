// The briefing: all that a candidate wants to know before the clock starts, and everything they have sat so far.

import type { Availability } from '../domain/exam/availability.ts';
import { maySit } from '../domain/exam/availability.ts';
import { closedStates, type Attempt } from '../domain/exam/attempt.ts';
import { questionCount, type Blueprint, type PassCondition } from '../domain/exam/blueprint.ts';
import { wouldCloseAt, type Outlook } from '../domain/exam/deadline.ts';
import type { Accommodation, Exam } from '../domain/exam/exam.ts';
import { passRuleOf } from '../domain/exam/presets.ts';
import type { Score } from '../domain/exam/score.ts';
import { mockCounting, type MockCounting } from '../domain/evidence/mock-counting.ts';
import type { Visitor } from '../domain/person.ts';
import { momentWords } from '../domain/time.ts';
import type { AccommodationStore } from '../stores/accommodation-store.ts';
import type { AttemptStore } from '../stores/attempt-store.ts';
import type { ExamStore } from '../stores/exam-store.ts';
import type { LinkStore } from '../stores/link-store.ts';
import type { ScoreStore } from '../stores/score-store.ts';
import type { Eligibility } from './guarantee/eligibility.ts';
import type { Papers } from './papers.ts';
import type { GradeStatus, Passback } from './passback.ts';
import type { Sitting } from './sitting.ts';
import { found, type Surroundings } from './surroundings.ts';

/** One of the person's own attempts, with its score once there is one. */
export interface PastAttempt {
  readonly attempt: Attempt;
  readonly score: Score | null;
}

export interface Briefing {
  readonly exam: Exam;
  readonly blueprint: Blueprint;
  readonly questions: number;
  readonly passRule: readonly PassCondition[];
  readonly accommodation: Accommodation | null;
  /** What starting now would mean for this person. */
  readonly outlook: Outlook;
  readonly availability: Availability;
  readonly open: Attempt | null;
  /** Tries left; null where the exam sets no limit, and for previews. */
  readonly attemptsLeft: number | null;
  readonly isPreview: boolean;
  readonly history: readonly PastAttempt[];
  readonly grade: GradeStatus;
  /** Whether this attempt counts for the guarantee, and why; null without one. */
  readonly guarantee: MockCounting | null;
  readonly now: number;
}

interface Needs {
  readonly exams: ExamStore;
  readonly links: LinkStore;
  readonly attempts: AttemptStore;
  readonly scores: ScoreStore;
  readonly accommodations: AccommodationStore;
  readonly papers: Papers;
  readonly sitting: Sitting;
  readonly passback: Passback;
  readonly eligibility: Pick<Eligibility, 'mine'>;
  readonly surroundings: Surroundings;
}

export type BriefingService = ReturnType<typeof briefingService>;

export function briefingService(needs: Needs) {
  const { exams, links, attempts, scores, accommodations, papers, sitting, passback, eligibility, surroundings } =
    needs;

  async function historyOf(visitor: Visitor, exam: Exam, isPreview: boolean): Promise<PastAttempt[]> {
    const { platformId, personId } = visitor;
    const mine = await attempts.ofPerson({ platformId, personId, examId: exam.id }, isPreview);
    const scored = await scores.findAll(mine.filter((attempt) => attempt.scoreVersion > 0));
    return mine
      .filter((attempt) => closedStates.includes(attempt.state) || (attempt.state === 'voided' && attempt.end !== null))
      .map((attempt) => ({ attempt, score: scored.find((score) => score.attemptId === attempt.id) ?? null }));
  }

  async function countingOf(visitor: Visitor, { settings }: Exam): Promise<MockCounting | null> {
    const judgment = await eligibility.mine(visitor);
    return judgment.kind === 'judged' ? mockCounting(judgment.verdict, settings.countsAs) : null;
  }

  async function before(visitor: Visitor, examId: string): Promise<Briefing> {
    const exam = found(await exams.find(examId, visitor.courseId), 'exam');
    const open = await sitting.openAt(visitor, exam);
    const now = surroundings.now();
    const isPreview = sitting.isPreviewOf(visitor);
    const [blueprint, accommodation, tries, history, grade, guarantee] = await Promise.all([
      papers.newestBlueprint(exam),
      accommodations.find(visitor.personId),
      sitting.triesOf(visitor, exam),
      historyOf(visitor, exam, isPreview),
      passback.statusOf(exam, visitor.personId),
      isPreview ? null : countingOf(visitor, exam),
    ]);
    const { attemptsLeft, nextAt } = tries;
    const request = { settings: exam.settings, now, attemptsLeft, nextAt, open, accessCode: null, isPreview };
    return {
      exam,
      blueprint,
      questions: questionCount(blueprint),
      passRule: passRuleOf(blueprint, exam.settings.passVariant),
      accommodation,
      outlook: wouldCloseAt(exam.settings, accommodation, now),
      availability: maySit(request, (at) => momentWords(at, visitor.zone)),
      open,
      attemptsLeft,
      isPreview,
      history,
      grade,
      guarantee,
      now,
    };
  }

  return {
    /** The briefing of one exam for whoever is looking. An open attempt whose time is over is closed first. */
    before,

    /** The briefing of the exam that the visitor's link leads to; null when nobody has chosen one. */
    async ofLink(visitor: Visitor): Promise<Briefing | null> {
      if (!visitor.linkId) return null;
      const link = await links.find(visitor.linkId, visitor.courseId);
      const exam = link?.examId ? await exams.find(link.examId, visitor.courseId) : null;
      return exam ? before(visitor, exam.id) : null;
    },

    /** Everything the visitor has sat in this course, exam by exam. */
    async everything(
      visitor: Visitor,
    ): Promise<{ readonly exam: Exam; readonly history: readonly PastAttempt[]; readonly grade: GradeStatus }[]> {
      const all = await exams.ofCourse(visitor.courseId);
      const isPreview = sitting.isPreviewOf(visitor);
      const read = await Promise.all(
        all.map(async (exam) => ({
          exam,
          history: await historyOf(visitor, exam, isPreview),
          grade: await passback.statusOf(exam, visitor.personId),
        })),
      );
      return read.filter((entry) => entry.history.length > 0);
    },
  };
}
