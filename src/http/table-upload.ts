// Reads a form with one small file, as imports of tables send it: fields go where those of other forms go, the file is kept beside the request.

import busboy from 'busboy';
import type { Request, RequestHandler } from 'express';

/** A file as it was sent; `isCut` says that it was larger than what is taken. */
export interface UploadedTable {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly isCut: boolean;
}

/** One byte more than importers take, so that they can tell. */
const mostBytes = 2_000_001;
const files = new WeakMap<Request, UploadedTable>();
/** Only imports send tables; every other form with files reads them in its own way. */
const importPath = /^\/s\/[^/]+\/classes\/[^/]+\/import$/;

/** The file of a request that has passed `tableUpload`; null where none was chosen. */
export function uploadedTable(request: Request): UploadedTable | null {
  const file = files.get(request);
  return file && (file.name !== '' || file.bytes.length > 0) ? file : null;
}

/** Reads the form before the session is looked at, as all forms are. What is damaged is refused with 400. */
export const tableUpload: RequestHandler = (request, _response, next) => {
  const isForm = /^multipart\/form-data\b/i.test(request.get('content-type') ?? '');
  if (request.method !== 'POST' || !isForm || !importPath.test(request.originalUrl.split('?')[0]!)) return next();
  const fields: Record<string, string> = {};
  let isDone = false;
  const done = (error?: Error): void => {
    if (isDone) return;
    isDone = true;
    request.unpipe();
    request.resume();
    next(error && Object.assign(error, { status: 400 }));
  };
  let form: busboy.Busboy;
  try {
    form = busboy({
      headers: request.headers,
      defParamCharset: 'utf8',
      limits: { files: 1, fileSize: mostBytes, fields: 20, fieldSize: 10_000, parts: 30 },
    });
  } catch (error) {
    return done(error as Error);
  }
  form.on('field', (name, value) => {
    if (Object.keys(fields).length < 20) fields[name] = value;
  });
  form.on('file', (_name, stream, { filename }) => {
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('close', () => {
      const bytes = new Uint8Array(Buffer.concat(chunks));
      files.set(request, { name: filename ?? '', bytes, isCut: stream.truncated === true });
    });
  });
  form.on('error', (error) => done(error as Error));
  form.on('close', () => {
    request.body = fields;
    // Nothing is left to read: no door behind this one shall try.
    delete request.headers['content-type'];
    done();
  });
  request.on('aborted', () => done(new Error('the upload was broken off')));
  request.pipe(form);
  return undefined;
};
