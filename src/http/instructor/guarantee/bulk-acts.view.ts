// One act for several students: who they are, what is given, and why.

import type { CourseClass } from '../../../domain/evidence/course-plan.ts';
import type { RuleWords } from '../../../domain/evidence/asked-facts.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { kindOf, kindWords, offeredKinds } from '../../../domain/retakes/kind.ts';
import { countWords } from '../../../domain/time.ts';
import type { Person } from '../../../stores/person-store.ts';
import { dayTextWords } from '../../day-words.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { freshEntries, type GrantEntries } from './grant-form.ts';
import { waiveFields } from './waive.view.ts';

export type BulkAct = 'waive' | 'excuse' | 'grant';

/** What was entered before the act was refused. */
export interface BulkAttempt {
  readonly entries: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

export interface BulkAsked {
  readonly act: BulkAct;
  /** Of those who were picked, the students of this course. */
  readonly students: readonly Pick<Person, 'id' | 'name'>[];
  readonly rules: readonly RuleWords[];
  readonly classes: readonly CourseClass[];
  readonly attempted: BulkAttempt | null;
  readonly actId: string;
}

export const bulkTitles: Readonly<Record<BulkAct, string>> = {
  waive: 'Waive or extend',
  excuse: 'Excuse from a class',
  grant: 'Grant a retake',
};
const reasons: Readonly<Record<BulkAct, string>> = {
  waive: 'A waived rule counts as met; an extended one gets a new last day. Each student reads it, with your reason.',
  excuse:
    'Each of them is marked excused at that class, with your reason. What that means for the guarantee, their terms say.',
  grant:
    'Each of them gets it in their own name, with your reason, and sees it at once. What nobody has used yet can be ended again under Retakes, student by student.',
};

const answers: Readonly<Record<BulkAct, (students: string) => string>> = {
  waive: (students) => `Waive or extend for ${students}.`,
  excuse: (students) => `Excuse ${students} from a class.`,
  grant: (students) => `Grant a retake to ${students}.`,
};
const confirms: Readonly<Record<BulkAct, string>> = {
  waive: 'Give it to all of them',
  excuse: 'Excuse all of them',
  grant: 'Grant it to all of them',
};

/** Everything `bulk-acts.hbs` prints. */
export function bulkActsView({ act, students, rules, classes, attempted, actId }: BulkAsked, page: Page) {
  const path = `${page.base}/eligibility`;
  const faults = attempted?.faults ?? [];
  const entries = attempted?.entries ?? {};
  const place = { action: `${path}/${act}`, csrf: page.csrf, actId: entries['actId'] ?? actId };
  const choices = rules.map(({ id, words }) => ({
    value: id,
    title: words.replace(/\.$/, ''),
    words: '',
    chip: false as const,
    isSelected: false,
  }));
  return {
    page,
    crumb: { href: path, label: 'Eligibility' },
    title: `${bulkTitles[act]}: ${countWords(students.length, 'student')}`,
    summary: errorSummary(faults),
    answer: students.length === 0 ? 'Nobody is chosen.' : answers[act](countWords(students.length, 'student')),
    reason: reasons[act],
    students: students.map(({ id, name }) => ({ id, name, href: `${path.replace(/eligibility$/, 'students')}/${id}` })),
    empty: emptyOf(act, students.length, rules.length, classes.length),
    place,
    waive: act === 'waive' ? waiveFields(place, choices, attempted) : (false as const),
    excuse: act === 'excuse' ? excuseFields(classes, entries, faults) : (false as const),
    grant: act === 'grant' ? grantFields({ ...freshEntries, ...entries }, faults) : (false as const),
    confirm: confirms[act],
  };
}

function emptyOf(act: BulkAct, students: number, rules: number, classes: number): string {
  if (students === 0) return 'Go back to the board and tick the students you mean.';
  if (act === 'waive' && rules === 0) return 'The policy of this course has no rules that could be waived.';
  return act === 'excuse' && classes === 0 ? 'This course has no classes yet.' : '';
}

/** What several students can be granted at once: nothing that has a code or an amount of its own. */
const grantKinds = offeredKinds.filter((kind) => kindOf(kind).use !== 'money');

function grantFields(entries: GrantEntries, faults: readonly Fault[]) {
  return {
    kind: formField(
      {
        name: 'kind',
        label: 'What',
        options: grantKinds.map((kind) => ({ value: kind, label: kindWords(kind), isSelected: entries.kind === kind })),
      },
      faults,
    ),
    units: formField(
      {
        name: 'units',
        label: 'How many for each',
        help: 'Sittings, attempts or hours.',
        size: 'short',
        inputMode: 'numeric',
        value: entries.units,
      },
      faults,
    ),
    expiresOn: formField(
      {
        name: 'expiresOn',
        label: 'Last day',
        help: 'Leave it empty if it does not expire.',
        type: 'date',
        size: 'mid',
        value: entries.expiresOn,
      },
      faults,
    ),
    reason: formField(
      {
        name: 'reason',
        label: 'Reason',
        help: 'The students read it, and it is kept in the ledger.',
        isTextarea: true,
        isRequired: true,
        value: entries.reason,
      },
      faults,
    ),
  };
}

function excuseFields(classes: readonly CourseClass[], entries: BulkAttempt['entries'], faults: readonly Fault[]) {
  const held = classes.filter(({ isCancelled }) => !isCancelled);
  return {
    held: formField(
      {
        name: 'classId',
        label: 'Class',
        options: [
          { value: '', label: 'Choose a class', isSelected: !entries['classId'] },
          ...held.map(({ id, title, on }) => ({
            value: id,
            label: `${title}, ${dayTextWords(on)}`,
            isSelected: entries['classId'] === id,
          })),
        ],
      },
      faults,
    ),
    reason: formField(
      {
        name: 'reason',
        label: 'Reason',
        help: 'The students read it.',
        isTextarea: true,
        isRequired: true,
        value: entries['reason'] ?? '',
      },
      faults,
    ),
  };
}
