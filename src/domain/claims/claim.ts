// A claim: what a student asks of the guarantee, from the first tap to its end; one document per claim.

import { z } from 'zod';
import { dayTextSchema } from '../evidence/recorded.ts';
import { moneySchema } from '../money.ts';

/** The states of a claim (language, section 4). `draft` is not filed yet, so no date is stamped. */
export const claimStates = [
  'draft',
  'provisional',
  'submitted',
  'under_review',
  'info_requested',
  'approved',
  'remedy_chosen',
  'fulfilled',
  'denied',
  'appealed',
  'upheld',
  'overturned',
  'withdrawn',
] as const;
export type ClaimState = (typeof claimStates)[number];

/** Somebody who did something, and when (epoch milliseconds); `resit` is the program itself. */
const doneBySchema = z.object({ by: z.string(), byName: z.string(), at: z.number() });
export type DoneBy = z.infer<typeof doneBySchema>;

/** A paper handed in for one item that the policy asks for. */
export const claimPaperSchema = doneBySchema.extend({
  id: z.string(),
  /** The item's name in the policy: `official_report_1`. */
  item: z.string(),
  fileId: z.string(),
  fileName: z.string(),
  /** The day it came in, in the policy's zone. */
  on: dayTextSchema,
  /** Why staff could not use it; null while nobody has said so. */
  refused: doneBySchema.extend({ why: z.string() }).nullable().default(null),
});
export type ClaimPaper = z.infer<typeof claimPaperSchema>;

/** What staff asked, by when they want an answer, and what the student answered. */
export const claimQuestionSchema = doneBySchema.extend({
  words: z.string(),
  answerBy: dayTextSchema,
  answer: z.object({ at: z.number(), words: z.string() }).nullable().default(null),
});
export type ClaimQuestion = z.infer<typeof claimQuestionSchema>;

/** Every denial names these four. */
export const claimGroundsSchema = z.object({
  /** The rule's id, and the rule in words. */
  rule: z.string(),
  ruleWords: z.string(),
  /** The fact it rests on. */
  fact: z.string(),
  /** The day that decides: `YYYY-MM-DD`, or null where no day does. */
  on: dayTextSchema.nullable(),
  /** What would have changed it. */
  wouldHaveChanged: z.string(),
});
export type ClaimGrounds = z.infer<typeof claimGroundsSchema>;

/** A decision with the words that the student reads. */
export const claimDecisionSchema = doneBySchema.extend({
  isApproval: z.boolean(),
  /** Decided by the program, because records prove every condition. */
  isByItself: z.boolean().default(false),
  words: z.string(),
  /** Not for the student. */
  note: z.string().default(''),
  /** The remedies that are open to the student, by type; empty for a denial. */
  remedies: z.array(z.string()).default([]),
  /** The sum of each remedy that is money, by its type. */
  sums: z.record(z.string(), moneySchema).default({}),
  grounds: claimGroundsSchema.nullable().default(null),
  /** Who confirmed it, where a second person was needed. */
  second: doneBySchema.nullable().default(null),
  /** What the evaluator said at that moment. */
  verdict: z.object({ verdict: z.string(), reason: z.string(), words: z.string() }),
});
export type ClaimDecision = z.infer<typeof claimDecisionSchema>;

/** An approval that waits for a second person. */
export const claimProposalSchema = claimDecisionSchema.omit({ second: true, grounds: true, isByItself: true });
export type ClaimProposal = z.infer<typeof claimProposalSchema>;

/** One line of a claim's history, in words that the student may read. */
const entrySchema = doneBySchema.extend({ move: z.string(), words: z.string() });
export type ClaimEntry = z.infer<typeof entrySchema>;

export const claimSchema = z.object({
  /** Its number, as the receipt shows it: "C-7K3MQ-92QFA". */
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  personId: z.string(),
  rev: z.number().default(0),
  state: z.enum(claimStates),
  /** Present while the claim is open: each unique, so a person has one open claim at most (`open-keys.ts`). */
  openKeys: z.array(z.string()).optional(),
  /** Whose turn it is. */
  waitsFor: z.enum(['staff', 'student', 'nobody']),
  /** By when: the last instant for whoever it waits for (epoch milliseconds); null where nobody waits. */
  dueAt: z.number().nullable(),
  createdAt: z.number(),
  /** When it was filed. Set once; nothing moves it afterwards. */
  receivedAt: z.number().nullable(),
  filedBy: doneBySchema,
  /** Filed by staff for the student. */
  isFiledByStaff: z.boolean(),
  /** The terms by which it was filed. */
  policyId: z.string(),
  policyNumber: z.number(),
  /** The policy's zone, in which its days are counted. */
  zone: z.string(),
  /** The papers that the policy asks for, by their names there. */
  items: z.array(z.string()),
  /** The student's own words. */
  words: z.string().default(''),
  /** The remedy the student asks for; null: whatever is open. */
  choice: z.string().nullable().default(null),
  papers: z.array(claimPaperSchema).default([]),
  questions: z.array(claimQuestionSchema).default([]),
  /** Who reads it now, and until when nobody else decides. */
  lease: doneBySchema.extend({ until: z.number() }).nullable().default(null),
  proposal: claimProposalSchema.nullable().default(null),
  decision: claimDecisionSchema.nullable().default(null),
  appeal: z.object({ at: z.number(), words: z.string() }).nullable().default(null),
  appealDecision: claimDecisionSchema.nullable().default(null),
  /** The remedies that are to be granted; null while the student has still to choose. */
  chosen: z.array(z.string()).nullable().default(null),
  grantedAt: z.number().nullable().default(null),
  history: z.array(entrySchema).default([]),
  /** What must follow from a change: a grant, a message; done now or by a job, once in effect. */
  outbox: z.array(z.object({ key: z.string(), at: z.number() })).default([]),
});
export type Claim = z.infer<typeof claimSchema>;

/** Whose claim, and where: the ids that every query carries. */
export type ClaimOwner = Pick<Claim, 'organizationId' | 'platformId' | 'courseId' | 'personId'>;

/** The decision that counts: the appeal's, if there was one. */
export function decisionOf<Decision>(claim: {
  readonly decision: Decision | null;
  readonly appealDecision: Decision | null;
}): Decision | null {
  return claim.appealDecision ?? claim.decision;
}

/** The papers that staff have not sent back. */
export function usablePapers<Paper extends Pick<ClaimPaper, 'refused'>>({
  papers,
}: {
  readonly papers: readonly Paper[];
}): Paper[] {
  return papers.filter(({ refused }) => refused === null);
}

/** The items of the policy for which there is no usable paper. */
export function missingItems(claim: Pick<Claim, 'items' | 'papers'>): string[] {
  const there = new Set(usablePapers(claim).map(({ item }) => item));
  return claim.items.filter((item) => !there.has(item));
}
