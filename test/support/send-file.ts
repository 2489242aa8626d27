// Sends a form with a file as a browser does: the fields first, then the file.

import type { TestApplication } from './application.ts';
import type { Visit } from './browser.ts';

export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly type?: string;
}

/** Posts the form of a paper; `csrf: ''` sends it without the token. */
export async function sendFile(
  { publicUrl }: TestApplication,
  visit: Visit,
  fields: Readonly<Record<string, string>>,
  file: SentFile | null,
  headers: Readonly<Record<string, string>> = {},
  path = '/uploads',
): Promise<{ status: number; text: string; location: string; json: () => unknown }> {
  const body = new FormData();
  for (const [name, value] of Object.entries({ csrf: visit.csrf, ...fields })) body.append(name, value);
  if (file)
    body.append(
      'file',
      new Blob([file.bytes as BlobPart], { type: file.type ?? 'application/octet-stream' }),
      file.name,
    );
  const response = await fetch(`${publicUrl}${visit.base}${path}`, {
    method: 'POST',
    body,
    redirect: 'manual',
    headers: {
      cookie: [...visit.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      accept: 'application/json',
      'sec-fetch-site': 'same-origin',
      ...headers,
    },
  });
  const text = await response.text();
  return {
    status: response.status,
    text,
    location: response.headers.get('location') ?? '',
    json: () => JSON.parse(text),
  };
}
