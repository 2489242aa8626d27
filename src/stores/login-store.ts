// Logins and launches under way: one-time records that bind state, nonce, client and browser, forgotten after ten minutes.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents } from './documents.ts';

const keptMs = 10 * 60_000;

const loginShape = z.object({
  id: z.string(),
  nonce: z.string(),
  platformId: z.string(),
  parameters: z.object({
    iss: z.string(),
    login_hint: z.string(),
    target_link_uri: z.string(),
    client_id: z.string().optional(),
    lti_message_hint: z.string().optional(),
    lti_deployment_id: z.string().optional(),
    lti_storage_target: z.string().optional(),
  }),
  cookieHash: z.string(),
  storageHash: z.string().nullable(),
  createdAt: z.number(),
  usedAt: z.number().nullable(),
  failures: z.number(),
  forgetAt: z.date(),
});
type Login = z.infer<typeof loginShape>;
/** As the gatehouse names it. */
export type LoginRecord = Omit<Login, 'id' | 'forgetAt'> & { stateHash: string };

const heldShape = z.object({
  id: z.string(),
  purpose: z.enum(['storage', 'window']),
  storageHash: z.string().nullable(),
  /** The verified launch, as the gatehouse will read it again; nothing here looks inside. */
  launch: z.string(),
  createdAt: z.number(),
  forgetAt: z.date(),
});

export interface HeldLaunch<Launch> {
  ticketHash: string;
  purpose: 'storage' | 'window';
  storageHash: string | null;
  launch: Launch;
  createdAt: number;
}

export function loginStore<Launch>(connection: Connection) {
  const forgets = [[{ forgetAt: 1 }, { expireAfterSeconds: 0 }]] as const;
  const logins = documents(connection, 'logins', loginShape, forgets);
  const helds = documents(connection, 'heldLaunches', heldShape, forgets);
  const recordOf = ({ id: stateHash, forgetAt: _forgetAt, ...rest }: Login): LoginRecord => ({ stateHash, ...rest });
  return {
    prepare: () => Promise.all([logins.prepare(), helds.prepare()]),

    create: ({ stateHash, ...rest }: LoginRecord) =>
      logins.insert({ id: stateHash, ...rest, forgetAt: new Date(rest.createdAt + keptMs) }),

    async peek(stateHash: string): Promise<LoginRecord | null> {
      const login = await logins.findOne({ _id: stateHash });
      return login && recordOf(login);
    },

    consume: (stateHash: string, nowMs: number) =>
      logins.update({ _id: stateHash, usedAt: null }, { $set: { usedAt: nowMs } }),

    async countFailure(stateHash: string): Promise<void> {
      await logins.update({ _id: stateHash }, { $inc: { failures: 1 } });
    },

    hold: ({ ticketHash, launch, ...rest }: HeldLaunch<Launch>) =>
      helds.insert({
        id: ticketHash,
        ...rest,
        launch: JSON.stringify(launch),
        forgetAt: new Date(rest.createdAt + keptMs),
      }),

    /** Removing it is what takes it: everybody but the first gets null. */
    async take(ticketHash: string): Promise<HeldLaunch<Launch> | null> {
      const held = await helds.findOne({ _id: ticketHash });
      if (!held || (await helds.remove({ _id: ticketHash })) !== 1) return null;
      const { id, launch, forgetAt: _forgetAt, ...rest } = held;
      return { ticketHash: id, ...rest, launch: JSON.parse(launch) as Launch };
    },
  };
}
