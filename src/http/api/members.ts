// Members that items of the API share: days, names, and how a student is named. Each fault comes with its cure.

import { z } from 'zod';
import { readDay } from '../../domain/day.ts';

const dayWords = 'Give a day as YYYY-MM-DD, between the years 1900 and 2200.';

/** A day: `YYYY-MM-DD`. */
export const dayShape = z
  .string({ error: dayWords })
  .refine((text) => readDay(text) !== null, dayWords)
  .meta({ format: 'date', description: 'A day as YYYY-MM-DD.' });

/** A text of 1 to `longest` characters. */
export function textShape(what: string, longest: number) {
  const fault = `Give ${what} as a text of 1 to ${longest} characters.`;
  return z.string({ error: fault }).trim().min(1, fault).max(longest, fault);
}

/** Members that a student may be named by. */
const names = ['userId', 'sourcedId', 'email'] as const;
const oneName = 'Name the student by exactly one of userId, sourcedId and email.';

export const studentShape = z
  .strictObject(
    {
      userId: textShape('userId', 255).nullish().meta({ description: 'The user of the LMS: `sub` of an LTI launch.' }),
      sourcedId: textShape('sourcedId', 255)
        .nullish()
        .meta({ description: 'The id of the student information system, where the LMS passes it on.' }),
      email: textShape('email', 320).nullish().meta({ description: 'The e-mail address, in any case.' }),
    },
    { error: unknownMembers(names, oneName) },
  )
  .refine(
    (student) => names.filter((name) => student[name] !== undefined && student[name] !== null).length === 1,
    oneName,
  )
  .meta({
    id: 'Student',
    description: 'A student of the course, named by exactly one of these.',
    override: { oneOf: names.map((name) => ({ required: [name] })) },
  });

/** The fault of an object: members that it does not know, by name; anything else in `otherwise`. */
export function unknownMembers(known: readonly string[], otherwise: string) {
  return (issue: { readonly code?: string | undefined; readonly keys?: readonly string[] }): string =>
    issue.code === 'unrecognized_keys'
      ? `There is no member ${(issue.keys ?? []).map((key) => `"${key.slice(0, 60)}"`).join(', ')}. Known are ${known.join(', ')}.`
      : otherwise;
}

/** An object of the API: members that it does not know are named, so that a misspelled one is not lost in silence. */
export function itemShape<Shape extends z.ZodRawShape>(shape: Shape, otherwise: string) {
  return z.strictObject(shape, { error: unknownMembers(Object.keys(shape), otherwise) });
}

/** A member that may be left out; then it is null. */
export function orNone<T extends z.ZodType>(shape: T) {
  return shape.nullish().transform((given) => given ?? null);
}

interface MemberIssue {
  readonly code?: string | undefined;
  readonly issues?: readonly { readonly message: string }[];
}

/** An object whose members have names of one kind; a name at fault says its own fault, anything else `otherwise`. */
export function membersShape<Name extends z.ZodType<string, string>, Value extends z.ZodType>(
  name: Name,
  value: Value,
  otherwise: string,
) {
  const error = ({ code, issues }: MemberIssue): string =>
    (code === 'invalid_key' ? issues?.[0]?.message : undefined) ?? otherwise;
  return z.record(name, value, { error: error as z.core.$ZodErrorMap });
}
