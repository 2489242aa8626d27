// Failures of the API in its one form: {"error":{"reason","message","path"}}, whatever went wrong and wherever.

import { randomUUID } from 'node:crypto';
import type { ErrorRequestHandler, Response } from 'express';
import { Ambiguous, Refusal, type Candidate, type Fault } from '../../domain/refusal.ts';
import type { Logger } from '../../log.ts';
import { describe, isDatabaseAway, pathOf, statuses } from '../failures.ts';

/** What the API refuses before it comes to anybody's data: a key, a form, a pace. */
export class ApiRefusal extends Error {
  readonly status: number;
  readonly reason: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, reason: string, message: string, path = '', headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.path = path;
    this.headers = headers;
  }
}

/** The member `error` of a refusal. */
export interface ErrorBody {
  readonly reason: string;
  readonly message: string;
  /** The member of the request that is at fault, such as `items.3.student`; "" where it is none. */
  readonly path: string;
  /** All faults, where there are several. */
  readonly faults?: readonly Fault[];
  /** Who or what was meant, where several fit. */
  readonly candidates?: readonly Candidate[];
  /** For asking us about a defect. */
  readonly id?: string;
}

/** A refusal as an answer. `below` is put before its paths. */
export function refusalAnswer(refusal: Refusal, below = ''): { readonly status: number; readonly error: ErrorBody } {
  const faults = refusal.faults.map(({ path, message }) => ({ path: joined(below, path), message }));
  const error: ErrorBody = {
    reason: refusal.reason,
    message: faults[0]?.message ?? refusal.message,
    path: faults[0]?.path ?? below,
    ...(faults.length > 1 ? { faults } : {}),
    ...(refusal instanceof Ambiguous ? { candidates: refusal.candidates } : {}),
  };
  return { status: statuses[refusal.reason], error };
}

function joined(below: string, path: string): string {
  return [below, path].filter((part) => part !== '').join('.');
}

/** What the parsers of bodies and addresses refuse; null for anything else. */
function unreadable(error: unknown): ApiRefusal | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  const { status } = error;
  if (status === 413)
    return new ApiRefusal(413, 'too-large', 'The body is larger than 1 MB. Split it into several requests.');
  if (status === 415)
    return new ApiRefusal(
      415,
      'unsupported-media-type',
      'Send the body as JSON in UTF-8, not compressed otherwise than by gzip, deflate or br.',
    );
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new ApiRefusal(
      400,
      'invalid',
      'This could not be read: the address or the body is damaged. Send well-formed JSON.',
    );
  return null;
}

function refuse(response: Response, { status, reason, message, path, headers }: ApiRefusal): void {
  response.status(status).set(headers).json({ error: { reason, message, path } });
}

/** The last handler of the API. */
export function apiFailures(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const refusal = error instanceof ApiRefusal ? error : unreadable(error);
    if (refusal) return refuse(response, refusal);
    if (error instanceof Refusal) {
      const { status, error: body } = refusalAnswer(error);
      return void response.status(status).json({ error: body });
    }
    const id = randomUUID().slice(0, 8);
    log.error({ id, err: describe(error), path: pathOf(request) }, 'API request failed');
    if (isDatabaseAway(error))
      return refuse(
        response,
        new ApiRefusal(503, 'unavailable', 'The database does not answer just now. Send it again in a minute.', '', {
          'Retry-After': '30',
        }),
      );
    const message = `Something broke on our side. Send it again later; if it happens again, tell us the number ${id}.`;
    return void response.status(500).json({ error: { reason: 'broken', message, path: '', id } });
  };
}
