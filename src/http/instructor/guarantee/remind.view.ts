// Reminding chosen students: who, what each will read about where they stand, and the words of the member of staff.

import { countWords } from '../../../domain/time.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { Judgment } from '../../../services/guarantee/eligibility.ts';
import type { Person } from '../../../stores/person-store.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';

export interface RemindAttempt {
  readonly entries: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

export interface RemindAsked {
  readonly students: readonly Pick<Person, 'id' | 'name'>[];
  readonly judgments: readonly Judgment[];
  readonly attempted: RemindAttempt | null;
}

/** Everything `remind.hbs` prints. */
export function remindView({ students, judgments, attempted }: RemindAsked, page: Page) {
  const board = `${page.base}/eligibility`;
  const faults = attempted?.faults ?? [];
  const standing = new Map(judgments.map((judgment) => [judgment.personId, judgment]));
  return {
    page,
    crumb: { href: board, label: 'Eligibility' },
    title: 'Remind',
    summary: errorSummary(faults),
    answer:
      students.length === 0
        ? 'Nobody is chosen.'
        : `Remind ${countWords(students.length, 'student')} of the next step.`,
    reason:
      'Each gets a mail outside of their quiet hours, and a notice in Resit. Nobody is reminded twice on one day.',
    empty: students.length === 0,
    boardHref: board,
    action: `${board}/remind`,
    csrf: page.csrf,
    students: students.map(({ id, name }) => {
      const judgment = standing.get(id);
      return { id, name, stands: judgment?.kind === 'judged' ? judgment.json.words : 'No verdict yet.' };
    }),
    words: formField(
      {
        name: 'words',
        label: 'Your words',
        help: 'If you like. They stand above what Resit says, with your name. At most 500 characters.',
        isTextarea: true,
        value: attempted?.entries['words'] ?? '',
      },
      faults,
    ),
    confirm: 'Send the reminder',
  };
}
