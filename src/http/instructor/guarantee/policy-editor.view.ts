// The policy editor: cards on one side, the student's text growing on the other, the checks below.

import { dayInWords, readDay } from '../../../domain/day.ts';
import type { LintFinding } from '../../../domain/guarantee/lint/lint-policy.ts';
import { cardsOf } from '../../../domain/policies/cards.ts';
import type { Entries } from '../../../domain/policies/entries.ts';
import type { PolicyRecord, PublishedVersion } from '../../../domain/policies/policy-record.ts';
import { innerTermsOf, storedPolicy, textOf, type RawPolicy } from '../../../domain/policies/raw-policy.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { countWords } from '../../../domain/time.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { momentOf, secondWords, type Moment } from '../table-moments.ts';
import { cardsView, faultsByInput, type CardView, type CardsView } from './policy-cards.ts';
import { checksView, counted, faultsWords, warningsWords } from './policy-checks.ts';
import { termsView, type TermsView } from './policy-terms.ts';

export interface EditorAsked {
  readonly policy: PolicyRecord;
  /** What the form shows: the draft, or what it was made from where something typed was refused. */
  readonly draft: RawPolicy;
  readonly rev: number;
  readonly name: string;
  readonly typed: Entries;
  readonly faults: readonly Fault[];
  readonly findings: readonly LintFinding[];
  readonly newest: PublishedVersion | null;
  /** Students who keep the newest version. */
  readonly keptByCount: number;
  /** The card that somebody works on, or "". */
  readonly at: string;
  readonly hasRemoved: boolean;
  /** The number of the version that the draft was just begun anew from, or "". */
  readonly wentBackTo: string;
  /** `YYYY-MM-DD` */
  readonly today: string;
  readonly now: number;
  readonly zone: string;
}

/** Everything `policy-editor.hbs` prints. */
export function policyEditorView(asked: EditorAsked, page: Page) {
  const { policy, draft } = asked;
  const path = `${page.base}/policies/${policy.id}`;
  const removed = policy.removed.map((card, index) => ({ value: `restore ${index}`, title: card.title })).toReversed();
  return {
    page,
    crumb: { href: `${page.base}/policies`, label: 'Policies' },
    title: policy.name,
    summary: errorSummary(asked.faults),
    ...policyPartsView(asked, page.base),
    saved: `Saved ${secondWords(policy.savedAt, asked.zone)}`,
    savedAt: momentOf(policy.savedAt, asked) satisfies Moment,
    savedBy: policy.savedByName,
    form: { action: path, csrf: page.csrf, rev: asked.rev, base: JSON.stringify(draft) },
    name: formField(
      {
        name: 'name',
        label: 'Name',
        help: 'Staff see it in lists; students do not.',
        value: asked.name,
        autocomplete: 'off',
      },
      asked.faults,
    ),
    cards: cardsView({ ...asked, policy: draft }),
    /** The card that was removed last, to be put back at once. */
    justRemoved: asked.hasRemoved ? (removed[0] ?? (false as const)) : (false as const),
    removed,
    notice:
      asked.wentBackTo === ''
        ? ''
        : `The draft is begun anew from version ${asked.wentBackTo}.${policy.setAside.at(-1)?.why === 'replaced' ? ' What stood here is kept below.' : ''}`,
    /** Terms that the policy keeps inside: read here, and changed as JSON. */
    innerTerms: innerTermsView(draft),
    hasInnerTerms: draft['versions'] !== undefined,
    publishHref: `${path}/publish`,
    jsonHref: `${path}/json`,
    versionsHref: `${path}/versions`,
    drafts: policy.setAside
      .map(({ id, byName, at, why }) => ({
        href: `${path}/drafts/${id}`,
        byName,
        at: momentOf(at, asked),
        why: why === 'replaced' ? 'when another took its place' : 'when two people saved at once',
      }))
      .toReversed(),
  };
}

/** The parts that change with every save: the answer, the student's text, the checks. */
export function policyPartsView(asked: EditorAsked, base: string) {
  const { draft, newest, findings } = asked;
  const { errors, warnings } = counted(findings);
  const next = `Version ${(newest?.number ?? 0) + 1}`;
  const cards = cardsView({ ...asked, policy: draft });
  return {
    answer: answerWords(next, errors, warnings),
    hasFaults: errors > 0,
    reason: reasonWords(asked),
    next: next.toLowerCase(),
    checks: checksView(draft, findings),
    checksNote: errors + warnings === 0 ? 'Every check is passed: nothing to put right, nothing to think about.' : '',
    terms: termsOf(asked),
    versionHref: newest ? `${base}/policies/${newest.policyId}/versions/${newest.number}` : '',
    cardWords: wordsOf(cards),
    faultsById: Object.fromEntries(
      [...faultsByInput(asked, cardsOf(draft))].map(([name, words]) => [fieldId(name), words]),
    ),
  };
}

function innerTermsView(draft: RawPolicy) {
  return innerTermsOf(draft).map(({ from, name, text }) => {
    const day = readDay(from);
    const since = day === null ? from : dayInWords(day);
    return { title: `Enrolled from ${since} on`, name: name === '' ? '' : `Version ${name}`, terms: termsView(text) };
  });
}

function answerWords(next: string, errors: number, warnings: number): string {
  if (errors > 0)
    return `${next} is not ready: ${faultsWords(errors).toLowerCase()} must be put right before you can publish.`;
  if (warnings > 0) return `${next} can be published. Look at ${warningsWords(warnings)} first.`;
  return `${next} is ready to be published.`;
}

function reasonWords({ newest, keptByCount }: EditorAsked): string {
  if (!newest) return 'Nothing is published yet: no student sees any of this.';
  const students =
    keptByCount === 0 ? 'everyone who accepted it' : `the ${countWords(keptByCount, 'student')} who accepted it`;
  return `Version ${newest.label} stays in force for ${students}, whatever you change here.`;
}

/** The student's text, against the version before; false where the draft cannot be read yet. */
function termsOf({ draft, newest, today }: EditorAsked): TermsView | false {
  const sections = textOf(draft, today);
  if (!sections) return false;
  const earlier = newest && textOf(storedPolicy(newest.json), newest.effectiveFrom);
  return termsView(sections, earlier && newest ? { sections: earlier, name: `version ${newest.label}` } : null);
}

interface CardWords {
  readonly title: string;
  readonly summary: string;
  readonly findings: CardView['findings'];
}

/** The words of each card by its element's id, for the page's script. */
function wordsOf({ rules, claim, remedies, body, policy, assumes }: CardsView): Readonly<Record<string, CardWords>> {
  const all = (card: CardView): CardView[] => [card, ...card.below.flatMap(({ cards }) => cards.flatMap(all))];
  const shown = [rules, claim, ...remedies, body, policy, assumes].filter((card) => card !== false).flatMap(all);
  return Object.fromEntries(shown.map(({ id, title, summary, findings }) => [id, { title, summary, findings }]));
}
