// @ts-check
// Review before submitting, inside the room: the server's own page of what it holds, placed where the question was.

import { find, findOf } from './find.js';

/**
 * @param {object} given
 * @param {() => Promise<Document | null>} given.fetchReview
 * @param {() => number} given.waiting how many answers the server has not confirmed
 * @param {() => string} given.localWords what is answered as far as this computer knows
 * @param {(panel: "review" | "review-offline") => void} given.showPanel
 * @param {(number: number) => void} given.goToNumber
 * @param {() => void} given.submit
 */
export function createReviewPanel({ fetchReview, waiting, localWords, showPanel, goToNumber, submit }) {
  const body = find('[data-review-body]');

  async function open() {
    const page = await fetchReview();
    const review = page?.querySelector('[data-review]');
    if (review == null) {
      find('[data-local-count]').textContent = localWords();
      showPanel('review-offline');
      return;
    }
    body.replaceChildren(...[...review.childNodes].map((node) => document.importNode(node, true)));
    const note = find('[data-review-waiting]', body);
    note.hidden = waiting() === 0;
    showPanel('review');
  }

  body.addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[data-number]') : null;
    if (link === null) return;
    event.preventDefault();
    goToNumber(Number(link.getAttribute('data-number')));
  });
  body.addEventListener('submit', (event) => {
    event.preventDefault();
    findOf('button[data-submit]', HTMLButtonElement, body).setAttribute('aria-disabled', 'true');
    submit();
  });
  find('[data-review-retry]').addEventListener('click', () => void open());

  return { open };
}
