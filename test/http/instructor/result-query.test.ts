// Search, filter and order of the results, as an address asks for them.

import { expect } from 'chai';
import { chosenResults, resultFilters } from '../../../src/http/instructor/result-query.ts';
import { query, result, scoreOf, sentGrade, voided, minute } from './a-class.ts';

const rows = [
  result('Zoë', { score: scoreOf([35, 30, 20, 15]) }),
  result('Ana', { score: scoreOf([20, 20, 10, 10]), grade: { ...sentGrade, state: 'failed' } }),
  result('Émile', { score: null, attempt: { state: 'submitted' } }),
  result('Marcus', { attempt: voided }),
  result('Dana', { attempt: { isPreview: true } }),
  result('Lan', { score: scoreOf([30, 20, 15, 10]), lateAnswers: 2, grade: { ...sentGrade, state: 'waiting' } }),
];
const names = (asked: Record<string, string>): string[] => chosenResults(rows, query(asked)).map((row) => row.name);

describe('which results are shown', () => {
  const filters: readonly [string, string[]][] = [
    ['all', ['Zoë', 'Lan', 'Ana', 'Émile', 'Marcus']],
    ['passed', ['Zoë', 'Lan']],
    ['failed', ['Ana']],
    ['unsent', ['Lan', 'Ana']],
    ['late', ['Lan']],
    ['void', ['Marcus']],
    ['preview', ['Dana']],
  ];
  for (const [show, expected] of filters)
    it(`${show}, best first`, () => expect(names({ show })).to.deep.equal(expected));

  it('has a case for every filter there is', () => {
    expect(filters.map(([filter]) => filter)).to.deep.equal([...resultFilters]);
  });

  it('keeps what has no value last, whichever way the order runs', () => {
    expect(names({ sort: 'weighted', order: 'asc' })).to.deep.equal(['Ana', 'Lan', 'Zoë', 'Émile', 'Marcus']);
  });

  it('sorts names as people do', () => {
    expect(names({ sort: 'name' })).to.deep.equal(['Ana', 'Émile', 'Lan', 'Marcus', 'Zoë']);
    expect(names({ sort: 'name', order: 'desc' })[0]).to.equal('Zoë');
  });

  it('finds names without their accents and in any case', () => {
    expect(names({ q: ' emile ' })).to.deep.equal(['Émile']);
    expect(names({ q: 'ZOE' })).to.deep.equal(['Zoë']);
  });

  it('counts the time used without the time the clock stood still', () => {
    const paused = result('Slow', { attempt: { timing: { ...rows[0]!.attempt.timing, pausedMs: 170 * minute } } });
    const sorted = chosenResults([...rows, paused], query({ sort: 'time', order: 'asc' }));
    expect(sorted[0]!.name).to.equal('Slow');
  });

  it('takes an address that says nothing sensible as if it said nothing', () => {
    expect(query({ show: 'x', sort: 'y', order: 'z', page: '-3', sitting: 'abc' })).to.include({
      show: 'all',
      sort: 'weighted',
      order: null,
      page: 1,
      sitting: 1,
    });
  });
});
