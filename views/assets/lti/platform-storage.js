// Asks the LMS to keep or to hand back a small text for us (LTI Platform Storage 0.1), and never waits long.

/** Mobile apps announce the storage and then do not answer. */
const waitMs = 1500;

/**
 * The storage of the frame that the login named, at the origin of the platform's authentication endpoint.
 *
 * `get` and `put` resolve to the value that the storage confirms, or to null when it refuses or does not answer.
 * `page` is the window this runs in; tests hand in their own.
 */
export function platformStorage({ page, target, origin, timeoutMs = waitMs }) {
  const parent = page.opener ?? page.parent;

  function frame() {
    if (target === '_parent') return parent;
    try {
      return parent.frames[target] ?? parent;
    } catch {
      return parent;
    }
  }

  function ask(subject, members) {
    const receiver = frame();
    const message_id = page.crypto.randomUUID();
    return new Promise((resolve) => {
      const finish = (value) => {
        page.clearTimeout(timer);
        page.removeEventListener('message', listen);
        resolve(value);
      };
      const listen = (event) => {
        // Only from the frame we asked, from the platform's own origin, and as the answer to this very message.
        if (event.source !== receiver || event.origin !== origin) return;
        const answer = event.data;
        if (typeof answer !== 'object' || answer === null) return;
        if (answer.subject !== `${subject}.response` || answer.message_id !== message_id) return;
        finish(answer.error === undefined && typeof answer.value === 'string' ? answer.value : null);
      };
      const timer = page.setTimeout(() => finish(null), timeoutMs);
      page.addEventListener('message', listen);
      try {
        receiver.postMessage({ subject, message_id, ...members }, origin);
      } catch {
        finish(null);
      }
    });
  }

  return {
    put: (key, value) => ask('lti.put_data', { key, value }),
    get: (key) => ask('lti.get_data', { key }),
  };
}
