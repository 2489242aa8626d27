// @ts-check
// Papers: dropped onto their form, looked at before they are sent, with a line that shows how far they are. Without this script the form does it.

const largestBytes = 10 * 1024 * 1024;
const tooLarge = 'This file is larger than 10 MB. Send a smaller one: a photo of the page, or fewer pages.';
const cutOff = 'The file did not arrive. Check your connection and press Send again; nothing else is lost.';

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll('form[data-upload]')))
  enhance(form);

/** @param {HTMLFormElement} form */
function enhance(form) {
  const input = /** @type {HTMLInputElement} */ (form.querySelector('input[type=file]'));
  const live = /** @type {HTMLElement} */ (form.querySelector('[data-upload-live]'));

  form.addEventListener('dragover', (event) => {
    event.preventDefault();
    form.classList.add('over');
  });
  form.addEventListener('dragleave', () => form.classList.remove('over'));
  form.addEventListener('drop', (event) => {
    event.preventDefault();
    form.classList.remove('over');
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    look();
  });
  input.addEventListener('change', look);

  function look() {
    const file = input.files?.[0];
    live.replaceChildren();
    if (!file) return;
    if (file.size > largestBytes) return complain(tooLarge);
    live.append(preview(file));
  }

  /** @param {string} words */
  function complain(words) {
    const line = document.createElement('p');
    line.className = 'field-error';
    line.textContent = words;
    live.replaceChildren(line);
    input.focus();
  }

  form.addEventListener('submit', (event) => {
    const file = input.files?.[0];
    if (!file) return;
    event.preventDefault();
    if (file.size > largestBytes) return complain(tooLarge);
    send();
  });

  function send() {
    const bar = document.createElement('progress');
    bar.setAttribute('aria-label', 'Sending');
    const words = document.createElement('p');
    words.textContent = 'Sending ...';
    live.replaceChildren(bar, words);
    const request = new XMLHttpRequest();
    request.open('POST', form.action);
    request.setRequestHeader('Accept', 'application/json');
    request.upload.addEventListener('progress', ({ loaded, total, lengthComputable }) => {
      if (!lengthComputable) return;
      bar.max = total;
      bar.value = loaded;
      if (loaded === total) words.textContent = 'Sent. It is being kept ...';
    });
    request.addEventListener('error', () => complain(cutOff));
    request.addEventListener('load', () => {
      if (request.status === 201) return arrived();
      complain(wordsOf(request) ?? cutOff);
    });
    request.send(new FormData(form));
  }

  // The page as it is now: with the paper, and with whatever followed from it.
  function arrived() {
    const here = new URL(location.href);
    here.search = '?done=paper';
    here.hash = '';
    location.assign(here);
  }
}

/**
 * @param {File} file
 * @returns {HTMLElement}
 */
function preview(file) {
  const size = `${Math.max(1, Math.round(file.size / 1000)).toLocaleString('en-US')} kB`;
  const line = document.createElement('p');
  line.textContent = `Chosen: ${file.name}, ${size}. Press Send.`;
  if (!/^image\/(png|jpeg|webp)$/.test(file.type) || file.size > 4_000_000) return line;
  const box = document.createElement('div');
  const image = document.createElement('img');
  image.className = 'preview';
  image.alt = 'The photo you have chosen';
  const reader = new FileReader();
  // As data: the content policy lets no other address of a local picture in.
  reader.addEventListener('load', () => (image.src = String(reader.result)));
  reader.readAsDataURL(file);
  box.append(image, line);
  return box;
}

/**
 * @param {XMLHttpRequest} request
 * @returns {string | null}
 */
function wordsOf(request) {
  try {
    return JSON.parse(request.responseText).error.message;
  } catch {
    return null;
  }
}
