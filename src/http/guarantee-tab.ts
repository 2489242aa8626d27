// Before a student's page: whether their course gives a guarantee, and whether they hold a retake, so that the tabs stand among the others.

import type { RequestHandler, Response } from 'express';
import type { Eligibility } from '../services/guarantee/eligibility.ts';
import type { Retakes } from '../services/guarantee/retakes.ts';
import { visitOf } from './session.ts';

const mark = 'hasGuarantee';
const retakesMark = 'hasRetakes';

/** Looks it up for pages of students, also for those that a refused form is shown on again; requests that are no page pay nothing for it. */
export function noteGuarantee(
  { givesGuarantee }: Pick<Eligibility, 'givesGuarantee'>,
  { hasAny }: Pick<Retakes, 'hasAny'>,
): RequestHandler {
  return async (request, response, next) => {
    const { visitor } = visitOf(request);
    const mayBePage = request.method === 'GET' || request.method === 'POST';
    if (mayBePage && visitor.role === 'learner' && request.accepts('html') !== false)
      [response.locals[mark], response.locals[retakesMark]] = await Promise.all([
        givesGuarantee(visitor),
        hasAny(visitor),
      ]);
    next();
  };
}

/** What was looked up. */
export function hasGuarantee(response: Response): boolean {
  return response.locals[mark] === true;
}

/** Whether the student holds a retake, in a course that may give no guarantee. */
export function hasRetakes(response: Response): boolean {
  return response.locals[retakesMark] === true;
}
