// @ts-check
// Presses of a roll call: each gets its number, is kept on this device until the server names it, and is sent again until it does.

/**
 * @typedef {object} Said What a press says of a student; `status: null` takes the mark away.
 * @property {string} person
 * @property {string | null} status
 * @property {number | null} minutes
 * @property {{ on: string, mode: string | null } | null} makeup
 * @property {string} note
 * @property {boolean} onlyUnmarked meant for whoever has no mark yet
 *
 * @typedef {Said & { number: number }} Press
 * @typedef {{ person: string, number: number, kind: string, words: string, mark: Omit<Said, 'person' | 'onlyUnmarked'> | null }} Result
 * @typedef {{ status: number, now: number, results: Result[], message: string }} Reply
 *
 * @typedef {object} World What the queue needs of the browser.
 * @property {() => number} wallClock milliseconds, also while the device sleeps
 * @property {() => Press[]} load
 * @property {(presses: Press[]) => void} save
 * @property {(presses: Press[]) => Promise<Reply>} send rejects where there is no connection
 * @property {(work: () => void, ms: number) => void} later
 *
 * @typedef {object} Listener
 * @property {(result: Result) => void} settled the server has named a press, and nothing newer waits for this student
 * @property {(state: { kind: 'sent' | 'sending' | 'waiting' | 'ended' | 'refused', count: number, words: string }) => void} changed
 */

const lanes = 1000;
const atOnce = 50;
const soonMs = 250;
const longestMs = 30_000;

/**
 * Opens the queue of one class. `now` is the server's time (epoch ms) when the page was made, `lane` (1 to 999) is this page's own.
 *
 * @param {World} world
 * @param {Listener} listener
 * @param {{ now: number, lane: number }} start
 */
export function openPressQueue(world, listener, { now, lane }) {
  /** @type {Map<string, Press>} */
  const pending = new Map(world.load().map((press) => [press.person, press]));
  let ahead = now - world.wallClock();
  let lastMoment = Math.max(0, ...[...pending.values()].map(({ number }) => Math.floor(number / lanes)));
  let waitMs = soonMs;
  let isSending = false;
  let isPlanned = false;
  let isOver = false;

  /** The server's time as far as this device can tell, later at every press. */
  function nextNumber() {
    lastMoment = Math.max(lastMoment + 1, Math.floor(world.wallClock() + ahead));
    return lastMoment * lanes + lane;
  }

  /** @param {'sent' | 'sending' | 'waiting' | 'ended' | 'refused'} kind */
  function tell(kind, words = '') {
    listener.changed({ kind, count: pending.size, words });
  }

  function keep() {
    world.save([...pending.values()]);
  }

  /** @param {number} ms */
  function plan(ms) {
    if (isPlanned || isOver) return;
    isPlanned = true;
    world.later(() => {
      isPlanned = false;
      void sendDue();
    }, ms);
  }

  /** @param {Result[]} results */
  function settle(results) {
    for (const result of results) {
      const held = pending.get(result.person);
      // A newer press of the same student waits: what the server holds meanwhile is of no interest.
      if (held && held.number !== result.number) continue;
      pending.delete(result.person);
      listener.settled(result);
    }
  }

  /** @param {Press[]} sent @param {Reply} reply */
  function take(sent, reply) {
    const { status, results, message } = reply;
    if (status === 200) {
      ahead = reply.now - world.wallClock();
      settle(results);
      const refused = results.find(({ kind }) => kind === 'refused');
      waitMs = soonMs;
      tell(refused ? 'refused' : pending.size === 0 ? 'sent' : 'sending', refused?.words);
    } else if (status === 401 || status === 403 || status === 404) {
      isOver = true;
      tell('ended');
    } else if (status === 409 || status === 422) {
      // The server will never take these: a class that was cancelled meanwhile.
      for (const { person, number } of sent) if (pending.get(person)?.number === number) pending.delete(person);
      tell('refused', message);
    } else {
      fail();
    }
    keep();
  }

  function fail() {
    waitMs = Math.min(longestMs, waitMs * 2);
    tell('waiting');
  }

  async function sendDue() {
    if (isSending || isOver || pending.size === 0) return;
    isSending = true;
    const sent = [...pending.values()].slice(0, atOnce);
    try {
      take(sent, await world.send(sent));
    } catch {
      fail();
    } finally {
      isSending = false;
    }
    if (pending.size > 0) plan(waitMs);
  }

  if (pending.size > 0) plan(0);

  return {
    /** @param {Said[]} said */
    press(said) {
      for (const one of said) pending.set(one.person, { ...one, number: nextNumber() });
      keep();
      tell(isOver ? 'ended' : 'sending');
      plan(soonMs);
    },
    /** Tries at once: the network is back, or the page is seen again. */
    hurry() {
      waitMs = soonMs;
      void sendDue();
    },
    /** Whether a press of this student is still to be sent. @param {string} person */
    isPending: (person) => pending.has(person),
    /** What is still to be sent. */
    waiting: () => [...pending.values()],
  };
}
