// When an attempt ends: limit, accommodation, window, credits and pauses, and the stored arithmetic that must agree with the rule.

import { expect } from 'chai';
import * as fc from 'fast-check';
import type { AttemptTiming } from '../../../src/domain/exam/attempt.ts';
import {
  continued,
  extended,
  limitMsOf,
  preparedTiming,
  remainingMs,
  reopenedTiming,
  retimed,
  startTiming,
  stopped,
  wouldCloseAt,
} from '../../../src/domain/exam/deadline.ts';
import { extend, pause, resume, type Transition } from '../../../src/domain/exam/transitions.ts';
import { Documents } from './document-interpreter.ts';

const minute = 60_000;
const nine = 1_800_000_000_000;
const window = { opensAt: null, closesAt: null, policy: 'startBy' as const };
const settings = { allowedMinutes: 240, graceSeconds: 30, window };
const until = (closesAt: number, policy: 'startBy' | 'endBy') => ({
  ...settings,
  window: { opensAt: null, closesAt, policy },
});

describe('the deadline', () => {
  it('is the start plus the limit, and the server closes after the grace that the countdown does not show', () => {
    const timing = startTiming(settings, null, nine);
    expect(timing.deadlineAt).to.equal(nine + 240 * minute);
    expect(timing.hardCloseAt).to.equal(nine + 240 * minute + 30_000);
    expect(remainingMs(timing, nine + minute)).to.equal(239 * minute);
    expect(remainingMs(timing, nine + 300 * minute)).to.equal(0);
  });

  it('is multiplied and then extended by an accommodation', () => {
    const timing = startTiming(settings, { factor: 1.5, extraMinutes: 10 }, nine);
    expect(timing).to.include({ limitMs: 370 * minute, baseMs: 240 * minute, factor: 1.5, extraMs: 10 * minute });
    expect(timing.deadlineAt).to.equal(nine + 370 * minute);
    expect(limitMsOf(25, { factor: 1.25, extraMinutes: 0 })).to.equal(31.25 * minute);
  });

  it('does not exist before the start; the whole limit remains', () => {
    const timing = preparedTiming(settings, { factor: 2, extraMinutes: 0 });
    expect(timing).to.include({ startedAt: null, deadlineAt: null, hardCloseAt: null, limitMs: 480 * minute });
    expect(remainingMs(timing, nine)).to.equal(480 * minute);
  });

  it('ignores the end of a window by which one must only have started', () => {
    expect(startTiming(until(nine + minute, 'startBy'), null, nine).deadlineAt).to.equal(nine + 240 * minute);
  });

  it('is cut by the end of a window with which the paper closes, extra time or not', () => {
    const closes = nine + 60 * minute;
    expect(startTiming(until(closes, 'endBy'), { factor: 2, extraMinutes: 30 }, nine).deadlineAt).to.equal(closes);
  });

  it('moves by what staff add, beyond the window too, and once for one act', () => {
    const timing = startTiming(until(nine + 60 * minute, 'endBy'), null, nine);
    const more = extended(timing, 'act-1', 15);
    expect(more.deadlineAt).to.equal(nine + 75 * minute);
    expect(extended(more, 'act-1', 15)).to.equal(more);
    expect(extended(more, 'act-2', 5).hardCloseAt).to.equal(nine + 80 * minute + 30_000);
  });

  it('moves by exactly the time the clock stood still', () => {
    const timing = startTiming(settings, null, nine);
    const still = stopped(timing, nine + 10 * minute);
    expect(remainingMs(still, nine + 100 * minute)).to.equal(230 * minute);
    const again = continued(still, nine + 17 * minute);
    expect(again.deadlineAt).to.equal(nine + 247 * minute);
    expect(remainingMs(again, nine + 17 * minute)).to.equal(230 * minute);
    expect(stopped(still, nine + 20 * minute)).to.deep.equal(still);
    expect(continued(again, nine + 30 * minute)).to.equal(again);
  });

  it('follows a changed accommodation and keeps what else was added', () => {
    const timing = extended(startTiming(settings, null, nine), 'act-1', 15);
    expect(retimed(timing, { factor: 1.5, extraMinutes: 0 }).deadlineAt).to.equal(nine + 375 * minute);
    expect(retimed(retimed(timing, { factor: 1.5, extraMinutes: 0 }), null)).to.deep.equal(timing);
  });
});

describe('a reopened attempt', () => {
  const timing = startTiming(settings, null, nine);

  it('has the minutes given when its time had run out', () => {
    const again = reopenedTiming(timing, 20, nine + 500 * minute, timing.deadlineAt!);
    expect(remainingMs(again, nine + 500 * minute)).to.equal(20 * minute);
  });

  it('has what was left when it ended, if that was more', () => {
    const again = reopenedTiming(timing, 20, nine + 90 * minute, nine + 60 * minute);
    expect(remainingMs(again, nine + 90 * minute)).to.equal(180 * minute);
  });

  it('gains nothing from an end noted within the grace', () => {
    const again = reopenedTiming(timing, 5, nine + 250 * minute, timing.deadlineAt! + 20_000);
    expect(remainingMs(again, nine + 250 * minute)).to.equal(5 * minute);
  });

  it('must have been started', () => {
    expect(() => reopenedTiming(preparedTiming(settings, null), 5, nine, nine)).to.throw('never started');
  });
});

describe('what a page says before the start', () => {
  it('is the limit, the person’s own limit and the moment of closing', () => {
    const outlook = wouldCloseAt(settings, { factor: 1.5, extraMinutes: 0 }, nine);
    expect(outlook).to.deep.equal({
      baseMs: 240 * minute,
      limitMs: 360 * minute,
      closesAt: nine + 360 * minute,
      startUntil: null,
      isCutByWindow: false,
    });
  });

  it('is honest about a window that takes time away', () => {
    const closes = nine + 90 * minute;
    expect(wouldCloseAt(until(closes, 'endBy'), null, nine)).to.include({
      closesAt: closes,
      isCutByWindow: true,
      startUntil: closes,
    });
    expect(wouldCloseAt(until(closes, 'startBy'), null, nine)).to.include({ isCutByWindow: false, startUntil: closes });
  });
});

describe('the updates that stores run', () => {
  const stored = (timing: AttemptTiming): Documents => {
    const store = new Documents();
    store.insert({ _id: 'a1', personId: 'ada', state: 'in_progress', timing, rev: 0 });
    return store;
  };
  type Act = { kind: 'pause' | 'resume' | 'extend'; after: number; minutes: number };
  const act: fc.Arbitrary<Act> = fc.record({
    kind: fc.constantFrom('pause', 'resume', 'extend'),
    after: fc.nat(20 * minute),
    minutes: fc.integer({ min: 1, max: 30 }),
  });

  it('arrive at the same clock as the rule, whatever the order of pauses and credits', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 12 }), (acts) => {
        let timing = startTiming(settings, null, nine);
        let now = nine;
        let isPaused = false;
        const store = stored(timing);
        acts.forEach(({ kind, after, minutes }, at) => {
          now += after;
          const read = { id: 'a1', state: isPaused ? ('paused' as const) : ('in_progress' as const), rev: at };
          const changes: Record<Act['kind'], [Transition, AttemptTiming]> = {
            pause: [pause('a1', now), stopped(timing, now)],
            resume: [resume('a1', timing.pausedAt ?? -1, now), continued(timing, now)],
            extend: [extend(read, `act-${at}`, minutes, now), extended(timing, `act-${at}`, minutes)],
          };
          const [change, expected] = changes[kind];
          if (!store.run(change)) return;
          timing = expected;
          isPaused = timing.pausedAt !== null;
        });
        expect(store.byId.get('a1')!.timing).to.deep.equal(timing);
      }),
    );
  });
});
