// Exam windows: a one-time ticket carries a candidate from the LMS frame into a window of its own, with a session of its own.

import type { Visitor } from '../domain/person.ts';
import { Refusal } from '../domain/refusal.ts';
import { visitEndsAt } from '../domain/visit.ts';
import type { SessionStore } from '../stores/session-store.ts';
import type { TicketStore } from '../stores/ticket-store.ts';
import type { Arrivals, OpenedLaunch } from './arrivals.ts';
import type { Sitting } from './sitting.ts';
import { found, type Surroundings } from './surroundings.ts';

const ticketLifeMs = 60_000;
/** A session lasts at least this much longer than the attempt that was opened in it. */
const afterwardsMs = 3_600_000;

interface Needs {
  readonly tickets: TicketStore;
  readonly sessions: SessionStore;
  readonly arrivals: Arrivals;
  readonly sitting: Sitting;
  readonly surroundings: Surroundings;
}

export type Windows = ReturnType<typeof windowsService>;

export function windowsService({ tickets, sessions, arrivals, sitting, surroundings }: Needs) {
  /** Keeps a session alive until the attempt opened in it is over, and an hour more. */
  async function keepAlive(launchId: string, hardCloseAt: number | null): Promise<void> {
    if (hardCloseAt !== null) await sessions.keepUntil(launchId, hardCloseAt + afterwardsMs);
  }

  return {
    keepAlive,

    /** A ticket for opening this exam in its own window: good for 60 s, once. The attempt is prepared, its clock not started. */
    async issue(visitor: Visitor, examId: string, accessCode: string | null): Promise<string> {
      const attempt = await sitting.prepare(visitor, examId, accessCode);
      const ticket = Buffer.from(surroundings.randomBytes(32)).toString('base64url');
      await tickets.issue({
        id: surroundings.digest(ticket),
        launchId: visitor.launchId,
        examId,
        attemptId: attempt.id,
        expiresAt: new Date(surroundings.now() + ticketLifeMs),
      });
      return ticket;
    },

    /**
     * Turns a ticket into a session for the new window.
     * @throws Refusal too-late when the ticket was used before or is older than 60 s
     */
    async open(ticket: string): Promise<OpenedLaunch & { attemptId: string }> {
      const redeemed = await tickets.redeem(surroundings.digest(ticket), surroundings.now());
      if (!redeemed)
        throw new Refusal(
          'too-late',
          'This window was opened too late or twice. Close it and press the button on the exam page again.',
        );
      const parent = found(await sessions.find(redeemed.launchId), 'visit');
      if (visitEndsAt(parent) <= surroundings.now())
        throw new Refusal('too-late', 'Your visit has ended. Open Resit again from your course.');
      return { ...(await arrivals.openWindow(parent)), attemptId: redeemed.attemptId };
    },
  };
}
