// The four marks of a roll call and what stands in their place: one word, one icon and one color each, the same on every page.

import type { PresenceState } from '../domain/evidence/presence.ts';
import type { Chip } from './chips.ts';

/** By state. */
export const presenceChips: Readonly<Record<PresenceState, Chip>> = {
  present: { state: 'met', icon: 'check', word: 'Present' },
  late: { state: 'risk', icon: 'clock', word: 'Late' },
  absent: { state: 'lost', icon: 'x', word: 'Absent' },
  excused: { state: 'review', icon: 'na', word: 'Excused' },
  unmarked: { state: 'na', icon: 'review', word: 'Not recorded' },
  planned: { state: 'track', icon: 'track', word: 'Planned' },
  cancelled: { state: 'void', icon: 'void', word: 'Canceled' },
};

/** What staff can press, in the order of the buttons. */
export const pressable = ['present', 'late', 'absent', 'excused'] as const;
