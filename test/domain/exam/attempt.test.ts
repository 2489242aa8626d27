// The numbers that order edits, the names of slots, and the states an attempt may go through.

import { expect } from 'chai';
import { epochOf, hasSlot, nextStates, orderNumber, slotNumber } from '../../../src/domain/exam/attempt.ts';

describe('order numbers', () => {
  it('put a takeover above every edit before it, and stay whole numbers', () => {
    expect(orderNumber(2, 1)).to.be.above(orderNumber(1, 2 ** 24 - 1));
    expect(epochOf(orderNumber(7, 3))).to.equal(7);
    expect(Number.isSafeInteger(orderNumber(2 ** 28, 2 ** 24 - 1))).to.equal(true);
  });
});

describe('the name of a slot', () => {
  it('is s and a number without leading zeros; nothing else may become a path', () => {
    expect(['s1', 's17', 's9999'].map(slotNumber)).to.deep.equal([1, 17, 9999]);
    for (const name of ['s0', 's01', 's10000', 'S1', 's1.q', '$set', '__proto__', ' s1'])
      expect(slotNumber(name), name).to.equal(null);
  });

  it('belongs to a form of so many slots', () => {
    expect([hasSlot({ slotCount: 20 }, 's20'), hasSlot({ slotCount: 20 }, 's21')]).to.deep.equal([true, false]);
  });
});

describe('the state machine', () => {
  it('has no way out of a voided attempt and no state that cannot be reached', () => {
    expect(nextStates.voided).to.deep.equal([]);
    const reached = new Set(Object.values(nextStates).flat());
    expect([...reached].sort()).to.deep.equal(['graded', 'in_progress', 'paused', 'submitted', 'voided']);
  });
});
