// Which score from before the course a gain is measured against.
import { type DayAmount, addAmount } from '../amount.ts';
import { type Evidence, dateFact } from '../evidence.ts';
import type { Baseline } from '../facts.ts';

/** Which baselines may be used. */
export interface BaselineChoice {
  readonly kinds: readonly Baseline['kind'][];
  readonly maxAge: DayAmount | undefined;
}

/**
 * The highest official score on or before `courseStart` and not older than `maxAge`, else the highest diagnostic on or
 * before it; undefined without either or without `courseStart`.
 */
export function bestBaseline({ kinds, maxAge }: BaselineChoice, evidence: Evidence): Baseline | undefined {
  const courseStart = dateFact(evidence, 'courseStart');
  if (courseStart === undefined) return undefined;
  let official: Baseline | undefined;
  let diagnostic: Baseline | undefined;
  for (const each of evidence.facts.baselines) {
    if (each.on > courseStart || each.on > evidence.today || !kinds.includes(each.kind)) continue;
    if (each.kind === 'diagnostic') diagnostic = higher(diagnostic, each);
    else if (!maxAge || addAmount(evidence.calendar, each.on, maxAge) >= courseStart) official = higher(official, each);
  }
  return official ?? diagnostic;
}

/** The higher score; of equal ones the later, so that the order given changes nothing. */
function higher(a: Baseline | undefined, b: Baseline): Baseline {
  return a && (a.score > b.score || (a.score === b.score && a.on >= b.on)) ? a : b;
}
