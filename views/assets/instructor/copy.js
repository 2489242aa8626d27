// @ts-check
// A button that copies what stands in a field; in a frame that may not reach the clipboard it marks the text instead.

/** @type {HTMLTextAreaElement | null} */
const field = document.querySelector('[data-copy-text]');
/** @type {HTMLButtonElement | null} */
const button = document.querySelector('[data-copy]');
const said = document.querySelector('[data-copied]');

if (field && button && said) {
  button.hidden = false;
  button.addEventListener('click', async () => {
    field.focus();
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      said.textContent = 'Copied.';
    } catch {
      said.textContent = 'The key is marked. Copy it with Ctrl+C, or ⌘C on a Mac.';
    }
  });
}
