// @ts-check
// How long a candidate has looked at a question: only while the page is seen.

/** @param {() => number} now */
export function createStopwatch(now) {
  /** @type {number | null} */
  let since = null;
  let gathered = 0;

  return {
    run() {
      since ??= now();
    },

    rest() {
      if (since !== null) gathered += now() - since;
      since = null;
    },

    /** The whole milliseconds gathered, once. */
    take() {
      const isRunning = since !== null;
      this.rest();
      const taken = Math.round(gathered);
      gathered = 0;
      if (isRunning) this.run();
      return taken;
    },
  };
}
