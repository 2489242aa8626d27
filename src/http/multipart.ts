// Forms with a file: the fields before the file are read at once, the file stays in the pipe until somebody has the right to it.

import type { Readable } from 'node:stream';
import type { Request, RequestHandler, Response } from 'express';
import busboy from 'busboy';
import { Refusal } from '../domain/refusal.ts';

/** A file that is on its way in. Nothing of it has been read. */
export interface FileInForm {
  readonly name: string;
  readonly bytes: Readable;
}

export interface MultipartLimits {
  /** The largest file, in bytes; forms of a declared length beyond it are refused unread. */
  readonly largestBytes: number;
  readonly tooLarge: () => Refusal;
}

const arriving = new WeakMap<Request, FileInForm>();

/** What a form holds beside its file. */
const overheadBytes = 64 * 1024;
const limits = { files: 1, fields: 20, fieldSize: 20_000, fieldNameSize: 100, headerPairs: 50 };

/** The file of the form; null where it came without one. */
export function fileIn(request: Request): FileInForm | null {
  return arriving.get(request) ?? null;
}

/**
 * The whole file of the form, for kinds of which one is small: cut after `mostBytes` and one byte more, so that its reader can tell.
 * Null where none was chosen. @throws Refusal invalid where it did not arrive whole
 */
export async function smallFileIn(
  request: Request,
  mostBytes: number,
): Promise<{ readonly name: string; readonly bytes: Uint8Array } | null> {
  const file = fileIn(request);
  if (!file) return null;
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of file.bytes as AsyncIterable<Uint8Array>) {
    pieces.push(piece);
    size += piece.length;
    if (size > mostBytes) break;
  }
  if (file.name === '' && size === 0) return null;
  return { name: file.name, bytes: new Uint8Array(Buffer.concat(pieces)).subarray(0, mostBytes + 1) };
}

/**
 * Reads the fields that stand before the file into `body`, where the guards look for the session's token; the file waits. Fields after
 * the file are not read. What nobody takes is let run out behind the answer, up to a bound, so that the browser hears the answer.
 */
export function multipart({ largestBytes, tooLarge }: MultipartLimits): RequestHandler {
  return (request, response, next) => {
    if (request.method !== 'POST' || !request.is('multipart/form-data')) return next();
    runOutBehind(request, response, 2 * largestBytes);
    if (Number(request.get('content-length') ?? 0) > largestBytes + overheadBytes) return next(tooLarge());
    readFields(request, next);
  };
}

function readFields(request: Request, next: (error?: unknown) => void): void {
  const fields = new Map<string, string>();
  let isRead = false;
  const goOn = (error?: unknown): void => {
    if (isRead) return;
    isRead = true;
    request.body = Object.fromEntries(fields);
    next(error);
  };
  const damaged = new Refusal('invalid', 'This form could not be read. Load the page again and try once more.');
  let parser: busboy.Busboy;
  try {
    parser = busboy({ headers: request.headers, limits, defParamCharset: 'utf8' });
  } catch {
    return goOn(damaged);
  }
  parser.on('field', (name, value) => void (isRead || fields.set(name, value)));
  parser.on('file', (_field, bytes, { filename }) => {
    // Whoever reads the file hears of an error; nobody does where the form was refused.
    bytes.on('error', () => undefined);
    arriving.set(request, { name: filename ?? '', bytes });
    goOn();
  });
  const broken = (): void => {
    const file = arriving.get(request);
    file?.bytes.destroy(new Refusal('invalid', 'The file did not arrive whole. Send it again.', cutOff));
    goOn(damaged);
  };
  parser.on('error', broken);
  parser.on('close', () => goOn());
  request.once('close', () => {
    if (!request.complete) broken();
  });
  request.pipe(parser);
}

const cutOff = [{ path: 'file', message: 'The file did not arrive whole. Send it again.' }];

/** Lets the rest of a request run out once it is answered; whoever sends much more than a form can be is cut off. */
function runOutBehind(request: Request, response: Response, mostBytes: number): void {
  response.once('finish', () => {
    if (request.complete) return;
    let left = mostBytes;
    request.unpipe();
    request.on('data', (chunk: Buffer) => {
      left -= chunk.length;
      if (left < 0) request.destroy();
    });
    request.resume();
  });
}
