// The badge: at risk begins fourteen days before the guarantee would end.
import { expect } from 'chai';
import { badgeOf } from '../../../src/domain/guarantee/badge.ts';
import { judge } from '../../../src/domain/guarantee/judge.ts';
import { guarantee } from './asking.ts';

const deadline = { id: 'it', rule: 'opt_in', window: { anchor: '2026-06-20', amount: { days: 0 } } };

function badge(asOf: string, requires: object = deadline, facts: object = {}): string {
  const judged = judge({ policy: guarantee(requires), facts, asOf });
  if (!judged.ok) throw new Error(JSON.stringify(judged.faults));
  return badgeOf(judged.value);
}

describe('badge', () => {
  it('is safe, then at risk for fourteen days, then lost', () => {
    expect(badge('2026-06-06T23:59')).to.equal('safe');
    expect(badge('2026-06-07T00:00')).to.equal('at_risk');
    expect(badge('2026-06-20T23:59')).to.equal('at_risk');
    expect(badge('2026-06-21T00:00')).to.equal('lost');
  });
  it('counts the time to claim as well', () => {
    const exams = [{ on: '2026-06-01', result: 'fail' }];
    expect(badge('2026-06-17', { id: 'x', rule: 'outcome' }, { exams })).to.equal('safe');
    expect(badge('2026-06-18', { id: 'x', rule: 'outcome' }, { exams })).to.equal('at_risk');
  });
  it('leaves other verdicts alone', () => {
    expect(badge('2026-06-01', { id: 'x', rule: 'flag', fact: 'paid', equals: true })).to.equal('other');
  });
});
