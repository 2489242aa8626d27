// API keys: issued by administrators, shown once, listed and revoked; and whether a request that brings one may come in.

import { keyState, type ApiKey, type Scope } from '../../domain/api-key.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { ApiKeyStore } from '../../stores/guarantee/api-key-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';

/** Makes and reads the tokens; `now` and what is signed are epoch milliseconds. */
export interface TokenPress {
  sign(facts: { readonly id: string; readonly issuedAt: number; readonly expiresAt: number }): string;
  read(
    token: string,
    now: number,
  ): { readonly kind: 'read'; readonly id: string } | { readonly kind: 'expired' | 'foreign' };
}

/** What an administrator chooses for a new key. */
export interface KeyWish {
  /** Names the press of the button, so that a repeated press makes no second key. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly reach: 'course' | 'organization';
  readonly days: number;
}

/** A key as it is listed: with the titles of the courses it opens, null where it opens all. */
export interface ListedKey {
  readonly key: ApiKey;
  readonly courseTitles: readonly string[] | null;
}

export type KeyCheck =
  { readonly kind: 'good'; readonly key: ApiKey } | { readonly kind: 'expired' | 'revoked' | 'foreign' };

interface Needs {
  readonly keys: ApiKeyStore;
  readonly courses: Pick<CourseStore, 'findAll'>;
  readonly tokens: TokenPress;
  readonly audit: Pick<Audit, 'noteInOrganization'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}

/** A key is read again after this time, so that a revocation acts within it in every process. */
const cacheMs = 10_000;
const cachedKeys = 1000;
const hourMs = 3_600_000;
const dayMs = 86_400_000;

export type ApiKeys = ReturnType<typeof apiKeysService>;

export function apiKeysService({ keys, courses, tokens, audit, surroundings }: Needs) {
  const cache = new Map<string, { readonly at: number; readonly key: ApiKey | null }>();

  async function read(id: string, now: number): Promise<ApiKey | null> {
    const kept = cache.get(id);
    if (kept && now - kept.at < cacheMs) return kept.key;
    const key = await keys.find(id);
    if (cache.size >= cachedKeys) cache.clear();
    cache.set(id, { at: now, key });
    return key;
  }

  /** The hour of use is enough for a person to see whether a key is still in use; one write an hour. */
  async function noteUse(key: ApiKey, now: number): Promise<void> {
    const hour = Math.floor(now / hourMs) * hourMs;
    if (key.lastUsedAt !== null && key.lastUsedAt >= hour) return;
    await keys.noteUse(key.id, hour);
    cache.set(key.id, { at: cache.get(key.id)?.at ?? now, key: { ...key, lastUsedAt: hour } });
  }

  return {
    /** The keys of the visitor's organization, newest first. @throws Refusal not-allowed */
    async list(visitor: Visitor): Promise<ListedKey[]> {
      demand(visitor, 'issue API keys');
      const { organizationId } = visitor;
      const all = await keys.ofOrganization(organizationId);
      const ids = [...new Set(all.flatMap(({ courseIds }) => courseIds ?? []))];
      const titles = new Map((await courses.findAll(organizationId, ids)).map(({ id, title }) => [id, title]));
      return all.map((key) => ({
        key,
        courseTitles: key.courseIds?.map((id) => titles.get(id) ?? 'a course that is gone') ?? null,
      }));
    },

    /**
     * A new key with its token, which nobody can be shown again.
     * @throws Refusal not-allowed, already-done for a press that made its key before
     */
    async issue(visitor: Visitor, wish: KeyWish): Promise<{ readonly key: ApiKey; readonly token: string }> {
      demand(visitor, 'issue API keys');
      const { organizationId, courseId, personId, name } = visitor;
      const createdAt = Math.floor(surroundings.now() / 1000) * 1000;
      const key: ApiKey = {
        id: wish.id,
        organizationId,
        name: wish.name,
        scopes: [...wish.scopes],
        courseIds: wish.reach === 'course' ? [courseId] : null,
        createdAt,
        createdBy: personId,
        createdByName: name,
        expiresAt: createdAt + wish.days * dayMs,
        lastUsedAt: null,
        revoked: null,
      };
      if (!(await keys.insert(key)))
        throw new Refusal(
          'already-done',
          'This key has been made already, and it is shown only once. If it was not copied, revoke it and make another.',
        );
      cache.delete(key.id);
      const { scopes, courseIds, expiresAt } = key;
      await audit.noteInOrganization(visitor, {
        act: 'API key issued',
        subjectId: key.id,
        reason: '',
        detail: { name: key.name, scopes, courseIds, expiresAt },
      });
      return { key, token: tokens.sign({ id: key.id, issuedAt: createdAt, expiresAt }) };
    },

    /** Ends a key: at once in this process, within 10 s in others. @throws Refusal not-allowed, not-found, already-done */
    async revoke(visitor: Visitor, id: string, reason: string): Promise<ApiKey> {
      demand(visitor, 'issue API keys');
      const { organizationId, personId: by, name: byName } = visitor;
      const revoked = await keys.revoke(id, organizationId, { at: surroundings.now(), by, byName, reason });
      cache.delete(id);
      if (!revoked) {
        const key = await keys.find(id);
        found(key?.organizationId === organizationId ? key : null, 'API key');
        throw new Refusal('already-done', 'This key has been revoked already.');
      }
      await audit.noteInOrganization(visitor, {
        act: 'API key revoked',
        subjectId: id,
        reason,
        detail: { name: revoked.name },
      });
      return revoked;
    },

    /** Whether a token lets its bearer in now, and as which key. */
    async check(token: string): Promise<KeyCheck> {
      const now = surroundings.now();
      const reading = tokens.read(token, now);
      if (reading.kind !== 'read') return { kind: reading.kind };
      const key = await read(reading.id, now);
      if (!key) return { kind: 'foreign' };
      const state = keyState(key, now);
      if (state !== 'in use') return { kind: state };
      await noteUse(key, now);
      return { kind: 'good', key };
    },
  };
}
