// The API's description as a page for people, drawn from the same document that programs read.

import type { OpenApiDocument } from './openapi.ts';

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly { readonly name?: string; readonly in?: string; readonly description?: string }[];
  readonly requestBody?: {
    readonly content?: Readonly<
      Record<string, { readonly examples?: Readonly<Record<string, { readonly value?: unknown }>> }>
    >;
  };
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
}

/** Everything `api.hbs` prints. */
export function apiPageView(document: OpenApiDocument, publicUrl: string) {
  const base = `${publicUrl}/api/v1`;
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, { get, post }]) => [
    ...(get ? [operationView('GET', path, get as Operation, base)] : []),
    ...(post ? [operationView('POST', path, post as Operation, base)] : []),
  ]);
  return {
    title: 'The API of Resit',
    paragraphs: (document.info.description ?? '').split('\n\n').map(wordsOf),
    base,
    documentHref: '/api/v1/openapi.json',
    operations,
  };
}

function operationView(method: 'GET' | 'POST', path: string, operation: Operation, base: string) {
  const scope = operation.security?.flatMap((one) => one['apiKey'] ?? []).join(', ') ?? '';
  const example = operation.requestBody?.content?.['application/json']?.examples?.['one']?.value;
  return {
    id: `${method}${path}`.replace(/[^A-Za-z]+/g, '-').toLowerCase(),
    method,
    path,
    summary: operation.summary ?? '',
    description: wordsOf(operation.description ?? ''),
    scope,
    parameters: (operation.parameters ?? []).map(({ name = '', in: place = '', description = '' }) => ({
      name,
      place,
      description: wordsOf(description),
    })),
    call: callOf(method, `${base}${path}`, example),
    refusals: Object.entries(operation.responses ?? {})
      .filter(([status]) => status !== '200')
      .map(([status, { description = '' }]) => ({ status, description: wordsOf(description) })),
  };
}

function callOf(method: string, address: string, example: unknown): string {
  const lines = [`curl ${method === 'POST' ? '-X POST ' : ''}-H "Authorization: Bearer $KEY"`];
  if (example !== undefined)
    lines.push(
      `-H "Content-Type: application/json" -H "Idempotency-Key: $(uuidgen)"`,
      `-d '${JSON.stringify(example)}'`,
    );
  return [...lines, `"${address.replace('{course}', '$COURSE')}"`].join(' \\\n  ');
}

/** Words without the marks of code, which the page has no need of. */
function wordsOf(text: string): string {
  return text.replaceAll('`', '');
}
