// @ts-check
// The page of completion: one box ticks everybody who is shown; without this script each is ticked by itself.

import './forms.js';

const all = /** @type {HTMLInputElement | null} */ (document.querySelector('[data-tick-all]'));
const boxes = /** @type {HTMLInputElement[]} */ ([...document.querySelectorAll('input[name="students"]')]);

/** The box above says whether all, some or none are ticked. */
function follow() {
  if (!all) return;
  const ticked = boxes.filter((box) => box.checked).length;
  all.checked = ticked === boxes.length;
  all.indeterminate = ticked > 0 && ticked < boxes.length;
}

if (all && boxes.length > 0) {
  all.hidden = false;
  all.addEventListener('change', () => {
    for (const box of boxes) box.checked = all.checked;
  });
  for (const box of boxes) box.addEventListener('change', follow);
  follow();
}
