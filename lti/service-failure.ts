// Why a call to a platform's service came to nothing, in the kinds that decide what to do next.
import { NetworkFailure } from './network.ts';

/**
 * - `throttled`: wait `waitMs`, then try again.
 * - `unavailable`: try again later.
 * - `permanent`: trying again will not help; somebody has to change something.
 */
export class ServiceFailure extends Error {
  readonly kind: 'throttled' | 'unavailable' | 'permanent';
  /** Milliseconds; only when throttled. */
  readonly waitMs: number | null;
  /** `message` is one plain sentence for staff. */
  constructor(kind: ServiceFailure['kind'], words: string, waitMs: number | null = null) {
    super(words);
    this.name = 'ServiceFailure';
    this.kind = kind;
    this.waitMs = waitMs;
  }
}

/** A failure of the network as a failure of the service; everything else is thrown on. */
export function failureOf(error: unknown): ServiceFailure {
  if (error instanceof ServiceFailure) return error;
  if (!(error instanceof NetworkFailure)) throw error;
  return new ServiceFailure(error.reason === 'refused' ? 'permanent' : 'unavailable', error.message);
}
