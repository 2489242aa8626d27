// What the gradebooks are owed: one row per (line item, person), claimed by lease and settled, so that a grade can be neither lost nor doubled.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { gradeCellIdOf } from '../domain/identity.ts';
import { documents } from './documents.ts';

const owedShape = z.object({ scoreGiven: z.number(), attemptId: z.string(), submittedAt: z.number() });

const shape = z.object({
  id: z.string(),
  platformId: z.string(),
  deploymentId: z.string(),
  courseId: z.string(),
  examId: z.string(),
  linkId: z.string(),
  personId: z.string(),
  sub: z.string(),
  lineItem: z.string(),
  lineItems: z.string().nullable(),
  resourceLinkId: z.string().nullable(),
  /** Null: nothing counts any more (all attempts voided), and a grade already sent is to be withdrawn. */
  owed: owedShape.nullable(),
  /** Raised whenever the value owed changes. */
  version: z.number(),
  sent: owedShape.nullable(),
  sentVersion: z.number(),
  state: z.enum(['waiting', 'sent', 'failed', 'nothing owed']),
  tries: z.number(),
  nextAt: z.number(),
  leaseUntil: z.number(),
  /** Timestamp of the newest score sent; the next must be later by a second. */
  lastTimestamp: z.number(),
  sentAt: z.number().nullable(),
  problem: z.string().nullable(),
});
export type GradeRow = z.infer<typeof shape>;

/** How a claimed sending ended. */
export interface Settlement {
  readonly state: 'waiting' | 'sent' | 'failed';
  readonly nextAt: number;
  readonly problem: string | null;
  /** The timestamp that went out, also when the platform refused it. */
  readonly timestamp: number;
  readonly lineItem: string;
}

export type GradeStore = ReturnType<typeof gradeStore>;

export function gradeStore(connection: Connection) {
  const rows = documents<GradeRow>(connection, 'grades', shape, [
    [{ state: 1, nextAt: 1 }, { partialFilterExpression: { state: 'waiting' } }],
    [{ courseId: 1, examId: 1, personId: 1 }],
  ]);
  return {
    prepare: rows.prepare,

    find: (lineItem: string, personId: string) => rows.findOne({ _id: gradeCellIdOf(lineItem, personId) }),

    /** The rows of an exam in a course, one page of 500. */
    ofExam: (courseId: string, examId: string, skip = 0) =>
      rows.find({ courseId, examId }, { sort: { personId: 1 }, limit: 500, skip }),

    ofPerson: (courseId: string, examId: string, personId: string) => rows.find({ courseId, examId, personId }),

    /** Notes what a cell is owed now. The same value again leaves the row as it is; a new one is due at once. */
    async owe(
      row: Omit<
        GradeRow,
        | 'id'
        | 'version'
        | 'sent'
        | 'sentVersion'
        | 'state'
        | 'tries'
        | 'nextAt'
        | 'leaseUntil'
        | 'lastTimestamp'
        | 'sentAt'
        | 'problem'
      >,
      now: number,
    ): Promise<void> {
      const id = gradeCellIdOf(row.lineItem, row.personId);
      const state = row.owed ? 'waiting' : 'nothing owed';
      const fresh = {
        version: 0,
        sent: null,
        sentVersion: 0,
        state,
        tries: 0,
        nextAt: now,
        leaseUntil: 0,
        lastTimestamp: 0,
        sentAt: null,
        problem: null,
      };
      const { owed, ...address } = row;
      await rows.update({ _id: id }, { $set: address, $setOnInsert: { ...fresh, owed: null } }, { upsert: true });
      // Only a changed value is news: comparing inside the filter keeps this one conditional update.
      const unchanged = owed
        ? { 'owed.attemptId': owed.attemptId, 'owed.scoreGiven': owed.scoreGiven }
        : { owed: null };
      const changed = { $nor: [unchanged] };
      const update = { $set: { owed, state: 'waiting', nextAt: now, tries: 0, problem: null }, $inc: { version: 1 } };
      await rows.update({ _id: id, ...changed }, update);
    },

    /** Claims one row that is due, of a platform that is not being talked to; the lease protects it from other workers. */
    claim: (now: number, leaseMs: number, busyPlatforms: readonly string[]) =>
      rows.findAndUpdate(
        { state: 'waiting', nextAt: { $lte: now }, leaseUntil: { $lte: now }, platformId: { $nin: busyPlatforms } },
        { $set: { leaseUntil: now + leaseMs }, $inc: { tries: 1 } },
        { sort: { nextAt: 1 } },
      ),

    /** Ends a claim. A value that changed while it was being sent stays due: `version` tells. */
    async settle(row: GradeRow, outcome: Settlement, now: number): Promise<void> {
      const { state, nextAt, problem, timestamp, lineItem } = outcome;
      const facts = { leaseUntil: 0, lastTimestamp: timestamp, lineItem };
      const arrived = state === 'sent' ? { sent: row.owed, sentVersion: row.version, sentAt: now } : {};
      const end = { $set: { ...facts, ...arrived, state, nextAt, problem } };
      const isStill = await rows.update({ _id: row.id, version: row.version }, end);
      if (!isStill) await rows.update({ _id: row.id }, { $set: { ...facts, ...arrived } });
    },

    /** "Send again": makes the cell due now, also after a failure or an arrival. Safe to press twice. */
    sendAgain: (id: string, courseId: string, now: number) =>
      rows.update(
        { _id: id, courseId, leaseUntil: { $lte: now }, state: { $ne: 'nothing owed' } },
        { $set: { state: 'waiting', nextAt: now, tries: 0, problem: null } },
      ),

    /** How many cells of a course the LMS has not accepted for good. */
    countFailed: (courseId: string) => rows.count({ courseId, state: 'failed' }),

    /** How many cells wait or have failed: for the metrics. */
    countByState: (state: GradeRow['state']) => rows.count({ state }),
  };
}
