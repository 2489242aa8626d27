// @ts-check
// The keys of the exam room: plain letters and digits, quiet while somebody types, and easy to switch off.

import { findOf } from './find.js';
import { prefer, preference } from './preferences.js';

/**
 * What a key press means, or null.
 *
 * @param {{ key: string, code: string, shiftKey: boolean }} press
 * @returns {{ act: 'next' | 'previous' | 'flag' | 'note' | 'time' | 'review' | 'help' } | { act: 'choose' | 'strike', index: number } | null}
 */
export function meaningOf({ key, code, shiftKey }) {
  const digit = /^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1];
  if (digit !== undefined) return { act: shiftKey ? 'strike' : 'choose', index: Number(digit) - 1 };
  /** @type {Record<string, 'next' | 'previous' | 'flag' | 'note' | 'time' | 'review' | 'help'>} */
  const acts = { n: 'next', p: 'previous', f: 'flag', m: 'note', t: 'time', r: 'review', '?': 'help' };
  const act = acts[key.toLowerCase()];
  return act === undefined ? null : { act };
}

/** @param {(meaning: NonNullable<ReturnType<typeof meaningOf>>) => void} act */
export function listenToKeys(act) {
  const toggle = findOf('[data-keys-on]', HTMLInputElement);
  toggle.checked = preference('keys', 'on') === 'on';
  toggle.addEventListener('change', () => prefer('keys', toggle.checked ? 'on' : 'off'));
  document.addEventListener('keydown', (event) => {
    if (!toggle.checked || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (isTyping(event.target) || document.querySelector('dialog[open]') !== null) return;
    const meaning = meaningOf(event);
    if (meaning === null) return;
    event.preventDefault();
    act(meaning);
  });
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox';
}
