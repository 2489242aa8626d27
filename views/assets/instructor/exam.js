// The page of one exam: who is sitting is fetched anew every ten seconds, and the time left counts down in between.

import './forms.js';
import { isInUse, keepFresh } from './live-parts.js';

const status = document.querySelector('[data-live-status]');
const changed = document.querySelector('[data-results-changed]');
let refreshedAt = performance.now();
let sitting = sittingIn(document);

function sittingIn(root) {
  const attempts = [...root.querySelectorAll('[data-attempt]')].map((row) => row.dataset.attempt);
  return { attempts, total: Number(root.querySelector('[data-total]').dataset.total) };
}

/** Whoever is not in the list any more has ended: the results below are older than that. */
function noteLeavers(fresh) {
  const now = sittingIn(fresh);
  // Of a list that goes on over pages only the length can tell: a name may have moved to another page.
  const isWhole = now.attempts.length === now.total && sitting.attempts.length === sitting.total;
  const hasLeavers = isWhole && sitting.attempts.some((attempt) => !now.attempts.includes(attempt));
  if (hasLeavers || now.total < sitting.total) changed.hidden = false;
  sitting = now;
}

function replace(html) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  noteLeavers(fresh);
  for (const part of fresh.querySelectorAll('[data-live]')) {
    const old = document.querySelector(`[data-live="${part.dataset.live}"]`);
    if (old && !isInUse(old, document.activeElement)) old.replaceWith(document.importNode(part, true));
  }
  refreshedAt = performance.now();
}

async function fetchParts() {
  const { refresh } = document.querySelector('[data-refresh]').dataset;
  const response = await fetch(refresh, { credentials: 'same-origin', signal: AbortSignal.timeout(8000) });
  return { status: response.status, text: await response.text() };
}

function two(value) {
  return String(value).padStart(2, '0');
}

function countDown() {
  const passed = performance.now() - refreshedAt;
  for (const clock of document.querySelectorAll('[data-left-ms]')) {
    const seconds = Math.max(0, Math.floor((Number(clock.dataset.leftMs) - passed) / 1000));
    clock.textContent = `${Math.floor(seconds / 3600)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  }
}

const refresh = keepFresh({
  fetchParts,
  replace,
  say: (words) => {
    status.textContent = words;
    status.classList.toggle('vh', words === '');
  },
  isHidden: () => document.hidden,
  later: (work, ms) => setTimeout(work, ms),
});
document.addEventListener('visibilitychange', () => void refresh());
setInterval(countDown, 1000);
