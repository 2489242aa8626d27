// @ts-check
// The code in class: the next one is fetched when its time comes, and how many have checked in every few seconds.

import './forms.js';

/** @typedef {{ words: string, spoken: string, qr: { viewBox: string, path: string }, untilWords: string, closesWords: string, lateWords: string, countWords: string, untilMs: number }} Code */

const everyMs = 4000;
const sheet = /** @type {HTMLElement | null} */ (document.querySelector('[data-code]'));
if (sheet) start(sheet);

/** @param {HTMLElement} sheet */
function start(sheet) {
  /** @param {string} hook @param {string} words */
  function say(hook, words) {
    const place = sheet.querySelector(`[data-code-${hook}]`);
    if (place && place.textContent !== words) place.textContent = words;
  }

  /** @param {Code} code */
  function draw(code) {
    say('shown', code.words);
    say('spoken', code.spoken);
    say('count', code.countWords);
    say('until', code.untilWords);
    say('closes', code.closesWords);
    say('late', code.lateWords);
    const qr = sheet.querySelector('[data-qr]');
    qr?.setAttribute('viewBox', code.qr.viewBox);
    qr?.querySelector('path')?.setAttribute('d', code.qr.path);
  }

  async function refresh() {
    let waitMs = everyMs;
    try {
      const response = await fetch(sheet.dataset.now ?? '', { signal: AbortSignal.timeout(8000) });
      if (!response.ok) throw new Error(String(response.status));
      /** @type {{ code: Code | null }} */
      const { code } = await response.json();
      if (!code) return location.reload();
      draw(code);
      say('trouble', '');
      waitMs = Math.max(250, Math.min(everyMs, code.untilMs));
    } catch {
      say('trouble', 'No connection: the code may be old. It is tried again.');
    }
    setTimeout(() => void refresh(), waitMs);
    return undefined;
  }

  setTimeout(() => void refresh(), Math.max(250, Math.min(everyMs, Number(sheet.dataset.untilMs))));
  const full = /** @type {HTMLElement | null} */ (document.querySelector('[data-full]'));
  if (full && document.fullscreenEnabled) {
    full.hidden = false;
    full.addEventListener('click', () => void sheet.requestFullscreen());
  }
}
