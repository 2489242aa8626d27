// Granting a retake by hand: first to whom, then what, until when, and why.

import type { Fault } from '../../../domain/refusal.ts';
import { kindOf, kindWords, offeredKinds } from '../../../domain/retakes/kind.ts';
import { zoneName } from '../../../domain/time.ts';
import type { OpenableExam } from '../../../services/guarantee/retakes.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { address, isNamed, pageOf, pagesView } from '../paging.ts';
import type { GrantEntries } from './grant-form.ts';

export interface Student {
  readonly personId: string;
  readonly name: string;
}

export interface GrantAsked {
  /** Whom; null while that is still to be chosen among `students`. */
  readonly student: Student | null;
  readonly students: readonly Student[];
  readonly q: string;
  readonly page: number;
  readonly exams: readonly OpenableExam[];
  readonly timeZone: string;
  readonly mayRefund: boolean;
  readonly actId: string;
  readonly entries: GrantEntries;
  readonly faults: readonly Fault[];
}

/** Everything `grant-retake.hbs` prints. */
export function grantRetakeView(asked: GrantAsked, page: Page) {
  const { student, q } = asked;
  const path = `${page.base}/retakes-ledger/grant`;
  const shown = pageOf(
    asked.students.filter(({ name }) => isNamed(name, q)),
    asked.page,
  );
  return {
    page,
    crumb: { href: `${page.base}/retakes-ledger`, label: 'Retakes' },
    title: student === null ? 'Grant a retake' : `Grant a retake to ${student.name}`,
    summary: errorSummary(asked.faults),
    form: student === null ? (false as const) : formView(asked, student, page),
    search: { action: path, q },
    students: shown.rows.map(({ personId, name }) => ({ name, href: address(path, { person: personId }) })),
    noneText: q === '' ? 'No student of this course is known yet.' : `Nobody called “${q}” is here.`,
    pages: pagesView(shown, (to) => address(path, { q, page: to })),
  };
}

function formView(asked: GrantAsked, { personId }: Student, page: Page) {
  const { entries, faults, exams, mayRefund, timeZone } = asked;
  const kinds = offeredKinds.filter((kind) => mayRefund || kindOf(kind).use !== 'money');
  const field = (words: Parameters<typeof formField>[0] & { readonly name: keyof GrantEntries }) =>
    formField({ autocomplete: 'off', ...words, value: entries[words.name] }, faults);
  const option = (value: string, label: string, chosen: string) => ({ value, label, isSelected: value === chosen });
  return {
    action: `${page.base}/retakes-ledger/grant`,
    personId,
    actId: asked.actId,
    csrf: page.csrf,
    kind: {
      id: fieldId('kind'),
      name: 'kind',
      label: 'What',
      help: '',
      type: 'radio',
      error: faults.find(({ path }) => path === 'kind')?.message ?? '',
      options: kinds.map((kind) => ({ ...option(kind, kindWords(kind), entries.kind), help: '' })),
    },
    alternative: field({
      name: 'alternative',
      label: 'Or, at the student’s choice',
      help: 'The student chooses one of the two; that closes the other.',
      options: [
        option('', 'Nothing else', entries.alternative),
        ...kinds.map((kind) => option(kind, kindWords(kind), entries.alternative)),
      ],
    }),
    units: field({
      name: 'units',
      label: 'How many',
      help: 'Sittings, attempts or hours.',
      size: 'short',
      inputMode: 'numeric',
    }),
    expiresOn: field({
      name: 'expiresOn',
      label: 'Last day',
      help: `The last day to use it, to its end in ${zoneName(timeZone)}. Leave it empty if it does not expire.`,
      type: 'date',
      size: 'mid',
    }),
    amount: field({
      name: 'amount',
      label: mayRefund ? 'Amount of the refund, or value of a voucher' : 'Value of a voucher',
      help: 'Such as 290.00.',
      size: 'short',
      inputMode: 'decimal',
    }),
    currency: field({ name: 'currency', label: 'Currency', help: 'Three letters: USD.', size: 'short' }),
    examId: field({
      name: 'examId',
      label: 'Mock exam, for extra attempts',
      help: 'The attempts are open at once. Exams without a limit are not listed.',
      options: [
        option('', 'The student chooses it', entries.examId),
        ...exams.map(({ id, title }) => option(id, title, entries.examId)),
      ],
    }),
    code: field({
      name: 'code',
      label: 'Code of a voucher (optional)',
      help: 'Kept encrypted, shown only on request; it can be entered later too.',
      size: 'mid',
    }),
    waits: field({
      name: 'waits',
      label: 'Waits after a fail, in days (optional)',
      help: 'After the first, second, ... fail: 30, 60, 90. The days must be over in full.',
      size: 'mid',
    }),
    cancelNoticeHours: field({
      name: 'cancelNoticeHours',
      label: 'Hours of notice to cancel a booking',
      help: 'Canceled later, it is used up.',
      size: 'short',
      inputMode: 'numeric',
    }),
    conditions: field({
      name: 'conditions',
      label: 'Other conditions (optional)',
      help: 'One a line; the student reads them.',
      isTextarea: true,
    }),
    order: field({
      name: 'order',
      label: 'Order number, if it was bought (optional)',
      help: 'One order grants the same thing once. What was bought is the student’s whatever the guarantee says.',
      size: 'mid',
    }),
    reason: field({
      name: 'reason',
      label: 'Reason',
      help: 'The student reads it, and it is kept in the ledger.',
      isTextarea: true,
      isRequired: true,
    }),
    secondPerson: mayRefund && { isSelected: entries.secondPerson === 'yes' },
  };
}
