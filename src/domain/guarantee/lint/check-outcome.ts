// The outcome: what has to go wrong before anybody may claim, and who decides what no system records.
import { joinPath, memberOf } from '../reading.ts';
import { type LintFinding, error, warning } from './finding.ts';
import { type Outline, attemptIn, textIn } from './outline.ts';

const MOST_FAILS = 3;
const JUDGEMENTS = /effort|genuine|faith|serious|diligen|reasonabl|satisf|adequate|appropriate|approv|recommend|ready/i;

/** Nothing asks for a fail: who meets the rest may claim before sitting the exam. */
export function noFailAsked({ rules, kind, policy, placeOf }: Outline): LintFinding[] {
  if (kind !== 'guarantee' || rules.length === 0) return [];
  if (rules.some(({ rule }) => rule === 'outcome' || rule === 'gain')) return [];
  const isScoreBased = memberOf(policy, 'scoreBased') === true;
  const fault = isScoreBased
    ? 'Scores count here, but no rule looks at the gain: everybody who meets the rest may claim.'
    : 'No rule asks that the exam was not passed: who meets the rest may claim before sitting it.';
  const cure = isScoreBased ? 'Add a rule "gain".' : 'Add {"id": "exam_fail", "rule": "outcome"}.';
  return [warning(placeOf('requires'), fault, cure)];
}

/** A gain that is never looked at, because a pass closes the guarantee first. */
export function gainWithoutScores({ rules, policy, placeOf }: Outline): LintFinding[] {
  const hasGain = rules.some(({ rule }) => rule === 'gain');
  const isScoreBased = memberOf(policy, 'scoreBased') === true;
  if (!hasGain || isScoreBased) return [];
  const fault = 'A pass closes this guarantee before its gain is looked at.';
  return [warning(placeOf('scoreBased'), fault, 'Add "scoreBased": true, if scores count and not passing.')];
}

/** A gain without a rule that a starting score be on file: without one every student goes to a person. */
export function gainWithoutBaseline({ rules }: Outline): LintFinding[] {
  if (rules.some(({ rule }) => rule === 'baseline')) return [];
  return rules
    .filter(({ rule }) => rule === 'gain')
    .map(({ path }) =>
      warning(
        path,
        'No rule asks for a starting score: without one the gain is never known.',
        'Add a rule "baseline".',
      ),
    );
}

/** Many fails before anything is paid: a reward for failing that nearly nobody reaches. */
export function allOrNothing({ together, placeOf, remedies }: Outline): LintFinding[] {
  const isStaged = remedies.some(({ raw }) => memberOf(raw, 'afterFails') !== undefined);
  const most = Math.max(
    0,
    ...together.map(
      (rules) => new Set(rules.filter(({ rule }) => rule === 'outcome').map(({ raw }) => attemptIn(raw))).size,
    ),
  );
  if (most < MOST_FAILS || isStaged) return [];
  const fault = `The exam must be failed ${most} times before anything is owed: students read this as a reward for failing.`;
  return [warning(placeOf('requires'), fault, 'Offer something after the first fail too ("afterFails").')];
}

/** A judgment of a person without the person: nobody could say why it was not met. */
export function nobodyDecides({ rules }: Outline): LintFinding[] {
  return rules.flatMap(({ rule, raw, path }) => {
    const fact = textIn(raw, 'fact') ?? '';
    const isJudgement = JUDGEMENTS.test(`${fact} ${textIn(raw, 'label') ?? ''}`);
    if (rule !== 'flag' || !isJudgement || textIn(raw, 'decidedBy') !== undefined) return [];
    const fault = `No system records "${fact}": it is somebody's judgment, and nobody is named.`;
    return [warning(path, fault, 'Name who decides: "decidedBy": "the lead instructor".')];
  });
}

/** A flag whose wrong value is final although the fact changes on most days, such as a payment. */
export function finalPayment({ rules }: Outline): LintFinding[] {
  return rules.flatMap(({ rule, raw, path }) => {
    const fact = textIn(raw, 'fact') ?? '';
    if (rule !== 'flag' || !/^(paid|payment|instal)/i.test(fact) || memberOf(raw, 'curable') === true) return [];
    if (memberOf(raw, 'equals') !== true) return [];
    const fault = `"${fact}" ends the guarantee as soon as it is recorded as no, even if the money comes a day later.`;
    return [warning(path, fault, 'Add "curable": true, or use "on_or_before" with a date.')];
  });
}

/** A near-miss floor above which nobody can fail. */
export function impossibleNearMiss({ rules }: Outline): LintFinding[] {
  return rules.flatMap(({ rule, raw, path }) => {
    const floor = memberOf(raw, 'nearMiss');
    if (rule !== 'outcome' || typeof floor !== 'number' || floor > 0) return [];
    const fault = 'A floor of 0 or less shuts nobody out.';
    return [error(joinPath(path, ['nearMiss']), fault, 'Leave it out, or give the lowest score that still counts.')];
  });
}
