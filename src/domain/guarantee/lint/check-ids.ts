// Ids: each rule has its own, and none of them is a word of the language.
import { type LintFinding, error, warning } from './finding.ts';
import { words } from './known-names.ts';
import type { Outline } from './outline.ts';

/** Ids with a meaning of their own for waivers and reasons. */
const TAKEN = words(`
  claim_window evidence expiry version passed target_reached all_met claim_anchor
  remedy_not_available
`);

/** Two rules with one id: a waiver or a reason could not tell them apart. */
export function duplicateIds({ rules, forms }: Outline): LintFinding[] {
  const first = new Map<string, string>();
  const withIds = [...rules, ...forms.map(({ path, raw }) => ({ path, id: raw['id'] }))];
  return withIds.flatMap(({ id, path }) => {
    if (typeof id !== 'string') return [];
    const other = first.get(id);
    if (other === undefined) first.set(id, path);
    if (other === undefined) return [];
    const fault = `The id "${id}" is that of ${other} too: a waiver or a reason could not tell them apart.`;
    return [error(`${path}.id`, fault, 'Give each rule an id of its own.')];
  });
}

/** An id that is a word of the language: a waiver for the claim would be one for the rule as well. */
export function takenIds({ rules }: Outline): LintFinding[] {
  return rules
    .filter(({ id }) => id !== undefined && TAKEN.includes(id))
    .map(({ id, path }) =>
      warning(
        `${path}.id`,
        `"${id}" is a word of the language itself, so that reasons and waivers would be ambiguous.`,
        `Choose another id, for example "${id}_rule".`,
      ),
    );
}
