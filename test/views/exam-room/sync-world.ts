// A candidate's page, a network that loses and doubles and reorders, and a server: all in one thread, under a clock moved by hand.

import type { Answer } from '../../../src/domain/exam/attempt.ts';
import { createAnswerQueue, type Answers } from '../../../views/assets/exam-room/answer-queue.js';
import { createOrderNumbers } from '../../../views/assets/exam-room/order-numbers.js';
import { createSync, type Outcome } from '../../../views/assets/exam-room/sync.js';

/** What happens to a request: `slow` takes 1 to 9 s each way, so that requests and replies overtake each other. */
export type Fate = 'fine' | 'slow' | 'request lost' | 'reply lost' | 'doubled';

const fetchGivesUpMs = 10_000;

/** A running world. `dice` gives numbers from 0 to 1; without it everything is in the middle. */
export function openWorld(dice: () => number = () => 0.5) {
  let time = 0;
  let tasks: { at: number; run: () => void }[] = [];
  const server = new Map<string, Answer>();
  const computer = new Map<string, Answer>();
  const requests: { at: number; slots: string[] }[] = [];
  let isClosed = false;
  let page = load();

  function later(run: () => void, ms: number): () => void {
    const task = { at: time + ms, run };
    tasks.push(task);
    return () => {
      tasks = tasks.filter((other) => other !== task);
    };
  }

  function receive(answers: Answers): Outcome {
    if (isClosed) return { kind: 'refused', reason: 'CLOSED' };
    for (const [slot, answer] of Object.entries(answers)) {
      const held = server.get(slot);
      if (held === undefined || held.q < answer.q) server.set(slot, answer);
    }
    return { kind: 'saved', named: Object.keys(answers), epoch: 1 };
  }

  /** Carries a request to the server and the reply back, as the network's mood is when it leaves. */
  function carry(answers: Answers, done: (outcome: Outcome) => void): void {
    requests.push({ at: time, slots: Object.keys(answers).sort() });
    const fate = world.network;
    const trip = (): number => (fate === 'slow' ? 1000 + dice() * 8000 : 40);
    const giveUp = later(() => done({ kind: 'unreachable' }), fetchGivesUpMs);
    const arrive = (): void => {
      const outcome = receive(answers);
      if (fate === 'reply lost') return;
      later(() => {
        giveUp();
        done(outcome);
      }, trip());
    };
    if (fate === 'request lost') return;
    later(arrive, trip());
    if (fate === 'doubled') later(() => receive(answers), trip() + dice() * 20_000);
  }

  /** Opens the page as a browser does: what the computer kept, the highest number the server holds. */
  function load() {
    let isAlive = true;
    const remembered = [...computer.values()].map((answer) => answer.q);
    const sequence = Math.max(0, ...[...server.values()].map((answer) => answer.q % 2 ** 24));
    const numbers = createOrderNumbers({ epoch: 1, sequence, startedAgoMs: time, remembered });
    const queue = createAnswerQueue(
      {
        kind: 'database',
        load: async () => Object.fromEntries(computer),
        put: async (slot, answer) => void computer.set(slot, answer),
        remove: async (slot, upTo) => void ((computer.get(slot)?.q ?? Infinity) <= upTo && computer.delete(slot)),
        wipe: async () => computer.clear(),
      },
      Object.fromEntries(computer),
    );
    const sync = createSync({
      queue,
      send: (answers) => new Promise((done) => carry(answers, (outcome) => isAlive && done(outcome))),
      now: () => time,
      schedule: (run, ms) => later(() => isAlive && run(), ms),
      random: dice,
      changed: () => {},
    });
    return { numbers, queue, sync, leave: () => (isAlive = false) };
  }

  const world = {
    network: 'fine' as Fate,
    requests,
    edit(slot: string, value: string): void {
      const answer = { q: page.numbers.next(), v: [value], flagged: false, struck: [], note: '', spentMs: 0 };
      page.queue.put(slot, answer);
      page.sync.edited();
    },
    turn: () => page.sync.turned(),
    hurry: () => void page.sync.hurry(),
    /** The page says goodbye and loads again. */
    reload(): void {
      page.sync.farewell();
      page.leave();
      page = load();
    },
    /** The page is gone without a word and opened again. */
    crash(): void {
      page.leave();
      page = load();
    },
    close: () => void (isClosed = true),
    /** Lets time pass: what is due happens in order, each with everything that follows from it. */
    async pass(ms: number): Promise<void> {
      const until = time + ms;
      for (;;) {
        await settled();
        const next = tasks.filter((task) => task.at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        tasks = tasks.filter((task) => task !== next);
        time = next.at;
        next.run();
      }
      time = until;
    },
    waiting: () => page.queue.size,
    held: (slot: string) => server.get(slot)?.v[0],
    isLate: () => page.sync.isLate,
  };
  return world;
}

/** Lets promises that are ready run to their end. */
async function settled(): Promise<void> {
  for (let turns = 0; turns < 4; turns += 1) await Promise.resolve();
}
