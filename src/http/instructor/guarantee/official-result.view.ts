// One exam result before staff: the report on one side, what was reported on the other, to confirm or to put right.

import { sittingResults } from '../../../domain/claims/official-sitting.ts';
import type { Upload } from '../../../domain/claims/upload.ts';
import { takenWords } from '../../../domain/claims/upload.ts';
import { dayInWords, readDay } from '../../../domain/day.ts';
import type { CoursePlan } from '../../../domain/evidence/course-plan.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { SittingOf } from '../../../services/guarantee/official-exam.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { sittingFields } from '../../sitting-form.ts';
import { sittingChip, sittingFacts, sittingFiles } from '../../student/guarantee/official-exam.view.ts';

export interface ResultShown {
  readonly found: SittingOf & { readonly plan: CoursePlan };
  readonly files: ReadonlyMap<string, Upload>;
  readonly attempted: {
    readonly form: string;
    readonly entries: Readonly<Record<string, string>>;
    readonly faults: readonly Fault[];
  } | null;
  readonly done: string;
  readonly zone: string;
}

const doneWords: Readonly<Record<string, string>> = {
  entered: 'Entered. It counts now.',
  unverified: 'The check is taken back. The result does not count until it is checked again.',
  paper: 'The report is added.',
};

/** Everything `instructor/guarantee/official-result.hbs` prints. */
export function officialResultView({ found, files, attempted, done, zone }: ResultShown, page: Page) {
  const { person, sitting, plan } = found;
  const path = `${page.base}/official-results/${person.id}/${sitting.id}`;
  const isVerify = attempted?.form === 'verify';
  const faults = attempted?.faults ?? [];
  const checkedBy = sitting.verified?.byName ?? '';
  const isChecked = sitting.verified !== null;
  const result = sittingResults[sitting.result].toLowerCase();
  return {
    page,
    crumb: { href: `${page.base}/claims#results`, label: 'Claims' },
    title: `Exam result of ${person.name}`,
    notice: doneWords[done] ?? '',
    summary: errorSummary(faults.map((fault) => ({ ...fault, path: `${attempted!.form}-${fault.path}` }))),
    chip: sittingChip(sitting),
    answer: isChecked
      ? `${person.name}: ${result} on ${dayInWords(readDay(sitting.on)!)}, checked by ${checkedBy}.`
      : `${person.name} reported “${result}” for ${dayInWords(readDay(sitting.on)!)}. Does the report say so?`,
    reason: isChecked
      ? 'It counts as a fact of the guarantee.'
      : 'Until you confirm it, it counts as an exam without a result. Look at the name, the date and the result.',
    facts: sittingFacts(sitting, zone),
    files: sittingFiles(sitting, files, page.base).map((file) => ({ ...file, alt: `Score report of ${person.name}` })),
    upload: {
      id: 'field-upload-report-file',
      action: `${page.base}/uploads`,
      csrf: page.csrf,
      for: 'sitting',
      of: sitting.id,
      item: '',
      person: person.id,
      label: 'Add a report for the student',
      help: takenWords,
      error: '',
      isMain: false,
    },
    verify: {
      action: path,
      csrf: page.csrf,
      seenAt: sitting.at,
      button: isChecked ? 'Save the correction' : 'It is right: count it',
      heading: isChecked ? 'Put it right' : 'What the report says',
      fields: sittingFields({
        form: 'verify',
        sitting,
        isBooking: false,
        entries: isVerify ? attempted.entries : null,
        faults: isVerify ? faults : [],
        zone: plan.zone ?? zone,
        reader: 'staff',
      }),
      reason: formField(
        {
          id: 'field-verify-reason',
          name: 'reason',
          label: 'Why you change it',
          help: 'Only if you change what was reported: the student reads it.',
          isTextarea: true,
          value: isVerify ? (attempted.entries['reason'] ?? '') : '',
        },
        isVerify ? faults : [],
      ),
    },
    unverify: isChecked
      ? {
          action: `${path}/unverify`,
          csrf: page.csrf,
          isOpen: attempted?.form === 'unverify',
          field: formField(
            {
              id: 'field-unverify-reason',
              name: 'reason',
              label: 'Reason',
              help: 'The student reads it.',
              isTextarea: true,
              isRequired: true,
              value: attempted?.form === 'unverify' ? (attempted.entries['reason'] ?? '') : '',
            },
            attempted?.form === 'unverify' ? faults : [],
          ),
        }
      : (false as const),
  };
}
