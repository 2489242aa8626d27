// People as the platforms know them: one document per (platform, LTI user), its id derived from both.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { personIdOf, pseudonymOf } from '../domain/identity.ts';
import { documents } from './documents.ts';

const shape = z.object({
  id: z.string(),
  platformId: z.string(),
  sub: z.string(),
  name: z.string(),
  givenName: z.string().nullable().default(null),
  familyName: z.string().nullable().default(null),
  email: z.string().nullable().default(null),
  sourcedId: z.string().nullable().default(null),
  zone: z.string().nullable().default(null),
  zoneFrom: z.enum(['own', 'platform', 'browser']).nullable().default(null),
  isTestUser: z.boolean().default(false),
});
export type Person = z.infer<typeof shape>;

/** What a launch or a roster says of a person; null is "not said" and changes nothing. */
export type PersonNews = Pick<Person, 'platformId' | 'sub'> & {
  readonly [Field in Exclude<keyof Person, 'id' | 'platformId' | 'sub'>]?: Person[Field] | null;
};

/** What comparing addresses needs of a person; `emailKey` is missing where an earlier version stored them. */
const addressShape = z.object({ id: z.string(), email: z.string().nullish(), emailKey: z.string().nullish() });

export type PersonStore = ReturnType<typeof personStore>;

export function personStore(connection: Connection) {
  const people = documents(connection, 'people', shape, [
    [{ platformId: 1, sub: 1 }, { unique: true }],
    [{ platformId: 1, emailKey: 1 }],
    [{ platformId: 1, sourcedId: 1 }],
  ]);
  return {
    prepare: people.prepare,

    /** Notes what was said; a name once known is not lost when a later launch does not give it. */
    async note(news: PersonNews): Promise<Person> {
      const id = personIdOf(news.platformId, news.sub);
      const said = Object.fromEntries(
        Object.entries(news).filter(([, value]) => value !== null && value !== undefined && value !== ''),
      );
      if (typeof said['email'] === 'string') said['emailKey'] = emailKeyOf(said['email']);
      const defaults = said['name'] ? {} : { $setOnInsert: { name: pseudonymOf(id) } };
      const person = await people.findAndUpdate({ _id: id }, { $set: said, ...defaults }, { upsert: true });
      return person!;
    },

    /** Many at once, from a roster. */
    async noteAll(all: readonly PersonNews[]): Promise<void> {
      for (const news of all) await this.note(news);
    },

    /** The person's own choice of zone; the browser's guess never overrides it. */
    async setZone(id: string, zone: string, from: 'own' | 'browser'): Promise<void> {
      const filter = from === 'own' ? { _id: id } : { _id: id, zoneFrom: { $in: [null, 'browser'] } };
      await people.update(filter, { $set: { zone, zoneFrom: from } });
    },

    find: (id: string) => people.findOne({ _id: id }),

    /** Everybody of a platform with this address, whatever its case, at most 500. */
    withEmail: (platformId: string, email: string) => people.find({ platformId, emailKey: emailKeyOf(email) }),

    /** Everybody of a platform with this id of the student information system, at most 500. */
    withSourcedId: (platformId: string, sourcedId: string) => people.find({ platformId, sourcedId }),

    /**
     * One page of everybody in the order of their ids: gives addresses the form in which they are compared where that is missing.
     * Answers how many were given it, and the last id of the page; null at the end.
     */
    async keyAddresses(
      after: string,
      limit: number,
    ): Promise<{ readonly units: number; readonly last: string | null }> {
      const paging = { sort: { _id: 1 }, limit } as const;
      const page = await people.select({ _id: { $gt: after } }, ['email', 'emailKey'], addressShape, paging);
      let units = 0;
      for (const { id, email, emailKey } of page)
        if (email && emailKey == null) {
          // Only for the address that was read: a launch meanwhile has said both.
          if (await people.update({ _id: id, email }, { $set: { emailKey: emailKeyOf(email) } })) units += 1;
        }
      return { units, last: page.length < limit ? null : page.at(-1)!.id };
    },

    findAll: (ids: readonly string[]) => people.find({ _id: { $in: ids } }, { limit: ids.length || 1 }),
  };
}

/** An address as it is compared: people write the same one in any case. */
function emailKeyOf(email: string): string {
  return email.trim().toLowerCase();
}
