// The form that grants: what stands in each field, and what somebody's entries mean, or what is wrong with them.

import { z } from 'zod';
import { readDay } from '../../../domain/day.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { entitlementTermsSchema, type Option } from '../../../domain/retakes/entitlement.ts';
import { choiceKind, isOwedByStaff, kindOf, offeredKinds } from '../../../domain/retakes/kind.ts';
import { readMoney, type Money } from '../../../domain/money.ts';
import type { Grant } from '../../../services/guarantee/granting.ts';

const text = z.string().max(1000).default('');

/** Every field of the form, as text. */
export const grantEntriesSchema = z.object({
  kind: text,
  alternative: text,
  units: text,
  amount: text,
  currency: text,
  expiresOn: text,
  examId: text,
  code: text,
  waits: text,
  cancelNoticeHours: text,
  conditions: text,
  secondPerson: text,
  order: text,
  reason: text,
});
export type GrantEntries = z.infer<typeof grantEntriesSchema>;

/** The form as it first stands. */
export const freshEntries: GrantEntries = {
  kind: 'retake_voucher',
  alternative: '',
  units: '1',
  amount: '',
  currency: 'USD',
  expiresOn: '',
  examId: '',
  code: '',
  waits: '',
  cancelNoticeHours: '24',
  conditions: '',
  secondPerson: 'yes',
  order: '',
  reason: '',
};

export type GrantReading =
  | {
      readonly kind: 'grant';
      readonly grant: Omit<Grant, 'source' | 'why'>;
      readonly order: string;
      readonly reason: string;
    }
  | { readonly kind: 'faults'; readonly faults: readonly Fault[] };

/** What the entries mean for a student, days counted in `timeZone`. */
export function grantOf(entries: GrantEntries, personId: string, timeZone: string): GrantReading {
  const faults: Fault[] = [];
  const note = (path: keyof GrantEntries, message: string): void => void faults.push({ path, message });
  const kinds = kindsOf(entries, note);
  const uses = kinds.map((kind) => kindOf(kind).use);
  const units = unitsOf(entries, uses, note);
  const value = valueOf(entries, uses.includes('money'), note);
  const expiresOn = entries.expiresOn.trim() === '' ? null : entries.expiresOn.trim();
  if (expiresOn !== null && readDay(expiresOn) === null)
    note('expiresOn', 'Give the last day as YYYY-MM-DD, or leave it empty.');
  else if (expiresOn !== null && kinds.length === 1 && isOwedByStaff(kinds[0]!))
    note('expiresOn', 'What staff pay or give has no last day: leave it empty.');
  const code = entries.code.trim();
  if (code !== '' && !uses.includes('seat')) note('code', 'Only vouchers have a code: leave it empty.');
  else if (code !== '' && !/^[\x20-\x7e]{4,100}$/.test(code))
    note('code', 'Give the code as it was issued, from 4 to 100 characters.');
  const reason = entries.reason.trim();
  if (reason === '') note('reason', 'Give a reason: it is kept in the ledger, and the student reads it.');
  if (reason.length > 500) note('reason', 'Keep the reason under 500 characters.');
  const order = entries.order.trim();
  if (!/^[\x21-\x7e]{0,64}$/.test(order)) note('order', 'Give the order number without spaces, up to 64 characters.');
  const examId = entries.examId === '' || !uses.includes('tries') ? null : entries.examId;
  const conditions = conditionsOf(entries, note);
  const terms = { timeZone, waits: waitsOf(entries, note), cancelNoticeHours: noticeOf(entries, note), conditions };
  if (faults.length > 0) return { kind: 'faults', faults };
  const needsSecondPerson = entries.secondPerson === 'yes' && uses.includes('money');
  const whole = { personId, terms: entitlementTermsSchema.parse(terms), expiresOn, needsSecondPerson };
  const optionOf = (kind: string): Option => {
    const { use } = kindOf(kind);
    const isCounted = use === 'tries' || use === 'hours' || use === 'seat';
    return {
      kind,
      units: isCounted ? units : 1,
      value: use === 'money' ? value : null,
      examId: use === 'tries' ? examId : null,
    };
  };
  const [first, second] = kinds;
  if (second !== undefined) {
    const options = [optionOf(first!), optionOf(second)];
    return { kind: 'grant', reason, order, grant: { ...whole, kind: choiceKind, options } };
  }
  const grant = { ...whole, ...optionOf(first!), value, code: code === '' ? null : code };
  return { kind: 'grant', reason, order, grant };
}

type Note = (path: keyof GrantEntries, message: string) => void;

function kindsOf({ kind, alternative }: GrantEntries, note: Note): string[] {
  const isOffered = (name: string) => (offeredKinds as readonly string[]).includes(name);
  if (!isOffered(kind)) note('kind', 'Choose what is granted.');
  if (alternative === '') return [kind];
  if (!isOffered(alternative) || alternative === kind)
    note('alternative', 'Choose something else than above, or nothing.');
  return [kind, alternative];
}

function unitsOf({ units }: GrantEntries, uses: readonly string[], note: Note): number {
  const isCounted = uses.some((use) => use === 'tries' || use === 'hours' || use === 'seat');
  if (!isCounted) return 1;
  if (/^[1-9]\d{0,2}$/.test(units.trim())) return Number(units);
  note('units', 'Give a whole number, from 1 to 999.');
  return 1;
}

function valueOf({ amount, currency }: GrantEntries, isNeeded: boolean, note: Note): Money | null {
  const code = currency.trim().toUpperCase();
  if (amount.trim() === '') {
    if (isNeeded) note('amount', 'Give the amount to be refunded, such as 290.00.');
    return null;
  }
  if (!/^[A-Z]{3}$/.test(code)) {
    note('currency', 'Give the currency as three letters: USD.');
    return null;
  }
  const money = readMoney(amount, code);
  if (!money) note('amount', 'Give an amount, such as 290.00.');
  return money;
}

function waitsOf({ waits }: GrantEntries, note: Note): number[] {
  if (waits.trim() === '') return [];
  const days = waits.split(/[,;\s]+/).filter(Boolean);
  if (days.length <= 12 && days.every((one) => /^\d{1,3}$/.test(one))) return days.map(Number);
  note('waits', 'Give days after the first, second, ... fail, such as 30, 60, 90; or leave it empty.');
  return [];
}

function noticeOf({ cancelNoticeHours }: GrantEntries, note: Note): number {
  const hours = cancelNoticeHours.trim();
  if (hours === '') return 0;
  if (/^\d{1,4}$/.test(hours)) return Number(hours);
  note('cancelNoticeHours', 'Give whole hours, such as 24; 0 is none.');
  return 0;
}

function conditionsOf({ conditions }: GrantEntries, note: Note): string[] {
  const lines = conditions
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean);
  if (lines.length > 20 || lines.some((line) => line.length > 300))
    note('conditions', 'Give at most 20 lines of up to 300 characters.');
  return lines;
}
