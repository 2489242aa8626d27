// Another version of the terms for one student: the versions there are, what choosing one would do, and what differs from theirs.

import type { PublishedVersion } from '../../../domain/policies/policy-record.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { Leaning } from '../../../domain/policies/kindness.ts';
import type { JudgmentByFile, StudentStanding } from '../../../services/guarantee/eligibility.ts';
import type { TermsWeighed } from '../../../services/guarantee/terms.ts';
import { chips, type Chip } from '../../chips.ts';
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
  readonly preview: TermsWeighed | null;
}

export interface KinderTermsAsked {
  readonly student: StudentStanding;
  /** Newest first. */
  readonly versions: readonly PublishedVersion[];
  readonly attempted: AttemptedTerms | null;
}

const leaningChips: Readonly<Record<Leaning, Chip>> = {
  kinder: { ...chips.met, word: 'Kinder' },
  stricter: { ...chips.atRisk, word: 'Stricter' },
  unclear: { ...chips.needsReview, word: 'To weigh' },
};

function pointsWords({ points, isWorse }: TermsWeighed, name: string): string {
  if (isWorse) return `Under this version ${name} would stand worse than now: it cannot be given.`;
  if (points.length === 0) return 'Nothing differs from what they have.';
  const open = points.filter(({ leaning }) => leaning !== 'kinder').length;
  if (open === 0) return 'Every difference is kinder.';
  return open === 1 ? 'One difference is not plainly kinder.' : `${open} differences are not plainly kinder.`;
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
    isWorse: preview?.isWorse ?? false,
    points: (preview?.points ?? []).map(({ leaning, title, words }) => ({ chip: leaningChips[leaning], title, words })),
    pointsWords: preview ? pointsWords(preview, person.name) : '',
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
      weighed: preview !== null &&
        !preview.isWorse &&
        preview.points.some(({ leaning }) => leaning !== 'kinder') && {
          id: fieldId('isWeighed'),
          isTicked: attempted?.entries['isWeighed'] === 'yes',
          error: faults.find(({ path: at }) => at === 'isWeighed')?.message ?? '',
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
  { file }: JudgmentByFile,
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

function textOf({ file, ...judgment }: JudgmentByFile): string {
  if (file.terms) return file.terms.text;
  return judgment.kind === 'judged' ? judgment.version.text : '';
}
