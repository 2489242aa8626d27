// Small comforts of the pages of staff; without this script everything works as well.

const quietMs = 4000;
const sent = new WeakMap();

// A form is sent once: the second press of a double press goes nowhere.
document.addEventListener('submit', (event) => {
  const form = event.target;
  if (form.method !== 'post') return;
  const now = performance.now();
  if (now - (sent.get(form) ?? -quietMs) < quietMs) event.preventDefault();
  else sent.set(form, now);
});

// A dialog that opens takes the keyboard to its first field.
document.addEventListener(
  'toggle',
  (event) => {
    if (event.newState !== 'open' || !event.target.matches('.dialog')) return;
    event.target.querySelector('input:not([type="hidden"]), select, textarea')?.focus();
  },
  { capture: true },
);

// A summary of what was wrong takes the focus, so that nobody has to look for it.
document.querySelector('#error-summary')?.focus();

// What has just been done is said once: a reload must not say it again.
const here = new URL(location.href);
if (here.searchParams.has('done')) {
  here.searchParams.delete('done');
  history.replaceState(null, '', here);
}
