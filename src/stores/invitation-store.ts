// Invitations to register a platform, and answered deep-linking requests: both good for one use.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents } from './documents.ts';

const invitationShape = z.object({
  /** SHA-256 of the token in the address. */
  id: z.string(),
  organizationId: z.string().nullable(),
  name: z.string().nullable(),
  usedAt: z.number().nullable(),
  forgetAt: z.date(),
});
const answeredShape = z.object({ id: z.string(), forgetAt: z.date() });

interface Needs {
  readonly now: () => number;
  readonly digest: (text: string) => string;
}

export type InvitationStore = ReturnType<typeof invitationStore>;

export function invitationStore(connection: Connection, { now, digest }: Needs) {
  const forgets = [[{ forgetAt: 1 }, { expireAfterSeconds: 0 }]] as const;
  const invitations = documents(connection, 'invitations', invitationShape, forgets);
  const answered = documents(connection, 'answeredRequests', answeredShape, forgets);
  return {
    prepare: () => Promise.all([invitations.prepare(), answered.prepare()]),

    add: (token: string, invitation: { organizationId: string | null; name: string | null; expiresAt: number }) =>
      invitations.insert({
        id: digest(token),
        organizationId: invitation.organizationId,
        name: invitation.name,
        usedAt: null,
        forgetAt: new Date(invitation.expiresAt),
      }),

    async find(token: string) {
      const found = await invitations.findOne({ _id: digest(token), usedAt: null });
      return found && found.forgetAt.getTime() > now()
        ? { organizationId: found.organizationId, name: found.name }
        : null;
    },

    consume: (token: string) => invitations.update({ _id: digest(token), usedAt: null }, { $set: { usedAt: now() } }),

    async restore(token: string): Promise<void> {
      await invitations.update({ _id: digest(token) }, { $set: { usedAt: null } });
    },

    /** True for exactly one caller per request. */
    markAnswered: (requestId: string, expiresAt: number): Promise<boolean> =>
      answered.insertIfNew({ id: requestId, forgetAt: new Date(expiresAt) }),

    async unmark(requestId: string): Promise<void> {
      await answered.remove({ _id: requestId });
    },
  };
}
