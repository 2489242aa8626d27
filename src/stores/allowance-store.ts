// Allowances: how many attempts a person has left at an exam, changed only by conditional counters.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { firstAllowance, type Allowance } from '../domain/exam/allowance.ts';
import type { Transition } from '../domain/exam/transitions.ts';
import { documents } from './documents.ts';

const shape = z.object({
  id: z.string(),
  granted: z.number(),
  left: z.number(),
  holds: z.array(z.string()),
  grants: z.record(z.string(), z.number()),
  nextAt: z.number(),
});

export type AllowanceStore = ReturnType<typeof allowanceStore>;

export function allowanceStore(connection: Connection) {
  const allowances = documents<Allowance>(connection, 'allowances', shape);
  return {
    prepare: allowances.prepare,

    /** The allowance, made with `granted` tries if the person has none yet. */
    async ensure(id: string, granted: number): Promise<Allowance> {
      const { id: _id, ...fresh } = firstAllowance(id, granted);
      return (await allowances.findAndUpdate({ _id: id }, { $setOnInsert: fresh }, { upsert: true }))!;
    },

    find: (id: string) => allowances.findOne({ _id: id }),
    findAll: (ids: readonly string[]) => allowances.find({ _id: { $in: ids } }, { limit: Math.max(1, ids.length) }),

    /** Whether the transition's precondition held. */
    apply: ({ filter, update }: Transition) => allowances.update({ ...filter }, { ...update }),
  };
}
