// Makes personal links: a token of 32 random bytes, of which only the digest is kept.

import type { PersonalLinkStore } from '../../stores/guarantee/personal-link-store.ts';
import type { Surroundings } from '../surroundings.ts';

const lifeMs = 7 * 86_400_000;

export type PersonalLinkMaker = ReturnType<typeof personalLinkMaker>;

export function personalLinkMaker({
  linkRecords,
  surroundings,
}: {
  readonly linkRecords: PersonalLinkStore;
  readonly surroundings: Surroundings;
}) {
  return {
    /** A link into a person's guarantee in one course, good for one use within 7 days. */
    async issue(whose: {
      readonly organizationId: string;
      readonly platformId: string;
      readonly courseId: string;
      readonly personId: string;
    }): Promise<{ readonly id: string; readonly token: string; readonly expiresAt: number }> {
      const { organizationId, platformId, courseId, personId } = whose;
      const token = Buffer.from(surroundings.randomBytes(32)).toString('base64url');
      const id = surroundings.digest(token);
      const issuedAt = surroundings.now();
      const expiresAt = issuedAt + lifeMs;
      await linkRecords.issue({ id, organizationId, platformId, courseId, personId, issuedAt, expiresAt });
      return { id, token, expiresAt };
    },

    /** Takes back a link whose mail did not go out. */
    withdraw: (id: string) => linkRecords.withdraw(id),
  };
}
