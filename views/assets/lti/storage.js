// After the launch, without cookies: brings our secret back from the LMS's storage, then goes in here or in a tab of its own.
import { platformStorage } from './platform-storage.js';
import { postJson } from './post-json.js';

const { ticket, storageTarget, storageOrigin, storageKey } = document.getElementById('storage').dataset;

function show(id) {
  document.getElementById('waiting').hidden = true;
  document.getElementById(id).hidden = false;
}

/** Whether the session's cookie works in this frame after all. */
async function opensHere(address) {
  try {
    return (await fetch(address)).ok;
  } catch {
    return false;
  }
}

const storage = platformStorage({ page: window, target: storageTarget, origin: storageOrigin });
const value = await storage.get(storageKey);
const opened = value === null ? null : await postJson('/lti/launch/continue', { ticket, value });

if (opened === null) {
  show('new-tab');
} else if (await opensHere(opened.to)) {
  window.location.replace(opened.to);
} else {
  document.querySelector('#own-window input[name="ticket"]').value = opened.windowTicket;
  show('own-window');
}
