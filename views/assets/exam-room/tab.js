// @ts-check
// Which tab this is: a name that survives a reload or a crash, and that two living tabs never share.

/**
 * The name under which this tab holds the exam. The one used last in this browser is taken up again if no living tab has it,
 * so that a reload or a restart after a crash goes on without a question; otherwise a fresh one is made.
 *
 * @param {string} key names the attempt and the person
 * @returns {Promise<string>}
 */
export async function nameOfThisTab(key) {
  const place = `resit:tab:${key}`;
  const before = recall(place);
  if (before !== null && (await claim(before))) return before;
  const fresh = crypto.randomUUID();
  void claim(fresh);
  remember(place, fresh);
  return fresh;
}

/** A page that is being reloaded may let go of its lock a moment late. */
const patienceMs = 300;

/**
 * Holds a lock by this name for as long as the tab lives. Where the browser has no locks, nothing can be known of other
 * tabs, and only a fresh name is safe.
 *
 * @param {string} name
 * @returns {Promise<boolean>}
 */
function claim(name) {
  if (!('locks' in navigator)) return Promise.resolve(false);
  return new Promise((resolve) => {
    navigator.locks
      .request(`resit-tab:${name}`, { signal: AbortSignal.timeout(patienceMs) }, () => {
        resolve(true);
        return new Promise(() => {});
      })
      .catch(() => resolve(false));
  });
}

/** @param {string} place */
function recall(place) {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

/**
 * @param {string} place
 * @param {string} name
 */
function remember(place, name) {
  try {
    localStorage.setItem(place, name);
  } catch {
    // Without storage the next load asks "Continue here?", which is only a question.
  }
}
