// The queue of edits that the server has not confirmed yet.

import { expect } from 'chai';
import type { Answer } from '../../../src/domain/exam/attempt.ts';
import { createAnswerQueue, newestOf, portionOf } from '../../../views/assets/exam-room/answer-queue.js';
import { createOrderNumbers, epochOf } from '../../../views/assets/exam-room/order-numbers.js';
import { memoryOfAComputer } from './memory-of-a-computer.ts';

function answer(q: number, v: string[], note = ''): Answer {
  return { q, v, flagged: false, struck: [], note, spentMs: 0 };
}

describe('the queue of unsaved answers', () => {
  it('keeps an answer until the server names its slot', () => {
    const queue = createAnswerQueue(memoryOfAComputer(), {});
    queue.put('s1', answer(1, ['a']));
    queue.put('s2', answer(2, ['b']));
    queue.confirm(queue.all(), ['s1']);
    expect(queue.all()).to.deep.equal({ s2: answer(2, ['b']) });
  });

  it('keeps what was changed while the request was under way', () => {
    const queue = createAnswerQueue(memoryOfAComputer(), {});
    queue.put('s1', answer(1, ['a']));
    const sent = queue.all();
    queue.put('s1', answer(2, ['b']));
    queue.confirm(sent, ['s1']);
    expect(queue.get('s1')).to.deep.equal(answer(2, ['b']));
  });

  it('lets a late reply to an old request take nothing away', async () => {
    const computer = memoryOfAComputer();
    const queue = createAnswerQueue(computer, {});
    queue.put('s1', answer(1, ['a']));
    const first = queue.all();
    queue.put('s1', answer(2, ['b']));
    queue.confirm(first, ['s1']);
    expect(await computer.load()).to.deep.equal({ s1: answer(2, ['b']) });
  });

  it('drops nothing for a slot that the request did not carry', () => {
    const queue = createAnswerQueue(memoryOfAComputer(), {});
    queue.put('s1', answer(1, ['a']));
    queue.confirm({}, ['s1']);
    expect(queue.size).to.equal(1);
  });

  it('is on the computer too, and empty there once the server has confirmed', async () => {
    const computer = memoryOfAComputer();
    const queue = createAnswerQueue(computer, {});
    queue.put('s1', answer(1, ['a']));
    expect(await computer.load()).to.have.keys('s1');
    queue.confirm(queue.all(), ['s1']);
    expect(await computer.load()).to.deep.equal({});
  });

  it('leaves nothing on the computer after the receipt', async () => {
    const computer = memoryOfAComputer();
    const queue = createAnswerQueue(computer, { s9: answer(9, ['a']) });
    queue.put('s1', answer(10, ['a']));
    queue.wipe();
    expect(queue.size).to.equal(0);
    expect(await computer.load()).to.deep.equal({});
  });

  it('ignores an edit that is older than the one it holds', () => {
    const queue = createAnswerQueue(memoryOfAComputer(), { s1: answer(5, ['kept']) });
    queue.put('s1', answer(4, ['late']));
    expect(queue.get('s1')?.v).to.deep.equal(['kept']);
  });
});

describe('what a candidate sees on opening the exam', () => {
  it('is the newer of what the server holds and what waits on this computer, slot by slot', () => {
    const held = { s1: answer(1, ['server']), s2: answer(8, ['server']) };
    const waiting = { s1: answer(2, ['here']), s2: answer(7, ['here']), s3: answer(9, ['here']) };
    expect(newestOf(held, waiting)).to.deep.equal({
      s1: answer(2, ['here']),
      s2: answer(8, ['server']),
      s3: answer(9, ['here']),
    });
  });
});

describe('the last message of a page that is being closed', () => {
  const full = Object.fromEntries(
    Array.from({ length: 150 }, (_, index) => [`s${index + 1}`, answer(index + 1, ['a'], 'ü'.repeat(500))]),
  );

  it('holds as many answers as fit, the oldest edits first', () => {
    const portion = portionOf(full, 60 * 1024);
    const bytes = new TextEncoder().encode(JSON.stringify(portion)).length;
    expect(bytes).to.be.within(55 * 1024, 60 * 1024);
    expect(Object.keys(portion).slice(0, 2)).to.deep.equal(['s1', 's2']);
  });

  it('holds one answer at least, however long', () => {
    expect(Object.keys(portionOf(full, 10))).to.have.length(1);
  });
});

describe('the numbers of edits', () => {
  const fresh = { epoch: 3, sequence: 0, startedAgoMs: 0, remembered: [] };

  it('rise with every edit and stay in their takeover', () => {
    const numbers = createOrderNumbers({ ...fresh, sequence: 40 });
    const [first, second] = [numbers.next(), numbers.next()];
    expect(first % 2 ** 24).to.equal(41);
    expect(second).to.be.greaterThan(first);
    expect(epochOf(first)).to.equal(3);
  });

  it('are never given again after a reload, even when neither the server nor this computer knows of those under way', () => {
    const before = createOrderNumbers({ ...fresh, startedAgoMs: 60_000 });
    const given = Array.from({ length: 100 }, () => before.next());
    const after = createOrderNumbers({ ...fresh, startedAgoMs: 62_100 });
    expect(after.next()).to.be.greaterThan(Math.max(...given));
  });

  it('go on after those that this computer remembers, and mind no other takeover’s', () => {
    const kept = createOrderNumbers({ ...fresh, sequence: 70_000 }).next();
    const ofLater = createOrderNumbers({ ...fresh, epoch: 4, sequence: 80_000 }).next();
    expect(createOrderNumbers({ ...fresh, remembered: [kept, ofLater] }).next()).to.equal(kept + 1);
  });

  it('stay in their takeover in an attempt that is opened again after weeks', () => {
    const numbers = createOrderNumbers({ ...fresh, startedAgoMs: 40 * 24 * 3_600_000 });
    expect(epochOf(numbers.next())).to.equal(3);
  });

  it('after a takeover outrank every number before it', () => {
    const numbers = createOrderNumbers({ ...fresh, sequence: 9_000_000 });
    const old = numbers.next();
    numbers.enter(4);
    expect(numbers.next()).to.be.greaterThan(old);
    numbers.enter(3);
    expect(numbers.epoch).to.equal(4);
  });
});
