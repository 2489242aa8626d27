// Tells the LMS that its registration window may be closed; it waits for a click when there is something to read.
const message = { subject: 'org.imsglobal.lti.close' };

function close() {
  // The message holds nothing, so it may go to whichever page opened us.
  (window.opener ?? window.parent).postMessage(message, '*');
}

document.getElementById('close').addEventListener('click', close);
if (document.getElementById('registered').dataset.closesItself === 'yes') close();
