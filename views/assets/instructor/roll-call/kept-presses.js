// @ts-check
// Where presses survive a reload: the browser's local storage, or this page's memory where the browser gives none.

/** @typedef {import('./press-queue.js').Press} Press */

/**
 * The presses of one class by one person. What is not ours or damaged is left out.
 *
 * @param {string} key
 * @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null} storage
 */
export function keptPresses(key, storage) {
  return {
    /** @returns {Press[]} */
    load() {
      try {
        const kept = JSON.parse(storage?.getItem(key) ?? '[]');
        return Array.isArray(kept) ? kept.filter(isPress) : [];
      } catch {
        return [];
      }
    },
    /** Whether they would survive a reload. @param {Press[]} presses */
    save(presses) {
      try {
        if (presses.length === 0) storage?.removeItem(key);
        else storage?.setItem(key, JSON.stringify(presses));
        return storage !== null;
      } catch {
        return false;
      }
    },
  };
}

/** @param {unknown} value @returns {value is Press} */
function isPress(value) {
  return (
    typeof value === 'object' &&
    value !== null &&
    'person' in value &&
    typeof value.person === 'string' &&
    'number' in value &&
    Number.isSafeInteger(value.number)
  );
}

/** Frames of other sites may be refused any storage, which throws at the first look. */
export function storageHere() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}
