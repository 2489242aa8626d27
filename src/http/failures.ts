// The one translator of failures: a refusal gets its status and its words, anything else an id and an apology.

import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import { Refusal, type Reason } from '../domain/refusal.ts';
import type { Logger } from '../log.ts';
import type { Renderer } from './render.ts';

/** The request's launch session is over or was never there. */
export class SessionEnded extends Error {}

/** The person asks too fast. */
export class TooFast extends Error {
  readonly seconds: number;

  constructor(seconds: number) {
    super('too many requests');
    this.seconds = seconds;
  }
}

/** The HTTP status of each reason; no other file invents one. */
export const statuses: Record<Reason, number> = {
  'not-found': 404,
  'not-allowed': 403,
  invalid: 422,
  ambiguous: 409,
  'too-late': 409,
  'already-done': 409,
};

interface Answer {
  readonly status: number;
  readonly reason: string;
  readonly title: string;
  readonly sentence: string;
  readonly whatToDo: string;
}

const back = 'Go back to the page before, or open Resit again from your course.';

function answerTo(error: unknown): Answer {
  if (error instanceof Refusal) {
    const titles: Record<Reason, string> = {
      'not-found': 'Not found',
      'not-allowed': 'Not allowed',
      invalid: 'Something needs another look',
      ambiguous: 'Several fit',
      'too-late': 'Too late',
      'already-done': 'Already done',
    };
    return {
      status: statuses[error.reason],
      reason: error.reason,
      title: titles[error.reason],
      sentence: error.message,
      whatToDo: back,
    };
  }
  if (error instanceof SessionEnded)
    return {
      status: 401,
      reason: 'session-ended',
      title: 'Your visit has ended',
      sentence: 'For your safety a visit ends when nothing has been done in it for a while.',
      whatToDo: 'Open Resit again from your course. Nothing that was saved is lost.',
    };
  if (error instanceof TooFast)
    return {
      status: 429,
      reason: 'too-fast',
      title: 'A moment, please',
      sentence: 'More requests came from you than a person can make.',
      whatToDo: `Try again in ${error.seconds} s.`,
    };
  const status = statusOfParser(error);
  if (status)
    return {
      status,
      reason: 'invalid',
      title: 'This could not be read',
      sentence: 'What your browser sent is too large or damaged.',
      whatToDo: back,
    };
  if (isDatabaseAway(error))
    return {
      status: 503,
      reason: 'unavailable',
      title: 'One moment',
      sentence: 'The database does not answer just now.',
      whatToDo: 'Try again in a minute. Answers in an open exam are kept in your browser meanwhile.',
    };
  return {
    status: 500,
    reason: 'broken',
    title: 'Something broke on our side',
    sentence: 'This is not your fault, and what was saved is safe.',
    whatToDo: 'Try again. If it happens again, tell us the number below.',
  };
}

/** Express's own body parsers name a 4xx status on what they refuse. */
function statusOfParser(error: unknown): number | null {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** Whether the database did not answer. */
export function isDatabaseAway(error: unknown): boolean {
  const name = error instanceof Error ? error.name : '';
  return (
    /^Mongo(ose)?(ServerSelection|Network|NetworkTimeout|NotConnected|Topology)/.test(name) || name === 'MongooseError'
  );
}

/** Whether a script asked, rather than a person through a page or form. */
function wantsJson(request: Request): boolean {
  return request.is('application/json') !== false && request.is('application/json') !== null
    ? true
    : request.accepts(['html', 'json']) === 'json';
}

/** The last handler: answers every failure once, as JSON to scripts and as a page to people, and logs defects under the id shown. */
export function failures({ log, renderer }: { log: Logger; renderer: Renderer }): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const id = randomUUID().slice(0, 8);
    const answer = answerTo(error);
    if (answer.status >= 500) log.error({ id, err: describe(error), path: pathOf(request) }, 'request failed');
    else log.info({ id, reason: answer.reason, path: pathOf(request) }, 'request refused');
    if (error instanceof TooFast) response.set('Retry-After', String(error.seconds));
    if (answer.status === 503) response.set('Retry-After', '30');
    response.status(answer.status).set('Cache-Control', 'no-store');
    if (wantsJson(request)) {
      const faults = error instanceof Refusal ? error.faults : [];
      response.json({ error: { reason: answer.reason, message: answer.sentence, path: faults[0]?.path ?? '', id } });
      return;
    }
    respondWithPage(request, response, renderer, { ...answer, id }, error);
  };
}

function respondWithPage(
  request: Request,
  response: Response,
  renderer: Renderer,
  answer: Answer & { id: string },
  error: unknown,
): void {
  const { title, sentence, whatToDo, id } = answer;
  if (error instanceof SessionEnded && request.method === 'POST') {
    response.send(
      renderer.render('session-ended', {
        title,
        sentence,
        fields: fieldsOf(request.body),
        action: request.originalUrl,
      }),
    );
    return;
  }
  const startHref = error instanceof Refusal ? startOf(request) : '';
  response.send(
    renderer.render(answer.status >= 500 ? 'broken' : 'refused', { title, sentence, whatToDo, startHref, id }),
  );
}

/** The first page of the visit in which something was refused, since a frame has no Back to press; "" outside of a visit. */
function startOf(request: Request): string {
  return /^\/s\/[^/?]+\//.exec(request.originalUrl)?.[0] ?? '';
}

/** What was typed, so that a form sent after its session ended loses nothing. */
function fieldsOf(body: unknown): { name: string; value: string; isLong: boolean }[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value])
      .filter((one): one is string => typeof one === 'string')
      .map((one) => ({ name, value: one, isLong: one.length > 60 })),
  );
}

/** A path without ids or query, as far as a log line needs it. */
export function pathOf(request: Request): string {
  return request.path.replace(/[A-Za-z0-9_-]{16,}/g, ':id');
}

/** A defect as far as the log may know it. */
export function describe(error: unknown): { type: string; message: string; stack: string } {
  const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  return { type: name, message, stack };
}

/** Unknown paths. */
export const notFound: RequestHandler = () => {
  throw new Refusal('not-found', 'There is no such page.');
};
