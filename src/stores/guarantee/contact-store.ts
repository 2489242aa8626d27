// How people can be reached: addresses of their own, which mails they want and when; one document per person.

import type { Connection } from 'mongoose';
import { z } from 'zod';
import { mailKindSchema, type MailKind } from '../../domain/reminders/mail-kinds.ts';
import { usualQuietHours, type QuietHours } from '../../domain/reminders/quiet-hours.ts';
import { documents } from '../documents.ts';

const addressShape = z.object({
  id: z.string(),
  address: z.string(),
  addedAt: z.number(),
  /** Null until the link that was mailed there has been used. */
  verifiedAt: z.number().nullable(),
  /** Digest of the token in the newest link; null once it was used. */
  tokenHash: z.string().nullable(),
  tokenUntil: z.number(),
});
export type OwnAddress = z.infer<typeof addressShape>;

const shape = z.object({
  /** The person's id. */
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  own: z.array(addressShape).default([]),
  /** The own address that mails go to; null: the one that the LMS names. */
  preferredId: z.string().nullable().default(null),
  quiet: z.object({ from: z.number(), to: z.number() }).default(usualQuietHours),
  stopped: z.array(mailKindSchema).default([]),
  /** Keyed hashes of the addresses that were confirmed or that the LMS names: a stolen database tells no address by them. */
  known: z.array(z.string()).default([]),
  /** Courses in which the person has a guarantee, as far as mails are concerned. */
  courseIds: z.array(z.string()).default([]),
});
export type Contact = z.infer<typeof shape>;

/** Whose contact: the ids that a new document carries. */
export type ContactOwner = Pick<Contact, 'id' | 'organizationId' | 'platformId'>;

export type ContactStore = ReturnType<typeof contactStore>;

export function contactStore(connection: Connection) {
  const contacts = documents<Contact>(connection, 'contacts', shape, [
    [{ known: 1 }],
    [{ 'own.tokenHash': 1 }, { partialFilterExpression: { 'own.tokenHash': { $gt: '' } } }],
  ]);

  /** Makes the document if there is none. */
  async function ensure(owner: ContactOwner): Promise<void> {
    await contacts.insertIfNew(emptyContact(owner));
  }

  return {
    prepare: contacts.prepare,

    find: (personId: string) => contacts.findOne({ _id: personId }),

    /** Those of some people, at most 500. */
    findAll: (personIds: readonly string[]) =>
      contacts.find({ _id: { $in: personIds } }, { limit: Math.max(1, personIds.length) }),

    /** Everybody who is known by an address, given as its keyed hash. One address may belong to several accounts. */
    knownBy: (addressHash: string) => contacts.find({ known: addressHash }, { limit: 20 }),

    /** Notes that somebody has this address, and a guarantee in this course; null: nothing to note of that kind. */
    async note(owner: ContactOwner, addressHash: string | null, courseId: string | null): Promise<void> {
      await ensure(owner);
      const known = addressHash === null ? {} : { known: addressHash };
      const courses = courseId === null ? {} : { courseIds: courseId };
      await contacts.update({ _id: owner.id }, { $addToSet: { ...known, ...courses } });
    },

    /** Adds an address that is still to be confirmed; false when there are `most` already or it is there. */
    async addAddress(owner: ContactOwner, address: OwnAddress, most: number): Promise<boolean> {
      await ensure(owner);
      return contacts.update(
        { _id: owner.id, [`own.${most - 1}`]: { $exists: false }, 'own.address': { $ne: address.address } },
        { $push: { own: address } },
      );
    },

    removeAddress: (personId: string, addressId: string, addressHash: string) =>
      contacts.update(
        { _id: personId, 'own.id': addressId },
        { $pull: { own: { id: addressId }, known: addressHash } },
      ),

    /** Mails go to the LMS's address again if they went to this one. */
    forgetPreferred: (personId: string, addressId: string) =>
      contacts.update({ _id: personId, preferredId: addressId }, { $set: { preferredId: null } }),

    /** Sets the token of the link that is mailed to an address; earlier ones are void. */
    setToken: (personId: string, addressId: string, tokenHash: string, tokenUntil: number) =>
      contacts.update(
        { _id: personId, own: { $elemMatch: { id: addressId, verifiedAt: null } } },
        { $set: { 'own.$.tokenHash': tokenHash, 'own.$.tokenUntil': tokenUntil } },
      ),

    /** The person and address that a token belongs to. */
    byToken: (tokenHash: string) => contacts.findOne({ 'own.tokenHash': tokenHash }),

    /** Confirms an address by its token, once and in time; it becomes the preferred one. Null when the token is not good. */
    confirm: (tokenHash: string, addressId: string, addressHash: string, now: number) =>
      contacts.findAndUpdate(
        { own: { $elemMatch: { id: addressId, tokenHash, tokenUntil: { $gt: now } } } },
        {
          $set: { 'own.$.verifiedAt': now, 'own.$.tokenHash': null, preferredId: addressId },
          $addToSet: { known: addressHash },
        },
      ),

    /** Prefers a confirmed address, or (null) the LMS's. */
    prefer: (personId: string, addressId: string | null) =>
      contacts.update(
        addressId === null
          ? { _id: personId }
          : { _id: personId, own: { $elemMatch: { id: addressId, verifiedAt: { $gt: 0 } } } },
        { $set: { preferredId: addressId } },
      ),

    async set(owner: ContactOwner, settings: { quiet: QuietHours; stopped: readonly MailKind[] }): Promise<void> {
      await ensure(owner);
      await contacts.update({ _id: owner.id }, { $set: settings });
    },

    async stop(owner: ContactOwner, kind: MailKind): Promise<void> {
      await ensure(owner);
      await contacts.update({ _id: owner.id }, { $addToSet: { stopped: kind } });
    },

    start: (personId: string, kind: MailKind) => contacts.update({ _id: personId }, { $pull: { stopped: kind } }),
  };
}

/** The contact of somebody who has set nothing. */
export function emptyContact(owner: ContactOwner): Contact {
  return shape.parse(owner);
}
