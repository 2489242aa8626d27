// Entitlements for tests: a retake voucher granted on Mon 23 Nov 2026 at 12:00 UTC for ten months, with what differs.

import type { Entitlement, EntitlementTerms } from '../../../src/domain/retakes/entitlement.ts';
import { entitlementTermsSchema } from '../../../src/domain/retakes/entitlement.ts';
import { granted, type Act } from '../../../src/domain/retakes/transitions.ts';

export const now = Date.UTC(2026, 10, 23, 12);
export const hour = 3_600_000;
export const day = 24 * hour;

export function terms(differing: Partial<EntitlementTerms> = {}): EntitlementTerms {
  return { ...entitlementTermsSchema.parse({ timeZone: 'America/Chicago', cancelNoticeHours: 24 }), ...differing };
}

export function act(ref: string, at = now, by = 'staff'): Act {
  return { ref, at, by, byName: by === 'ana' ? 'Ana Álvarez' : 'Dana Whitfield', why: 'because' };
}

export function anEntitlement(differing: Partial<Entitlement> = {}, units = 1): Entitlement {
  const draft = {
    id: 'e1',
    organizationId: 'o',
    platformId: 'p',
    courseId: 'c',
    personId: 'ana',
    kind: 'retake_voucher',
    source: { type: 'claim', id: 'claim-1' } as const,
    grantKey: 'claim:claim-1:retake_voucher',
    terms: terms(),
    issuedOn: '2026-11-23',
    expiresOn: '2027-09-23',
    value: null,
    options: [],
    tries: null,
    approval: { isNeeded: false, by: null, byName: '', at: null },
    replaces: null,
    booking: null,
    code: null,
    codeShown: [],
    ...differing,
  };
  return granted(draft, units, act('grant'));
}
