// What staff may do to one retake, in words: each act says what will happen, what the student sees, and asks why.

import { dayText } from '../../../domain/day.ts';
import { mayDo, type Visitor } from '../../../domain/person.ts';
import type { Entitlement } from '../../../domain/retakes/entitlement.ts';
import { kindOf, mayBecomeMoney, unitWords } from '../../../domain/retakes/kind.ts';
import { amountText, moneyWords } from '../../../domain/money.ts';
import { isVoided, wasEndedByStaff } from '../../../domain/retakes/standing.ts';
import { momentWords, zoneName } from '../../../domain/time.ts';
import type { RetakeRow } from '../../../services/guarantee/retakes.ts';
import type { DialogField, DialogWords } from '../../dialog-form.ts';
import { todayOf } from '../../retake-dates.ts';

export type EntitlementAct =
  'book' | 'release' | 'use' | 'restore' | 'code' | 'extend' | 'replace' | 'void' | 'reinstate' | 'approve' | 'fulfill';

const reason: DialogField = {
  name: 'reason',
  label: 'Reason',
  help: 'The student reads it, and it is kept in the ledger.',
  isTextarea: true,
  isRequired: true,
};

/** The acts that make sense for a retake in its state and for the rights of the visitor, in the order of their buttons. */
export function entitlementActs(row: RetakeRow, visitor: Visitor, now: number): DialogWords[] {
  const { entitlement: of, standing } = row;
  const { use } = kindOf(of.kind);
  const isBooked = of.booking !== null && of.booking.outcome === null;
  const mayDecide = mayDo(visitor, 'decide claims');
  const mayRefund = mayDo(visitor, 'refund');
  const isMoney = use === 'money';
  const mayReplace = mayDecide && (!isMoney || mayRefund) && use !== 'choice' && use !== 'tries';
  const last = of.entries.findLast(({ moves }) => moves.some(({ to }) => to === 'used'));
  const mayRestore =
    !wasEndedByStaff(of) &&
    of.balance.used > 0 &&
    last !== undefined &&
    !['opened', 'paid'].includes(last.outcome ?? '');
  const hasExpired = standing.state === 'expired';
  const acts: [boolean, () => DialogWords][] = [
    [mayRefund && isMoney && of.isOpen && standing.reason === 'to_approve', () => approveWords(row)],
    [mayRefund && isMoney && of.isOpen && standing.reason === 'to_pay', () => payWords(row, now)],
    [mayDecide && of.isOpen && use === 'seat' && !isBooked && of.balance.free > 0, () => bookWords(row)],
    [mayDecide && isBooked, () => releaseWords(row)],
    [mayDecide && of.isOpen && ['seat', 'hours', 'thing'].includes(use), () => useWords(row, now)],
    [mayDecide && mayRestore, () => restoreWords(row)],
    [mayDecide && of.isOpen && use === 'seat', () => codeWords(of.code !== null)],
    [mayDecide && (of.isOpen || hasExpired) && of.expiresOn !== null, () => extendWords(row)],
    [mayReplace && of.isOpen, () => replaceWords(row)],
    [mayDecide && of.isOpen, () => voidWords(row)],
    [mayDecide && isVoided(of) && (mayRefund || !mayBecomeMoney(of.kind)), () => reinstateWords(row, now)],
  ];
  return acts.flatMap(([isOffered, words]) => (isOffered ? [words()] : []));
}

function bookWords({ entitlement: of, name }: RetakeRow): DialogWords {
  return {
    act: 'book',
    opens: 'Record a booking',
    of: '',
    title: `A booking of ${name}`,
    text: 'The retake is held for it and is used when the exam or class begins.',
    confirm: 'Hold it for this booking',
    fields: [
      {
        name: 'startAt',
        label: 'Start',
        help: `${zoneName(of.terms.timeZone)}, the zone of the terms.`,
        type: 'datetime-local',
        size: 'mid',
        isRequired: true,
      },
      { name: 'place', label: 'Place or confirmation number (optional)', size: 'mid' },
      reason,
    ],
  };
}

function releaseWords({ entitlement: of }: RetakeRow): DialogWords {
  return {
    act: 'release',
    opens: 'Take the booking out',
    of: '',
    title: `Take out the booking for ${momentWords(of.booking!.startAt, of.terms.timeZone)}?`,
    text: 'Nothing is used up, whatever the notice was: for a test center that closed, or a class that was moved.',
    confirm: 'Take it out',
    keep: 'Leave it',
    fields: [reason],
  };
}

function useWords({ entitlement: of }: RetakeRow, now: number): DialogWords {
  const { booking, terms, kind, balance } = of;
  const { use } = kindOf(kind);
  const isBooked = booking !== null && booking.outcome === null;
  const outcomes = isBooked
    ? [
        { value: 'used', label: 'Sat' },
        { value: 'no_show', label: 'Did not come' },
        { value: 'late_cancel', label: 'Canceled too late' },
      ]
    : use === 'seat'
      ? [
          { value: 'used', label: 'Sat, without a booking here' },
          { value: 'no_show', label: 'Did not come' },
        ]
      : [];
  const outcome: DialogField = { name: 'outcome', label: 'What happened', options: outcomes };
  const units: DialogField = {
    name: 'units',
    label: 'How many',
    help: `${unitWords(kind, balance.free)} left.`,
    value: '1',
    size: 'short',
    inputMode: 'numeric',
    isRequired: true,
  };
  const on: DialogField = { name: 'on', label: 'On', type: 'date', value: dayText(todayOf(terms, now)), size: 'mid' };
  const reference: DialogField = { name: 'reference', label: 'Reference (optional)', size: 'mid' };
  return {
    act: 'use',
    opens: use === 'thing' ? 'Record that it was given' : 'Record a use',
    of: '',
    title: use === 'thing' ? 'It was given' : 'Record a use',
    text: isBooked
      ? 'It uses the retake up. A booking whose exam has begun is used by itself; record it here if the student did not come.'
      : 'It uses up what you enter. A wrong entry can be taken back.',
    confirm: 'Record it',
    fields: [
      ...(outcomes.length > 0 ? [outcome] : []),
      ...(balance.free > 1 && !isBooked ? [units] : []),
      ...(isBooked ? [] : [on, reference]),
      reason,
    ],
  };
}

function restoreWords({ entitlement: of }: RetakeRow): DialogWords {
  const last = of.entries.findLast(({ moves }) => moves.some(({ to }) => to === 'used'))!;
  const units = last.moves.reduce((sum, move) => sum + move.units, 0);
  return {
    act: 'restore',
    opens: 'Take a use back',
    of: '',
    title: 'Take the last use back?',
    text: `${unitWords(of.kind, units)} can be used again. The entry stays in the ledger, and yours stands below it.`,
    confirm: 'Take it back',
    keep: 'Leave it',
    fields: [reason],
  };
}

function codeWords(isThere: boolean): DialogWords {
  return {
    act: 'code',
    opens: isThere ? 'Enter another code' : 'Enter the code',
    of: '',
    title: isThere ? 'Another code in its place' : 'The code of this voucher',
    text: 'It is kept encrypted and is shown only to whoever asks for it here; each showing is recorded. It stands in no list and no mail.',
    confirm: 'Keep the code',
    fields: [
      { name: 'code', label: 'Code', size: 'mid', isRequired: true },
      { ...reason, help: 'Kept in the ledger. Do not write the code here.' },
    ],
  };
}

function extendWords({ entitlement: of, standing }: RetakeRow): DialogWords {
  const hasExpired = standing.state === 'expired' && !of.isOpen;
  return {
    act: 'extend',
    opens: 'Move the last day',
    of: '',
    title: hasExpired ? 'A later last day, so that it can be used again' : 'Move the last day',
    text: 'The student sees the new day at once. A day on which it still could not be used is refused.',
    confirm: 'Move the last day',
    fields: [
      { name: 'expiresOn', label: 'Last day', type: 'date', value: of.expiresOn ?? '', size: 'mid', isRequired: true },
      reason,
    ],
  };
}

function replaceWords({ entitlement: of }: RetakeRow): DialogWords {
  return {
    act: 'replace',
    opens: 'Replace',
    of: '',
    title: 'Put another one in its place?',
    text: `This one ends, with its booking and its code; one of the same kind and terms begins today, for an exam that was changed or a code that was lost.${isOwedMoney(of) ? ' A second person must agree before it is paid.' : ''}`,
    confirm: 'Replace it',
    keep: 'Leave it',
    isDanger: true,
    fields: [
      {
        name: 'expiresOn',
        label: 'Last day of the new one',
        help: of.expiresOn === null ? 'Leave it empty if it does not expire.' : '',
        type: 'date',
        value: of.expiresOn ?? '',
        size: 'mid',
      },
      reason,
    ],
  };
}

function voidWords({ name }: RetakeRow): DialogWords {
  return {
    act: 'void',
    opens: 'Make it void',
    look: 'tight danger',
    of: '',
    title: `End this retake of ${name}?`,
    text: 'Whatever of it is free or booked ends, the code is not shown any more, and the student is told. It stays in the ledger. If it was a mistake, it can be granted again from this page; a booking does not come back.',
    confirm: 'Make it void',
    keep: 'Leave it',
    isDanger: true,
    fields: [reason],
  };
}

function reinstateWords({ entitlement: of, name }: RetakeRow, now: number): DialogWords {
  const isPast = of.expiresOn !== null && of.expiresOn < dayText(todayOf(of.terms, now));
  const lastDay: DialogField = {
    name: 'expiresOn',
    label: 'Last day',
    help: isPast ? 'The earlier last day is over: give a later one.' : '',
    type: 'date',
    value: isPast ? '' : (of.expiresOn ?? ''),
    size: 'mid',
  };
  return {
    act: 'reinstate',
    opens: 'Undo: grant it again',
    look: 'primary',
    of: '',
    title: `Grant it to ${name} again?`,
    text: `Another one with the same terms${of.code === null ? '' : ' and the same code'} begins today in the place of this one, and the student is told. This one stays in the ledger as it is.${isOwedMoney(of) ? ' A second person must agree before it is paid.' : ''}`,
    confirm: 'Grant it again',
    keep: 'Leave it void',
    fields: [...(of.expiresOn === null ? [] : [lastDay]), reason],
  };
}

function isOwedMoney({ kind }: Pick<Entitlement, 'kind'>): boolean {
  return kindOf(kind).use === 'money';
}

function approveWords({ entitlement: of, name }: RetakeRow): DialogWords {
  const { byName, why } = of.entries[0]!;
  const what = of.value ? moneyWords(of.value) : 'An amount that is still to be settled';
  return {
    act: 'approve',
    opens: 'Agree to the payment',
    look: 'primary',
    of: '',
    title: 'Agree to this payment as the second person?',
    text: `${what} to ${name}, granted by ${byName}${why === '' ? '' : ` (${why})`}. Once you agree it can be paid. Whoever granted it cannot agree.`,
    confirm: 'Agree',
    keep: 'Not now',
    fields: [reason],
  };
}

function payWords({ entitlement: of }: RetakeRow, now: number): DialogWords {
  return {
    act: 'fulfill',
    opens: 'Record the payment',
    look: 'primary',
    of: '',
    title: 'The refund was paid',
    text: of.value
      ? `Granted: ${moneyWords(of.value)}. Pay it first, then record it here.`
      : 'Pay it first, then record it here.',
    confirm: 'Record the payment',
    fields: [
      {
        name: 'amount',
        label: 'Amount',
        value: of.value ? amountText(of.value) : '',
        size: 'short',
        inputMode: 'decimal',
        isRequired: true,
      },
      { name: 'currency', label: 'Currency', value: of.value?.currency ?? 'USD', size: 'short', isRequired: true },
      {
        name: 'on',
        label: 'Paid on',
        type: 'date',
        value: dayText(todayOf(of.terms, now)),
        size: 'mid',
        isRequired: true,
      },
      {
        name: 'reference',
        label: 'Reference',
        help: 'The number under which the payment is found again.',
        size: 'mid',
        isRequired: true,
      },
      reason,
    ],
  };
}
