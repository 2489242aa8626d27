// The door of visits that a personal link opened: they reach the pages of the guarantee in one course, and nothing else.

import type { Request, RequestHandler } from 'express';
import { Refusal } from '../domain/refusal.ts';
import { visitOf } from './session.ts';

/** The first words of the addresses that such a visit may ask for; what is not named here is refused. */
const open: readonly string[] = [
  'guarantee',
  'claim',
  'official-exam',
  'attendance',
  'retakes',
  'uploads',
  'notifications',
  'time-zone',
];

/** Whether the visit came by a personal link. */
export function isPersonalVisit(request: Request): boolean {
  return visitOf(request).session.scope === 'guarantee';
}

/** Lets every other visit through; a personal one to its own pages, from its beginning to My guarantee. */
export const personalVisitDoor: RequestHandler = (request, response, next) => {
  if (!isPersonalVisit(request)) return next();
  if (request.path === '/' && request.method === 'GET') return response.redirect(303, `${request.baseUrl}/guarantee`);
  if (open.includes(request.path.split('/')[1] ?? '')) return next();
  throw new Refusal(
    'not-allowed',
    'You came by a personal link, which opens your guarantee, your claims and your retakes. For everything else open Resit from your course.',
  );
};
