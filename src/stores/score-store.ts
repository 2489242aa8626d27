// Scores: every version of every attempt's score; a new version never overwrites an old one.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Score } from '../domain/exam/score.ts';
import { documents } from './documents.ts';

const fraction = z.object({ of: z.number(), over: z.number() });
const summaryFields = {
  attemptId: z.string(),
  version: z.number(),
  scoredAt: z.number(),
  basis: z.string(),
  isPassed: z.boolean(),
  weighted: fraction,
  raw: fraction,
  shownWeighted: z.string(),
  shownRaw: z.string(),
  passLinePercent: z.number().nullable(),
  conditions: z.array(z.object({ isMet: z.boolean(), words: z.string(), have: z.string() })),
  sections: z.array(
    z.object({
      section: z.string(),
      title: z.string(),
      weight: z.number(),
      right: z.number(),
      scored: z.number(),
      share: fraction,
      shownPercent: z.string(),
    }),
  ),
};
const fields = {
  ...summaryFields,
  slots: z.record(
    z.string(),
    z.object({
      earned: fraction,
      points: z.number(),
      isRight: z.boolean(),
      isAnswered: z.boolean(),
      isScored: z.boolean(),
    }),
  ),
};
const shape = z.object({ id: z.string(), examId: z.string(), ...fields });
type Kept = z.infer<typeof shape>;
const summaryShape = z.object({ id: z.string(), ...summaryFields });

/** A score without its questions: what tables of many people need. */
export type ScoreSummary = Omit<Score, 'slots'>;

export type ScoreStore = ReturnType<typeof scoreStore>;

export function scoreStore(connection: Connection) {
  const scores = documents<Kept>(connection, 'scores', shape, [[{ attemptId: 1, version: -1 }]]);
  return {
    prepare: scores.prepare,

    /** Keeps a version; the same version again is the same score, so it is left alone. */
    keep: (score: Score, examId: string) =>
      scores.update(
        { _id: `${score.attemptId}:${score.version}` },
        { $setOnInsert: { ...score, examId } },
        { upsert: true },
      ),

    find: (attemptId: string, version: number): Promise<Score | null> =>
      scores.findOne({ _id: `${attemptId}:${version}` }),

    /** The scores of attempts in the versions they stand at, at most 500. */
    findAll: (attempts: readonly { readonly id: string; readonly scoreVersion: number }[]): Promise<Score[]> =>
      scores.find(
        { _id: { $in: attempts.map((attempt) => `${attempt.id}:${attempt.scoreVersion}`) } },
        { limit: Math.max(1, attempts.length) },
      ),

    /** As `findAll`, without the questions. */
    summaries: (attempts: readonly { readonly id: string; readonly scoreVersion: number }[]): Promise<ScoreSummary[]> =>
      scores.select(
        { _id: { $in: attempts.map((attempt) => `${attempt.id}:${attempt.scoreVersion}`) } },
        Object.keys(summaryFields),
        summaryShape,
        { limit: Math.max(1, attempts.length) },
      ),
  };
}
