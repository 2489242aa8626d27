// How many students a minute one core judges, change dates included.
import { evaluate, readFacts } from '../../src/domain/guarantee/evaluate.ts';
import { judge, readPolicy } from '../../src/domain/guarantee/judge.ts';
import { verdictJson } from '../../src/domain/guarantee/verdict-json.ts';
import type { Read } from '../../src/domain/guarantee/reading.ts';

const POLICY = 'A1-coder-timeframe';
const ROUND = 500;

/** A student of a realistic course: 28 classes, one of them still to be made up, coursework under way. */
function studentFacts(index: number): unknown {
  const day = (offset: number) => new Date(Date.UTC(2026, 7, 24 + (index % 7) + offset)).toISOString().slice(0, 10);
  const sessions = Array.from({ length: 28 }, (_, week) => ({
    on: day(7 + week * 4),
    min: 120,
    present: week === 22 ? 0 : 120 - (week % 3),
    excused: week === 5,
  }));
  return {
    enrolledOn: day(0),
    optInOn: day(3),
    discounted: false,
    sessions,
    completedOn: index % 2 === 0 ? day(70) : null,
    coursework: { done: 46, total: 52, grade: 91.2 },
    mocks: [70, 76.4, 81].map((score, at) => ({ at: `${day(60 + at * 5)}T10:00:00-05:00`, score })),
    exams: index % 4 === 0 ? [{ on: day(85), result: 'fail', resultReleasedOn: day(99) }] : [],
    pauses: [{ from: day(20), to: day(24), status: 'approved' }],
  };
}

/**
 * Measures for about so many seconds: evaluations of facts at hand, the same with words and JSON, and cases read from raw
 * JSON each time. All figures are per minute, on one core.
 */
export async function guaranteeBench(seconds: number): Promise<Record<string, number>> {
  const policy = orThrow(readPolicy(POLICY));
  const raw = Array.from({ length: 200 }, (_, index) => studentFacts(index));
  const students = raw.map((facts) => orThrow(readFacts(facts, policy)));
  const start = Date.UTC(2026, 10, 22, 18);
  const asOf = (turn: number) => start + (turn % 60) * 86_400_000;
  const share = seconds / 3;
  return {
    'guarantee.evaluationsPerMinute': perMinute(share, (turn) => {
      evaluate(policy, students[turn % students.length]!, asOf(turn));
    }),
    'guarantee.verdictsWithWordsPerMinute': perMinute(share, (turn) => {
      JSON.stringify(verdictJson(evaluate(policy, students[turn % students.length]!, asOf(turn))));
    }),
    'guarantee.rawCasesPerMinute': perMinute(share, (turn) => {
      const text = new Date(asOf(turn)).toISOString();
      orThrow(judge({ policy: POLICY, facts: raw[turn % raw.length], asOf: text }));
    }),
  };
}

function perMinute(seconds: number, once: (turn: number) => void): number {
  for (let turn = 0; turn < ROUND; turn += 1) once(turn);
  const begun = performance.now();
  let turns = 0;
  while (performance.now() - begun < seconds * 1000) {
    for (let turn = 0; turn < ROUND; turn += 1) once(turns + turn);
    turns += ROUND;
  }
  return Math.round((turns / (performance.now() - begun)) * 60_000);
}

function orThrow<T>(read: Read<T>): T {
  if (read.ok) return read.value;
  throw new Error(read.faults.map(({ path, message }) => `${path}: ${message}`).join('; '));
}
