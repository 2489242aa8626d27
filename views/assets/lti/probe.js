// Before the login goes on: does our cookie come back in this frame? If not, does the LMS keep our secret? If not, a new tab.
import { platformStorage } from './platform-storage.js';
import { postJson } from './post-json.js';

const { state, authenticationUrl, storageTarget, storageOrigin, storageKey, storageValue } =
  document.getElementById('probe').dataset;

async function cookieComesBack() {
  const answer = await postJson('/lti/login/check', { state });
  return answer?.cookie === true;
}

async function storageKeeps() {
  if (storageTarget === '' || window.parent === window) return false;
  const storage = platformStorage({ page: window, target: storageTarget, origin: storageOrigin });
  return (await storage.put(storageKey, storageValue)) === storageValue;
}

if ((await cookieComesBack()) || (await storageKeeps())) {
  window.location.replace(authenticationUrl);
} else {
  document.getElementById('waiting').hidden = true;
  document.getElementById('new-tab').hidden = false;
}
