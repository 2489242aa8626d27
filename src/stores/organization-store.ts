// Organizations: the training providers, owners of item banks, blueprints and staff.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents } from './documents.ts';

const shape = z.object({
  id: z.string(),
  name: z.string(),
  helpWords: z.string().default(''),
  zone: z.string().default('UTC'),
});
export type Organization = z.infer<typeof shape>;

/** The organization that the first run makes, to which every platform belongs until there are several. */
export const firstOrganizationId = 'first';

export type OrganizationStore = ReturnType<typeof organizationStore>;

export function organizationStore(connection: Connection) {
  const organizations = documents(connection, 'organizations', shape);
  return {
    prepare: organizations.prepare,

    /** Makes the first organization if there is none; what is already there is left alone. */
    async ensure(organization: Organization): Promise<void> {
      await organizations.insertIfNew(organization);
    },

    /** All of them; there are few. */
    all: () => organizations.find({}),

    find: (id: string) => organizations.findOne({ _id: id }),
  };
}
