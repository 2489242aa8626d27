// The kinds of mail: what each is about, why somebody gets it, and which of them a person can stop.

import { z } from 'zod';

export const mailKindSchema = z.enum(['deadlines', 'claims', 'retakes', 'staff', 'digest', 'address', 'link']);
export type MailKind = z.infer<typeof mailKindSchema>;

interface KindWords {
  /** "Deadlines of your guarantee" */
  readonly label: string;
  /** When such a mail is sent. */
  readonly when: string;
  /** Why somebody got it, for its foot. */
  readonly why: string;
  readonly mayStop: boolean;
}

const kinds: Readonly<Record<MailKind, KindWords>> = {
  deadlines: {
    label: 'Deadlines of your guarantee',
    when: '14, 7, 3 and 1 days before you would lose something. One mail each, never twice for the same date.',
    why: 'you would lose something if a date passed unnoticed',
    mayStop: true,
  },
  claims: {
    label: 'Your claims',
    when: 'When staff decide your claim, or ask for something.',
    why: 'you have filed a claim',
    mayStop: true,
  },
  retakes: {
    label: 'Your retakes',
    when: 'When you get a retake, when staff end or replace it, and 14, 7, 3 and 1 days before its last day.',
    why: 'something was granted to you',
    mayStop: true,
  },
  staff: {
    label: 'Reminders from your instructor',
    when: 'When your instructor reminds you of your next step. At most one a day.',
    why: 'your instructor asked Resit to remind you',
    mayStop: true,
  },
  digest: {
    label: 'Weekly digest',
    when: 'On Monday morning, in weeks in which something needs you.',
    why: 'you teach this course',
    mayStop: true,
  },
  address: {
    label: 'Confirming an address',
    when: 'When you add an address.',
    why: 'somebody entered this address in Resit',
    mayStop: false,
  },
  link: {
    label: 'Personal links',
    when: 'When you ask for one.',
    why: 'somebody asked for a personal link with this address',
    mayStop: false,
  },
};

/** What there is to say about a kind of mail. */
export function mailKindWords(kind: MailKind): KindWords {
  return kinds[kind];
}

/** The kinds that a student can stop and start, in the order of the page. */
export const studentMailKinds: readonly MailKind[] = ['deadlines', 'claims', 'retakes', 'staff'];
