// Forms: the frozen papers, written once before the clock starts.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import type { Form } from '../domain/exam/form.ts';
import { documents } from './documents.ts';

const shape = z.object({
  id: z.string(),
  organizationId: z.string(),
  blueprint: z.object({ id: z.string(), version: z.number() }),
  seed: z.number(),
  sections: z.array(z.object({ id: z.string(), title: z.string(), weight: z.number() })),
  slots: z.array(
    z.object({
      slot: z.string(),
      itemVersion: z.string(),
      optionOrder: z.array(z.string()),
      section: z.string(),
      leaf: z.string(),
      points: z.number(),
      isPretest: z.boolean(),
    }),
  ),
});

export type FormStore = ReturnType<typeof formStore>;

export function formStore(connection: Connection) {
  const forms = documents<Form>(connection, 'forms', shape);
  return {
    prepare: forms.prepare,

    /** False when a form with this id is there already; it is never overwritten. */
    insert: (form: Form): Promise<boolean> => forms.insertIfNew(form),

    find: (id: string) => forms.findOne({ _id: id }),
    findAll: (ids: readonly string[]) => forms.find({ _id: { $in: ids } }, { limit: Math.max(1, ids.length) }),
  };
}
