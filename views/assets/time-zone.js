// Tells the server the browser's time zone, once, where neither the person nor the LMS has named one.

const script = /** @type {HTMLScriptElement | null} */ (document.querySelector('script[data-base][data-csrf]'));
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

// Whoever has begun to do something keeps the page as it is: a drawing made anew would take the press of a button away.
let isInUse = false;
for (const sign of ['pointerdown', 'keydown'])
  addEventListener(sign, () => (isInUse = true), { capture: true, once: true });

if (script && zone) {
  const answer = await fetch(`${script.dataset['base']}/time-zone`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Resit-Csrf': script.dataset['csrf'] ?? '' },
    body: JSON.stringify({ zone, from: 'browser' }),
  }).catch(() => null);
  // Only a page without entries is drawn anew, and only once; nothing typed may be lost for a clock.
  const mark = `zone told ${script.dataset['base']}`;
  const isFirst = sessionStorage.getItem(mark) === null;
  sessionStorage.setItem(mark, zone);
  const hasEntries = document.querySelector('main input:not([type=hidden]), main textarea') !== null;
  if (answer?.status === 204 && isFirst && !isInUse && !hasEntries) location.reload();
}
