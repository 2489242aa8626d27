// Each transition does what it says and nothing when its precondition does not hold; the racing is proved by the model check.

import { expect } from 'chai';
import {
  allowanceId,
  coolDown,
  firstAllowance,
  grantTries,
  release,
  reserve,
} from '../../../src/domain/exam/allowance.ts';
import type { Answer, Attempt, AttemptEnd } from '../../../src/domain/exam/attempt.ts';
import { preparedTiming, startTiming } from '../../../src/domain/exam/deadline.ts';
import * as transitions from '../../../src/domain/exam/transitions.ts';
import { Documents } from './document-interpreter.ts';

const now = 1_800_000_000_000;
const hour = 3_600_000;
const settings = {
  allowedMinutes: 60,
  graceSeconds: 30,
  window: { opensAt: null, closesAt: null, policy: 'startBy' as const },
};
const ada = { attemptId: 'a1', personId: 'ada' };
const whose = { platformId: 'campus', personId: 'ada', examId: 'mock' };
const end: AttemptEnd = { by: 'user', at: now, receipt: 'R', digest: 'D' };

function storeWith(more: object = {}): Documents {
  const store = new Documents([['openKey']]);
  store.insert({
    _id: 'a1',
    ...whose,
    openKey: transitions.openKeyOf(whose),
    state: 'in_progress',
    timing: startTiming(settings, null, now),
    slotCount: 20,
    epoch: 1,
    tab: 'one',
    answers: {},
    late: [],
    savedAt: null,
    end: null,
    voided: null,
    scoreVersion: 0,
    outbox: [],
    rev: 3,
    createdAt: now,
    ...more,
  });
  return store;
}

const answer = (q: number, v = ['b']): Answer => ({ q, v, flagged: false, struck: [], note: '', spentMs: 0 });
const read = (store: Documents) => store.byId.get('a1')! as unknown as Attempt & { openKey?: string };
const asRead = (store: Documents) => ({ ...read(store), id: 'a1' });

describe('saving', () => {
  it('takes an answer of the owner, to a slot of the form, before the hard close, if it is newer', () => {
    const store = storeWith();
    expect(store.run(transitions.saveAnswer(ada, 's20', answer(5), now))).to.equal(true);
    expect(read(store)).to.deep.include({ savedAt: now, rev: 4 });
    expect(read(store).answers.s20).to.deep.equal(answer(5));
  });

  const refusals: [string, transitions.Transition][] = [
    ['somebody else’s attempt', transitions.saveAnswer({ ...ada, personId: 'eve' }, 's1', answer(9), now)],
    ['a slot the form does not have', transitions.saveAnswer(ada, 's21', answer(9), now)],
    ['the moment of the hard close', transitions.saveAnswer(ada, 's1', answer(9), now + hour + 30_000)],
    ['the same edit again', transitions.saveAnswer(ada, 's7', answer(7), now)],
    ['an older edit', transitions.saveAnswer(ada, 's7', answer(6), now)],
    ['a name that is a path', transitions.saveAnswer(ada, 's1.q', answer(9), now)],
    ['a name that is an operator', transitions.saveAnswer(ada, '$where', answer(9), now)],
    ['a name with leading zeros', transitions.saveAnswer(ada, 's01', answer(9), now)],
  ];
  for (const [what, change] of refusals)
    it(`does not take ${what}`, () => {
      expect(storeWith({ answers: { s7: answer(7) } }).run(change)).to.equal(false);
    });

  it('takes answers up to the last millisecond of the grace', () => {
    expect(storeWith().run(transitions.saveAnswer(ada, 's1', answer(1), now + hour + 29_999))).to.equal(true);
  });
});

describe('starting', () => {
  const prepared = { state: 'prepared', timing: preparedTiming(settings, null), epoch: 0, tab: null };
  const start = (at: number) => transitions.start(ada, startTiming(settings, null, at), 'one', at);

  it('begins the clock once', () => {
    const store = storeWith(prepared);
    expect(store.run(start(now))).to.equal(true);
    expect(read(store)).to.deep.include({ state: 'in_progress', epoch: 1, tab: 'one' });
    expect(store.run(start(now + 1))).to.equal(false);
  });

  it('is too late after a day, when the attempt lapses and its try goes back', () => {
    const store = storeWith(prepared);
    const later = now + 24 * hour;
    expect(store.run(start(later))).to.equal(false);
    expect(store.run(transitions.lapse('a1', later - 1))).to.equal(false);
    expect(store.run(transitions.lapse('a1', later))).to.equal(true);
    expect(read(store).voided).to.include({ givesTryBack: true });
    expect(read(store).outbox).to.deep.equal([{ key: 'void:a1', at: later }]);
    expect(read(store)).to.not.have.property('openKey');
  });
});

describe('taking over', () => {
  it('raises the epoch for another tab, and not again for the tab that holds the lease', () => {
    const store = storeWith();
    expect(store.run(transitions.takeOver(ada, 'two', now))).to.equal(true);
    expect(store.run(transitions.takeOver(ada, 'two', now))).to.equal(false);
    expect(read(store)).to.include({ epoch: 2, tab: 'two' });
  });
});

describe('closing', () => {
  it('writes the last answers, frees the open key and owes a score, in one update', () => {
    const store = storeWith();
    expect(store.run(transitions.submit(ada, 3, { s1: answer(4), $set: answer(4) }, end))).to.equal(true);
    expect(read(store)).to.deep.include({ state: 'submitted', end, savedAt: now, rev: 4 });
    expect(read(store).answers).to.deep.equal({ s1: answer(4) });
    expect(read(store).outbox).to.deep.equal([{ key: 'score:a1:3', at: now }]);
    expect(read(store)).to.not.have.property('openKey');
  });

  it('fails if anything was saved since the attempt was read', () => {
    const store = storeWith();
    store.run(transitions.saveAnswer(ada, 's1', answer(1), now));
    expect(store.run(transitions.submit(ada, 3, {}, end))).to.equal(false);
  });

  it('by time needs the time to be over, and dates the end at the deadline', () => {
    const store = storeWith();
    const hardClose = now + hour + 30_000;
    const timedOut = { ...end, by: 'sweeper' as const, at: now + hour };
    expect(store.run(transitions.expire(asRead(store), timedOut, hardClose - 1))).to.equal(false);
    expect(store.run(transitions.expire(asRead(store), timedOut, hardClose))).to.equal(true);
    expect(read(store).end!.at).to.equal(now + hour);
    expect(read(store).outbox[0]!.at).to.equal(hardClose);
  });

  it('by staff needs no time to be over, and ends a pause', () => {
    const store = storeWith();
    store.run(transitions.pause('a1', now));
    expect(store.run(transitions.submit(ada, 4, {}, end))).to.equal(false);
    expect(store.run(transitions.closeByStaff(asRead(store), { ...end, by: 'staff' }))).to.equal(true);
    expect(read(store)).to.include({ state: 'submitted' });
    expect(read(store).timing.pausedAt).to.equal(null);
  });
});

describe('after the close', () => {
  const closed = { state: 'submitted', end, answers: { s1: answer(10) } };

  it('a newer answer is kept as late, once, and an older one is nothing new', () => {
    const store = storeWith(closed);
    expect(store.run(transitions.lateSave(ada, 's1', answer(11), now + 1))).to.equal(true);
    expect(store.run(transitions.lateSave(ada, 's1', answer(11), now + 2))).to.equal(false);
    expect(store.run(transitions.lateSave(ada, 's1', answer(9), now + 3))).to.equal(false);
    expect(read(store).late).to.deep.equal([{ key: 's1:11', slot: 's1', answer: answer(11), arrivedAt: now + 1 }]);
    expect(read(store).answers.s1!.q).to.equal(10);
  });

  it('no more than 99 late answers are kept', () => {
    const store = storeWith(closed);
    for (let q = 11; q < 120; q += 1) store.run(transitions.lateSave(ada, 's2', answer(q), now));
    expect(read(store).late).to.have.length(99);
  });

  it('staff may let a late answer count, which owes a new score', () => {
    const store = storeWith(closed);
    store.run(transitions.lateSave(ada, 's1', answer(11, ['c']), now));
    expect(store.run(transitions.applyLate(asRead(store), 's1', answer(11, ['c']), now))).to.equal(true);
    expect(read(store).answers.s1!.v).to.deep.equal(['c']);
    expect(read(store).late).to.deep.equal([]);
    expect(read(store).outbox).to.deep.equal([{ key: 'score:a1:3', at: now }]);
  });

  it('a score is recorded for what was scored only, and owes the grade in the same update', () => {
    const store = storeWith(closed);
    const before = asRead(store);
    const version = transitions.nextScoreVersion(before);
    expect(store.run(transitions.score({ ...before, rev: 2 }, version, now))).to.equal(false);
    expect(store.run(transitions.score(before, version, now))).to.equal(true);
    expect(read(store)).to.include({ state: 'graded', scoreVersion: version });
    expect(read(store).outbox).to.deep.equal([{ key: `grade:a1:${version}`, at: now }]);
    expect(transitions.nextScoreVersion(read(store))).to.be.above(version);
    expect(store.run(transitions.settle('a1', `grade:a1:${version}`))).to.equal(true);
    expect(read(store)).to.deep.include({ outbox: [], rev: 4 });
  });

  it('it may be opened again, unless another attempt is open', () => {
    const store = storeWith(closed);
    store.run({ filter: { _id: 'a1' }, update: { $unset: { openKey: '' } } });
    store.insert({ _id: 'a2', openKey: transitions.openKeyOf(whose) });
    const reopen = () => store.run(transitions.reopen(asRead(store), startTiming(settings, null, now)));
    expect(reopen).to.throw('openKey');
    store.byId.delete('a2');
    expect(reopen()).to.equal(true);
    expect(read(store)).to.deep.include({ state: 'in_progress', epoch: 2, tab: null, end: null });
    expect(read(store).openKey).to.equal('campus:ada:mock');
  });

  it('voiding keeps answers and score, counts once, and says whether the try goes back', () => {
    const store = storeWith(closed);
    const voided = { by: 'staff', at: now, reason: 'Fire alarm', givesTryBack: true };
    expect(store.run(transitions.voidAttempt('a1', voided))).to.equal(true);
    expect(store.run(transitions.voidAttempt('a1', { ...voided, reason: 'Again' }))).to.equal(false);
    expect(read(store)).to.deep.include({ state: 'voided', voided, answers: closed.answers });
  });
});

describe('adding time', () => {
  it('moves deadline and hard close together, once for one act', () => {
    const store = storeWith();
    expect(store.run(transitions.extend(asRead(store), 'x1', 10, now))).to.equal(true);
    expect(store.run(transitions.extend(asRead(store), 'x1', 10, now))).to.equal(false);
    expect(read(store).timing).to.deep.include({ deadlineAt: now + hour + 600_000, credits: { x1: 10 } });
    expect(() => transitions.extend(asRead(store), 'x.1', 10, now)).to.throw('credit');
  });

  it('does not bring back an attempt whose time was over', () => {
    const store = storeWith();
    expect(store.run(transitions.extend(asRead(store), 'x1', 10, now + 2 * hour))).to.equal(false);
    expect(store.run(transitions.retime(asRead(store), startTiming(settings, null, now), now + 2 * hour))).to.equal(
      false,
    );
  });
});

describe('the allowance', () => {
  const id = allowanceId(whose);
  const storeOf = (tries: number): Documents => {
    const store = new Documents();
    const { id: _id, ...rest } = firstAllowance(id, tries);
    store.insert({ _id, ...rest });
    return store;
  };

  it('gives each attempt one try, until none is left, and takes it back by name', () => {
    const store = storeOf(1);
    expect(store.run(reserve(id, 'a1', now))).to.equal(true);
    expect(store.run(reserve(id, 'a1', now))).to.equal(false);
    expect(store.run(reserve(id, 'a2', now))).to.equal(false);
    expect(store.run(release(id, 'a2'))).to.equal(false);
    expect(store.run(release(id, 'a1'))).to.equal(true);
    expect(store.run(release(id, 'a1'))).to.equal(false);
    expect(store.byId.get(id)).to.deep.include({ left: 1, holds: [] });
  });

  it('gives none before the cooldown is over, which only ever moves later', () => {
    const store = storeOf(2);
    store.run(coolDown(id, now + 10));
    store.run(coolDown(id, now + 5));
    expect(store.run(reserve(id, 'a1', now + 9))).to.equal(false);
    expect(store.run(reserve(id, 'a1', now + 10))).to.equal(true);
  });

  it('grows by what is granted, once for one act', () => {
    const store = storeOf(1);
    store.run(grantTries(id, 'g1', 2));
    store.run(grantTries(id, 'g1', 2));
    expect(store.byId.get(id)).to.deep.include({ granted: 3, left: 3, grants: { g1: 2 } });
    expect(() => grantTries(id, 'g.1', 1)).to.throw('grant');
  });
});
