// `GET /c/:code`: where a scanned QR code leads. A browser with a student's visit goes on to checking in; any other is told how.

import type { RequestHandler } from 'express';
import { codeWords, readCode } from '../domain/evidence/check-in.ts';
import { visitEndsAt } from '../domain/visit.ts';
import type { SessionStore } from '../stores/session-store.ts';
import { presentCookies } from './cookies.ts';
import type { Renderer } from './render.ts';
import { launchesIn } from './session.ts';

interface Needs {
  readonly render: Renderer['render'];
  readonly sessions: Pick<SessionStore, 'findAll'>;
  readonly now: () => number;
}

const cookieName = '__Host-resit-code';
const keptSeconds = 15 * 60;

/** The code that this browser scanned a moment ago; "" for none. */
export function scannedCode(cookieHeader: string): string {
  const found = presentCookies(cookieHeader).find(([name]) => name === cookieName)?.[1] ?? '';
  return readCode(found) ?? '';
}

/** Keeps the code for the launch that follows, and leads on where a visit is open already. The session door checks the visit itself. */
export function checkInAddress({ render, sessions, now }: Needs): RequestHandler {
  return async (request, response) => {
    const code = readCode(String(request.params['code'] ?? ''));
    if (code === null) {
      const view = { title: 'This is no code', code: '', sentence: 'The address holds no code of a class.' };
      return void response.status(404).send(render('check-in-address', view));
    }
    response.append(
      'Set-Cookie',
      `${cookieName}=${code}; Path=/; Max-Age=${keptSeconds}; HttpOnly; Secure; SameSite=None`,
    );
    const ids = launchesIn(request.headers.cookie ?? '');
    const visits = ids.length === 0 ? [] : await sessions.findAll(ids);
    const open = visits
      .filter((session) => session.role === 'learner' && !session.windowOf && visitEndsAt(session) > now())
      .toSorted((a, b) => b.createdAt - a.createdAt)[0];
    if (open) return response.redirect(303, `/s/${open.id}/check-in?code=${code}`);
    const sentence = 'Open your course as you always do, go to Resit, and type it under Attendance.';
    return void response.send(render('check-in-address', { title: 'Your code', code: codeWords(code), sentence }));
  };
}
