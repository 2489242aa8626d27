// Another version of the terms for one student: the versions there are, what choosing one would do, and what differs from theirs.

import type { PublishedVersion } from '../../../domain/policies/policy-record.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { Judgment, StandingRow } from '../../../services/guarantee/eligibility.ts';
import { dayTextWords } from '../../day-words.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { standingChip } from '../../standing-chips.ts';
import { termsChanges } from '../../terms-text.ts';
import { verdictMove } from './verdict-move.ts';

/** What was typed: refused, or only looked at. */
export interface AttemptedTerms {
  readonly entries: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  readonly preview: { readonly before: Judgment; readonly after: Judgment } | null;
}

export interface KinderTermsAsked {
  readonly student: StandingRow;
  /** Newest first. */
  readonly versions: readonly PublishedVersion[];
  readonly attempted: AttemptedTerms | null;
}

/** Everything `kinder-terms.hbs` prints. */
export function kinderTermsView({ student, versions, attempted }: KinderTermsAsked, page: Page) {
  const { person, judgment } = student;
  const path = `${page.base}/students/${person.id}`;
  const faults = attempted?.faults ?? [];
  const preview = attempted?.preview ?? null;
  return {
    page,
    crumb: { href: path, label: person.name },
    title: `Other terms for ${person.name}`,
    notice: '',
    summary: errorSummary(faults),
    chip: standingChip(judgment),
    answer: `Which version of the terms do you want to give ${person.name}?`,
    reason:
      'Give a version that is kinder to the student. What they have now is kept in their file; they read the new text with your reason.',
    hasVersions: versions.length > 0,
    move: preview ? verdictMove(preview.before, preview.after, person.name) : (false as const),
    changes: preview ? termsChanges(textOf(preview.before), textOf(preview.after)) : [],
    form: {
      action: `${path}/terms`,
      csrf: page.csrf,
      version: {
        id: fieldId('version'),
        name: 'version',
        label: 'Version',
        help: '',
        type: 'radio',
        error: faults.find(({ path: at }) => at === 'version')?.message ?? '',
        options: versions.map((version) => optionOf(version, judgment, attempted)),
      },
      reason: formField(
        {
          name: 'reason',
          label: 'Reason',
          help: 'The student reads it.',
          isTextarea: true,
          isRequired: true,
          value: attempted?.entries['reason'] ?? '',
        },
        faults,
      ),
    },
  };
}

function optionOf(
  { id, policyId, number, label, effectiveFrom, note }: PublishedVersion,
  { file }: Judgment,
  attempted: AttemptedTerms | null,
) {
  const isTheirs = file.terms?.policyId === policyId && file.terms.number === number;
  const what = note === '' ? '' : ` ${note}`;
  return {
    value: id,
    label: `Version ${label}, in force from ${dayTextWords(effectiveFrom)}`,
    help: `${isTheirs ? 'The student has this one now.' : ''}${what}`.trim(),
    isSelected: attempted?.entries['version'] === id,
  };
}

function textOf({ file, ...judgment }: Judgment): string {
  if (file.terms) return file.terms.text;
  return judgment.kind === 'judged' ? judgment.version.text : '';
}
