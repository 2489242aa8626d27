// Codes shown in class: good while shown and one step longer, readable, and nothing without the server's key.

import { createHmac } from 'node:crypto';
import { expect } from 'chai';
import {
  codeAt,
  codeWords,
  isGoodCode,
  isOpenForCheckIn,
  readCode,
  statusOfCheckIn,
} from '../../../src/domain/evidence/check-in.ts';

const opensAt = Date.UTC(2026, 10, 24);
const minute = 60_000;
const checkIn = {
  seed: 'seed',
  stepMs: 5 * minute,
  opensAt,
  closesAt: opensAt + 60 * minute,
  lateFrom: opensAt + 10 * minute,
};
const proof = (text: string): string => createHmac('sha256', 'key').update(text).digest('hex');

describe('a check-in code', () => {
  const shown = codeAt('class', checkIn, opensAt, proof);

  it('is good while it is shown and while the next one is', () => {
    expect(shown.until).to.equal(opensAt + 5 * minute);
    for (const [after, isGood] of [
      [0, true],
      [9.9 * minute, true],
      [10 * minute, false],
    ] as const)
      expect(isGoodCode('class', checkIn, shown.code, opensAt + after, proof), `after ${after} ms`).to.equal(isGood);
    expect(codeAt('class', checkIn, opensAt + 5 * minute, proof).code).not.to.equal(shown.code);
  });

  it('is no code of another class, another opening or another installation', () => {
    expect(isGoodCode('other', checkIn, shown.code, opensAt, proof)).to.equal(false);
    expect(isGoodCode('class', { ...checkIn, seed: 'x' }, shown.code, opensAt, proof)).to.equal(false);
    expect(isGoodCode('class', checkIn, shown.code, opensAt, (text) => proof(`${text}!`))).to.equal(false);
  });

  it('stays the same for the whole class where it does not change', () => {
    const steady = { ...checkIn, stepMs: null };
    const { code, until } = codeAt('class', steady, opensAt, proof);
    expect(until).to.equal(steady.closesAt);
    expect(isGoodCode('class', steady, code, steady.closesAt - 1, proof)).to.equal(true);
  });

  it('is read however it is typed', () => {
    expect(readCode(` ${codeWords(shown.code).toLowerCase()} `)).to.equal(shown.code);
    expect(readCode(shown.code.split('').join('-'))).to.equal(shown.code);
    for (const typed of ['', 'ABC', 'ABCDEFG', 'ABC0EF', 'ABC1EF', '$where']) expect(readCode(typed)).to.equal(null);
  });

  it('is open from its beginning until before its end, and never for a cancelled class', () => {
    const open = (now: number, isCancelled = false): boolean => isOpenForCheckIn({ checkIn, isCancelled }, now);
    expect([open(opensAt - 1), open(opensAt), open(checkIn.closesAt - 1), open(checkIn.closesAt)]).to.deep.equal([
      false,
      true,
      true,
      false,
    ]);
    expect(open(opensAt, true)).to.equal(false);
    expect(isOpenForCheckIn({ checkIn: null, isCancelled: false }, opensAt)).to.equal(false);
  });

  it('makes late from the very moment that was set', () => {
    expect(statusOfCheckIn(checkIn, opensAt + 10 * minute - 1)).to.equal('present');
    expect(statusOfCheckIn(checkIn, opensAt + 10 * minute)).to.equal('late');
    expect(statusOfCheckIn({ lateFrom: null }, opensAt + 10 * minute)).to.equal('present');
  });
});
