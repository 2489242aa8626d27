// Why a save was not taken, who may submit, and which answers stand.

import { expect } from 'chai';
import { orderNumber, type Answer, type Attempt } from '../../../src/domain/exam/attempt.ts';
import { classifySave, mergeAnswers, maySubmit } from '../../../src/domain/exam/saving.ts';
import { startTiming, stopped } from '../../../src/domain/exam/deadline.ts';

const now = 1_800_000_000_000;
const over = now + 3_600_000 + 30_000;
const settings = {
  allowedMinutes: 60,
  graceSeconds: 30,
  window: { opensAt: null, closesAt: null, policy: 'startBy' as const },
};
const answer = (q: number, v: string[] = ['b']): Answer => ({ q, v, flagged: false, struck: [], note: '', spentMs: 0 });
const end = { by: 'user' as const, at: now, receipt: '7Q4K-M2XD', digest: 'd' };

const running: Attempt = {
  id: 'a1',
  organizationId: 'o1',
  platformId: 'campus',
  courseId: 'c1',
  personId: 'ada',
  examId: 'mock',
  examVersion: 1,
  formId: 'a1',
  number: 1,
  isPreview: false,
  state: 'in_progress',
  timing: startTiming(settings, null, now),
  slotCount: 20,
  epoch: 2,
  tab: 'two',
  answers: { s1: answer(orderNumber(2, 5)) },
  late: [],
  savedAt: now,
  end: null,
  voided: null,
  scoreVersion: 0,
  outbox: [],
  rev: 7,
  createdAt: now,
};
const submitted: Attempt = { ...running, state: 'submitted', end };
const codeOf = (attempt: Attempt, sent: Record<string, number>, tab: string | null = 'two', at = now): string => {
  const saves = Object.fromEntries(Object.entries(sent).map(([slot, q]) => [slot, { q }]));
  const reading = classifySave(attempt, saves, tab, at);
  return reading.kind === 'refused' ? reading.code : reading.kind;
};

describe('a save of which nothing was taken', () => {
  const newer = orderNumber(2, 6);
  const held = orderNumber(2, 5);

  it('is no failure if everything it brings is held already, or newer', () => {
    expect(codeOf(running, { s1: held })).to.equal('all newer');
    expect(codeOf(running, { s1: held - 1 })).to.equal('all newer');
  });

  it('is LEASE for another tab whose edits were overtaken', () => {
    expect(codeOf(running, { s1: orderNumber(1, 9) }, 'one')).to.equal('LEASE');
    expect(codeOf(running, { s1: orderNumber(1, 9) }, null)).to.equal('all newer');
  });

  it('is EXPIRED from the hard close on, whether or not somebody noticed yet', () => {
    expect(codeOf(running, { s1: newer }, 'two', over)).to.equal('EXPIRED');
    expect(codeOf({ ...submitted, end: { ...end, by: 'sweeper' } }, { s1: newer })).to.equal('EXPIRED');
    expect(codeOf({ ...submitted, state: 'graded', end: { ...end, by: 'timer' } }, { s1: newer })).to.equal('EXPIRED');
  });

  it('is CLOSED after a submit, a close by staff, a voiding, and before the start', () => {
    expect(codeOf(submitted, { s1: newer })).to.equal('CLOSED');
    expect(codeOf({ ...submitted, end: { ...end, by: 'staff' } }, { s1: newer })).to.equal('CLOSED');
    expect(codeOf({ ...running, state: 'voided' }, { s1: newer })).to.equal('CLOSED');
    expect(codeOf({ ...running, state: 'prepared' }, { s1: newer })).to.equal('CLOSED');
  });

  it('is UNKNOWN_SLOT for what the form does not have, whatever the name', () => {
    for (const slot of ['s21', 's0', 's01', 'x', '__proto__x', 's1.q', '$set'])
      expect(codeOf(running, { [slot]: newer }), slot).to.equal('UNKNOWN_SLOT');
  });

  it('is NOT_NOW while the clock is stopped, so that the browser keeps it', () => {
    expect(
      codeOf({ ...running, state: 'paused', timing: stopped(running.timing, now) }, { s1: newer }, 'two', over),
    ).to.equal('NOT_NOW');
    expect(codeOf(running, { s1: newer })).to.equal('NOT_NOW');
  });
});

describe('submitting', () => {
  const kindOf = (attempt: Attempt, at = now): string => {
    const reading = maySubmit(attempt, at);
    return reading.kind === 'refused' ? reading.code : reading.kind;
  };

  it('is for whoever is sitting, in time', () => {
    expect(kindOf(running)).to.equal('may submit');
    expect(kindOf(running, over)).to.equal('EXPIRED');
    expect(kindOf({ ...running, state: 'paused' })).to.equal('NOT_NOW');
    expect(kindOf({ ...running, state: 'prepared' })).to.equal('CLOSED');
    expect(kindOf({ ...running, state: 'voided' })).to.equal('CLOSED');
  });

  it('twice gives the same receipt', () => {
    expect(maySubmit(submitted, over)).to.deep.equal({ kind: 'already closed', end });
  });
});

describe('merging answers', () => {
  it('lets the higher number stand, slot by slot, whatever came first', () => {
    const sent = { s1: answer(3), s2: answer(1), s3: answer(0) };
    const { newer, merged } = mergeAnswers(running, sent);
    expect(newer).to.deep.equal({ s2: answer(1), s3: answer(0) });
    expect(merged).to.deep.equal({ s1: running.answers.s1, s2: answer(1), s3: answer(0) });
  });

  it('leaves out what the form does not have', () => {
    expect(mergeAnswers(running, { s21: answer(1), nonsense: answer(1) }).newer).to.deep.equal({});
  });
});
