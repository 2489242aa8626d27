// Grades back to the LMS: what each gradebook cell is owed, sending it in order and once, and telling people how it stands.

import { owedGrade } from '../domain/exam/grade.ts';
import { closedStates, type Attempt } from '../domain/exam/attempt.ts';
import type { Exam } from '../domain/exam/exam.ts';
import { isStaff, mayDo, type Visitor } from '../domain/person.ts';
import { Refusal } from '../domain/refusal.ts';
import type { AttemptStore } from '../stores/attempt-store.ts';
import type { ExamStore } from '../stores/exam-store.ts';
import type { GradeRow, GradeStore } from '../stores/grade-store.ts';
import type { LinkStore } from '../stores/link-store.ts';
import type { PersonStore } from '../stores/person-store.ts';
import type { ScoreStore } from '../stores/score-store.ts';
import { found, type Surroundings } from './surroundings.ts';

/** One grade for one cell of the LMS's gradebook; moments are epoch milliseconds. */
interface ScoreToSend {
  platformId: string;
  lineItem: string;
  lookUp: { lineItems: string | null; resourceLinkId: string | null; resourceId: string | null };
  userId: string;
  scoreGiven: number;
  scoreMaximum: number;
  timestamp: number;
  submittedAt: number;
  comment: string | null;
  isNewSubmission: boolean;
  reviewUrl: string | null;
}

/** The LMS's gradebook, as far as this service needs it; `lti/gradebook.ts` fits. */
export interface Gradebook {
  submit(score: ScoreToSend): Promise<SendOutcome>;
  withdraw(
    score: Pick<ScoreToSend, 'platformId' | 'lineItem' | 'lookUp' | 'userId' | 'timestamp'>,
  ): Promise<SendOutcome>;
}

export type SendOutcome =
  | { kind: 'sent'; lineItem: string }
  | { kind: 'retry-after'; waitMs: number; words: string }
  | { kind: 'retry'; because: 'unavailable' | 'timestamp'; words: string }
  | { kind: 'permanent'; words: string }
  | { kind: 'link-broken'; words: string };

/** How a person's grade for one exam stands in the LMS, for the page that shows it. */
export interface GradeStatus {
  readonly rowId: string | null;
  readonly state: 'waiting' | 'sent' | 'failed' | 'not connected' | 'nothing owed';
  /** The value owed, percent. */
  readonly scoreGiven: number | null;
  readonly attemptId: string | null;
  readonly sentAt: number | null;
  readonly nextAt: number | null;
  readonly problem: string | null;
}

const leaseMs = 60_000;
const firstWaitMs = 30_000;
const longestWaitMs = 6 * 3_600_000;
/** A refused timestamp is cured by a later one; more than one such try would hide a clock that is wrong. */
const timestampTries = 2;

/** Waiting time before try number `tries + 1`: 30 s, doubled each time, at most 6 h. */
function backOffMs(tries: number): number {
  return Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, tries - 1));
}

interface Needs {
  readonly attempts: AttemptStore;
  readonly exams: ExamStore;
  readonly scores: ScoreStore;
  readonly grades: GradeStore;
  readonly links: LinkStore;
  readonly people: PersonStore;
  readonly gradebook: Gradebook;
  readonly surroundings: Surroundings;
}

export type Passback = ReturnType<typeof passbackService>;

export function passbackService(needs: Needs) {
  const { attempts, exams, scores, grades, links, people, gradebook, surroundings } = needs;

  /** The value a person's cell is owed under the exam's attempt policy as it stands now; null when nothing counts. */
  async function owedTo(
    exam: Exam,
    whose: Pick<Attempt, 'platformId' | 'personId' | 'examId'>,
  ): Promise<GradeRow['owed']> {
    const mine = await attempts.ofPerson(whose);
    const counted = mine.filter((attempt) => closedStates.includes(attempt.state) && attempt.scoreVersion > 0);
    const scored = new Map((await scores.findAll(counted)).map((score) => [score.attemptId, score]));
    const grade = owedGrade(
      exam.settings.attemptPolicy,
      counted.flatMap((attempt) => {
        const score = scored.get(attempt.id);
        return score && attempt.end ? [{ attempt, score }] : [];
      }),
    );
    if (!grade) return null;
    const submittedAt = counted.find((attempt) => attempt.id === grade.attemptId)?.end?.at ?? surroundings.now();
    return { scoreGiven: grade.scoreGiven, attemptId: grade.attemptId, submittedAt };
  }

  /** Notes in every gradebook cell of this exam what the person is owed now. */
  async function owe(attempt: Pick<Attempt, 'platformId' | 'personId' | 'examId' | 'courseId'>): Promise<void> {
    const exam = await exams.find(attempt.examId, attempt.courseId);
    const person = await people.find(attempt.personId);
    if (!exam || !person || person.isTestUser) return;
    const owed = await owedTo(exam, attempt);
    for (const link of await links.ofExam(attempt.courseId, attempt.examId)) {
      if (!link.gradebook?.lineItem || link.gradebook.problem) continue;
      const { platformId, deploymentId, courseId, resourceLinkId, gradebook: cell } = link;
      const address = { platformId, deploymentId, courseId, resourceLinkId, linkId: link.id };
      const whose = { examId: attempt.examId, personId: person.id, sub: person.sub };
      await grades.owe(
        { ...address, ...whose, lineItem: cell.lineItem!, lineItems: cell.lineItems, owed },
        surroundings.now(),
      );
    }
  }

  async function send(row: GradeRow): Promise<void> {
    // Moodle compares whole seconds and refuses the same one; so does every later send under an older clock.
    const timestamp = Math.max(surroundings.now(), (Math.floor(row.lastTimestamp / 1000) + 1) * 1000);
    const lookUp = { lineItems: row.lineItems, resourceLinkId: row.resourceLinkId, resourceId: row.examId };
    const cell = { platformId: row.platformId, lineItem: row.lineItem, lookUp, userId: row.sub, timestamp };
    const { owed, sent } = row;
    const outcome = owed
      ? await gradebook.submit({
          ...cell,
          scoreGiven: owed.scoreGiven,
          scoreMaximum: 100,
          submittedAt: owed.submittedAt,
          comment: null,
          isNewSubmission: sent === null || sent.attemptId !== owed.attemptId,
          reviewUrl: null,
        })
      : await gradebook.withdraw(cell);
    const now = surroundings.now();
    await grades.settle(
      row,
      {
        ...settlementOf(outcome, row, now),
        timestamp,
        lineItem: outcome.kind === 'sent' ? outcome.lineItem : row.lineItem,
      },
      now,
    );
  }

  async function statusOf(exam: Exam, personId: string): Promise<GradeStatus> {
    const [row] = await grades.ofPerson(exam.courseId, exam.id, personId);
    if (row) return statusOfRow(row);
    const problem = await problemOf(exam);
    return { ...noGrade, state: problem === null ? 'nothing owed' : 'not connected', problem };
  }

  async function problemOf(exam: Exam): Promise<string | null> {
    const places = await links.ofExam(exam.courseId, exam.id);
    const isConnected = places.some((link) => link.gradebook?.lineItem && !link.gradebook.problem);
    if (isConnected) return null;
    return (
      places.map((link) => link.gradebook?.problem).find(Boolean) ?? 'This activity has no column in the gradebook.'
    );
  }

  return {
    owe,
    statusOf,

    /** Why no grade of this exam can reach the gradebook; null where at least one of its activities has a column. */
    problemOf,

    /** The standing of every cell of an exam, by person. */
    async statusOfAll(exam: Exam): Promise<Map<string, GradeStatus>> {
      const all = new Map<string, GradeStatus>();
      for (let skip = 0; ; skip += 500) {
        const page = await grades.ofExam(exam.courseId, exam.id, skip);
        for (const row of page) all.set(row.personId, statusOfRow(row));
        if (page.length < 500) return all;
      }
    },

    /**
     * Notes anew what everybody is owed at exams whose attempt policy was changed; answers how many exams. Claimed by lease, so that two
     * processes share the work and a crash only delays it.
     */
    async oweAgain(limit: number): Promise<number> {
      for (let done = 0; done < limit; done += 1) {
        const exam = await exams.claimOwingGrades(surroundings.now(), leaseMs);
        if (!exam) return done;
        const people = new Set<string>();
        for (let skip = 0; ;) {
          const page = await attempts.ofExam(exam.courseId, exam.id, skip);
          for (const attempt of page) if (!attempt.isPreview) people.add(attempt.personId);
          if (page.length === 0) break;
          skip += page.length;
        }
        const { platformId, courseId, id: examId } = exam;
        for (const personId of people) await owe({ platformId, courseId, examId, personId });
        await exams.settleOwingGrades(exam);
      }
      return limit;
    },

    /**
     * "Send again", by the student for their own grade or by staff. Pressing twice sends once more at most.
     * @throws Refusal not-found when there is no such cell, not-allowed for somebody else's
     */
    async sendAgain(visitor: Visitor, examId: string, personId: string): Promise<GradeStatus> {
      if (personId !== visitor.personId && !isStaff(visitor))
        throw new Refusal('not-found', 'There is no such grade here.');
      if (personId !== visitor.personId && !mayDo(visitor, 'resend grades'))
        throw new Refusal('not-allowed', 'Only an instructor can send a student’s grade again.');
      const exam = found(await exams.find(examId, visitor.courseId), 'exam');
      await owe({ platformId: visitor.platformId, courseId: visitor.courseId, examId, personId });
      for (const row of await grades.ofPerson(visitor.courseId, examId, personId))
        await grades.sendAgain(row.id, visitor.courseId, surroundings.now());
      return statusOf(exam, personId);
    },

    /**
     * Sends what is due, one request at a time to each platform, at most `limit` rows; answers how many were tried.
     * Two processes may run it at once: a row is claimed by lease.
     */
    async sendDue(limit: number): Promise<number> {
      let tried = 0;
      const busy = new Set<string>();
      const worker = async (): Promise<void> => {
        while (tried < limit) {
          const row = await grades.claim(surroundings.now(), leaseMs, [...busy]);
          if (!row) return;
          tried += 1;
          busy.add(row.platformId);
          try {
            await send(row);
          } finally {
            busy.delete(row.platformId);
          }
        }
      };
      await Promise.all([worker(), worker()]);
      return tried;
    },
  };
}

const noGrade = { rowId: null, scoreGiven: null, attemptId: null, sentAt: null, nextAt: null, problem: null } as const;

function statusOfRow(row: GradeRow): GradeStatus {
  const { id: rowId, state, sentAt, problem } = row;
  const nextAt = state === 'waiting' ? row.nextAt : null;
  return {
    rowId,
    state,
    scoreGiven: row.owed?.scoreGiven ?? null,
    attemptId: row.owed?.attemptId ?? null,
    sentAt,
    nextAt,
    problem,
  };
}

function settlementOf(
  outcome: SendOutcome,
  row: GradeRow,
  now: number,
): { state: 'waiting' | 'sent' | 'failed'; nextAt: number; problem: string | null } {
  const again = (waitMs: number, problem: string) => ({ state: 'waiting' as const, nextAt: now + waitMs, problem });
  const failed = (problem: string) => ({ state: 'failed' as const, nextAt: now, problem });
  switch (outcome.kind) {
    case 'sent':
      return { state: 'sent', nextAt: now, problem: null };
    case 'retry-after':
      return again(Math.max(1000, outcome.waitMs), outcome.words);
    case 'retry':
      if (outcome.because === 'unavailable') return again(backOffMs(row.tries), outcome.words);
      return row.tries < timestampTries ? again(1100, outcome.words) : failed(outcome.words);
    case 'permanent':
    case 'link-broken':
      return failed(outcome.words);
  }
}
