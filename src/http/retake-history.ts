// What happened to a retake, entry by entry, and who looked at its code.

import type { Entitlement } from '../domain/retakes/entitlement.ts';
import { entryWords } from '../domain/retakes/words.ts';
import { momentView, type Moment } from './moments.ts';
import type { Reader } from './retake-dates.ts';

/** Exactly the names that `retake-history.hbs` prints. */
export interface HistoryEntry {
  readonly at: Moment;
  readonly words: string;
  /** "" where none was asked for. */
  readonly reason: string;
}

/** The ledger and the showings of the code in one list, oldest first. `personId` is addressed as "You". */
export function historyOf(of: Entitlement, personId: string, { zone }: Reader): HistoryEntry[] {
  const entries = of.entries.map((entry) => ({
    ms: entry.at,
    words: `${entryWords(entry, of, personId)}.`,
    reason: entry.why,
  }));
  const showings = of.codeShown.map(({ at, by, byName }) => ({
    ms: at,
    words: by === personId ? 'The code was shown to you.' : `The code was shown to ${byName}.`,
    reason: '',
  }));
  return [...entries, ...showings]
    .toSorted((a, b) => a.ms - b.ms)
    .map(({ ms, words, reason }) => ({ at: momentView(ms, zone), words, reason }));
}
