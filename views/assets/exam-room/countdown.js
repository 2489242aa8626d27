// @ts-check
// The clock on the page: figures that can be hidden, warnings in words, and the moment when time is up.

import { clockFigures, clockWords, sleepGapMs, warningDue } from './clock.js';
import { find, findOf } from './find.js';
import { prefer, preference } from './preferences.js';

/**
 * @typedef {ReturnType<typeof import('./clock.js').createClock>} Clock
 * @typedef {import('./status.js').Status} Status
 */

/**
 * @param {object} given
 * @param {Clock} given.clock
 * @param {readonly number[]} given.warningsMinutes
 * @param {Status} given.status
 * @param {() => string} given.openWords how many questions are still open, in words
 * @param {() => void} given.ticked
 * @param {() => void} given.wokeUp the computer slept: ask the server
 * @param {() => void} given.timeUp
 */
export function createCountdown({ clock, warningsMinutes, status, openWords, ticked, wokeUp, timeUp }) {
  const figures = find('[data-clock-figures]');
  const hide = findOf('[data-clock-hide]', HTMLButtonElement);
  let isHidden = preference('clock', 'shown') === 'hidden';
  let before = clock.remainingMs();
  let lastTickAt = performance.now();
  let isUp = false;

  function draw() {
    const left = clock.remainingMs();
    const words = isHidden ? 'hidden' : clockFigures(left);
    if (figures.textContent !== words) figures.textContent = words;
    find('[data-hide-word]', hide).textContent = isHidden ? 'Show' : 'Hide';
  }

  function tick() {
    const at = performance.now();
    if (at - lastTickAt > sleepGapMs) wokeUp();
    lastTickAt = at;
    const left = clock.remainingMs();
    const minutes = warningDue(before, left, warningsMinutes);
    if (minutes !== null) warn(minutes);
    before = left;
    draw();
    ticked();
    if (left <= 0 && !isUp && !clock.isStopped) {
      isUp = true;
      timeUp();
    }
    if (left > 0) isUp = false;
    setTimeout(tick, Math.min(1000, left % 1000 || 1000));
  }

  /** @param {number} minutes */
  function warn(minutes) {
    status.hide('time');
    find('[data-time-title]').textContent = `${minutes} minute${minutes === 1 ? '' : 's'} left.`;
    find('[data-time-words]').textContent = openWords();
    status.show('time');
  }

  function sayTime() {
    status.say(clock.isStopped ? 'The clock is stopped.' : `${clockWords(clock.remainingMs())} left.`);
  }

  hide.addEventListener('click', () => {
    isHidden = !isHidden;
    prefer('clock', isHidden ? 'hidden' : 'shown');
    draw();
  });
  const say = find('[data-clock-say]');
  say.addEventListener('click', sayTime);
  // On a page without this script the buttons would do nothing.
  hide.hidden = false;
  say.hidden = false;

  return { start: tick, draw, sayTime };
}
