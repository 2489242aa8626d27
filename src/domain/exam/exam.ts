// An exam: a blueprint put into a course with its window, limit, attempts and what happens with the results.

import { z } from 'zod';

export const countsAsSchema = z.enum(['mock', 'half', 'demo', 'practice']);
export const attemptPolicySchema = z.enum(['best', 'last', 'first', 'average']);

/**
 * What a student may see after an attempt closes: `score` the result only, `missed` also which questions were right or wrong,
 * `full` questions, answers, keys and rationales; `full-after-close` is `score` until the window has ended, then `full`.
 */
export const reviewPolicySchema = z.enum(['score', 'missed', 'full', 'full-after-close']);

export const examSettingsSchema = z.object({
  title: z.string().trim().min(1).max(120),
  blueprintId: z.string().min(1),
  allowedMinutes: z
    .number()
    .int()
    .min(1)
    .max(24 * 60),
  /** Seconds after the shown deadline in which answers under way are still taken; never shown in the countdown. */
  graceSeconds: z.number().int().min(0).max(600),
  window: z.object({
    opensAt: z.number().nullable(),
    closesAt: z.number().nullable(),
    /** `startBy`: whoever starts in time has the full time. `endBy`: the paper closes at the end of the window. */
    policy: z.enum(['startBy', 'endBy']),
  }),
  attemptsAllowed: z.number().int().min(1).max(50).nullable(),
  cooldownMinutes: z
    .number()
    .int()
    .min(0)
    .max(60 * 24 * 365),
  review: reviewPolicySchema,
  attemptPolicy: attemptPolicySchema,
  accessCode: z.string().trim().max(64).nullable(),
  countsAs: countsAsSchema,
  /** Which of the blueprint's pass rules applies: its own, or the variant that binds every named section. */
  passVariant: z.enum(['blueprint', 'everySection']),
});

export type ExamSettings = z.infer<typeof examSettingsSchema>;
export type AttemptPolicy = z.infer<typeof attemptPolicySchema>;
export type ReviewPolicy = z.infer<typeof reviewPolicySchema>;

/** An exam in a course. Settings change for future attempts only: an attempt keeps what it was started with. */
export interface Exam {
  readonly id: string;
  readonly organizationId: string;
  readonly platformId: string;
  readonly courseId: string;
  readonly version: number;
  readonly settings: ExamSettings;
}

/** A standing arrangement for one person, for every exam of the course's organization. */
export interface Accommodation {
  /** 1 is none, 1.5 is half as much again. */
  readonly factor: number;
  readonly extraMinutes: number;
  readonly setBy: string;
  readonly setAt: number;
  readonly reason: string;
}
