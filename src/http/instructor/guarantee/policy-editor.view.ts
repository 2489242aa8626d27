// The policy editor: cards on one side, the student's text growing on the other, the checks below.

import type { LintFinding } from '../../../domain/guarantee/lint/lint-policy.ts';
import { cardsOf } from '../../../domain/policies/cards.ts';
import { addName, type Entries } from '../../../domain/policies/entries.ts';
import type { PolicyRecord, PublishedVersion } from '../../../domain/policies/policy-record.ts';
import { storedPolicy, type RawPolicy } from '../../../domain/policies/raw-policy.ts';
import { innerTermsOf, textOf, type InnerTerms } from '../../../domain/policies/student-text.ts';
import { changedSince, goneSince } from '../../../domain/policies/since.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { countWords } from '../../../domain/time.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { momentOf, secondWords, type Moment } from '../table-moments.ts';
import type { CardView, Compared } from './policy-card.ts';
import { cardsView, faultsByInput, type CardsView } from './policy-cards.ts';
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
  const cards = cardsFor(asked);
  const removed = policy.removed
    .map(({ kind, title }, index) => ({ value: `restore ${index}`, ...keptWords(kind, title) }))
    .toReversed();
  return {
    page,
    crumb: { href: `${page.base}/policies`, label: 'Policies' },
    title: policy.name,
    summary: errorSummary(asked.faults),
    ...partsView(asked, page.base, cards),
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
    addRemedyId: fieldId(addName('remedies')),
    cards,
    /** What the newest version has and the draft has no more. */
    gone: goneView(asked),
    /** The card that was removed last, to be put back at once. */
    justRemoved: asked.hasRemoved ? (removed[0] ?? (false as const)) : (false as const),
    removed,
    notice:
      asked.wentBackTo === ''
        ? ''
        : `The draft is begun anew from version ${asked.wentBackTo}.${policy.setAside.at(-1)?.why === 'replaced' ? ' What stood here is kept below.' : ''}`,
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

/** A removed card, or a change that was taken back: in the list of them, and when it has just happened. */
function keptWords(kind: 'card' | 'change', title: string) {
  return kind === 'card'
    ? { title, what: 'Removed:', name: title, undo: 'Put it back' }
    : { title: `Your change of: ${title}`, what: 'Taken back:', name: title, undo: 'Undo' };
}

/** The parts that change with every save: the answer, the student's text, the checks. */
export function policyPartsView(asked: EditorAsked, base: string) {
  return partsView(asked, base, cardsFor(asked));
}

function cardsFor(asked: EditorAsked): CardsView {
  return cardsView({ ...asked, policy: asked.draft, compared: comparedOf(asked) });
}

function partsView(asked: EditorAsked, base: string, cards: CardsView) {
  const { draft, newest, findings } = asked;
  const { errors, warnings } = counted(findings);
  const next = `Version ${(newest?.number ?? 0) + 1}`;
  return {
    answer: answerWords(next, errors, warnings),
    hasFaults: errors > 0,
    reason: reasonWords(asked),
    next: next.toLowerCase(),
    checks: checksView(draft, findings),
    checksNote: errors + warnings === 0 ? 'Every check is passed: nothing to put right, nothing to think about.' : '',
    texts: textsOf(asked),
    versionHref: newest ? `${base}/policies/${newest.policyId}/versions/${newest.number}` : '',
    cardWords: wordsOf(cards),
    /** The words above terms inside the policy, by the id of their element. */
    termsWords: Object.fromEntries(cards.inner.map(({ id, title, summary }) => [id, { title, summary }])),
    faultsById: Object.fromEntries(
      [...faultsByInput(asked, cardsOf(draft))].map(([name, words]) => [fieldId(name), words]),
    ),
  };
}

/** What the draft changes against the newest version. */
function comparedOf({ draft, newest }: EditorAsked): Compared | null {
  if (!newest) return null;
  return { name: `version ${newest.label}`, since: changedSince(draft, storedPolicy(newest.json)) };
}

function goneView({ draft, newest }: EditorAsked) {
  if (!newest) return false as const;
  const gone = goneSince(draft, storedPolicy(newest.json));
  if (gone.length === 0) return false as const;
  return {
    title: `In version ${newest.label}, and not in this draft`,
    cards: gone.map(({ path, title }) => ({ title, value: `bring ${path}` })),
  };
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

/** A text for the page: the student's, or of several the one of whoever enrolled from a day on. */
interface TextView {
  /** "Enrolled from Mon 31 Mar 2025 on"; "" where there is one text for all. */
  readonly title: string;
  readonly isOpen: boolean;
  readonly terms: TermsView;
}

/** The student's text, against the version before; none where the draft cannot be read yet. */
function textsOf(asked: EditorAsked): readonly TextView[] {
  const { draft, newest } = asked;
  const inner = innerTermsOf(draft);
  if (inner.length > 0) return innerTexts(asked, inner);
  const sections = textOf(draft);
  if (!sections) return [];
  const earlier = newest && textOf(storedPolicy(newest.json));
  const against = earlier && newest ? { sections: earlier, name: `version ${newest.label}` } : null;
  return [{ title: '', isOpen: true, terms: termsView(sections, against) }];
}

/** The text of each of the terms inside a policy; that of whoever enrolls today stands open. */
function innerTexts({ newest, today }: EditorAsked, inner: readonly InnerTerms[]): readonly TextView[] {
  const before = newest ? innerTermsOf(storedPolicy(newest.json)) : [];
  const current = inner.findLast(({ from }) => from <= today) ?? inner.at(-1);
  return inner.map((terms) => {
    const earlier = before.find(({ name }) => name === terms.name);
    const against = newest && earlier ? { sections: earlier.text, name: `version ${newest.label}` } : null;
    return { title: terms.title, isOpen: terms === current, terms: termsView(terms.text, against) };
  });
}

interface CardWords {
  readonly title: string;
  readonly summary: string;
  readonly findings: CardView['findings'];
  /** What it is against the version in force; "" where it is the same. */
  readonly since: string;
  readonly canGoBack: boolean;
  /** What each changed field was, by the id of its words. */
  readonly was: Readonly<Record<string, string>>;
}

/** The words of each card by its element's id, for the page's script. */
function wordsOf(view: CardsView): Readonly<Record<string, CardWords>> {
  return Object.fromEntries(shownCards(view).map((card) => [card.id, cardWords(card)]));
}

function shownCards({ rules, claim, remedies, body, policy, assumes, inner }: CardsView): CardView[] {
  const all = (card: CardView): CardView[] => [card, ...card.below.flatMap(({ cards }) => cards.flatMap(all))];
  const insides = inner.flatMap(({ self, parts }) => [self, ...parts.flatMap((part) => [part.rules, ...part.cards])]);
  return [rules, claim, ...remedies, body, policy, assumes, ...insides].filter((card) => card !== false).flatMap(all);
}

function cardWords({ title, summary, findings, since, fields, rare, rest }: CardView): CardWords {
  const was = Object.fromEntries([...fields, ...rare].map((field) => [`${field.id}-was`, field.was]));
  return {
    title,
    summary,
    findings,
    since: since ? since.words : '',
    canGoBack: since !== false && since.back.isOffered,
    was: since === false ? {} : { ...was, [`${rest.id}-was`]: rest.was.join('; ') },
  };
}
