// A request that names itself is carried out once, however often and at however many processes it arrives; later ones get the same answer.

import type { IdempotencyStore, KeptAnswer, NamedRequest } from '../../stores/guarantee/idempotency-store.ts';
import type { Surroundings } from '../surroundings.ts';

/** A request by its name. */
export interface Naming {
  /** Who asks, and what for: the same name elsewhere is another request. */
  readonly scope: string;
  readonly name: string;
  /** What is asked, as one text. */
  readonly content: string;
}

export type Carried =
  | { readonly kind: 'answered'; readonly answer: KeptAnswer; readonly isReplay: boolean }
  /** The name was used for another request. */
  | { readonly kind: 'reused' }
  /** The first request of this name is still being carried out. */
  | { readonly kind: 'under way' };

interface Needs {
  readonly requests: IdempotencyStore;
  readonly surroundings: Pick<Surroundings, 'now' | 'digest'>;
  /** Lets so many milliseconds pass. */
  readonly wait: (ms: number) => Promise<void>;
}

const keptMs = 24 * 3_600_000;
/** Longer than any batch takes. */
const leaseMs = 120_000;
const looks = 100;
const lookMs = 50;

export type Idempotency = ReturnType<typeof idempotencyService>;

export function idempotencyService({ requests, surroundings, wait }: Needs) {
  /** Carries the work out under a claim. A failure that is ours gives the claim back: nothing was answered yet. */
  async function carryOut(id: string, lease: number, work: () => Promise<KeptAnswer>): Promise<Carried> {
    try {
      const answer = await work();
      await requests.settle(id, lease, answer);
      return { kind: 'answered', answer, isReplay: false };
    } catch (error) {
      await requests.release(id, lease);
      throw error;
    }
  }

  /** The lease under which this caller may carry the request out; null when somebody else has it or had it. */
  async function claimed(id: string, fingerprint: string, now: number): Promise<number | null> {
    const leaseUntil = now + leaseMs;
    return (await requests.claim({ id, fingerprint, leaseUntil, forgetAt: new Date(now + keptMs) }))
      ? leaseUntil
      : null;
  }

  /** What another request of the same name came to: waits while it is under way. */
  async function answerOf(id: string, fingerprint: string): Promise<NamedRequest | null> {
    let request = await requests.find(id);
    const isUnderWay = (): boolean =>
      request !== null &&
      request.fingerprint === fingerprint &&
      request.answer === null &&
      request.leaseUntil > surroundings.now();
    for (let look = 0; look < looks && isUnderWay(); look += 1) {
      await wait(lookMs);
      request = await requests.find(id);
    }
    return request;
  }

  return {
    /** Carries a request out once. What `work` throws is thrown to whoever carried it out, and the next one tries again. */
    async once({ scope, name, content }: Naming, work: () => Promise<KeptAnswer>): Promise<Carried> {
      const id = surroundings.digest(JSON.stringify([scope, name]));
      const fingerprint = surroundings.digest(content);
      for (let tries = 0; tries < 3; tries += 1) {
        const now = surroundings.now();
        const lease = await claimed(id, fingerprint, now);
        if (lease !== null) return carryOut(id, lease, work);
        if ((await requests.forget(id, now)) > 0) continue;
        const other = await answerOf(id, fingerprint);
        // Given back in the meantime.
        if (!other) continue;
        if (other.fingerprint !== fingerprint) return { kind: 'reused' };
        if (other.answer) return { kind: 'answered', answer: other.answer, isReplay: true };
        if (other.leaseUntil > surroundings.now()) return { kind: 'under way' };
        const next = surroundings.now() + leaseMs;
        if (await requests.takeOver(id, other.leaseUntil, next)) return carryOut(id, next, work);
      }
      return { kind: 'under way' };
    },
  };
}
