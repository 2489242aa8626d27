// What people read when a launch is refused: one function for each reason.
import { Refused, askAdministrator, startAgain } from './gate.ts';
import type { LoginRecord, Platform } from './ports.ts';
import type { Verdict } from './verify.ts';

/** The state belongs to no login that may still be used. */
export function unusable(step: string, cause: string): Refused {
  return new Refused({
    status: 401,
    step,
    title: 'This page has expired',
    words: 'Opening an activity works once, and only for ten minutes.',
    advice: startAgain,
    cause,
  });
}

/** Another post of the same login was first. */
export function usedUp(platform: Platform): Refused {
  return new Refused({
    status: 401,
    step: 'replay',
    title: 'This page has expired',
    words: 'This activity was already opened with the same request.',
    advice: startAgain,
    cause: 'the login was used a moment before',
    platform,
  });
}

/** A step of the verifier did not hold. */
export function notBelieved(platform: Platform, verdict: Verdict & { ok: false }): Refused {
  return new Refused({
    status: verdict.status,
    step: verdict.step,
    title: 'Resit cannot accept this launch',
    words: `What ${platform.name} sent us does not pass our checks.`,
    advice: `${startAgain} If it happens again: ${lowerFirst(askAdministrator)}`,
    cause: verdict.words,
    platform,
  });
}

/** The platform's key set cannot be had: 503, and worth another try. */
export function keysUnavailable(platform: Platform, cause: string): Refused {
  return new Refused({
    status: 503,
    step: 'key',
    title: 'Your LMS cannot be reached right now',
    words: `Resit could not fetch the keys of ${platform.name}, so it cannot tell whether this launch is genuine.`,
    advice: 'Wait a minute, then open the activity again from your course.',
    cause,
    platform,
    retryAfterS: 30,
  });
}

/** Neither cookie nor storage tie this browser to the login. */
export function notThisBrowser(platform: Platform, record: LoginRecord): Refused {
  return new Refused({
    status: 401,
    step: 'browser',
    title: 'Your browser did not keep our cookie',
    words:
      'Resit cannot tell that it was you who opened this activity, because the browser blocks cookies in this frame.',
    advice: 'Open it in a tab of its own. If that does not work, go back to your course and open the activity again.',
    platform,
    again: record.parameters,
  });
}

/** The deployment is switched off, or not listed on a closed platform. */
export function deploymentRefused(platform: Platform): Refused {
  return new Refused({
    status: 403,
    step: 'deployment',
    title: 'Resit is not enabled here',
    words: `This installation of Resit in ${platform.name} (its deployment) is not enabled.`,
    advice: askAdministrator,
    platform,
  });
}

/** Deep linking by somebody who does not teach the course. */
export function mayNotChoose(platform: Platform): Refused {
  return new Refused({
    status: 403,
    step: 'deep-linking-role',
    title: 'Only instructors choose exams',
    words: 'Choosing an exam for a course is for the people who teach it.',
    advice: 'If you teach this course, ask for the instructor role in it.',
    platform,
  });
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** What people of a switched-off platform read. */
export function refusalOfDisabled(platform: Platform): Refused {
  return new Refused({
    status: 403,
    step: 'platform-disabled',
    title: 'Resit is switched off for this LMS',
    words: `An administrator has switched off Resit for ${platform.name}.`,
    advice: askAdministrator,
    platform,
  });
}
