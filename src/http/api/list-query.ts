// What a list of the API is asked for: how many entries, from where on, and which.

import type { Request } from 'express';
import { z, type ZodType } from 'zod';
import { Refusal } from '../../domain/refusal.ts';
import type { VerdictName } from '../../domain/guarantee/standing.ts';
import type { StudentNamed } from '../../services/guarantee/student-search.ts';
import { readCursor, type ListName, type Proof } from './cursor.ts';
import { itemShape } from './members.ts';

const limitWords = 'Give limit as a whole number from 1 to 200.';
const limit = z
  .string({ error: limitWords })
  .regex(/^\d{1,3}$/, limitWords)
  .transform(Number)
  .refine((value) => value >= 1 && value <= 200, limitWords)
  .default(50)
  .meta({
    description: 'Entries of one answer, at most 200.',
    override: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  });
const cursor = z
  .string({ error: 'Give one cursor.' })
  .max(1000, 'This is no cursor.')
  .optional()
  .meta({ description: 'Where to go on: the member `next` of the answer before.' });

const studentWords = 'Give student as userId:…, sourcedId:… or email:…';
const student = z
  .string({ error: studentWords })
  .regex(/^(userId|sourcedId|email):.{1,320}$/s, studentWords)
  .transform((text): StudentNamed => ({ [text.slice(0, text.indexOf(':'))]: text.slice(text.indexOf(':') + 1) }))
  .optional()
  .meta({
    description: 'Only this student: `userId:42`, `sourcedId:S-1042` or `email:ana@example.org`.',
    override: { type: 'string', pattern: '^(userId|sourcedId|email):.+' },
  });

const verdictNames = [
  'on_track',
  'eligible',
  'approve',
  'needs_review',
  'ineligible',
  'not_applicable',
] as const satisfies readonly VerdictName[];

const words = 'Leave the query out, or ask by its members.';
export const plainQuery = itemShape({ limit, cursor }, words);
export const entitlementsQuery = itemShape({ limit, cursor, student }, words);
export const verdictsQuery = itemShape(
  {
    limit,
    cursor,
    student,
    verdict: z
      .enum(verdictNames, { error: `Give verdict as one of ${verdictNames.join(', ')}.` })
      .optional()
      .meta({ description: 'Only students with this verdict.' }),
  },
  words,
);

/** The query of a request. @throws Refusal invalid */
export function readQuery<T>(request: Request, shape: ZodType<T>): T {
  const read = shape.safeParse({ ...request.query });
  if (read.success) return read.data;
  const faults = read.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  throw new Refusal('invalid', faults[0]!.message, faults);
}

/** The entry after which the list goes on; "" from its beginning. @throws Refusal invalid */
export function startOf(list: ListName, given: string | undefined, proof: Proof): string {
  if (given === undefined) return '';
  const after = readCursor(list, given, proof);
  if (after !== null) return after;
  const message =
    'This cursor belongs to no list like this one. Use the member next as it was given, with the same filters.';
  throw new Refusal('invalid', message, [{ path: 'cursor', message }]);
}
