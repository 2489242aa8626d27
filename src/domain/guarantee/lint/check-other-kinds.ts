// Ladders and vouchers: steps that leave no time, waits that outlast the voucher, members that another kind reads.
import { amountWords } from '../amount.ts';
import { asObject, joinPath, memberOf } from '../reading.ts';
import { type LintFinding, error, warning } from './finding.ts';
import { type Outline, assumed, numberIn } from './outline.ts';
import { isSurelyShorter, spanOf } from './span.ts';

const BODIES = {
  guarantee: ['requires', 'claim', 'remedies', 'scoreBased'],
  ladder: ['ladder'],
  entitlement: ['entitlement'],
} as const;

/** What belongs to another kind of policy: nobody reads it in this one. */
export function bodyOfAnotherKind({ kind, policy, placeOf }: Outline): LintFinding[] {
  const others = Object.entries(BODIES).filter(([name]) => name !== kind);
  return others.flatMap(([name, keys]) =>
    keys
      .filter((key) => memberOf(policy, key) !== undefined)
      .map((key) =>
        warning(
          placeOf(key),
          `"${key}" belongs to the kind "${name}", and this policy is of the kind "${kind}".`,
          `Leave it out, or say "kind": "${name}".`,
        ),
      ),
  );
}

/** The steps of a ladder that are due before they can be reached. */
export function ladderSteps(outline: Outline): LintFinding[] {
  const { kind, policy, placeOf } = outline;
  const ladder = asObject(memberOf(policy, 'ladder'));
  if (kind !== 'ladder' || !ladder) return [];
  const path = placeOf('ladder');
  const backwards = ['examWithin', 'reattendWithin', 'refundClaimWithin'].flatMap((key) => {
    const span = spanOf(memberOf(ladder, key));
    if (!span || span.amount.count >= 0) return [];
    return [error(joinPath(path, [key]), 'This step would be due before the one that it follows.', 'Give 0 or more.')];
  });
  const claim = spanOf(memberOf(ladder, 'refundClaimWithin'));
  const delay = spanOf(assumed(outline, 'resultDelay'));
  const place = joinPath(path, ['refundClaimWithin']);
  if (!claim || claim.amount.count < 0) return backwards;
  if (delay && isSurelyShorter(claim, delay)) {
    const fault = `The refund must be claimed within ${amountWords(claim.amount)} of the exam, before its result can be known (${amountWords(delay.amount)}).`;
    return [...backwards, error(place, fault, 'Give more time than results take.')];
  }
  if (delay || claim.least >= 14) return backwards;
  const fault = `Only ${amountWords(claim.amount)} from the exam day are left to claim the refund: a late result would end it.`;
  return [...backwards, warning(place, fault, 'Give at least two weeks.')];
}

/** A voucher whose waiting time outlasts it. */
export function voucherWaits({ kind, policy, placeOf }: Outline): LintFinding[] {
  const terms = asObject(memberOf(policy, 'entitlement'));
  if (kind !== 'entitlement' || !terms) return [];
  const path = placeOf('entitlement');
  const validFor = spanOf(memberOf(terms, 'validFor'));
  if (!validFor) {
    if (memberOf(terms, 'validFor') !== undefined) return [];
    const fault = 'The policy does not say how long a voucher is good: each one must bear its own last day.';
    return [
      warning(joinPath(path, ['validFor']), fault, 'Add "validFor": {"months": 12}, or record a last day for each.'),
    ];
  }
  const raw = memberOf(terms, 'waits');
  const waits = (Array.isArray(raw) ? raw : []).filter((wait): wait is number => typeof wait === 'number');
  const free = numberIn(terms, 'waitExclusive') ?? 1;
  const tooLong = waits.findIndex((wait) => wait + free > validFor.most);
  if (tooLong >= 0) {
    const fault = `The wait after fail ${tooLong + 1} (${waits[tooLong]! + free} days) outlasts the voucher (${amountWords(validFor.amount)}).`;
    const place = joinPath(path, ['waits', tooLong]);
    return [
      tooLong === 0
        ? error(place, fault, 'Let the voucher be good for longer.')
        : warning(place, fault, 'Let the voucher be good for longer, or tell students.'),
    ];
  }
  if (numberIn(terms, 'maxIn12Months') !== 1 || validFor.most > 366) return [];
  const fault = 'One exam in 12 months is allowed, and the voucher for the next one is good for less than that.';
  return [error(joinPath(path, ['maxIn12Months']), fault, 'Let the voucher be good for longer, or allow more exams.')];
}
