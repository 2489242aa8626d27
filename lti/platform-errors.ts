// What people read when the platform answers our authentication request with an error instead of a token.
import { Refused, askAdministrator, startAgain } from './gate.ts';
import type { Platform } from './ports.ts';

interface Words {
  status: number;
  title: string;
  words: string;
  advice: string;
}

/** OpenID Connect Core 3.1.2.6, OAuth 2.0 4.1.2.1, and Canvas's own codes. */
const known: Readonly<Record<string, Words>> = {
  login_required: {
    status: 401,
    title: 'You are not signed in to your LMS',
    words: 'Your LMS says that you are signed out, or signed in as somebody else.',
    advice: 'Sign in to your LMS, then open the activity again from your course.',
  },
  launch_no_longer_valid: {
    status: 400,
    title: 'This page has expired',
    words: 'Your LMS allows each opening of an activity only once.',
    advice: startAgain,
  },
  access_denied: {
    status: 403,
    title: 'Your LMS does not allow this',
    words: 'Your LMS says that you may not open this activity.',
    advice: 'Ask your instructor whether the activity is open to you.',
  },
  temporarily_unavailable: {
    status: 400,
    title: 'Your LMS cannot open this right now',
    words: 'Your LMS says that it is busy.',
    advice: 'Wait a minute, then open the activity again from your course.',
  },
};

const unknown: Words = {
  status: 400,
  title: 'Your LMS could not open this',
  words: 'Your LMS answered with an error instead of telling us who you are.',
  advice: `${startAgain} ${askAdministrator}`,
};

/** The refusal for an error code. Descriptions that the platform sends along are never shown. */
export function refusalOfPlatformError(code: string, platform: Platform): Refused {
  const words = (Object.hasOwn(known, code) ? known[code] : undefined) ?? unknown;
  const shortCode = /^[a-z_]{1,60}$/.test(code) ? code : 'unreadable code';
  return new Refused({ ...words, step: 'platform-error', cause: `the platform answered ${shortCode}`, platform });
}
