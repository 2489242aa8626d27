// Short ways to ask the evaluator in tests: one requirement, some facts, an instant.
import { judge } from '../../../src/domain/guarantee/judge.ts';
import { type VerdictJson, verdictJson } from '../../../src/domain/guarantee/verdict-json.ts';

/** The verdict of any policy, written out; faults are thrown. */
export function verdictOf(policy: unknown, facts: unknown, asOf: string): VerdictJson {
  const judged = judge({ policy, facts, asOf });
  if (judged.ok) return verdictJson(judged.value);
  throw new Error(judged.faults.map(({ path, message }) => `${path}: ${message}`).join('; '));
}

/** A guarantee in Chicago with these requirements, a claim 30 days after the first result, and a refund. */
export function guarantee(requires: unknown, more: object = {}): object {
  const claim = { window: { anchor: 'result1', amount: { days: 30 } } };
  return { timeZone: 'America/Chicago', requires, claim, remedies: [{ type: 'refund' }], ...more };
}

/** What one rule says: its result, and from when on which other verdict. */
export function asked(rule: object, facts: unknown, asOf: string, more: object = {}): string {
  // Without a claim window each of the four results is a verdict of its own, so every change of the rule shows.
  const policy = guarantee({ id: 'it', ...rule }, { scoreBased: true, claim: {}, ...more });
  const { findings, changesOn } = verdictOf(policy, facts, asOf);
  const { result } = findings[0]!;
  return changesOn === undefined ? result : `${result} until ${changesOn}`;
}

/** A verdict in short: "eligible all_met until 2026-12-22: ineligible claim_window". */
export function short({ verdict, reason, changesOn, changesTo, changeReason }: VerdictJson): string {
  const change = changesOn === undefined ? '' : ` until ${changesOn}: ${changesTo} ${changeReason}`;
  return `${verdict} ${reason}${change}`;
}
