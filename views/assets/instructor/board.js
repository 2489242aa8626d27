// Small comforts of the eligibility board; without this script everything works as well.
// @ts-check

// Printing needs a press where the browser offers one.
document.querySelector('[data-print]')?.addEventListener('click', () => print());

// The bar counts who is ticked, and its buttons wait until somebody is.
const form = /** @type {HTMLFormElement | null} */ (document.querySelector('[data-board]'));
const bar = /** @type {HTMLElement | null} */ (document.querySelector('[data-bulk]'));
const all = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-pick-all]'));

/** @returns {HTMLInputElement[]} */
function boxes() {
  const found = form?.querySelectorAll('input[name="pick"]') ?? [];
  return /** @type {HTMLInputElement[]} */ ([...found]);
}

function showCount() {
  if (!bar) return;
  const ticked = boxes().filter((box) => box.checked).length;
  const words = bar.querySelector('[data-count]');
  if (words) words.textContent = ticked === 0 ? 'Tick students to act for several' : `${ticked} selected`;
  for (const button of bar.querySelectorAll('button')) button.disabled = ticked === 0;
  if (all) {
    all.checked = ticked > 0 && ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  }
}

form?.addEventListener('change', (event) => {
  if (event.target === all && all) for (const box of boxes()) box.checked = all.checked;
  showCount();
});
if (all) all.hidden = false;
showCount();

// Where the sheet lies over the list, the keyboard and the reader begin in it.
if (document.querySelector('[data-sheet]') && matchMedia('(max-width: 47.99rem)').matches)
  /** @type {HTMLElement | null} */ (document.querySelector('#student-h'))?.focus();
