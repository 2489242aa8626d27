// The queue of presses on a phone: numbers that only grow, what survives a reload, and what each reply means.

import { expect } from 'chai';
import { keptPresses } from '../../../views/assets/instructor/roll-call/kept-presses.js';
import { openPressQueue, type Press, type Reply } from '../../../views/assets/instructor/roll-call/press-queue.js';

interface Sent {
  readonly presses: Press[];
  reply(given: Partial<Reply>): Promise<void>;
  lose(): Promise<void>;
}

function phone(stored = new Map<string, string>()) {
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  };
  const kept = keptPresses('roll', storage);
  const timers: { work: () => void; ms: number }[] = [];
  const sent: Sent[] = [];
  const states: { kind: string; count: number; words: string }[] = [];
  const settled: { person: string; kind: string }[] = [];
  let wall = 1_000_000;
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const queue = openPressQueue(
    {
      wallClock: () => wall,
      load: kept.load,
      save: kept.save,
      send: (presses) =>
        new Promise<Reply>((resolve, reject) => {
          sent.push({
            presses,
            async reply(given) {
              const results = presses.map(({ person, number }) => ({
                person,
                number,
                kind: 'written',
                words: '',
                mark: null,
              }));
              resolve({ status: 200, now: wall, results, message: '', ...given });
              await turn();
            },
            async lose() {
              reject(new Error('offline'));
              await turn();
            },
          });
        }),
      later: (work, ms) => void timers.push({ work, ms }),
    },
    { settled: (result) => void settled.push(result), changed: (state) => void states.push(state) },
    { now: 5_000_000, lane: 7 },
  );
  return {
    queue,
    sent,
    states,
    settled,
    stored,
    timers,
    sleep: (ms: number) => (wall += ms),
    /** Lets the next timer ring. */
    ring: () => timers.shift()?.work(),
  };
}
const says = (person: string, status: string | null) => ({
  person,
  status,
  minutes: null,
  makeup: null,
  note: '',
  onlyUnmarked: false,
});

describe('presses on a phone', () => {
  it('get numbers by the server’s clock that only grow, also within one millisecond and when the clock is set back', async () => {
    const { queue, sent, ring, sleep } = phone();
    queue.press([says('ana', 'present')]);
    queue.press([says('ben', 'late')]);
    sleep(-60_000);
    queue.press([says('eve', 'absent')]);
    ring();
    const numbers = sent[0]!.presses.map(({ number }) => number);
    expect(numbers).to.deep.equal([5_000_000_007, 5_000_001_007, 5_000_002_007]);
  });

  it('wait while there is no connection, longer each time, and say how many', async () => {
    const { queue, sent, states, ring, timers } = phone();
    queue.press([says('ana', 'present')]);
    ring();
    await sent[0]!.lose();
    expect(states.at(-1)).to.include({ kind: 'waiting', count: 1 });
    const first = timers.at(-1)!.ms;
    ring();
    await sent[1]!.lose();
    expect(timers.at(-1)!.ms).to.equal(first * 2);
    queue.hurry();
    await sent[2]!.reply({});
    expect(states.at(-1)).to.include({ kind: 'sent', count: 0 });
  });

  it('survive a reload, and are sent again with the numbers they had', async () => {
    const before = phone();
    before.queue.press([says('ana', 'present')]);
    before.ring();
    await before.sent[0]!.lose();
    const after = phone(before.stored);
    after.ring();
    expect(after.sent[0]!.presses).to.deep.equal(before.sent[0]!.presses);
    await after.sent[0]!.reply({});
    expect(after.stored.size).to.equal(0);
  });

  it('keep a newer press of the same student when the reply to an older one comes', async () => {
    const { queue, sent, settled, ring } = phone();
    queue.press([says('ana', 'present')]);
    ring();
    queue.press([says('ana', 'absent')]);
    await sent[0]!.reply({});
    expect(settled).to.have.length(0);
    expect(queue.isPending('ana')).to.equal(true);
    ring();
    await sent[1]?.reply({});
    expect(sent[1]?.presses[0]?.status).to.equal('absent');
    expect(settled).to.have.length(1);
  });

  it('are kept when the visit has ended, and dropped with the reason where the class takes none', async () => {
    const ended = phone();
    ended.queue.press([says('ana', 'present')]);
    ended.ring();
    await ended.sent[0]!.reply({ status: 401 });
    expect(ended.states.at(-1)).to.include({ kind: 'ended', count: 1 });
    expect(ended.stored.size).to.equal(1);

    const cancelled = phone();
    cancelled.queue.press([says('ana', 'present')]);
    cancelled.ring();
    await cancelled.sent[0]!.reply({ status: 409, message: 'This class is canceled.' });
    expect(cancelled.states.at(-1)).to.include({ kind: 'refused', count: 0, words: 'This class is canceled.' });
  });

  it('do not trip over what lies damaged in the storage, or over a browser without one', () => {
    expect(
      keptPresses('roll', { getItem: () => '{"a":', setItem: () => {}, removeItem: () => {} }).load(),
    ).to.deep.equal([]);
    expect(
      keptPresses('roll', { getItem: () => '[1,{"person":"a"}]', setItem: () => {}, removeItem: () => {} }).load(),
    ).to.deep.equal([]);
    expect(keptPresses('roll', null).save([])).to.equal(false);
  });
});
