// The page of one exam: who is sitting is fetched anew every ten seconds, and the time left counts down in between.

import './send-once.js';
import { isInUse, keepFresh } from './live-parts.js';

const status = document.querySelector('[data-live-status]');
const changed = document.querySelector('[data-results-changed]');
let refreshedAt = performance.now();
let sitting = attemptsIn(document);

function attemptsIn(root) {
  return [...root.querySelectorAll('[data-attempt]')].map((row) => row.getAttribute('data-attempt'));
}

/** Whoever is not in the list any more has handed in: the results below are older than that. */
function noteLeavers(fresh) {
  const now = attemptsIn(fresh);
  if (sitting.some((attempt) => !now.includes(attempt))) changed.hidden = false;
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
