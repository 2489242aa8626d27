// Versions: terms are pinned, so that nobody's change when the page does.
import { readDay } from '../../day.ts';
import { asObject, memberOf } from '../reading.ts';
import { type LintFinding, error, warning } from './finding.ts';
import { type Outline, textIn, windowIn } from './outline.ts';

/** Terms without a version: nobody could say later which ones a student accepted. */
export function unnamedVersion({ policy, placeOf }: Outline): LintFinding[] {
  if (memberOf(policy, 'version') !== undefined) return [];
  const fault = 'The terms bear no version: later nobody can say which ones a student accepted.';
  const cure = 'Add "version", for example "2026-09"; when terms change, add a version instead of editing this one.';
  return [warning(placeOf('version'), fault, cure)];
}

/** A fixed deadline that is over before the version takes effect. */
export function fixedDeadlineBeforeEffect({ policy, rules, placeOf, claim }: Outline): LintFinding[] {
  const from = readDay(textIn(policy, 'effectiveFrom') ?? '');
  if (from === null) return [];
  const windows = rules.map(({ raw, path }) => ({ anchor: windowIn(raw).anchor ?? textIn(raw, 'anchor'), path }));
  if (claim) windows.push({ anchor: windowIn(claim).anchor, path: placeOf('claim') });
  return windows.flatMap(({ anchor, path }) => {
    const day = readDay(anchor ?? '');
    if (day === null || day >= from) return [];
    const fault = `The date ${anchor} lies before these terms take effect (${textIn(policy, 'effectiveFrom')}).`;
    return [error(path, fault, 'Correct the date, or the day from which the terms count.')];
  });
}

/** Members outside the versions that every version replaces: they are read by nobody. */
export function hiddenByVersions(policy: unknown): LintFinding[] {
  const given = asObject(policy);
  const versions = given && memberOf(given, 'versions');
  if (!given || !Array.isArray(versions) || versions.length === 0) return [];
  const bodies = ['requires', 'claim', 'remedies', 'ladder', 'entitlement'];
  return bodies
    .filter((key) => memberOf(given, key) !== undefined)
    .filter((key) => versions.every((version: unknown) => memberOf(asObject(version) ?? {}, key) !== undefined))
    .map((key) => warning(key, `Every version says "${key}" itself, so this one never counts.`, 'Leave it out here.'));
}
