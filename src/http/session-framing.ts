// Lets the LMS that a visit came from frame its pages, and nobody else.

import type { RequestHandler } from 'express';
import { allowFraming } from './security-headers.ts';
import { visitOf } from './session.ts';

/** An exam's own window is not framed at all; every other page may be framed by its platform's origins. */
export const sessionFraming: RequestHandler = (request, response, next) => {
  const { session } = visitOf(request);
  allowFraming(response, session.windowOf ? [] : session.frameAncestors);
  next();
};
