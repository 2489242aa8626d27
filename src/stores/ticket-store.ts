// One-time tickets by which an exam's own window gets a session: 60 seconds, bound to launch and attempt, used once.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { documents } from './documents.ts';

const shape = z.object({
  /** SHA-256 of the ticket. */
  id: z.string(),
  launchId: z.string(),
  examId: z.string(),
  attemptId: z.string(),
  expiresAt: z.date(),
});
export type Ticket = z.infer<typeof shape>;

export type TicketStore = ReturnType<typeof ticketStore>;

export function ticketStore(connection: Connection) {
  const tickets = documents(connection, 'tickets', shape, [[{ expiresAt: 1 }, { expireAfterSeconds: 0 }]]);
  return {
    prepare: tickets.prepare,
    issue: (ticket: Ticket) => tickets.insert(ticket),

    /** The ticket if it was there and in time; it can be redeemed only once, because removing it is what redeems it. */
    async redeem(id: string, now: number): Promise<Ticket | null> {
      const ticket = await tickets.findOne({ _id: id });
      const isOurs = (await tickets.remove({ _id: id })) === 1;
      return ticket && isOurs && ticket.expiresAt.getTime() > now ? ticket : null;
    },
  };
}
