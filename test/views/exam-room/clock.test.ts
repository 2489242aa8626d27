// The clock of the exam room, which never believes the wall clock.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { clockFigures, clockWords, createClock, warningDue } from '../../../views/assets/exam-room/clock.js';

const minute = 60_000;

describe('the exam room’s clock', () => {
  let time = 0;
  const now = () => time;

  beforeEach(() => {
    time = 5000;
  });

  it('takes off half the round trip of the answer that told the time left', () => {
    const clock = createClock({ now });
    time = 5400;
    clock.sync(10 * minute, 5000, 5400);
    expect(clock.remainingMs()).to.equal(10 * minute - 200);
  });

  it('counts down by the computer’s steady clock and never below zero', () => {
    const clock = createClock({ now });
    clock.sync(3000, time, time);
    time += 2000;
    expect(clock.remainingMs()).to.equal(1000);
    time += 20_000;
    expect(clock.remainingMs()).to.equal(0);
  });

  it('does not jump for an answer that agrees within its own uncertainty', () => {
    const clock = createClock({ now });
    clock.sync(10 * minute, time, time);
    time += 1000;
    expect(clock.sync(10 * minute - 1000 + 90, time - 200, time)).to.equal(0);
    expect(clock.remainingMs()).to.equal(10 * minute - 1000);
  });

  it('shows time that staff added, and says how much it is', () => {
    const clock = createClock({ now });
    clock.sync(10 * minute, time, time);
    expect(clock.sync(25 * minute, time, time)).to.equal(15 * minute);
    expect(clock.remainingMs()).to.equal(25 * minute);
  });

  it('stands still while staff have stopped it, and goes on from there', () => {
    const clock = createClock({ now });
    clock.sync(10 * minute, time, time);
    time += minute;
    clock.stop();
    time += 30 * minute;
    expect(clock.remainingMs()).to.equal(9 * minute);
    clock.goOn();
    time += minute;
    expect(clock.remainingMs()).to.equal(8 * minute);
  });

  it('stays within the last round trip of the truth, however slow and lopsided the network', () => {
    const trip = fc.record({ out: fc.nat(5000), back: fc.nat(5000), pause: fc.nat(60_000) });
    fc.assert(
      fc.property(fc.array(trip, { minLength: 1, maxLength: 20 }), (trips) => {
        time = 0;
        const closesAt = 4 * 60 * minute;
        const clock = createClock({ now });
        for (const { out, back, pause } of trips) {
          const sentAt = time;
          const told = closesAt - (sentAt + out);
          time += out + back;
          clock.sync(told, sentAt, time);
          const error = Math.abs(clock.remainingMs() - (closesAt - time));
          expect(error).to.be.at.most(out + back);
          time += pause;
        }
      }),
    );
  });
});

describe('a warning', () => {
  const thresholds = [30, 10, 5, 1];

  it('is due once, when its minute is reached', () => {
    expect(warningDue(30 * minute + 400, 30 * minute - 600, thresholds)).to.equal(30);
    expect(warningDue(30 * minute - 600, 30 * minute - 1600, thresholds)).to.equal(null);
  });

  it('after a sleep that crossed several is only the nearest to the end', () => {
    expect(warningDue(40 * minute, 4 * minute, thresholds)).to.equal(5);
  });

  it('is due again when time was added and runs out once more', () => {
    expect(warningDue(10 * minute + 1, 10 * minute, thresholds)).to.equal(10);
    expect(warningDue(20 * minute, 9 * minute, thresholds)).to.equal(10);
  });

  it('is not due when the time is up, because that has words of its own', () => {
    expect(warningDue(30_000, 0, thresholds)).to.equal(null);
  });
});

describe('the time left in figures and words', () => {
  it('shows a second that has begun', () => {
    expect(clockFigures(3 * 3_600_000 + 58 * minute + 35_001)).to.equal('3:58:36');
    expect(clockFigures(59_000)).to.equal('0:59');
    expect(clockFigures(0)).to.equal('0:00');
  });

  it('is spoken with seconds only when they matter', () => {
    expect(clockWords(3 * 3_600_000 + 58 * minute + 36_000)).to.equal('3 hours 58 minutes');
    expect(clockWords(4 * minute + 1000)).to.equal('4 minutes 1 second');
    expect(clockWords(3_600_000)).to.equal('1 hour');
    expect(clockWords(0)).to.equal('no time');
  });
});
