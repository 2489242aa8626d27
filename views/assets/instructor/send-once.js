// A form is sent once: the second press of a double press goes nowhere. Without this script the server sorts them out.

const quietMs = 4000;
const sent = new WeakMap();

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  const now = performance.now();
  if (now - (sent.get(form) ?? -quietMs) < quietMs) event.preventDefault();
  else sent.set(form, now);
});

// A summary of what was wrong takes the focus, so that nobody has to look for it.
document.querySelector('#error-summary')?.focus();
