// Remedies: what is owed, in which currency, after whose approval, and which remedies exclude each other.
import { joinPath, memberOf } from '../reading.ts';
import { type LintFinding, error, warning } from './finding.ts';
import { type Outline, numberIn, textIn } from './outline.ts';
import { nearest } from './spelling.ts';

const MONEY = /refund|fee|cash|stipend|money/i;
const CURRENCY = /^[A-Z]{3}$/;

/** Nothing to get: every claim would end with "not available". */
export function noRemedy({ kind, remedies, placeOf }: Outline): LintFinding[] {
  if (kind !== 'guarantee' || remedies.length > 0) return [];
  const fault = 'There is nothing to get: whoever meets every requirement is told that no remedy is available.';
  return [error(placeOf('remedies'), fault, 'Name at least one: [{"type": "retake_voucher"}].')];
}

/** Money without its currency, and currencies that are none. */
export function amountsWithoutCurrency({ remedies }: Outline): LintFinding[] {
  return remedies.flatMap(({ raw, path }) => {
    const currency = memberOf(raw, 'currency');
    const key = ['amount', 'cap', 'price'].find((name) => numberIn(raw, name) !== undefined);
    if (currency === undefined && key !== undefined) {
      const fault = `${numberIn(raw, key)} is no amount of money without its currency.`;
      return [error(joinPath(path, [key]), fault, 'Add "currency": "USD".')];
    }
    if (currency === undefined || (typeof currency === 'string' && CURRENCY.test(currency))) return [];
    return [error(joinPath(path, ['currency']), 'This is no currency.', 'Give its three capital letters: "USD".')];
  });
}

/** Amounts and percentages that pay nothing, or more than was paid. */
export function oddAmounts({ remedies }: Outline): LintFinding[] {
  return remedies.flatMap(({ raw, path }) => {
    const found: LintFinding[] = [];
    const [amount, percent] = [numberIn(raw, 'amount'), numberIn(raw, 'percent')];
    if (amount !== undefined && amount <= 0) {
      found.push(error(joinPath(path, ['amount']), 'This pays nothing.', 'Give an amount above 0.'));
    }
    if (percent !== undefined && percent <= 0) {
      found.push(error(joinPath(path, ['percent']), 'This pays nothing.', 'Give a percentage above 0.'));
    }
    if (percent !== undefined && percent > 100) {
      const fault = `${percent} % is more than was paid.`;
      found.push(warning(joinPath(path, ['percent']), fault, 'Check that you mean it.'));
    }
    return found;
  });
}

/** Money that is paid without anybody named who approves it. */
export function refundWithoutApproval({ remedies, claim }: Outline): LintFinding[] {
  if (claim && textIn(claim, 'decidedBy') !== undefined) return [];
  return remedies.flatMap(({ raw, path }) => {
    if (!MONEY.test(textIn(raw, 'type') ?? '') || textIn(raw, 'approvedBy') !== undefined) return [];
    const fault = 'Money is promised, and nobody is named who approves it.';
    return [warning(path, fault, 'Add "decidedBy" to the claim, or "approvedBy" here: "administration".')];
  });
}

/** One type twice: a student who chooses it could mean either. */
export function sameRemedyTwice({ remedies }: Outline): LintFinding[] {
  const seen = new Set<string>();
  return remedies.flatMap(({ raw, path }) => {
    const type = textIn(raw, 'type');
    if (type === undefined || memberOf(raw, 'afterFails') !== undefined || memberOf(raw, 'onlyWhen') !== undefined)
      return [];
    const isTwice = seen.has(type);
    seen.add(type);
    if (!isTwice) return [];
    const fault = `"${type}" is offered twice: a choice could mean either.`;
    return [error(joinPath(path, ['type']), fault, 'Give each a type of its own, for example "tuition_refund_half".')];
  });
}

/** Remedies that do not say whether one excludes the other, say it on one side only, or name one that is not there. */
export function exclusions({ remedies }: Outline): LintFinding[] {
  const types = remedies.map(({ raw }) => textIn(raw, 'type') ?? '');
  const excluded = (raw: (typeof remedies)[number]['raw']) => {
    const list = memberOf(raw, 'exclusiveWith');
    return Array.isArray(list) ? list.filter((type): type is string => typeof type === 'string') : undefined;
  };
  const found: LintFinding[] = [];
  for (const { raw, path } of remedies) {
    const type = textIn(raw, 'type') ?? '';
    for (const [index, other] of (excluded(raw) ?? []).entries()) {
      const at = `${path}.exclusiveWith[${index}]`;
      const back = remedies.find((remedy) => textIn(remedy.raw, 'type') === other);
      if (other === type) found.push(error(at, `"${type}" excludes itself.`, 'Name the other remedy.'));
      else if (!types.includes(other)) found.push(notThere(at, other, types));
      else if (back && !excluded(back.raw)?.includes(type)) found.push(oneSided(at, type, other));
    }
  }
  const isSaid = remedies.some(({ raw }) => excluded(raw) !== undefined || isConditional(raw));
  if (remedies.length < 2 || isSaid) return found;
  const fault = `It is not said whether a student gets all of these or one: ${types.join(', ')}.`;
  const cure = 'Add "exclusiveWith": ["the other type"] to each, or [] where all are given.';
  return [...found, warning(joinPath(remedies[1]!.path, ['exclusiveWith']), fault, cure)];
}

function isConditional(raw: object): boolean {
  return 'afterFails' in raw || 'onlyWhen' in raw;
}

function notThere(at: string, other: string, types: readonly string[]): LintFinding {
  const meant = nearest(other, types);
  const fault = `"${other}" is no remedy of this policy, so nothing is excluded.`;
  return error(at, fault, meant ? `Did you mean "${meant}"?` : `Name one of: ${types.join(', ')}.`);
}

function oneSided(at: string, type: string, other: string): LintFinding {
  const fault = `Taking "${other}" closes "${type}", but taking "${type}" leaves "${other}" open.`;
  return warning(at, fault, `Add "${type}" to "exclusiveWith" of "${other}", unless you mean that.`);
}

/** A remedy that waits for a gain which no rule knows. */
export function gainNobodyKnows({ remedies, rules }: Outline): LintFinding[] {
  if (rules.some(({ rule }) => rule === 'gain')) return [];
  return remedies.flatMap(({ raw, path }) => {
    const key = ['onlyIfGainAtMost', 'table'].find((name) => memberOf(raw, name) !== undefined);
    if (key === undefined) return [];
    const fault = 'This depends on the gain, which no rule of the policy measures.';
    return [error(joinPath(path, [key]), fault, 'Add a rule "gain" with its target.')];
  });
}
