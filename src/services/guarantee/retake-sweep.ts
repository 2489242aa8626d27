// What time alone does to entitlements: last days that are over, bookings whose exam has begun, openings and news that a crash interrupted.

import { Refusal } from '../../domain/refusal.ts';
import { resitItself, type Entitlement } from '../../domain/retakes/entitlement.ts';
import { standingOf } from '../../domain/retakes/standing.ts';
import { consumeBooked, end, lookAgain, type Act } from '../../domain/retakes/transitions.ts';
import type { Circumstances } from '../../domain/retakes/circumstances.ts';
import type { Transition } from '../../domain/exam/transitions.ts';
import type { EntitlementStore } from '../../stores/guarantee/entitlement-store.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Granting } from './granting.ts';
import type { RetakeChanges } from './retake-changes.ts';
import type { RetakeTelling } from './retake-news.ts';

interface Needs {
  readonly entitlements: EntitlementStore;
  readonly changes: RetakeChanges;
  readonly granting: Granting;
  readonly news: Pick<RetakeTelling, 'tell'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

/** However far away the next date is, it is looked at again after this time: a course may move the day its exam retires. */
const longestMs = 7 * 86_400_000;

/** One that cannot be judged is tried again after this time. */
const pauseMs = 3_600_000;

export type RetakeSweep = ReturnType<typeof retakeSweep>;

export function retakeSweep({ entitlements, changes, granting, news, surroundings }: Needs) {
  /** What time has done to it by now; null when nothing. */
  function due(
    of: Entitlement,
    circumstances: Circumstances,
    now: number,
  ): ((of: Entitlement, act: Act) => Transition) | null {
    if (!of.isOpen) return null;
    const { booking } = of;
    if (booking && booking.outcome === null && booking.startAt <= now) {
      // The booked unit alone: others may be left. An exam that began in time used it, also when that is noticed after the last day.
      const booked = standingOf({ ...of, balance: { ...of.balance, free: 0 } }, circumstances, now);
      if (booked.state === 'consumed')
        return (current, act) => consumeBooked({ ...current, booking: current.booking ?? booking }, 'used', act);
    }
    // Whoever retires an exam by a slip of the pen must not end every retake of it: that is judged anew, never written down.
    const { state } = standingOf(of, circumstances, now);
    return state === 'expired' ? (current, act) => end(current, 'expire', act) : null;
  }

  /** One entitlement brought up to date; whether anything changed. */
  async function settle(of: Entitlement): Promise<boolean> {
    const now = surroundings.now();
    if (of.tries && of.tries.openedAt === null && of.balance.used > 0) {
      await granting.openTries(of);
      await entitlements.apply(lookAgain(await changes.read(of.id, of.courseId), 0));
      return true;
    }
    if (of.standIn) {
      await granting.putInPlace(of);
      return true;
    }
    await news.tell(of);
    const circumstances = await changes.circumstances(of);
    const decide = due(of, circumstances, now);
    if (!decide) {
      const { change } = standingOf(of, circumstances, now);
      const next = of.isOpen ? Math.min(change?.at ?? Infinity, now + longestMs) : 0;
      await entitlements.apply(lookAgain(of, next));
      return false;
    }
    // The act is named by what it was read from, so that running twice at once changes nothing twice.
    const given = { ...resitItself, ref: `time:${of.rev}`, why: '' };
    return (
      await changes.change(of, given, (current, act) => {
        if (current.rev !== of.rev) throw new Refusal('already-done', 'It has changed meanwhile.');
        return decide(current, act);
      })
    ).isNew;
  }

  return {
    settle,

    /** A bounded portion of everything that time may have changed by now; how many changed. Safe to run twice. */
    async lapseDue(limit: number): Promise<number> {
      let changed = 0;
      const problems: unknown[] = [];
      for (const of of await entitlements.due(surroundings.now(), limit)) {
        try {
          if (await settle(of)) changed += 1;
        } catch (error) {
          // A refusal means that somebody else has changed it, and its own next check is due. A defect must not hold up the rest.
          if (error instanceof Refusal) continue;
          problems.push(error);
          await entitlements.apply(lookAgain(of, surroundings.now() + pauseMs));
        }
      }
      if (problems.length > 0) throw problems[0];
      return changed;
    },
  };
}
