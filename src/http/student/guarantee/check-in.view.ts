// Checking in: the one field for the code that is shown in class.

import type { Fault } from '../../../domain/refusal.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';

export interface CheckInAsked {
  readonly code: string;
  /** Whether a class is open for it now. */
  readonly isOpen: boolean;
  readonly faults: readonly Fault[];
}

/** The view of `student/guarantee/check-in`. */
export function checkInView({ code, isOpen, faults }: CheckInAsked, page: Page) {
  return {
    page,
    crumb: { href: `${page.base}/attendance`, label: 'Attendance' },
    summary: errorSummary(faults),
    answer: isOpen ? 'Type the code that is shown in class.' : 'No class is open for checking in now.',
    soft: isOpen
      ? 'You are checked in at the moment you send it.'
      : 'Your instructor opens it in class and shows a code. If one is shown, type it here all the same.',
    action: `${page.base}/check-in`,
    csrf: page.csrf,
    field: formField(
      {
        name: 'code',
        label: 'Code',
        help: 'Six letters and digits. Capital or small makes no difference.',
        value: code,
        size: 'code-in',
        autocomplete: 'off',
        isRequired: true,
      },
      faults,
    ),
  };
}
