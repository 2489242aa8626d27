// @ts-check
// Finds the elements that the page promises to its scripts by `data-` hooks; a hook that is missing is an error at once.

/**
 * @param {string} selector
 * @param {ParentNode} [within]
 * @returns {HTMLElement}
 */
export function find(selector, within = document) {
  const element = within.querySelector(selector);
  if (!(element instanceof HTMLElement)) throw new Error(`The page has no ${selector}`);
  return element;
}

/**
 * @template {HTMLElement} T
 * @param {string} selector
 * @param {new () => T} kind
 * @param {ParentNode} [within]
 * @returns {T}
 */
export function findOf(selector, kind, within = document) {
  const element = within.querySelector(selector);
  if (!(element instanceof kind)) throw new Error(`The page has no ${selector}`);
  return element;
}

/**
 * A new element with text, and nothing else.
 *
 * @param {string} name
 * @param {string} [text]
 * @returns {HTMLElement}
 */
export function made(name, text = '') {
  const element = document.createElement(name);
  element.textContent = text;
  return element;
}
