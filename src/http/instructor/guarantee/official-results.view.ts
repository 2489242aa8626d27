// Entering an exam result for a student: whose, when, how it went, and what staff have seen.

import type { Fault } from '../../../domain/refusal.ts';
import type { ClaimPerson } from '../../../services/guarantee/claim-decisions.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { sittingFields } from '../../sitting-form.ts';

export interface ResultsEntered {
  readonly students: readonly ClaimPerson[];
  /** Chosen already, by a link. */
  readonly person: string;
  readonly attempted: { readonly entries: Readonly<Record<string, string>>; readonly faults: readonly Fault[] } | null;
  readonly zone: string;
}

/** Everything `instructor/guarantee/official-results.hbs` prints. */
export function officialResultsView({ students, person, attempted, zone }: ResultsEntered, page: Page) {
  const faults = attempted?.faults ?? [];
  const chosen = attempted?.entries['person'] ?? person;
  return {
    page,
    crumb: { href: `${page.base}/claims#results`, label: 'Claims' },
    title: 'Enter an exam result',
    summary: errorSummary(faults.map((fault) => ({ ...fault, path: `enter-${fault.path}` }))),
    action: `${page.base}/official-results`,
    csrf: page.csrf,
    student: formField(
      {
        id: 'field-enter-person',
        name: 'person',
        label: 'Student',
        options: [
          { value: '', label: 'Choose ...', isSelected: chosen === '' },
          ...students.map(({ id, name }) => ({ value: id, label: name, isSelected: id === chosen })),
        ],
      },
      faults,
    ),
    fields: sittingFields({
      form: 'enter',
      sitting: null,
      isBooking: false,
      entries: attempted?.entries ?? null,
      faults,
      zone,
      reader: 'staff',
    }),
    reason: formField(
      {
        id: 'field-enter-reason',
        name: 'reason',
        label: 'What you have seen',
        help: '“Score report by mail”, for example. It is kept with the entry, and the student reads it.',
        isTextarea: true,
        isRequired: true,
        value: attempted?.entries['reason'] ?? '',
      },
      faults,
    ),
  };
}
