// Names: members that the language does not know, and date facts that look misspelled.
import { asObject, joinPath, memberOf } from '../reading.ts';
import { type LintFinding, error, warning } from './finding.ts';
import {
  DATE_FACTS,
  FORM_KEYS,
  NODE_KEYS,
  OTHER_NAMES,
  PART_KEYS,
  POLICY_KEYS,
  REMEDY_KEYS,
  RULE_KEYS,
} from './known-names.ts';
import { type Outline, textIn, windowIn } from './outline.ts';
import { nearest } from './spelling.ts';

const PARTS_OF_RULES = ['window', 'pausable', 'require', 'makeup'] as const;

/** Every member that the evaluator would not read, with the name that was likely meant. */
export function unknownMembers(outline: Outline): LintFinding[] {
  const { policy, placeOf, rules, forms, remedies, claim } = outline;
  const parts = ['claim', 'ladder', 'entitlement', 'assumes'].flatMap((key) =>
    unknownIn(memberOf(policy, key), PART_KEYS[key]!, placeOf(key)),
  );
  const ofRules = rules.flatMap(({ raw, rule, path }) => {
    const known = Object.hasOwn(RULE_KEYS, rule) ? RULE_KEYS[rule] : undefined;
    if (!known) return [];
    const below = PARTS_OF_RULES.filter((part) => known.includes(part)).flatMap((part) =>
      unknownIn(memberOf(raw, part), PART_KEYS[part]!, joinPath(path, [part])),
    );
    return [...unknownIn(raw, ['rule', ...known, ...NODE_KEYS], path), ...below];
  });
  const ofForms = forms.flatMap(({ raw, form, path }) => unknownIn(raw, [...FORM_KEYS[form]!, ...NODE_KEYS], path));
  const ofRemedies = remedies.flatMap(({ raw, path }) => unknownIn(raw, REMEDY_KEYS, path));
  const ofClaim = claim ? unknownIn(memberOf(claim, 'window'), PART_KEYS['window']!, `${placeOf('claim')}.window`) : [];
  const ofPolicy = Object.keys(policy).flatMap((key) => unknownKey(key, POLICY_KEYS, placeOf(key)));
  return [...ofPolicy, ...parts, ...ofForms, ...ofRules, ...ofClaim, ...ofRemedies];
}

function unknownIn(raw: unknown, known: readonly string[], path: string): LintFinding[] {
  const given = asObject(raw);
  return given ? Object.keys(given).flatMap((key) => unknownKey(key, known, joinPath(path, [key]))) : [];
}

function unknownKey(key: string, known: readonly string[], path: string): LintFinding[] {
  if (known.includes(key)) return [];
  const meant = nearest(key, known);
  const advice = meant ? `Did you mean "${meant}"?` : `Leave it out, or use one of: ${known.join(', ')}.`;
  return [warning(path, `"${key}" says nothing here: nobody reads it.`, advice)];
}

/** Rules that there are not, with the one that was likely meant: a near miss, or another name for the same thing. */
export function unknownRules({ rules }: Outline): LintFinding[] {
  const known = Object.keys(RULE_KEYS);
  return rules.flatMap(({ rule, path }) => {
    if (known.includes(rule)) return [];
    const meant = (Object.hasOwn(OTHER_NAMES, rule) ? OTHER_NAMES[rule] : undefined) ?? nearest(rule, known);
    const advice = meant ? `Did you mean "${meant}"?` : `Name one of: ${known.join(', ')}.`;
    return [error(joinPath(path, ['rule']), `There is no rule "${rule}".`, advice)];
  });
}

/** Date facts and anchors that are one slip away from a common name: they would never be found among the facts. */
export function misspelledFacts({ rules, claim, remedies, policy, placeOf }: Outline): LintFinding[] {
  const named: [string | undefined, string][] = rules.flatMap(({ raw, rule, path }): [string | undefined, string][] => [
    [windowIn(raw).anchor, joinPath(path, ['window', 'anchor'])],
    [textIn(raw, 'anchor'), joinPath(path, ['anchor'])],
    [rule === 'flag' ? undefined : textIn(raw, 'fact'), joinPath(path, ['fact'])],
  ]);
  if (claim) named.push([windowIn(claim).anchor, `${placeOf('claim')}.window.anchor`]);
  named.push([textIn(policy, 'pinOn'), placeOf('pinOn')]);
  for (const { raw, path } of remedies)
    named.push([textIn(raw, 'noActivityAfter'), joinPath(path, ['noActivityAfter'])]);
  return named.flatMap(([name, path]) => (name === undefined ? [] : misspelled(name, path)));
}

function misspelled(name: string, path: string): LintFinding[] {
  if (DATE_FACTS.includes(name) || /^(exam|result)[1-9]\d*$/.test(name)) return [];
  const numbered = /^(exam|result)[\s_-]?(\d+)$/i.exec(name);
  const meant = numbered ? `${numbered[1]!.toLowerCase()}${Number(numbered[2])}` : nearest(name, DATE_FACTS);
  if (meant === undefined) return [];
  const fault = `"${name}" looks like a slip of "${meant}": no fact of that name would be found.`;
  return [warning(path, fault, `Write "${meant}", or rename the fact if it is another one.`)];
}
