// What a mock rule asks for, as its judgement and its words read it.
import type { DayAmount } from '../amount.ts';
import type { MockDemand } from './mock-tally.ts';

/** The parameters of a `mock` rule. */
export interface MockRule extends MockDemand {
  readonly kind: string;
  readonly maxAttempts: number | undefined;
  readonly before: 'exam' | undefined;
  readonly lookback: DayAmount | undefined;
  readonly attempt: number;
}
