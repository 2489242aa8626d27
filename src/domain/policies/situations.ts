// Situations to try a policy on: students as every provider knows them, made up around today and around the names that the policy asks for.

import { dayText, type Day } from '../day.ts';
import { asObject } from '../guarantee/reading.ts';
import type { CompiledPolicy } from '../guarantee/policy.ts';
import type { RawPolicy } from './raw-policy.ts';

/** A made-up student: what they are called in the list, and how far they have come. */
export interface Situation extends Course {
  readonly id: string;
  readonly title: string;
  readonly about: string;
}

/** What facts are made up around. */
export interface SituationGround {
  readonly raw: RawPolicy;
  readonly policy: CompiledPolicy;
  readonly today: Day;
}

/** How far somebody has come; days ago, and null for what has not happened. */
interface Course {
  readonly enrolled: number;
  readonly completed: number | null;
  readonly exams: readonly Sitting[];
  /** Of ten classes, by their place: what became of those that were not attended. */
  readonly missed?: Readonly<Record<number, 'missed' | 'unmarked'>>;
  /** How many classes have been held. */
  readonly held?: number;
  readonly mockScore?: number | null;
}

interface Sitting {
  readonly ago: number;
  readonly result: 'fail' | 'pass' | 'pending';
}

const CLASSES = 10;
const LESSON_MINUTES = 120;

/** Finished in time and failed once the result is out: what most situations differ from in one thing. */
const failedOnce: Course = { enrolled: 120, completed: 35, exams: [{ ago: 15, result: 'fail' }] };

/** Every situation, in the order in which a course brings them about. */
export const situations: readonly Situation[] = [
  {
    id: 'new',
    title: 'Just enrolled',
    about: 'Enrolled two days ago and has accepted the guarantee; nothing else yet.',
    enrolled: 2,
    completed: null,
    exams: [],
    held: 0,
    mockScore: null,
  },
  {
    id: 'halfway',
    title: 'Halfway, all in order',
    about: 'Enrolled 60 days ago, was at every class so far, no mock exam yet.',
    enrolled: 60,
    completed: null,
    exams: [],
    held: 6,
    mockScore: null,
  },
  {
    id: 'fails',
    title: 'Did everything, did not pass',
    about: 'Finished 35 days ago, failed 15 days ago; the result is out.',
    ...failedOnce,
  },
  {
    id: 'fails-twice',
    title: 'Did everything, failed twice',
    about: 'Finished 55 days ago, failed 35 and 5 days ago.',
    enrolled: 140,
    completed: 55,
    exams: [
      { ago: 35, result: 'fail' },
      { ago: 5, result: 'fail' },
    ],
  },
  {
    id: 'missed',
    title: 'Missed three classes',
    about: 'Did everything else and failed, but never made up three of ten classes.',
    ...failedOnce,
    missed: { 2: 'missed', 5: 'missed', 6: 'missed' },
  },
  {
    id: 'unmarked',
    title: 'A class nobody marked',
    about: 'Did everything and failed; whether they were at one class is not on record.',
    ...failedOnce,
    missed: { 6: 'unmarked' },
  },
  {
    id: 'low-mocks',
    title: 'Mock exams at 55 %',
    about: 'Did all else and failed.',
    ...failedOnce,
    mockScore: 55,
  },
  {
    id: 'late',
    title: 'Took a year',
    about: 'Finished 11 months after enrolling, failed 10 days ago.',
    enrolled: 365,
    completed: 30,
    exams: [{ ago: 10, result: 'fail' }],
  },
  {
    id: 'waited',
    title: 'Waited with the exam',
    about: 'Finished 200 days ago and sat the exam 15 days ago.',
    enrolled: 300,
    completed: 200,
    exams: [{ ago: 15, result: 'fail' }],
  },
  {
    id: 'pending',
    title: 'Result not out yet',
    about: 'Sat the exam three days ago.',
    enrolled: 110,
    completed: 25,
    exams: [{ ago: 3, result: 'pending' }],
  },
  {
    id: 'passes',
    title: 'Passed',
    about: 'Passed the official exam 15 days ago.',
    enrolled: 120,
    completed: 35,
    exams: [{ ago: 15, result: 'pass' }],
  },
];

/** The situation of an id; undefined if there is none. */
export function situationOf(id: string): Situation | undefined {
  return situations.find((each) => each.id === id);
}

/** The facts of somebody in a situation, on a day, with the names that a policy asks for. */
export function factsIn(course: Situation, { raw, policy, today }: SituationGround): Readonly<Record<string, unknown>> {
  const day = (ago: number): string => dayText(today - ago);
  const { enrolled, completed, exams } = course;
  const [first] = exams;
  const lessons = lessonsOf(course, day);
  const measured = completed === null ? [] : [{ on: day(completed), pct: 100 }];
  const names = policy.versions.map(({ terms }) => terms.names);
  return {
    ...listed(
      names.flatMap(({ sessionLists }) => [...sessionLists]),
      lessons,
    ),
    ...listed(
      names.flatMap(({ progressLists }) => [...progressLists]),
      measured,
    ),
    ...flagsWanted(raw),
    enrolledOn: day(enrolled),
    purchasedOn: day(enrolled),
    paidInFullOn: day(enrolled),
    firstLogin: day(enrolled - 1),
    optInOn: day(enrolled - 1),
    courseStart: day(enrolled - 7),
    courseEnd: day(completed ?? enrolled - 100),
    courseEndPlanned: day(completed ?? enrolled - 100),
    accessEndsOn: day(-90),
    examRetiresOn: day(-730),
    ...(completed === null ? {} : { completedOn: day(completed), certificateDate: day(completed) }),
    ...(first ? { examReportedOn: day(first.ago + 1), administrations: [day(first.ago)] } : {}),
    sessions: lessons,
    coursework: { done: completed === null ? 5 : 10, total: 10, grade: 95, late: 0 },
    progress: measured,
    qbank: measured.map(({ on }) => ({ on, answered: 5000, correctPct: 90, clearedPct: 100, hours: 200 })),
    baselines: [{ kind: 'official', on: day(enrolled + 20), score: 60 }],
    mocks: mocksOf(course, day),
    exams: exams.map(({ ago, result }) => ({
      on: day(ago),
      result,
      score: result === 'pass' ? 85 : 65,
      ...(result === 'pending' ? {} : { resultReleasedOn: day(ago - 2) }),
    })),
    priorAttempts: 0,
  };
}

function lessonsOf({ enrolled, completed, missed, held = CLASSES }: Course, day: (ago: number) => string) {
  const [from, to] = [enrolled - 7, (completed ?? enrolled - 100) + 1];
  return Array.from({ length: CLASSES }, (_, index) => {
    const on = day(Math.round(from + ((to - from) * index) / (CLASSES - 1)));
    const became = missed?.[index];
    const present = index >= held || became === 'unmarked' ? null : became === 'missed' ? 0 : LESSON_MINUTES;
    return { on, min: LESSON_MINUTES, present };
  });
}

/** Four mock exams, the last shortly before the first sitting. */
function mocksOf({ exams, completed, mockScore = 92 }: Course, day: (ago: number) => string) {
  if (mockScore === null) return [];
  const last = (exams[0]?.ago ?? completed ?? 0) + 1;
  return [9, 6, 3, 0].map((before) => ({
    at: `${day(last + before)}T10:00`,
    score: mockScore,
    kind: 'mock',
    passed: mockScore >= 70,
    valid: true,
  }));
}

function listed(names: readonly string[], list: unknown): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, list]));
}

/** Every stored value that a rule asks for, as the rule wants it; of a value that decides between rules, the first. */
function flagsWanted(raw: unknown): Record<string, unknown> {
  if (Array.isArray(raw)) return Object.assign({}, ...raw.map(flagsWanted)) as Record<string, unknown>;
  const given = asObject(raw);
  if (!given) return {};
  const below = Object.values(given).map(flagsWanted);
  const own: Record<string, unknown> = {};
  if (typeof given['fact'] === 'string' && given['equals'] !== undefined) own[given['fact']] = given['equals'];
  const [firstCase] = Object.keys(asObject(given['cases']) ?? {});
  if (typeof given['variant'] === 'string' && firstCase !== undefined) own[given['variant']] = firstCase;
  return Object.assign({}, ...below, own) as Record<string, unknown>;
}
