// @ts-check
// What a candidate has set for themselves in this browser: kept if it can be, never needed.

/**
 * @param {string} name
 * @param {string} otherwise
 */
export function preference(name, otherwise) {
  try {
    return localStorage.getItem(`resit:${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
export function prefer(name, value) {
  try {
    localStorage.setItem(`resit:${name}`, value);
  } catch {
    // It holds for this page, then.
  }
}

/** Text size, kept for the next exam too. */
export function watchPreferences() {
  const root = document.documentElement;
  const size = preference('text-size', 'standard');
  root.dataset['text'] = size;
  for (const input of document.querySelectorAll('[name="text-size"]')) {
    if (!(input instanceof HTMLInputElement)) continue;
    input.checked = input.value === size;
    input.addEventListener('change', () => {
      root.dataset['text'] = input.value;
      prefer('text-size', input.value);
    });
  }
  closeMenusOnLeaving();
}

/** A menu closes by Escape, by a click elsewhere, and when the focus goes on. */
function closeMenusOnLeaving() {
  for (const menu of document.querySelectorAll('[data-menu]')) {
    if (!(menu instanceof HTMLDetailsElement)) continue;
    menu.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape' || !menu.open) return;
      menu.open = false;
      menu.querySelector('summary')?.focus();
    });
    document.addEventListener('click', (event) => {
      if (event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener('focusout', (event) => {
      if (event.relatedTarget instanceof Node && !menu.contains(event.relatedTarget)) menu.open = false;
    });
  }
}
