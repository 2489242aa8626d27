// Before a student's page: whether their course gives a guarantee, so that its tab stands among the others.

import type { RequestHandler, Response } from 'express';
import type { Eligibility } from '../services/guarantee/eligibility.ts';
import { visitOf } from './session.ts';

const mark = 'hasGuarantee';

/** Looks it up for pages of students; requests that are no page pay nothing for it. */
export function noteGuarantee({ givesGuarantee }: Pick<Eligibility, 'givesGuarantee'>): RequestHandler {
  return async (request, response, next) => {
    const { visitor } = visitOf(request);
    if (request.method === 'GET' && visitor.role === 'learner' && request.accepts('html') !== false)
      response.locals[mark] = await givesGuarantee(visitor);
    next();
  };
}

/** What was looked up. */
export function hasGuarantee(response: Response): boolean {
  return response.locals[mark] === true;
}
