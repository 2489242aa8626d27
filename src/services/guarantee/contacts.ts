// Contacts: where and when somebody can be reached by mail and what they do not want; the tokens by which a mail is answered.

import { z } from 'zod';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { mailKindSchema, mailKindWords, type MailKind } from '../../domain/reminders/mail-kinds.ts';
import { usualQuietHours, type QuietHours } from '../../domain/reminders/quiet-hours.ts';
import { findZone, type Zone } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { Contact, ContactStore, OwnAddress } from '../../stores/guarantee/contact-store.ts';
import type { Person, PersonStore } from '../../stores/person-store.ts';
import { found, type Surroundings } from '../surroundings.ts';

/** How somebody can be reached. */
export interface Reach {
  /** Null: no address is known. */
  readonly address: string | null;
  readonly zone: Zone;
  readonly quiet: QuietHours;
  readonly stopped: readonly MailKind[];
}

/** What a person sees and sets on their page. */
export interface ContactSettings {
  readonly lmsAddress: string | null;
  readonly own: readonly OwnAddress[];
  /** Null: the LMS's address. */
  readonly preferredId: string | null;
  readonly quiet: QuietHours;
  readonly stopped: readonly MailKind[];
}

/** Whose wish a stop token is. */
export interface StopWish {
  readonly personId: string;
  readonly kind: MailKind;
}

interface Needs {
  readonly contactRecords: ContactStore;
  readonly people: PersonStore;
  readonly courses: CourseStore;
  readonly surroundings: Surroundings;
}

const tokenLifeMs = 24 * 3_600_000;
const addressShape = z.email().max(254);

export type Contacts = ReturnType<typeof contactsService>;

export function contactsService({ contactRecords, people, courses, surroundings }: Needs) {
  const { digest, proof } = surroundings;
  const addressHash = (address: string): string => proof(`address ${address.trim().toLowerCase()}`);
  const stopProof = (personId: string, kind: MailKind): string => proof(`stop ${kind} ${personId}`);

  function readStopToken(token: string): StopWish {
    const [personId = '', kind, given = ''] = token.split('.');
    const read = mailKindSchema.safeParse(kind);
    // Digests are compared, so that the time it takes tells nothing about the proof itself.
    const isOurs = read.success && digest(given) === digest(stopProof(personId, read.data));
    if (!isOurs || !mailKindWords(read.data).mayStop)
      throw new Refusal('not-found', 'This link is not complete. Copy it whole from the mail.');
    return { personId, kind: read.data };
  }

  return {
    addressHash,

    /** How a person of a course can be reached; null when there is no such person. The zone is theirs, else the course's. */
    async reach(whose: {
      readonly personId: string;
      readonly courseId: string;
      readonly platformId: string;
    }): Promise<Reach | null> {
      const [person, contact, course] = await Promise.all([
        people.find(whose.personId),
        contactRecords.find(whose.personId),
        courses.find(whose.courseId, whose.platformId),
      ]);
      if (!person || person.platformId !== whose.platformId) return null;
      const zone = findZone(person.zone ?? course?.zone ?? 'UTC') ?? findZone('UTC')!;
      const own = contact?.own.find(({ id, verifiedAt }) => id === contact.preferredId && verifiedAt !== null);
      const { quiet = usualQuietHours, stopped = [] } = contact ?? {};
      return { address: own?.address ?? lmsAddressOf(person), zone, quiet, stopped };
    },

    /** The visitor's own settings. */
    async mine({ personId }: Visitor): Promise<ContactSettings> {
      const [person, contact] = await Promise.all([people.find(personId), contactRecords.find(personId)]);
      const { own = [], preferredId = null, quiet = usualQuietHours, stopped = [] } = contact ?? {};
      return { lmsAddress: person && lmsAddressOf(person), own, preferredId, quiet, stopped };
    },

    /** Sets what the visitor wants and when. */
    set: (visitor: Visitor, settings: { readonly quiet: QuietHours; readonly stopped: readonly MailKind[] }) =>
      contactRecords.set(ownerOf(visitor), settings),

    /** The address of a person that has this hash; null when none has. */
    async addressWith(contact: Contact, hash: string): Promise<string | null> {
      const person = await people.find(contact.id);
      const confirmed = contact.own.filter(({ verifiedAt }) => verifiedAt !== null).map(({ address }) => address);
      const all = [person && lmsAddressOf(person), ...confirmed];
      return all.find((address) => address && addressHash(address) === hash) ?? null;
    },

    /** A fresh token that confirms an own address that is not confirmed yet, good for a day; null where there is no such address. */
    async addressToken(personId: string, address: string): Promise<string | null> {
      const contact = await contactRecords.find(personId);
      const own = contact?.own.find((one) => one.address === address && one.verifiedAt === null);
      if (!own) return null;
      const token = Buffer.from(surroundings.randomBytes(32)).toString('base64url');
      await contactRecords.setToken(personId, own.id, digest(token), surroundings.now() + tokenLifeMs);
      return token;
    },

    /**
     * Confirms an address by the token that was mailed there; mails go there from now on.
     * @throws Refusal too-late when the token was used before or is older than a day
     */
    async confirm(token: string): Promise<void> {
      const hash = digest(token);
      const now = surroundings.now();
      const contact = await contactRecords.byToken(hash);
      const own = contact?.own.find(({ tokenHash }) => tokenHash === hash);
      const done = own && (await contactRecords.confirm(hash, own.id, addressHash(own.address), now));
      if (!done)
        throw new Refusal(
          'too-late',
          'This link was used before or is older than a day. On the page “Mails” of Resit you can have a new one sent.',
        );
    },

    /** What a mail carries so that its reader can stop such mails without signing in. It never runs out. */
    stopToken: (personId: string, kind: MailKind): string => `${personId}.${kind}.${stopProof(personId, kind)}`,

    readStopToken,

    /** Whether the mails that a token is about are stopped. @throws Refusal not-found */
    async isStopped(token: string): Promise<StopWish & { readonly isStopped: boolean }> {
      const wish = readStopToken(token);
      const contact = await contactRecords.find(wish.personId);
      return { ...wish, isStopped: contact?.stopped.includes(wish.kind) ?? false };
    },

    /** Stops the mails that a token is about, or starts them again. Repeating it changes nothing. @throws Refusal not-found */
    async setStopped(token: string, isStopped: boolean): Promise<void> {
      const { personId, kind } = readStopToken(token);
      const contact = found(await contactRecords.find(personId), 'address');
      await (isStopped ? contactRecords.stop(contact, kind) : contactRecords.start(personId, kind));
    },
  };
}

/** Whose contact the visitor's is. */
export function ownerOf({
  personId: id,
  organizationId,
  platformId,
}: Pick<Visitor, 'personId' | 'organizationId' | 'platformId'>) {
  return { id, organizationId, platformId };
}

/** The address that the LMS names, where it is one. */
export function lmsAddressOf({ email }: Pick<Person, 'email'>): string | null {
  const read = addressShape.safeParse(email?.trim());
  return read.success ? read.data : null;
}
