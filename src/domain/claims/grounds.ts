// The grounds of a denial, filled in from the evaluator: rule, fact, day, and what would have changed it.

import { dayInWords, dayText, readDay } from '../day.ts';
import { findingOf, verdictJson } from '../guarantee/verdict-json.ts';
import type { Verdict } from '../guarantee/evaluate.ts';
import { nameWords } from '../guarantee/anchor.ts';
import type { FoundRule } from '../guarantee/judged.ts';
import type { ClaimGrounds } from './claim.ts';
import { upperFirst } from '../phrases.ts';

/**
 * The rule that decides by the evaluator, with its fact and day, for the reviewer to keep or to change; null where the records give no
 * ground for a denial.
 */
export function groundsOf(verdict: Verdict): ClaimGrounds | null {
  if (verdict.verdict === 'approve' || verdict.verdict === 'eligible') return null;
  const { reason, words, claimBy } = verdictJson(verdict);
  const decides = verdict.rules.find(({ id }) => id === reason);
  if (decides) return groundsOfRule(decides);
  return {
    rule: reason,
    ruleWords: claimRuleWords(reason),
    fact: words,
    on: claimBy ?? null,
    wouldHaveChanged: wouldHaveChangedClaim(reason),
  };
}

/** The grounds that one rule gives: the rule as the student accepted it, and what is recorded. */
function groundsOfRule(found: FoundRule): ClaimGrounds {
  const { id, have, need, by, words } = findingOf(found);
  const day = by === null ? null : readDay(by.slice(0, 10));
  const until = day === null || need.includes(dayInWords(day)) ? '' : ` by ${dayInWords(day)}`;
  return {
    rule: id,
    ruleWords: `${found.rule.terms(found.evidence.calendar).replace(/\.(\s.*)?$/s, '')}.`,
    fact: factWords(have, words),
    on: day === null ? null : dayText(day),
    wouldHaveChanged: need === '' ? '' : `${upperFirst(need)}${until}.`,
  };
}

function factWords(have: string, words: string): string {
  if (have === '') return words;
  return have === 'not yet' ? 'Nothing is recorded.' : `${upperFirst(have)}.`;
}

/** The language's own reasons that concern the claim itself. */
function claimRuleWords(reason: string): string {
  switch (reason) {
    case 'claim_window':
      return 'File the claim within its time.';
    case 'evidence':
      return 'Hand in every paper that the terms ask for.';
    case 'remedy_not_available':
      return 'Ask for something that is open to you.';
    default:
      return `${upperFirst(nameWords(reason))}.`;
  }
}

function wouldHaveChangedClaim(reason: string): string {
  switch (reason) {
    case 'claim_window':
      return 'A claim filed on or before the last day.';
    case 'evidence':
      return 'The missing papers, on or before their last day.';
    case 'remedy_not_available':
      return 'Another choice, of what is open.';
    default:
      return '';
  }
}
