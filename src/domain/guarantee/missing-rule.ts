// The stand-in where a policy asks about parts or a choice that nobody has stored yet.
import { type Result, type Rule, settled } from './rule.ts';

/** A rule that says what is missing: unknown where staff owe the record, not yet where it is still to come. */
export function missingRule(id: string, name: string, result: Result, what: string): Rule {
  return {
    id,
    rule: name,
    params: undefined,
    uses: {},
    judge: () => settled(result),
    tell: () => ({
      need: what,
      have: 'not recorded',
      student: result === 'unknown' ? `Staff must still record ${what}.` : `This begins with ${what}.`,
      staff: `Not recorded: ${what}.`,
    }),
    terms: () => `This depends on ${what}.`,
  };
}
