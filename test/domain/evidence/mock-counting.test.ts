// Whether the next attempt counts for the guarantee: by kind, by what was sat, by look-back, by what is used up, and by how the guarantee stands.

import { expect } from 'chai';
import { mockCounting, type MockCounting } from '../../../src/domain/evidence/mock-counting.ts';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import { evaluate, readFacts } from '../../../src/domain/guarantee/evaluate.ts';

const now = Date.UTC(2026, 10, 23, 18);

function counting(rules: readonly object[], facts: object, kind = 'mock'): MockCounting {
  const policy = compilePolicy({
    timeZone: 'America/Chicago',
    requires: { all: rules },
    claim: {},
    remedies: [{ type: 'retake_voucher' }],
  });
  if (!policy.ok) throw new Error(JSON.stringify(policy.faults));
  const read = readFacts(facts, policy.value);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return mockCounting(evaluate(policy.value, read.value, now), kind);
}

const twoGood = { id: 'mocks', rule: 'mock', mode: 'best', count: 2, minScore: 70, before: 'exam' };
const taken = (...scores: number[]) => scores.map((score, at) => ({ at: `2026-11-${10 + at}T10:00:00-06:00`, score }));

describe('whether an attempt counts for the guarantee', () => {
  it('counts where a rule asks for its kind, and says how far the student is', () => {
    const { counts, why } = counting([twoGood], { mocks: taken(72) });
    expect(counts).to.equal(true);
    expect(why).to.equal('Score 70 or more on 2 mock exams. So far: 1 of 2, best 72.');
  });

  it('does not count by its kind', () => {
    expect(counting([twoGood], {}, 'demo')).to.deep.equal({
      counts: false,
      why: 'your terms count exams of the kind “mock”, and this one is “demo”',
    });
  });

  it('does not count where no rule asks for mock exams', () => {
    expect(counting([{ id: 'f', rule: 'flag', fact: 'paid', equals: true }], {}).why).to.equal(
      'your terms ask for no mock exams',
    );
  });

  it('does not count after the official exam where only those before it do', () => {
    const exams = [{ on: '2026-11-20', result: 'pending' }];
    expect(counting([twoGood], { mocks: taken(72, 75), exams }).why).to.equal(
      'you have sat the official exam, and only mock exams before it count',
    );
  });

  it('does not count once those that count are used up', () => {
    expect(counting([{ ...twoGood, maxAttempts: 2 }], { mocks: taken(72, 75) }).why).to.equal(
      'only your first 2 count, and you have taken them',
    );
  });

  it('says for how long it counts where terms look back from the exam', () => {
    const { counts, why } = counting([{ ...twoGood, count: 1, lookback: { days: 14 } }], {});
    expect(counts).to.equal(true);
    expect(why).to.include('It counts for 14 days: for an official exam until Mon 7 Dec 2026.');
  });

  it('says that a good score opens the window of the exam anew', () => {
    const rule = { id: 'ready', rule: 'exam_after_readiness', count: 1, minScore: 80, within: { days: 30 } };
    expect(counting([rule], {}).why).to.include('A good score opens 30 days for the official exam anew.');
  });

  it('does not count once the guarantee has ended', () => {
    const late = { id: 'late', rule: 'on_or_before', fact: 'paidOn', anchor: '2026-01-01' };
    expect(counting([late, twoGood], { paidOn: '2026-02-01' })).to.deep.equal({
      counts: false,
      why: 'your guarantee has ended',
    });
  });

  it('does not count for what staff have waived', () => {
    const waivers = [{ rule: 'mocks', action: 'waive', grantedOn: '2026-11-20' }];
    const open = { id: 'done', rule: 'exam_taken', window: { anchor: 'enrolledOn', amount: { months: 9 } } };
    expect(counting([twoGood, open], { waivers, enrolledOn: '2026-09-01' }).why).to.equal(
      'staff have waived this condition for you',
    );
  });
});
