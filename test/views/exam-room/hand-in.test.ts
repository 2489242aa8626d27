// Handing in goes on until it is done.

import { expect } from 'chai';
import type { Answer } from '../../../src/domain/exam/attempt.ts';
import { createAnswerQueue, type Answers } from '../../../views/assets/exam-room/answer-queue.js';
import { createHandIn, type HandInOutcome } from '../../../views/assets/exam-room/hand-in.js';
import { memoryOfAComputer } from './memory-of-a-computer.ts';

function answer(q: number, note = ''): Answer {
  return { q, v: ['a'], flagged: false, struck: [], note, spentMs: 0 };
}

/** A hand-in whose submits end as `outcomes` say, one after the other; the last one repeats. */
function opened(kept: Answers, outcomes: HandInOutcome[]) {
  const queue = createAnswerQueue(memoryOfAComputer(), kept);
  const submitted: Answers[] = [];
  const saved: Answers[] = [];
  const rests: number[] = [];
  const handIn = createHandIn({
    queue,
    save: async (answers) => void saved.push(answers),
    submit: async (answers) => {
      submitted.push(answers);
      return outcomes[Math.min(submitted.length, outcomes.length) - 1]!;
    },
    rest: async (ms) => void rests.push(ms),
    random: () => 0.5,
    delayed: () => {},
  });
  return { queue, handIn, submitted, saved, rests };
}

const done: HandInOutcome = { kind: 'handed in', resultUrl: '/result' };

describe('handing in', () => {
  it('takes along everything that waits, and clears this computer only after the receipt', async () => {
    const { queue, handIn, submitted } = opened({ s1: answer(1), s2: answer(2) }, [done]);
    const outcome = handIn();
    expect(queue.size).to.equal(2);
    expect(await outcome).to.deep.equal(done);
    expect(submitted).to.deep.equal([{ s1: answer(1), s2: answer(2) }]);
    expect(queue.size).to.equal(0);
  });

  it('is tried again for as long as the server cannot be reached, and nothing is dropped meanwhile', async () => {
    const lost: HandInOutcome = { kind: 'unreachable' };
    const { handIn, submitted, rests } = opened({ s1: answer(1) }, [lost, lost, lost, done]);
    await handIn();
    expect(submitted).to.have.length(4);
    expect(submitted.at(-1)).to.deep.equal({ s1: answer(1) });
    expect(rests.every((ms) => ms >= 1000 && ms <= 30_000)).to.equal(true);
  });

  it('happens once, however often it is asked for while it is under way', async () => {
    const { handIn, submitted } = opened({}, [done]);
    await Promise.all([handIn(), handIn(), handIn()]);
    expect(submitted).to.have.length(1);
  });

  it('keeps the answers when the server refuses', async () => {
    const { queue, handIn } = opened({ s1: answer(1) }, [{ kind: 'refused', message: 'The clock is stopped.' }]);
    expect((await handIn()).kind).to.equal('refused');
    expect(queue.size).to.equal(1);
  });

  it('sends ahead what does not fit into one request', async () => {
    const kept = Object.fromEntries(
      Array.from({ length: 90 }, (_, index) => [`s${index + 1}`, answer(index + 1, 'n'.repeat(2000))]),
    );
    const { handIn, submitted, saved } = opened(kept, [done]);
    await handIn();
    const sent = [...saved, ...submitted].flatMap((answers) => Object.keys(answers));
    expect(sent.sort()).to.deep.equal(Object.keys(kept).sort());
    expect(saved.length).to.be.within(2, 4);
  });
});
