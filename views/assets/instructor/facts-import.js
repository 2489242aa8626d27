// @ts-check
// The page on which a file of facts is chosen: the browser reads it into the field; without this script the table is pasted there.

import './forms.js';

const mostBytes = 1_000_000;
const field = /** @type {HTMLElement | null} */ (document.querySelector('[data-file-field]'));
const input = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-file]'));
const fileName = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-file-name]'));
const fault = /** @type {HTMLElement | null} */ (document.querySelector('[data-file-fault]'));
const text = /** @type {HTMLTextAreaElement | null} */ (document.querySelector('textarea[name="text"]'));

/** @param {string} words says what is wrong with the file; "" when nothing is */
function say(words) {
  if (!fault) return;
  fault.textContent = words;
  fault.hidden = words === '';
}

if (field && input && fileName && text) {
  field.hidden = false;
  input.addEventListener('change', async () => {
    const file = input.files?.[0];
    if (!file) return;
    if (file.size > mostBytes) return say('The file is larger than 1 MB. Cut it into several.');
    say('');
    text.value = await file.text();
    fileName.value = file.name;
  });
}
