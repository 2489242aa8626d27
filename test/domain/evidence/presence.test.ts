// Presence counted: what is not recorded is never absence.

import { expect } from 'chai';
import {
  minutesPresent,
  presenceOfClass,
  presenceOfStudent,
  presenceState,
} from '../../../src/domain/evidence/presence.ts';
import { markSchema, type Mark } from '../../../src/domain/evidence/student-file.ts';

const now = 1_000_000_000;
const held = (id: string, startsAt: number, more: object = {}) => ({
  id,
  startsAt,
  minutes: 120,
  isCancelled: false,
  ...more,
});
const mark = (status: Mark['status'], more: object = {}): Mark =>
  markSchema.parse({ source: 'staff', by: 'd', byName: 'D', at: 1, status, ...more });

describe('presence', () => {
  it('tells what has not been recorded from what is still to come', () => {
    expect(presenceState(held('a', now - 1), undefined, now)).to.equal('unmarked');
    expect(presenceState(held('a', now + 1), undefined, now)).to.equal('planned');
    expect(presenceState(held('a', now + 1), mark('excused'), now)).to.equal('excused');
    expect(presenceState(held('a', now - 1, { isCancelled: true }), mark('absent'), now)).to.equal('cancelled');
  });

  it('counts a class', () => {
    const counts = presenceOfClass([
      mark('present'),
      undefined,
      mark('absent', { makeup: { on: '2026-11-24', mode: null } }),
    ]);
    expect(counts).to.deep.equal({ present: 1, late: 0, absent: 1, excused: 0, unmarked: 1, madeUp: 1 });
  });

  it('counts minutes only of what is recorded', () => {
    const classes = [held('a', 1), held('b', 2), held('c', 3), held('d', now + 5), held('e', 4, { isCancelled: true })];
    const marks = { a: mark('present'), b: mark('late', { minutes: 100 }), e: mark('absent') };
    const own = presenceOfStudent(classes, marks, now);
    expect(own).to.include({ held: 3, planned: 1, present: 1, late: 1, absent: 0, unmarked: 1 });
    expect(own).to.include({ minutesPresent: 220, minutesRecorded: 240 });
    expect(minutesPresent({ minutes: 120 }, undefined)).to.equal(null);
    expect(minutesPresent({ minutes: 120 }, mark('excused'))).to.equal(0);
  });
});
