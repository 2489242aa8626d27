// Requests that only a script on our own pages can send: same origin, JSON, and a header that no form has.
import type { Request } from 'express';
import type { z } from 'zod';
import { demandSameOrigin } from './binding.ts';
import { MalformedInput, readUtf8 } from './form.ts';
import { Refused, startAgain } from './gate.ts';

const scriptHeader = 'x-resit-launch';

/**
 * The JSON that a script of ours sent, or a refusal.
 *
 * Content type, header and origin each keep a form of another site out.
 */
export function readScriptRequest<T>(req: Request, publicUrl: string, shape: z.ZodType<T>): T {
  demandSameOrigin(req, publicUrl);
  if (!req.is('application/json') || req.get(scriptHeader) === undefined) throw notAScript();
  const text = readUtf8(Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0));
  const read = shape.safeParse(parsedJson(text));
  if (!read.success) throw new MalformedInput('The request does not have the expected members.');
  return read.data;
}

function notAScript(): Refused {
  return new Refused({
    status: 403,
    step: 'same-origin',
    title: 'This request does not come from Resit',
    words: 'The request was not sent by a page of ours.',
    advice: startAgain,
  });
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new MalformedInput('The body is not JSON.');
  }
}
