// The chip of a retake: one word, one icon and one color for each state, the same for students and for staff.

import type { EntitlementStanding } from '../domain/retakes/standing.ts';
import type { Chip } from './chips.ts';

/** Days before the last one from which a retake that can be used is shown as running out. */
export const soonDays = 30;

/** The chip; `daysLeft` until its last usable day, null where it has none. */
export function retakeChip({ state, reason }: EntitlementStanding, daysLeft: number | null): Chip {
  switch (state) {
    case 'available':
      if (reason === 'to_approve') return { state: 'review', icon: 'review', word: 'Being checked' };
      if (reason === 'to_pay') return { state: 'review', icon: 'clock', word: 'To be paid' };
      if (reason === 'to_give') return { state: 'review', icon: 'clock', word: 'To be given' };
      if (daysLeft !== null && daysLeft <= soonDays) return { state: 'risk', icon: 'risk', word: 'Expires soon' };
      if (reason === 'choose') return { state: 'track', icon: 'track', word: 'To choose' };
      return { state: 'met', icon: 'met', word: 'Ready to use' };
    case 'reserved':
      return { state: 'track', icon: 'track', word: 'Booked' };
    case 'blocked':
      return { state: 'na', icon: 'clock', word: 'Waiting' };
    case 'pending':
      return { state: 'na', icon: 'clock', word: 'Not issued yet' };
    case 'infeasible':
      return { state: 'failed', icon: 'lost', word: 'Cannot be used' };
    case 'needs_review':
      return { state: 'review', icon: 'review', word: 'Needs a look' };
    case 'consumed':
      if (reason === 'paid') return { state: 'met', icon: 'check', word: 'Paid' };
      return {
        state: 'na',
        icon: 'check',
        word: reason === 'given' ? 'Given' : reason === 'opened' ? 'Opened' : 'Used',
      };
    case 'expired':
      return { state: 'void', icon: 'void', word: 'Expired' };
    case 'void':
      return { state: 'void', icon: 'void', word: reason === 'replaced' ? 'Replaced' : 'Void' };
  }
}
