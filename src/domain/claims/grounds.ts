// The grounds of a denial, filled in from the evaluator: rule, fact, day, and what would have changed it.

import { readDay, dayText } from '../day.ts';
import { verdictJson, type Finding } from '../guarantee/verdict-json.ts';
import type { Verdict } from '../guarantee/evaluate.ts';
import { nameWords } from '../guarantee/anchor.ts';
import { lowerFirst } from '../guarantee/rules/names.ts';
import type { ClaimGrounds } from './claim.ts';

/** The rule that decides by the evaluator, with its fact and day, for the reviewer to keep or to change. */
export function groundsOf(verdict: Verdict): ClaimGrounds {
  const json = verdictJson(verdict);
  const finding =
    json.findings.find(({ id }) => id === json.reason) ?? json.findings.find(({ result }) => result !== 'met');
  if (finding && json.verdict !== 'eligible' && json.verdict !== 'approve') return groundsOfFinding(finding);
  const deadline = json.claimBy ?? null;
  return {
    rule: json.reason,
    ruleWords: claimRuleWords(json.reason),
    fact: json.words,
    on: deadline,
    wouldHaveChanged: wouldHaveChangedClaim(json.reason),
  };
}

/** The grounds that one rule gives. */
export function groundsOfFinding({ id, words, have, need, by }: Finding): ClaimGrounds {
  const day = by === null ? null : readDay(by.slice(0, 10));
  const until = day === null ? '' : ` by ${dayText(day)}`;
  return {
    rule: id,
    ruleWords: words,
    fact: have === '' ? 'Nothing is recorded.' : have,
    on: day === null ? null : dayText(day),
    wouldHaveChanged: need === '' ? '' : `${upperFirst(need)}${until}.`,
  };
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
      return `${upperFirst(lowerFirst(nameWords(reason)))}.`;
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

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
