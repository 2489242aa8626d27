// A course with retakes to look after, for tests of the pages of staff.

import type { Balance, Entitlement } from '../../../../src/domain/retakes/entitlement.ts';
import type { Grant } from '../../../../src/services/guarantee/granting.ts';
import type { Answer } from '../../../support/browser.ts';
import { fieldsOf, staffAtWork, type StaffAtWork } from '../staff-at-work.ts';

const terms = { timeZone: 'America/Chicago', cancelNoticeHours: 24 };

export interface RetakesAtWork extends StaffAtWork {
  /** A retake voucher of Ana's until 31 May 2027 by a claim of its own, with what differs. */
  granted(differing?: Partial<Grant>): Promise<Entitlement>;
  /** The address of the page of one. */
  file(of: Entitlement): string;
  /** Sends a dialog of that page as the instructor, with what is entered besides a reason. */
  press(of: Entitlement, act: string, entries?: Record<string, string>): Promise<Answer>;
  balance(of: Entitlement): Promise<Balance>;
}

/** The course of `staffAtWork`, with everything needed to grant and to look after retakes. */
export async function retakesAtWork(): Promise<RetakesAtWork> {
  const course = await staffAtWork();
  const { retakes } = course.all.application.services;
  const file = ({ id }: Entitlement): string => `/retakes-ledger/${id}`;
  let claims = 0;
  return {
    ...course,
    file,

    async granted(differing = {}) {
      const [ana, staff] = await Promise.all([course.visitorOf(course.ana), course.visitorOf(course.instructor)]);
      const source = { type: 'claim', id: `c${(claims += 1)}` } as const;
      const grant = { personId: ana.personId, kind: 'retake_voucher', source, terms, expiresOn: '2027-05-31' };
      return retakes.grant(ana, { ...grant, ...differing }, { by: staff.personId, byName: staff.name });
    },

    async press(of, act, entries = {}) {
      const form = fieldsOf(await course.instructor.get(file(of)), `form[data-act=${act}]`);
      return course.instructor.post(`${file(of)}/${act}`, { ...form, reason: 'Asked by phone', ...entries });
    },

    async balance({ id }) {
      return (await retakes.one(await course.visitorOf(course.instructor), id)).entitlement.balance;
    },
  };
}
