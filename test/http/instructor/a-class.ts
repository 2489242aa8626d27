// A class as the services tell of it, for tests of what staff read: Mon 23 Nov 2026, 12:03:24 in Chicago.

import type { Page } from '../../../src/http/page.ts';
import { resultQuerySchema, type ResultQuery } from '../../../src/http/instructor/result-query.ts';
import type { MayHere } from '../../../src/http/instructor/sitting-part.ts';
import type { ExamOverview, ResultRow, SittingRow } from '../../../src/services/invigilation.ts';
import type { GradeStatus } from '../../../src/services/passback.ts';
import { kept, shownPercent } from '../../../src/domain/exam/fraction.ts';
import type { Exam, ExamSettings } from '../../../src/domain/exam/exam.ts';

export const now = Date.UTC(2026, 10, 23, 18, 3, 24);
export const zone = 'America/Chicago';
export const reader = { zone, now };
export const minute = 60_000;
export const day = 24 * 60 * minute;

export const page: Page = {
  title: 'Mock CPC exam 2',
  courseTitle: 'CPC preparation, fall 2026',
  personName: 'Dana Whitfield',
  roleWords: 'instructor',
  tabs: [],
  zoneWords: 'Times are Chicago time, your own setting.',
  guessesZone: false,
  helpWords: '',
  csrf: 'token',
  nonce: 'nonce',
  base: '/s/l1',
};

export const mayAll: MayHere = { act: true, settings: true, preview: true, resend: true };
export const mayLook: MayHere = { act: false, settings: false, preview: false, resend: false };

/** An exam with what differs from a plain mock. */
export function anExam(differing: Partial<ExamSettings> = {}): Exam {
  return {
    id: 'exam-2',
    organizationId: 'o1',
    platformId: 'p1',
    courseId: 'c1',
    version: 3,
    settings: {
      title: 'Mock CPC exam 2',
      blueprintId: 'cpc-seed',
      allowedMinutes: 240,
      graceSeconds: 30,
      window: { opensAt: null, closesAt: Date.UTC(2026, 10, 30, 5, 59), policy: 'startBy' },
      attemptsAllowed: 3,
      cooldownMinutes: 0,
      review: 'full',
      attemptPolicy: 'best',
      accessCode: null,
      countsAs: 'mock',
      passVariant: 'blueprint',
      ...differing,
    },
  };
}

/** Somebody who is writing, with what differs. */
export function sitting(name: string, differing: Partial<SittingRow> = {}): SittingRow {
  return {
    attemptId: `a-${name}`,
    personId: `p-${name}`,
    name,
    isPreview: false,
    isPaused: false,
    remainingMs: 60 * minute,
    deadlineAt: now + 60 * minute,
    answered: 32,
    questions: 100,
    savedAt: now - 2000,
    heardAt: now - 2000,
    factor: 1,
    extraMs: 0,
    addedMinutes: 0,
    ...differing,
  };
}

/** A score of so many right of 35, 30, 20 and 15. */
export function scoreOf(right: readonly [number, number, number, number]): NonNullable<ResultRow['score']> {
  const counts = [35, 30, 20, 15] as const;
  const titles = ['Medical Concepts', 'Surgery and Modifiers', 'Guidelines and Regulations', 'Other'];
  const all = right.reduce((sum, one) => sum + one, 0);
  const share = kept({ of: all, over: 100 });
  return {
    attemptId: 'a',
    version: 2,
    scoredAt: now,
    basis: '',
    isPassed: all >= 70,
    weighted: share,
    raw: share,
    shownWeighted: shownPercent(share, [70]),
    shownRaw: shownPercent(share, [70]),
    passLinePercent: 70,
    conditions: [],
    sections: counts.map((scored, index) => ({
      section: `section-${index}`,
      title: titles[index]!,
      weight: scored,
      right: right[index]!,
      scored,
      share: kept({ of: right[index]!, over: scored }),
      shownPercent: shownPercent(kept({ of: right[index]!, over: scored }), [70]),
    })),
  };
}

export const sentGrade: GradeStatus = {
  rowId: 'row',
  state: 'sent',
  scoreGiven: 88,
  attemptId: null,
  sentAt: Date.UTC(2026, 10, 22, 22, 40),
  nextAt: null,
  problem: null,
};

interface Differing extends Partial<Omit<ResultRow, 'attempt' | 'name'>> {
  readonly attempt?: Partial<ResultRow['attempt']>;
}

/** Somebody who finished yesterday after three hours, with what differs. */
export function result(name: string, { attempt = {}, ...rest }: Differing = {}): ResultRow {
  const startedAt = now - day;
  return {
    name,
    score: scoreOf([31, 25, 17, 14]),
    grade: null,
    lateAnswers: 0,
    ...rest,
    attempt: {
      id: `a-${name}`,
      organizationId: 'o1',
      platformId: 'p1',
      courseId: 'c1',
      personId: `p-${name}`,
      examId: 'exam-2',
      examVersion: 1,
      formId: 'f',
      number: 1,
      isPreview: false,
      state: 'graded',
      timing: {
        startedAt,
        baseMs: 240 * minute,
        limitMs: 240 * minute,
        factor: 1,
        extraMs: 0,
        graceMs: 0,
        deadlineAt: startedAt + 240 * minute,
        hardCloseAt: startedAt + 240 * minute,
        capAt: null,
        pausedAt: null,
        pausedMs: 0,
        credits: {},
      },
      slotCount: 100,
      epoch: 1,
      tab: null,
      savedAt: startedAt + 179 * minute,
      end: { by: 'user', at: startedAt + 180 * minute, receipt: '7Q4K-M2XD', digest: '' },
      voided: null,
      scoreVersion: 2,
      rev: 9,
      createdAt: startedAt,
      late: [],
      ...attempt,
    },
  };
}

/** Marks a result as void. */
export const voided: Partial<ResultRow['attempt']> = {
  state: 'voided',
  voided: { by: 'p-dana', at: now - day, reason: 'power cut', givesTryBack: true },
};

export function overview(differing: Partial<ExamOverview> = {}): ExamOverview {
  return {
    exam: anExam(),
    now,
    sitting: [],
    results: [],
    yetToFinish: [],
    gradebookProblem: null,
    rosterProblem: null,
    ...differing,
  };
}

export function query(asked: Record<string, string> = {}): ResultQuery {
  return resultQuerySchema.parse(asked);
}
