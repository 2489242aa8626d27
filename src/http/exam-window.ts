// `POST /window`: an exam's own window hands in its one-time ticket and gets its own cookie; the frame's cookie does not reach it.

import type { RequestHandler } from 'express';
import { z } from 'zod';
import type { Sitting } from '../services/sitting.ts';
import type { Windows } from '../services/windows.ts';
import { Refusal } from '../domain/refusal.ts';
import { isFromOurs } from './guards.ts';
import { readBody } from './read.ts';
import { sessionCookie, visitorOf } from './session.ts';

export interface WindowNeeds {
  readonly windows: Windows;
  readonly sitting: Sitting;
  readonly publicUrl: string;
}

const body = z.object({ ticket: z.string().min(1).max(200) });

/** Redeems the ticket and starts the clock; a window opened a second time finds the attempt running. */
export function examWindow({ windows, sitting, publicUrl }: WindowNeeds): RequestHandler {
  return async (request, response) => {
    if (!isFromOurs(request, publicUrl))
      throw new Refusal('not-allowed', 'This window was not opened by a page of ours.');
    const { ticket } = readBody(request, body);
    const { session, secret, attemptId } = await windows.open(ticket);
    const attempt = await sitting.start(visitorOf(session), attemptId, null);
    for (const launchId of [session.id, session.windowOf ?? session.id])
      await windows.keepAlive(launchId, attempt.timing.hardCloseAt);
    response.append('Set-Cookie', sessionCookie(session.id, secret));
    response.redirect(303, `/s/${session.id}/attempts/${attemptId}`);
  };
}
