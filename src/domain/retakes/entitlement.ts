// An entitlement: one grant to one student, with its terms and the ledger of everything that happened to it.

import { z } from 'zod';
import { dayTextSchema } from '../evidence/recorded.ts';
import { dayAmountSchema } from '../guarantee/amount.ts';
import { isZone } from '../zone.ts';
import { moneySchema } from '../money.ts';

/** The terms in the words of the language (section 8, `kind: entitlement`); they do not change once granted. */
export const entitlementTermsSchema = z.object({
  timeZone: z.string().refine(isZone, 'Choose a time zone of the list.'),
  /** `HH:MM`: when the last day is over, if not with the day. */
  cutoff: z.string().nullable().default(null),
  holidays: z.array(dayTextSchema).default([]),
  /** An amount as written: `{"months": 10}`. */
  validFor: z
    .record(z.string(), z.number())
    .refine((amount) => dayAmountSchema.safeParse(amount).success, 'Give one amount in one unit: {"months": 10}.')
    .nullable()
    .default(null),
  waits: z.array(z.number().int().min(0)).default([]),
  waitExclusive: z.number().int().min(0).default(1),
  maxIn12Months: z.number().int().min(1).nullable().default(null),
  cancelNoticeHours: z.number().int().min(0).default(0),
  examRetiresOn: dayTextSchema.nullable().default(null),
  /** What the policy or staff say of it, for the student to read. */
  conditions: z.array(z.string().max(300)).max(20).default([]),
});
export type EntitlementTerms = z.infer<typeof entitlementTermsSchema>;

/** One of the things a choice may become. */
export const optionSchema = z.object({
  kind: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  units: z.number().int().min(1).max(1000).default(1),
  value: moneySchema.nullable().default(null),
  examId: z.string().nullable().default(null),
});
export type Option = z.infer<typeof optionSchema>;

/** Where units stand: not issued yet, free to use, held by a booking, used, or ended without use. */
export const accounts = ['issued', 'free', 'held', 'used', 'ended'] as const;
export type Account = (typeof accounts)[number];

const moveSchema = z.object({
  from: z.enum(accounts),
  to: z.enum(accounts),
  units: z.number().int().min(0),
});
export type Move = z.infer<typeof moveSchema>;

export const acts = [
  'grant',
  'choose',
  'approve',
  'code',
  'reserve',
  'release',
  'consume',
  'restore',
  'fulfill',
  'extend',
  'expire',
  'void',
  'replace',
] as const;
export type LedgerAct = (typeof acts)[number];

/** How units were used up. */
export const outcomes = ['used', 'no_show', 'late_cancel', 'opened', 'taken', 'given', 'paid'] as const;
export type Outcome = (typeof outcomes)[number];

/** One entry of the ledger. Entries are only ever added. */
export const entrySchema = z.object({
  /** Names the act: the same act a second time changes nothing. */
  ref: z.string(),
  act: z.enum(acts),
  moves: z.array(moveSchema),
  at: z.number(),
  /** A person's id; `resit` for the program. */
  by: z.string(),
  byName: z.string(),
  why: z.string(),
  outcome: z.enum(outcomes).nullable().default(null),
  /** The exam or class that was booked, canceled or sat. */
  startAt: z.number().nullable().default(null),
  /** What was chosen. */
  kind: z.string().nullable().default(null),
  money: moneySchema.nullable().default(null),
  /** The day money was paid or a thing given. */
  on: dayTextSchema.nullable().default(null),
  /** The number under which a payment or delivery can be found again. */
  reference: z.string().default(''),
  /** The last day before and after an extension. */
  days: z.object({ before: dayTextSchema.nullable(), after: dayTextSchema.nullable() }).nullable().default(null),
  /** The entitlement that stands in its place. */
  replacedBy: z.string().nullable().default(null),
});
export type Entry = z.infer<typeof entrySchema>;

export const bookingSchema = z.object({
  /** The `ref` of the entry that made it. */
  ref: z.string(),
  /** When the exam or class begins. */
  startAt: z.number(),
  place: z.string().default(''),
  cancelledAt: z.number().nullable().default(null),
  outcome: z.enum(outcomes).nullable().default(null),
});
export type Booking = z.infer<typeof bookingSchema>;

/** A text encrypted at rest; everything base64 but the key's name. */
export const sealedSchema = z.object({ keyId: z.string(), iv: z.string(), tag: z.string(), data: z.string() });
export type Sealed = z.infer<typeof sealedSchema>;

const balanceSchema = z.object({
  free: z.number().int().min(0),
  held: z.number().int().min(0),
  used: z.number().int().min(0),
  ended: z.number().int().min(0),
});
export type Balance = z.infer<typeof balanceSchema>;

export const sourceSchema = z.object({
  type: z.enum(['claim', 'purchase', 'staff', 'replacement']),
  /** The claim, the order, the press of the button, or the entitlement that was replaced. */
  id: z.string(),
});
export type Source = z.infer<typeof sourceSchema>;

/** What is to be granted in the place of one that was ended: written down by the same change, so that no crash can lose it. */
export const standInSchema = z.object({
  /** The id of the new one. */
  id: z.string(),
  kind: z.string(),
  units: z.number().int().min(1).max(1000),
  terms: entitlementTermsSchema,
  expiresOn: dayTextSchema.nullable(),
  value: moneySchema.nullable(),
  options: z.array(optionSchema),
  examId: z.string().nullable(),
  needsSecondPerson: z.boolean(),
  /** Whether the code goes with it. */
  keepsCode: z.boolean(),
  by: z.string(),
  byName: z.string(),
  why: z.string(),
});
export type StandIn = z.infer<typeof standInSchema>;

export const entitlementSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  personId: z.string(),
  kind: z.string(),
  source: sourceSchema,
  /** `<source>:<its id>:<kind>`: unique for the student, so that one claim or purchase grants a remedy once. */
  grantKey: z.string(),
  terms: entitlementTermsSchema,
  issuedOn: dayTextSchema,
  /** The last day as it stands; null: it does not expire. */
  expiresOn: dayTextSchema.nullable(),
  /** What a refund is about, or what a voucher costs the provider. */
  value: moneySchema.nullable().default(null),
  /** What a choice may become; empty for everything else. */
  options: z.array(optionSchema).default([]),
  /** The mock exam whose attempts these are. */
  tries: z.object({ examId: z.string(), openedAt: z.number().nullable() }).nullable().default(null),
  /** A second person must agree before money is paid. */
  approval: z
    .object({ isNeeded: z.boolean(), by: z.string().nullable(), byName: z.string(), at: z.number().nullable() })
    .prefault({ isNeeded: false, by: null, byName: '', at: null }),
  replaces: z.string().nullable().default(null),
  /** What still has to be granted in its place. */
  standIn: standInSchema.nullable().default(null),
  entries: z.array(entrySchema),
  balance: balanceSchema,
  booking: bookingSchema.nullable().default(null),
  code: sealedSchema.nullable().default(null),
  codeShown: z.array(z.object({ by: z.string(), byName: z.string(), at: z.number() })).default([]),
  /** Whether any unit is free or held. */
  isOpen: z.boolean(),
  /** When time may have changed it; 0 once it is closed. */
  nextCheckAt: z.number(),
  /** Grows with every change. */
  rev: z.number(),
});
export type Entitlement = z.infer<typeof entitlementSchema>;

/** Who acts, as an entry names them. */
export interface Actor {
  readonly by: string;
  readonly byName: string;
}

/** The program itself, where time alone decides. */
export const resitItself: Actor = { by: 'resit', byName: 'Resit' };
