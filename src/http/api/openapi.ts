// The API's description in OpenAPI 3.1, made from the very shapes that read its requests.

import { z, type ZodType } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponsesObject } from 'zod-openapi';
import { scopes, scopeWords, type Scope } from '../../domain/api-key.ts';
import {
  batchAnswer,
  coursesAnswer,
  entitlementsAnswer,
  errorAnswer,
  receiptAnswer,
  verdictsAnswer,
} from './answer-shapes.ts';
import { attendanceItem } from './attendance-item.ts';
import { completionItem } from './completion-item.ts';
import { factsItem } from './facts-item.ts';
import { entitlementsQuery, plainQuery, verdictsQuery } from './list-query.ts';
import { officialResultItem } from './official-result-item.ts';

export type OpenApiDocument = ReturnType<typeof createDocument>;

const course = z.string().meta({
  description:
    'The course: its id, or `lms:` and the id that the LMS gives it, where only one course of the key has that.',
  example: 'lms:course-2026-fall',
});
const idempotencyKey = z.string().optional().meta({
  description:
    'A name for this request, such as a UUID. Sent again within 24 hours with the same body, it is answered the same and carried out only once.',
});

const json = (schema: ZodType) => ({ content: { 'application/json': { schema } } });

const refusals: Readonly<Record<string, string>> = {
  '400': 'The body or the address cannot be read.',
  '401': 'No API key, or one that is unknown, expired or revoked.',
  '403': 'The key lacks the scope.',
  '404': 'There is no such course for this key, or no such student, class or module in it.',
  '406': 'The answer is JSON, which the request does not accept.',
  '409': 'Several fit (see `candidates`), or something stands in the way.',
  '429': 'Too many requests with this key; wait as long as Retry-After says.',
  '5XX': 'Something broke on our side, or the database does not answer just now. The same request may be sent again.',
};
const bodyRefusals: Readonly<Record<string, string>> = {
  '413': 'The body is larger than 1 MB.',
  '415': 'The body is not JSON.',
  '422': 'A member is at fault; `path` names it.',
};

function refusedWith(statuses: Readonly<Record<string, string>>): ZodOpenApiResponsesObject {
  return Object.fromEntries(
    Object.entries(statuses).map(([status, description]) => [status, { description, ...json(errorAnswer) }]),
  );
}

const tags = { write: 'Record', read: 'Read' } as const;

function takes(scope: Scope, name: string, item: ZodType, description: string): ZodOpenApiOperationObject {
  const example: unknown = item.meta()?.['example'];
  return {
    operationId: `record-${name}`,
    tags: [tags.write],
    summary: scopeWords(scope),
    description,
    security: [{ apiKey: [scope] }],
    requestParams: { path: z.object({ course }), header: z.object({ 'Idempotency-Key': idempotencyKey }) },
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: z.union([item, z.strictObject({ items: z.array(item).min(1).max(500) })]),
          examples: {
            one: { summary: 'One item', value: example },
            several: { summary: 'Up to 500 items, answered one by one', value: { items: [example] } },
          },
        },
      },
    },
    responses: {
      '200': {
        description:
          'What became of the item, or of each item of a batch. The items of a batch that are not refused are recorded.',
        ...json(z.union([receiptAnswer, batchAnswer])),
      },
      ...refusedWith({ ...refusals, ...bodyRefusals }),
    },
  };
}

function reads(
  scope: Scope | null,
  operationId: string,
  words: { readonly summary: string; readonly description: string },
  query: ZodType,
  answer: ZodType,
): ZodOpenApiOperationObject {
  return {
    operationId,
    tags: [tags.read],
    ...words,
    security: [{ apiKey: scope === null ? [] : [scope] }],
    requestParams: { query: query as never, ...(scope === null ? {} : { path: z.object({ course }) }) },
    responses: {
      '200': { description: 'A part of the list; `next` leads to the following one.', ...json(answer) },
      ...refusedWith({ ...refusals, '422': bodyRefusals['422']! }),
    },
  };
}

const about = `Other systems of the provider record what they know of students, and read where students stand.

Send an API key in the header \`Authorization: Bearer\`. An administrator makes keys on the page API keys of a course; each has scopes, courses and a day on which it expires.

Whatever is refused is answered \`{"error":{"reason","message","path"}}\`. Saying the same again changes nothing. What staff marked or verified by hand is not overwritten by what is not verified.`;

/** The document, for an installation at `publicUrl`. */
export function openApiDocument(publicUrl: string): OpenApiDocument {
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'Resit', version: '1', description: about, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: `${publicUrl}/api/v1` }],
    tags: [{ name: tags.write }, { name: tags.read }],
    paths: {
      '/courses/{course}/attendance': {
        post: takes(
          'attendance:write',
          'attendance',
          attendanceItem,
          'Marks students at classes of the course. A mark that staff made by hand stands.',
        ),
      },
      '/courses/{course}/completions': {
        post: takes(
          'completions:write',
          'completions',
          completionItem,
          'Records modules, or the whole course, as completed. The last required module completes the course.',
        ),
      },
      '/courses/{course}/facts': {
        post: takes(
          'facts:write',
          'facts',
          factsItem,
          'Records dates, values and measurements under the names by which policies ask for them.',
        ),
      },
      '/courses/{course}/official-results': {
        post: takes(
          'official-results:write',
          'official-results',
          officialResultItem,
          'Records sittings of the official exam, one a day. `verified: true` says that your system vouches for the result.',
        ),
      },
      '/courses': {
        get: reads(
          null,
          'list-courses',
          { summary: 'The courses of the key', description: 'Every course that the key opens.' },
          plainQuery,
          coursesAnswer,
        ),
      },
      '/courses/{course}/verdicts': {
        get: reads(
          'verdicts:read',
          'list-verdicts',
          {
            summary: scopeWords('verdicts:read'),
            description:
              'Each student of the course with verdict, reason, findings and the moment at which time alone changes it. A part may be shorter than `limit`.',
          },
          verdictsQuery,
          verdictsAnswer,
        ),
      },
      '/courses/{course}/entitlements': {
        get: reads(
          'entitlements:read',
          'list-entitlements',
          {
            summary: scopeWords('entitlements:read'),
            description:
              'What students hold and how much of it is left. Voucher codes are never among it. Each is listed once, in the course in which it was granted; asked for one student, also what was granted to another account that staff joined with theirs.',
          },
          entitlementsQuery,
          entitlementsAnswer,
        ),
      },
    },
    components: {
      securitySchemes: {
        apiKey: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: `An API key. Scopes: ${scopes.join(', ')}.`,
        },
      },
    },
  });
}
