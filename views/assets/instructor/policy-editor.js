// @ts-check
// The policy editor comes alive: what is typed is saved and checked after a breath, and the student's text follows. Without this script a button does the same.

import { autosaver } from './policy-saving.js';

const form = /** @type {HTMLFormElement} */ (document.querySelector('#editor'));
const saved = /** @type {HTMLElement} */ (document.querySelector('[data-saved]'));

/**
 * @param {string} name
 * @returns {HTMLInputElement}
 */
const hidden = (name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/**
 * @param {string} words
 * @param {string} [state]
 */
function say(words, state) {
  if (saved.textContent !== words) saved.textContent = words;
  if (state) saved.dataset['state'] = state;
  else delete saved.dataset['state'];
}

/** Puts the parts that came with a save in place: the answer, the text, the checks, the words of each card. */
function show(/** @type {import('./policy-saving.js').SavedDraft} */ { html, cards, terms, faults }) {
  const fresh = new DOMParser().parseFromString(html, 'text/html');
  for (const part of fresh.querySelectorAll('[data-part]')) {
    const place = document.querySelector(`[data-part="${part.getAttribute('data-part')}"]`);
    if (!place || place.innerHTML === part.innerHTML) continue;
    keepOpen(place, part);
    place.replaceChildren(...part.childNodes);
  }
  for (const [id, words] of Object.entries(cards)) {
    const card = document.getElementById(id);
    if (!card) continue;
    showWords(card, words);
    showFindings(card.querySelector('[data-findings]'), words.findings);
    showSince(card, words);
  }
  for (const [id, words] of Object.entries(terms)) {
    const inner = document.getElementById(id);
    if (inner) showWords(inner, words);
  }
  showFaults(faults);
}

/** @param {HTMLElement} card @param {{ title: string, summary: string }} words */
function showWords(card, words) {
  const [title, summary] = [card.querySelector('[data-title]'), card.querySelector('[data-summary]')];
  if (title) title.textContent = words.title;
  if (summary) summary.textContent = words.summary;
}

/**
 * Texts that somebody has opened or closed stay so.
 * @param {Element} place @param {Element} part
 */
function keepOpen(place, part) {
  for (const each of part.querySelectorAll('details[data-text]')) {
    const fresh = /** @type {HTMLDetailsElement} */ (each);
    const all = /** @type {HTMLDetailsElement[]} */ ([...place.querySelectorAll('details[data-text]')]);
    const shown = all.find((old) => old.dataset['text'] === fresh.dataset['text']);
    if (shown) fresh.open = shown.open;
  }
}

/**
 * What a card was in the version in force, and the way back to it.
 * @param {HTMLElement} card @param {{ since: string, canGoBack: boolean, was: Record<string, string> }} words
 */
function showSince(card, { since, canGoBack, was }) {
  const said = card.querySelector('[data-since]');
  if (said) said.textContent = since;
  const back = /** @type {HTMLElement | null} */ (card.querySelector('[data-back]'));
  if (back) back.hidden = !canGoBack;
  for (const [id, text] of Object.entries(was)) {
    const place = document.getElementById(id);
    if (place) place.textContent = text;
  }
}

/**
 * What is wrong stands at its input, and goes when it is put right.
 * @param {Record<string, string>} faults
 */
function showFaults(faults) {
  for (const input of form.querySelectorAll('[aria-invalid]')) {
    if (input.id in faults) continue;
    input.removeAttribute('aria-invalid');
    document.getElementById(`${input.id}-error`)?.remove();
  }
  for (const [id, words] of Object.entries(faults)) {
    const input = document.getElementById(id);
    const field = input?.closest('.field');
    if (!input || !field) continue;
    const said = document.getElementById(`${id}-error`) ?? field.appendChild(document.createElement('p'));
    said.id = `${id}-error`;
    said.className = 'field-error';
    said.textContent = words;
    input.setAttribute('aria-invalid', 'true');
    const described = new Set((input.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean)).add(said.id);
    input.setAttribute('aria-describedby', [...described].join(' '));
  }
}

/** @param {Element | null} list @param {readonly { state: string, text: string }[]} findings */
function showFindings(list, findings) {
  if (!list) return;
  const items = findings.map(({ state, text }) => {
    const item = document.createElement('li');
    item.dataset['state'] = state;
    item.textContent = text;
    return item;
  });
  list.replaceChildren(...items);
}

const saving = autosaver({
  send: async () => {
    const fields = new URLSearchParams(/** @type {any} */ (new FormData(form)));
    fields.set('act', 'check');
    const answer = await fetch(form.action, {
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
      body: fields.toString(),
    });
    return { status: answer.status, body: await answer.json().catch(() => ({})) };
  },
  took: (draft) => {
    hidden('rev').value = String(draft.rev);
    show(draft);
  },
  say,
  leaveFor: (address) => location.assign(address),
  later: (work, ms) => window.setTimeout(work, ms),
  cancel: (timer) => window.clearTimeout(timer),
});

form.addEventListener('input', saving.changed);
form.addEventListener('change', ({ target }) => {
  // Another way of joining a group moves every rule in it to another place: the page is drawn anew.
  if (target instanceof Element && target.matches('[data-join]')) form.requestSubmit();
  else saving.changed();
});
// A button of the form saves by itself, and takes along what was not saved yet.
form.addEventListener('submit', saving.stop);
addEventListener('beforeunload', (event) => {
  if (saving.hasUnsaved()) event.preventDefault();
});

// A summary of what was wrong takes the focus, so that nobody has to look for it.
/** @type {HTMLElement | null} */ (document.querySelector('#error-summary'))?.focus();

// A link to an input opens the cards and folds around it.
function reveal() {
  const target = location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1))) : null;
  if (!target) return;
  for (let around = target.closest('details'); around; around = around.parentElement?.closest('details') ?? null)
    around.open = true;
  const first = target.matches('details') ? target.querySelector('summary') : target;
  first?.focus({ preventScroll: true });
  target.scrollIntoView({ block: 'nearest' });
}
addEventListener('hashchange', reveal);
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#field-"], a[href^="#card-"]') : null;
  // The second press of one link changes no address, and must lead there again.
  if (link && link.getAttribute('href') === location.hash) reveal();
});
reveal();
// The browser's own way to the place in the address comes later on long pages, and takes the focus away again.
addEventListener('load', () => {
  if (document.activeElement === document.body) reveal();
});

// Which cards stand open is remembered for this visit, so that a button does not close what one is working on.
const key = `cards ${form.action}`;
const open = new Set(JSON.parse(sessionStorage.getItem(key) ?? '[]'));
for (const each of form.querySelectorAll('details[data-card]')) {
  const card = /** @type {HTMLDetailsElement} */ (each);
  const name = card.dataset['name'] ?? '';
  if (open.has(name)) card.open = true;
  card.addEventListener('toggle', () => {
    if (card.open) open.add(name);
    else open.delete(name);
    sessionStorage.setItem(key, JSON.stringify([...open]));
  });
}

// What was removed is said once: a reload must not say it again.
const here = new URL(location.href);
if (here.searchParams.has('removed')) {
  here.searchParams.delete('removed');
  history.replaceState(null, '', here);
}
