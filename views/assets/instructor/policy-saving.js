// @ts-check
// When a draft is saved: a breath after the last key, one at a time, again after a failure; never over somebody else's.

/**
 * @typedef {object} CardWords What a card says after a save.
 * @property {string} title
 * @property {string} summary
 * @property {readonly { state: string, text: string }[]} findings
 * @property {string} since "changed since version 3"
 * @property {boolean} canGoBack
 * @property {Record<string, string>} was what each field was, by the id of its words
 */
/**
 * @typedef {object} SavedDraft What the server answers to a save.
 * @property {number} rev
 * @property {string} saved "Saved 12:03:22"
 * @property {string} html the parts of the page that follow
 * @property {Record<string, string>} faults by the id of the input
 * @property {Record<string, CardWords>} cards by the id of the card
 * @property {Record<string, { title: string, summary: string }>} terms what stands above terms inside the policy, by their id
 */
/**
 * @typedef {object} World What the saver needs of the page.
 * @property {() => Promise<{ status: number, body: any }>} send sends the form as it stands; rejects without a connection
 * @property {(draft: SavedDraft) => void} took
 * @property {(words: string, state?: string) => void} say
 * @property {(address: string) => void} leaveFor
 * @property {(work: () => void, ms: number) => any} later
 * @property {(timer: any) => void} cancel
 */

export const breathMs = 600;
const againMs = 5000;

/** @param {World} world */
export function autosaver(world) {
  /** @type {any} */
  let timer = null;
  let isBusy = false;
  let isStopped = false;
  /** Counts changes: a save that was overtaken by typing is followed by another. */
  let typed = 0;
  let kept = 0;

  /** @param {number} ms */
  function wait(ms) {
    if (timer !== null) world.cancel(timer);
    timer = world.later(save, ms);
  }

  async function save() {
    timer = null;
    if (isBusy || isStopped) return;
    isBusy = true;
    const sent = typed;
    try {
      take(await world.send(), sent);
    } catch {
      world.say('Not saved: no connection. It is tried again.', 'risk');
      wait(againMs);
    } finally {
      isBusy = false;
    }
    if (!isStopped && timer === null && typed > sent) wait(breathMs);
  }

  /** @param {{ status: number, body: any }} answer @param {number} sent */
  function take({ status, body }, sent) {
    if (status === 200) {
      kept = sent;
      world.took(body);
      world.say(body.saved);
    } else if (status === 409 && body.conflict) {
      isStopped = true;
      kept = typed;
      world.say('Somebody else has saved meanwhile. Both drafts are kept.', 'risk');
      world.leaveFor(body.conflict);
    } else if (status === 422 && body.faults?.[0]) {
      world.say(`Not saved yet. ${body.faults[0].message}`, 'risk');
    } else if (status === 401 || status === 403) {
      isStopped = true;
      world.say(
        'Not saved: your visit has ended. Press “Check and preview”: what you typed is kept on the next page.',
        'failed',
      );
    } else {
      world.say('Not saved. It is tried again.', 'risk');
      wait(againMs);
    }
  }

  return {
    /** Something was typed. */
    changed() {
      typed += 1;
      if (isStopped) return;
      world.say('Not saved yet ...');
      wait(breathMs);
    },
    /** The form is sent by a button: nothing more is saved here. */
    stop() {
      isStopped = true;
      kept = typed;
      if (timer !== null) world.cancel(timer);
    },
    hasUnsaved: () => typed > kept,
  };
}
