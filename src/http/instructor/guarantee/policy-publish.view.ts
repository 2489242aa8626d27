// Publishing: the day, what changes against the version before, the warnings to acknowledge, and who keeps their terms.

import { dayInWords, readDay } from '../../../domain/day.ts';
import type { LintFinding } from '../../../domain/guarantee/lint/lint-policy.ts';
import type { PolicyRecord, PublishedVersion } from '../../../domain/policies/policy-record.ts';
import { storedPolicy, type RawPolicy } from '../../../domain/policies/raw-policy.ts';
import { plainTextOf, textOf } from '../../../domain/policies/student-text.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { countWords, zoneName } from '../../../domain/time.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { changesView, changesWords } from './policy-changes.ts';
import { checksView, counted, faultsWords, warningsWords } from './policy-checks.ts';
import { sideBySide, termsView } from './policy-terms.ts';

export interface PublishAsked {
  readonly policy: PolicyRecord;
  readonly draft: RawPolicy;
  readonly newest: PublishedVersion | null;
  readonly keptByCount: number;
  /** How many students keep each version, newest first. */
  readonly kept: readonly { readonly label: string; readonly students: number }[];
  readonly findings: readonly LintFinding[];
  /** `YYYY-MM-DD` where the policy counts its days. */
  readonly today: string;
  /** What was typed where it was refused. */
  readonly entries: Readonly<Record<string, string>> | null;
  readonly acknowledged: readonly string[];
  readonly faults: readonly Fault[];
}

/** Everything `policy-publish.hbs` prints. */
export function policyPublishView(asked: PublishAsked, page: Page) {
  const { policy, draft, newest, findings, entries, faults, today } = asked;
  const path = `${page.base}/policies/${policy.id}`;
  const number = (newest?.number ?? 0) + 1;
  const { errors } = counted(findings);
  const all = checksView(draft, findings, path);
  const field = (words: Parameters<typeof formField>[0], otherwise = '') =>
    formField({ ...words, value: entries?.[words.name] ?? otherwise }, faults);
  const changes = newest ? changesView(storedPolicy(newest.json), draft) : [];
  const text = plainTextOf(draft);
  const sections = textOf(draft);
  return {
    page,
    crumb: { href: path, label: policy.name },
    title: `Publish version ${number}`,
    summary: errorSummary(faults),
    answer:
      errors > 0
        ? `${faultsWords(errors)} must be put right first.`
        : `Version ${number} will be what students accept. Once published it never changes.`,
    reason: keptWords(asked),
    impact: newest ? impactOf(asked, newest) : [],
    isAlreadyPublished: newest?.draftRev === policy.draftRev,
    errors: all.slice(0, errors),
    warnings: all.slice(errors).map((check, index) => ({
      ...check,
      id: index === 0 ? fieldId('acknowledged') : `${fieldId('acknowledged')}-${index}`,
      isTicked: asked.acknowledged.includes(check.key),
    })),
    warningsError: faults.find(({ path: at }) => at === 'acknowledged')?.message ?? '',
    mayPublish: errors === 0,
    /** With faults there is nothing to fill in yet, unless somebody has. */
    isAsked: errors === 0 || entries !== null,
    later: laterWords(findings.length - errors),
    form: { action: `${path}/publish`, csrf: page.csrf, rev: policy.draftRev },
    effectiveFrom: field(
      {
        name: 'effectiveFrom',
        label: 'In force from',
        help: `Today or later, in ${zoneOf(draft)}. It holds for students who accept on that day or later.`,
        type: 'date',
        size: 'mid',
        isRequired: true,
      },
      today,
    ),
    label: field({
      name: 'label',
      label: 'Label',
      help: `Such as 2026-12. Empty: ${number}.`,
      size: 'mid',
      autocomplete: 'off',
    }),
    note: field({ name: 'note', label: 'Reason, for the record', isTextarea: true, isRequired: true }),
    before: newest
      ? {
          name: `version ${newest.label}`,
          words: changesWords(changes),
          changes,
          rows: sideBySide(newest.text, text ?? ''),
          names: { before: `Version ${newest.label}`, after: `Version ${number}` },
        }
      : (false as const),
    terms: sections ? termsView(sections) : (false as const),
    editorHref: path,
  };
}

function laterWords(warnings: number): string {
  const asked = 'the day from which it holds and your reason';
  return warnings === 0
    ? `Then you are asked for ${asked}.`
    : `Then you are asked for ${asked}, and shown ${warningsWords(warnings)}.`;
}

const zoneOf = ({ timeZone }: RawPolicy): string =>
  typeof timeZone === 'string' ? zoneName(timeZone) : 'the policy’s zone';

/** Who has which terms once it is published, a line each. */
function impactOf({ kept, entries, today }: PublishAsked, newest: PublishedVersion): string[] {
  const given = entries?.['effectiveFrom'] ?? today;
  const day = readDay(given);
  const from = day === null ? 'the day you give below' : dayInWords(day);
  const keepers = kept
    .filter(({ students }) => students > 0)
    .map(
      ({ label, students }) =>
        `${countWords(students, 'student')} ${students === 1 ? 'keeps' : 'keep'} version ${label}.`,
    );
  const meanwhile = given > today ? [`Whoever accepts before ${from} still gets version ${newest.label}.`] : [];
  return [...keepers, ...meanwhile, `Whoever accepts from ${from} on gets version ${newest.number + 1}.`];
}

function keptWords({ newest, keptByCount }: PublishAsked): string {
  if (!newest) return 'It is the first version: students accept it from its day on.';
  const who = keptByCount === 1 ? 'The student' : `The ${countWords(keptByCount, 'student')}`;
  if (keptByCount === 0)
    return `Nobody has accepted version ${newest.label} yet. Whoever does before the new day keeps it.`;
  return `${who} who accepted version ${newest.label} ${keptByCount === 1 ? 'keeps' : 'keep'} it, for good. Staff may grant anybody the kinder one.`;
}
