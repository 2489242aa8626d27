// Addresses of one's own: added, confirmed by a link that is mailed there, preferred, removed.

import { z } from 'zod';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { ContactStore } from '../../stores/guarantee/contact-store.ts';
import { found, type Surroundings } from '../surroundings.ts';
import { ownerOf, type Contacts } from './contacts.ts';
import type { Mailing } from './mailing.ts';

interface Needs {
  readonly contactRecords: ContactStore;
  readonly contacts: Contacts;
  readonly mailing: Mailing;
  readonly surroundings: Surroundings;
}

const mostAddresses = 3;
const quarterMs = 15 * 60_000;
const addressShape = z.email().max(254);

export type Addresses = ReturnType<typeof addressesService>;

export function addressesService({ contactRecords, contacts, mailing, surroundings }: Needs) {
  /** Mails the link that confirms an address; asking again within a quarter of an hour sends nothing more. */
  const sendLink = (visitor: Visitor, address: string): Promise<boolean> => {
    const { organizationId, platformId, courseId, personId } = visitor;
    const now = surroundings.now();
    return mailing.queue({
      key: `address ${personId} ${address} ${Math.floor(now / quarterMs)}`,
      organizationId,
      platformId,
      courseId,
      personId,
      kind: 'address',
      to: address,
      opens: 'address',
      isAskedFor: true,
      staleAt: now + 86_400_000,
      content: {
        subject: 'Confirm that this address is yours',
        greeting: 'Hello,',
        paragraphs: [
          'Somebody entered this address in Resit, to get mails about their course and its guarantee here. Confirm it, and they come here from now on.',
        ],
        lists: [],
      },
    });
  };

  return {
    /**
     * Adds an address and mails the link that confirms it; nothing else goes there before that.
     * @throws Refusal invalid when it is none, is there already, or there are three
     */
    async add(visitor: Visitor, typed: string): Promise<void> {
      const fault = (message: string) => new Refusal('invalid', message, [{ path: 'address', message }]);
      const read = addressShape.safeParse(typed.trim());
      if (!read.success) throw fault('Give an address such as ana@example.org.');
      const address = read.data.toLowerCase();
      const { lmsAddress } = await contacts.mine(visitor);
      if (lmsAddress?.toLowerCase() === address)
        throw fault('Mails can go there already: your LMS names this address.');
      const own = { id: surroundings.newId(), address, addedAt: surroundings.now(), verifiedAt: null };
      const fresh = { ...own, tokenHash: null, tokenUntil: 0 };
      if (!(await contactRecords.addAddress(ownerOf(visitor), fresh, mostAddresses)))
        throw fault('This address is in the list already, or there are three. Remove one first.');
      await sendLink(visitor, address);
    },

    /** Mails the link again. @throws Refusal not-found */
    async sendAgain(visitor: Visitor, addressId: string): Promise<void> {
      const { own } = await contacts.mine(visitor);
      const { address } = found(
        own.find(({ id, verifiedAt }) => id === addressId && verifiedAt === null),
        'address',
      );
      await sendLink(visitor, address);
    },

    /** Sends mails to a confirmed address, or ("lms") to the one that the LMS names. @throws Refusal not-found */
    async prefer(visitor: Visitor, addressId: string): Promise<void> {
      const isDone = await contactRecords.prefer(visitor.personId, addressId === 'lms' ? null : addressId);
      found(isDone || addressId === 'lms' || null, 'address');
    },

    /** Removes an address; links that were mailed there and not used stay good until they run out. @throws Refusal not-found */
    async remove(visitor: Visitor, addressId: string): Promise<void> {
      const { own } = await contacts.mine(visitor);
      const { address } = found(
        own.find(({ id }) => id === addressId),
        'address',
      );
      await contactRecords.forgetPreferred(visitor.personId, addressId);
      await contactRecords.removeAddress(visitor.personId, addressId, contacts.addressHash(address));
    },
  };
}
