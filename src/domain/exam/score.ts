// A score as it is kept and shown: exact fractions inside, two decimals outside.

/** An exact fraction of whole numbers, `over` positive; JSON-safe. */
export interface Fraction {
  readonly of: number;
  readonly over: number;
}

export interface SlotScore {
  readonly earned: Fraction;
  readonly points: number;
  readonly isRight: boolean;
  readonly isAnswered: boolean;
  readonly isScored: boolean;
}

export interface SectionScore {
  readonly section: string;
  readonly title: string;
  readonly weight: number;
  readonly right: number;
  readonly scored: number;
  /** Exact share of the section's points, 0 to 1. */
  readonly share: Fraction;
  /** Shown percent, two decimals, never across the pass line that binds this section (or the overall line where none does). */
  readonly shownPercent: string;
}

export interface ConditionOutcome {
  readonly isMet: boolean;
  /** "Overall at least 70 %". */
  readonly words: string;
  /** "You have 68.00 %". */
  readonly have: string;
}

export interface Score {
  readonly attemptId: string;
  readonly version: number;
  readonly scoredAt: number;
  /** Identifies keys, weights and rule it was computed under. */
  readonly basis: string;
  readonly isPassed: boolean;
  readonly weighted: Fraction;
  readonly raw: Fraction;
  /** Shown weighted and raw percent, such as "76.40". */
  readonly shownWeighted: string;
  readonly shownRaw: string;
  readonly passLinePercent: number | null;
  readonly conditions: readonly ConditionOutcome[];
  readonly sections: readonly SectionScore[];
  readonly slots: Readonly<Record<string, SlotScore>>;
}
