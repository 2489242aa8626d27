// The sentences of mock rules.
import { lowerFirst } from '../../phrases.ts';
import { amountWords } from '../amount.ts';
import type { Evidence } from '../evidence.ts';
import type { Judgement, Telling } from '../rule.ts';
import { haveWords } from './mock-have.ts';
import type { MockRule } from './mock-rule.ts';
import { examName, kindName } from './names.ts';

/** What a mock rule says of the mocks taken so far. */
export function mockTelling(rule: MockRule, evidence: Evidence, { result }: Judgement): Telling {
  const need = demandWords(rule);
  const have = haveWords(rule, evidence);
  const order = `${need}${limitWords(rule)}`;
  switch (result) {
    case 'met':
      return {
        need,
        have,
        student: `Done: ${lowerFirst(order)}.`,
        staff: `The student has done this: ${lowerFirst(order)}.`,
      };
    case 'not_yet':
      return {
        need,
        have,
        student: `${order}; you have ${have}.`,
        staff: `Not yet: ${lowerFirst(order)}; has ${have}.`,
      };
    case 'unknown':
      return {
        need,
        have,
        student: `Staff must look up when your ${examName(rule.attempt)} began, to see which ${kindName(rule.kind, 2)} came before it.`,
        staff: `Enter the start time of the ${examName(rule.attempt)}: a ${kindName(rule.kind, 1)} of the same day decides.`,
      };
    case 'failed':
      return {
        need,
        have,
        student: `This was asked: ${lowerFirst(order)}; you have ${have}.`,
        staff: `Not reached: ${lowerFirst(order)}; has ${have}.`,
      };
  }
}

function demandWords({ mode, count, minScore, kind }: MockRule): string {
  const mocks = `${count} ${kindName(kind, count)}`;
  const score = minScore === 'pass' ? 'Pass' : `Score ${minScore} or more on`;
  switch (mode) {
    case 'taken':
      return `Take ${mocks}`;
    case 'best':
      return `${score} ${mocks}`;
    case 'each':
      return count === 1 ? `${score} your last ${kindName(kind, 1)}` : `${score} each of your last ${mocks}`;
    case 'average':
      return `Reach an average of ${minScore} or more on ${mocks} or more`;
    case 'consecutive':
      return count === 1 ? `${score} ${mocks}` : `${score} ${mocks} in a row`;
  }
}

/** The rule as a sentence of the terms. */
export function mockTerms(rule: MockRule): string {
  return `${demandWords(rule)}${limitWords(rule)}.`;
}

function limitWords({ before, lookback, maxAttempts, attempt }: MockRule): string {
  const span = lookback
    ? ` in the ${amountWords(lookback)} before ${before ? `the ${examName(attempt)}` : 'today'}`
    : '';
  const plainBefore = before && !lookback ? ` before the ${examName(attempt)}` : '';
  return `${span}${plainBefore}${maxAttempts === undefined ? '' : ` (only your first${maxAttempts === 1 ? ' counts' : ` ${maxAttempts} count`})`}`;
}
