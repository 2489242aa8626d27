// The members of a course (Names and Role Provisioning Services 2.0), all pages, however little each member tells.
import { z } from 'zod';
import { parsedJson } from './json.ts';
import { mediaTypes, scopes } from './claims.ts';
import type { Clock, Roster, RosterMember, RosterPage, RosterRead } from './ports.ts';
import { readRoles } from './roles.ts';
import { throttleOf } from './score-answers.ts';
import type { ServiceClient } from './service-client.ts';
import { ServiceFailure } from './service-failure.ts';

const optionalText = z.string().nullish().catch(null);
const member = z.object({
  user_id: z.union([z.string().min(1), z.number()]).transform(String),
  roles: z.array(z.unknown()).catch([]),
  status: optionalText,
  name: optionalText,
  given_name: optionalText,
  family_name: optionalText,
  email: optionalText,
  lis_person_sourcedid: optionalText,
});
const container = z.object({ members: z.array(z.unknown()) });

/** Reads rosters. A list that breaks off in the middle is a failure, never a short list: nobody is lost by it. */
export function roster(client: ServiceClient, clock: Clock): Roster {
  async function* pages(platformId: string, url: string): AsyncGenerator<RosterPage> {
    const call = { method: 'GET', url, scopes: [scopes.roster], accept: mediaTypes.roster } as const;
    for await (const { answer, next } of client.pages(platformId, call)) {
      const waitMs = throttleOf(answer, clock.nowMs());
      if (waitMs !== null) throw new ServiceFailure('throttled', 'The LMS asks us to read more slowly.', waitMs);
      const read = answer.status === 200 ? container.safeParse(parsedJson(answer.body)) : null;
      if (read === null || !read.success) {
        const kind = answer.status >= 400 && answer.status < 500 ? 'permanent' : 'unavailable';
        throw new ServiceFailure(kind, `The LMS did not hand out the course members (HTTP ${answer.status}).`);
      }
      yield { members: read.data.members.flatMap(readMember), next };
    }
  }

  async function read(platformId: string, url: string): Promise<RosterRead> {
    const members = new Map<string, RosterMember>();
    try {
      for await (const page of pages(platformId, url)) {
        for (const one of page.members) members.set(one.sub, one);
      }
      return { ok: true, members: [...members.values()] };
    } catch (error) {
      if (error instanceof ServiceFailure) return { ok: false, words: error.message, waitMs: error.waitMs };
      throw error;
    }
  }

  return { read, pages };
}

/** A member without an id cannot be matched to anybody and is passed over. */
function readMember(row: unknown): RosterMember[] {
  const read = member.safeParse(row).data;
  if (read === undefined) return [];
  const given = shown(read.given_name);
  const family = shown(read.family_name);
  const joined = [given, family].filter((part) => part !== null).join(' ');
  return [
    {
      sub: read.user_id,
      name: shown(read.name) ?? (joined === '' ? null : joined),
      givenName: given,
      familyName: family,
      email: shown(read.email),
      sourcedId: shown(read.lis_person_sourcedid),
      roles: readRoles(read.roles),
      // Missing means active; some platforms shout.
      isActive: (read.status ?? 'active').toLowerCase() === 'active',
    },
  ];
}

function shown(text: string | null | undefined): string | null {
  return text === null || text === undefined || text.trim() === '' || text.startsWith('$') ? null : text.slice(0, 500);
}
