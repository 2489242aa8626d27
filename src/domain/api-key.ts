// An API key: what one of the provider's other systems may do, in which courses, until when. Its secret is never part of it.

import { z } from 'zod';

/** What a key may be allowed, in the order in which pages list them. */
export const scopes = [
  'attendance:write',
  'completions:write',
  'facts:write',
  'official-results:write',
  'verdicts:read',
  'entitlements:read',
] as const;
export const scopeSchema = z.enum(scopes);
export type Scope = z.infer<typeof scopeSchema>;

export const apiKeySchema = z.object({
  /** The `jti` of its token. */
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  scopes: z.array(scopeSchema),
  /** The courses it opens; null: every course of the organization. */
  courseIds: z.array(z.string()).nullable(),
  createdAt: z.number(),
  createdBy: z.string(),
  createdByName: z.string(),
  /** Epoch milliseconds, on a whole second. */
  expiresAt: z.number(),
  /** The hour in which it was last used. */
  lastUsedAt: z.number().nullable().default(null),
  revoked: z
    .object({ at: z.number(), by: z.string(), byName: z.string(), reason: z.string() })
    .nullable()
    .default(null),
});
export type ApiKey = z.infer<typeof apiKeySchema>;

/** Whether a key works at `now`, and if not, why. */
export function keyState({ revoked, expiresAt }: ApiKey, now: number): 'in use' | 'expired' | 'revoked' {
  if (revoked) return 'revoked';
  return now >= expiresAt ? 'expired' : 'in use';
}

/** Whether a key opens a course. */
export function opensCourse(key: ApiKey, course: { readonly id: string; readonly organizationId: string }): boolean {
  return key.organizationId === course.organizationId && (key.courseIds?.includes(course.id) ?? true);
}

/** Who acts when a key does, as records and the audit trail name it. */
export function keyActor({ id, name }: Pick<ApiKey, 'id' | 'name'>): { readonly by: string; readonly byName: string } {
  return { by: `key:${id}`, byName: `${name} (API key)` };
}

/** What a scope lets a system do, as a person choosing it reads it. */
export function scopeWords(scope: Scope): string {
  const words: Readonly<Record<Scope, string>> = {
    'attendance:write': 'Record attendance',
    'completions:write': 'Record completed modules and courses',
    'facts:write': 'Record dates and facts',
    'official-results:write': 'Record and verify official exam results',
    'verdicts:read': 'Read where students stand',
    'entitlements:read': 'Read retake entitlements, without codes',
  };
  return words[scope];
}
