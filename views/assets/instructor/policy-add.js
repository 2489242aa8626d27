// @ts-check
// The list of rules to add follows what is typed into the search; without this script the button finds the same.

const find = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-find]'));
const box = /** @type {HTMLInputElement | null} */ (document.querySelector('#find-q'));
const found = document.querySelector('[data-found]');
const entries = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-words]')]);

/** Shows the entries in which every word stands, and hides groups that hold none of them. */
function filter() {
  const wanted = (box?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const entry of entries) {
    entry.hidden = !wanted.every((word) => (entry.dataset['words'] ?? '').includes(word));
    if (!entry.hidden) count += 1;
  }
  for (const group of document.querySelectorAll('[data-group]'))
    /** @type {HTMLElement} */ (group).hidden = !group.querySelector('[data-words]:not([hidden])');
  if (found) found.textContent = wanted.length === 0 ? '' : `${count} ${count === 1 ? 'rule' : 'rules'} found`;
}

// A list that the server has filtered already is not whole: it is searched there again.
if (box && find && box.value === '') {
  box.addEventListener('input', filter);
  find.addEventListener('submit', (event) => {
    event.preventDefault();
    const first = entries.find(({ hidden }) => !hidden);
    first?.querySelector('button')?.focus();
  });
}
box?.focus({ preventScroll: true });
