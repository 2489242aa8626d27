// The API's description as a page for people, drawn from the same document that programs read.

import type { OpenApiDocument } from './openapi.ts';
import { membersOf, type Schema } from './schema-words.ts';

interface Content {
  readonly schema?: Schema;
  readonly examples?: Readonly<Record<string, { readonly value?: unknown }>>;
}

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly { readonly name?: string; readonly in?: string; readonly description?: string }[];
  readonly requestBody?: { readonly content?: Readonly<Record<string, Content>> };
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>;
}

/** Everything `api.hbs` prints. */
export function apiPageView(document: OpenApiDocument, publicUrl: string) {
  const base = `${publicUrl}/api/v1`;
  const schemas = (document.components?.schemas ?? {}) as Readonly<Record<string, Schema>>;
  const named = (reference: string): Schema => schemas[reference.split('/').at(-1) ?? ''] ?? {};
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, { get, post }]) => [
    ...(get ? [operationView('GET', path, get as Operation, base, named)] : []),
    ...(post ? [operationView('POST', path, post as Operation, base, named)] : []),
  ]);
  return {
    title: 'The API of Resit',
    paragraphs: (document.info.description ?? '').split('\n\n').map(wordsOf),
    base,
    documentHref: '/api/v1/openapi.json',
    operations,
  };
}

function operationView(
  method: 'GET' | 'POST',
  path: string,
  operation: Operation,
  base: string,
  named: (reference: string) => Schema,
) {
  const scope = operation.security?.flatMap((one) => one['apiKey'] ?? []).join(', ') ?? '';
  const body = operation.requestBody?.content?.['application/json'];
  const example = body?.examples?.['one']?.value;
  // One item, before the list of several.
  const item = body?.schema?.anyOf?.[0]?.$ref;
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
    members: (item ? membersOf(named(item), named) : []).map((member) => ({
      ...member,
      meaning: wordsOf(member.meaning),
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
