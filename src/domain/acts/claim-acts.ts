// Acts about claims and the official exam, in words.

import { nameWords } from '../guarantee/anchor.ts';
import type { ActTable, Told } from './told.ts';

export const claimActs: ActTable = {
  'claim: filed for the student': () => 'filed a claim for the student',
  'claim: handed in': () => 'handed the claim in for the student',
  'claim: paper added': () => 'added a paper to the claim',
  'claim: answered': () => 'answered for the student what was asked about the claim',
  'claim: withdrawn': () => 'withdrew the claim for the student',
  'claim: remedy chosen': () => 'chose the remedy for the student',
  'claim: appealed': () => 'appealed for the student',
  'claim: asked for more': (told) =>
    `asked for more about the claim${told.has('answerBy') ? `, by ${told.day('answerBy')}` : ''}`,
  'claim: approval proposed': (told) => `proposed to approve the claim${remedies(told)}; a second person decides`,
  'claim: approved': (told) => `approved the claim${remedies(told)}`,
  'claim: approved by itself': (told) =>
    `approved the claim${remedies(told)}, because everything is proved by its own records`,
  'claim: approval confirmed': (told) => `confirmed as the second person that the claim is approved${remedies(told)}`,
  'claim: approval not confirmed': () => 'did not confirm that the claim is approved',
  'claim: approval taken back': () => 'took back the proposal to approve the claim',
  'claim: denied': (told) => `denied the claim${grounds(told)}`,
  'claim: denial upheld': (told) => `stood by the denial of the claim${grounds(told)}`,
  'claim: denial overturned': (told) => `overturned the denial and approved the claim${remedies(told)}`,
  'claim: overturning confirmed': (told) =>
    `confirmed as the second person that the denial is overturned${remedies(told)}`,
  'official exam: checked': (told) => `checked the official exam ${sitting(told)}${corrected(told)}`,
  'official exam: check taken back': (told) => `took back the check of the official exam ${sitting(told)}`,
  'official exam: entered': (told) => `entered the official exam ${sitting(told)}: ${result(told.inner('after'))}`,
  'official exam: recorded': (told) => `recorded the official exam ${sitting(told)}: ${result(told.inner('after'))}`,
  'official exam: changed': (told) => `changed the official exam ${sitting(told)}${corrected(told)}`,
};

function remedies(told: Told): string {
  const named = told.whole()['remedies'];
  const words = Array.isArray(named) ? named.filter((one) => typeof one === 'string').map(nameWords) : [];
  const sums = told.has('sums') ? ` (${told.text('sums')})` : '';
  return words.length === 0 ? '' : `: ${words.join(', ')}${sums}`;
}

function grounds(told: Told): string {
  const words = told.has('grounds') ? told.value('grounds') : '';
  return words === '' || words === 'something' ? '' : ` (${words})`;
}

function sitting(told: Told): string {
  const of = told.inner('after') ?? told.inner('before');
  return of?.has('on') ? `of ${of.day('on')}` : '';
}

/** What was there and what is there now, where that differs. */
function corrected(told: Told): string {
  const [before, after] = [result(told.inner('before')), result(told.inner('after'))];
  return before === after ? `: ${after}` : `, from ${before} to ${after}`;
}

/** "passed, score 82, verified" */
function result(sitting: Told | null): string {
  if (!sitting) return 'nothing';
  const results: Readonly<Record<string, string>> = {
    booked: 'booked',
    pass: 'passed',
    fail: 'not passed',
    pending: 'no result yet',
    no_show: 'did not go',
    cancelled: 'canceled',
  };
  const named = sitting.text('result');
  return [
    (Object.hasOwn(results, named) ? results[named] : undefined) ?? named,
    sitting.has('score') ? `score ${sitting.text('score')}` : '',
    sitting.inner('verified') ? 'verified' : '',
  ]
    .filter(Boolean)
    .join(', ');
}
