// @ts-check
// Before the start: checks this computer, has the paper put together, and opens the exam in a window of its own.

import { find, findOf } from './exam-room/find.js';
import { openStorage } from './exam-room/storage.js';

/** A connection that takes longer than this is worth a word. */
const slowMs = 1500;
const windowName = 'resit-exam';

const form = findOf('[data-start]', HTMLFormElement);
const windowForm = findOf('[data-window-form]', HTMLFormElement);
const button = findOf('[data-start-button]', HTMLButtonElement);
const needsCode = form.dataset['needsCode'] === 'true';

/**
 * @param {string} check
 * @param {'ready' | 'slow' | 'missing'} outcome
 * @param {string} words
 */
function report(check, outcome, words) {
  const row = find(`[data-check="${check}"]`);
  const template = findOf(`[data-chip-template="${outcome}"]`, HTMLTemplateElement);
  row.querySelector('.chip')?.replaceWith(template.content.cloneNode(true));
  find('[data-check-words]', row).textContent = words;
}

/**
 * @param {string | undefined} url
 * @param {object} body
 * @returns {Promise<{ status: number, body: Record<string, unknown> } | null>}
 */
async function post(url, body) {
  try {
    const csrf = findOf('[name="csrf"]', HTMLInputElement, form).value;
    const response = await fetch(url ?? '', {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', 'x-resit-csrf': csrf },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(10_000),
    });
    return { status: response.status, body: await response.json().catch(() => ({})) };
  } catch {
    return null;
  }
}

function accessCode() {
  const field = form.elements.namedItem('accessCode');
  return field instanceof HTMLInputElement ? field.value : null;
}

async function checkConnection() {
  const from = performance.now();
  const response = await fetch(form.dataset['checkUrl'] ?? '', { cache: 'no-store' }).catch(() => null);
  const ms = Math.round(performance.now() - from);
  if (!response?.ok)
    return report('connection', 'missing', 'The server does not answer now. Wait a moment before you start.');
  const isSlow = ms > slowMs;
  report(
    'connection',
    isSlow ? 'slow' : 'ready',
    `Connection to the server, ${ms} ms${isSlow ? '. The exam works, saving may lag' : ''}`,
  );
}

async function checkStorage() {
  const { kind } = await openStorage('check');
  if (kind !== 'memory') return report('storage', 'ready', 'Room to keep your answers if the network fails');
  report(
    'storage',
    'missing',
    'This browser keeps nothing on disk: if the network fails, leave the exam’s window open',
  );
}

async function preparePaper() {
  if (needsCode) return report('paper', 'ready', 'Your paper is put together when you have typed the access code');
  const answer = await post(form.dataset['prepareUrl'], { examId: examId(), accessCode: null });
  if (answer?.status === 200) return report('paper', 'ready', 'Your paper is put together');
  const error = /** @type {{ message?: string } | undefined} */ (answer?.body['error']);
  report('paper', answer === null ? 'slow' : 'missing', error?.message ?? 'Your paper is put together when you start');
}

function examId() {
  return findOf('[name="examId"]', HTMLInputElement, form).value;
}

/** @param {string} words */
function say(words) {
  find('[data-start-said]').textContent = words;
}

/**
 * The window has to be opened while the click is being handled, or the browser refuses it; what it shows comes afterwards.
 *
 * @param {SubmitEvent} event
 */
async function start(event) {
  if (button.getAttribute('aria-disabled') === 'true') return event.preventDefault();
  const own = window.open('', windowName);
  // Refused, or an app's web view: the plain form goes on in this frame.
  if (own === null) return;
  event.preventDefault();
  button.setAttribute('aria-disabled', 'true');
  const answer = await post(form.dataset['ticketUrl'], { examId: examId(), accessCode: accessCode() });
  button.removeAttribute('aria-disabled');
  const { ticket, action } = answer?.body ?? {};
  if (answer?.status === 200 && typeof ticket === 'string' && typeof action === 'string') {
    findOf('[name="ticket"]', HTMLInputElement, windowForm).value = ticket;
    windowForm.action = action;
    windowForm.submit();
    own.focus();
    findOf('.answer', HTMLElement).textContent = 'Your exam is running in its own window.';
    find('[data-start-word]').textContent = 'Continue the exam';
    say('The exam is open in its own window. This page can stay as it is.');
    reloadWhenOver(own);
    return;
  }
  own.close();
  const error = /** @type {{ message?: string } | undefined} */ (answer?.body?.['error']);
  say(error?.message ?? 'The server did not answer. Nothing has started; please try again.');
}

/**
 * When the exam's window is closed or shows the result, this page shows how things stand then: its button must not start another
 * attempt under the words of the last.
 *
 * @param {Window} own
 */
function reloadWhenOver(own) {
  const watch = setInterval(() => {
    if (!own.closed && !showsResult(own)) return;
    clearInterval(watch);
    location.reload();
  }, 1000);
}

/** @param {Window} own */
function showsResult(own) {
  try {
    return own.location.pathname.endsWith('/result');
  } catch {
    return false;
  }
}

form.addEventListener('submit', (event) => void start(event));
form.dataset['ready'] = 'true';
await Promise.all([checkConnection(), checkStorage(), preparePaper()]);
