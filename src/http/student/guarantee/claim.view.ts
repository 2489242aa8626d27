// My claim: what can be claimed and by when, the receipt, the papers, what happens next and who decides by when, and every answer to a decision.

import type { RemedyChoice } from '../../../domain/claims/choices.ts';
import { decisionOf, missingItems, type Claim, type ClaimDecision } from '../../../domain/claims/claim.ts';
import { isOpen } from '../../../domain/claims/open-keys.ts';
import { dayInWords, readDay } from '../../../domain/day.ts';
import { itemWords } from '../../../domain/claims/papers.ts';
import { takenWords } from '../../../domain/claims/upload.ts';
import { nameWords } from '../../../domain/guarantee/anchor.ts';
import { moneyWords } from '../../../domain/money.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { upperFirst } from '../../../domain/phrases.ts';
import { momentWords } from '../../../domain/time.ts';
import type { ClaimCase, StudentCase } from '../../../services/guarantee/claim-cases.ts';
import type { MyClaims } from '../../../services/guarantee/claims.ts';
import { claimSteps, historyLines, stepsTwin, studentClaimChip } from '../../claim-chips.ts';
import { paperItems } from '../../claim-papers.ts';
import { chips } from '../../chips.ts';
import { deadlineView } from '../../deadlines.ts';
import { errorSummary, formField } from '../../form-field.ts';
import { momentView, type Reader } from '../../moments.ts';
import type { Page } from '../../page.ts';

/** A form whose entries were refused. */
export interface RefusedForm {
  readonly form: string;
  readonly entries: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
}

export interface ClaimAsked {
  readonly mine: MyClaims;
  /** What the student may choose among, once approved. */
  readonly choices: readonly RemedyChoice[];
  readonly refused: RefusedForm | null;
  readonly done: string;
  readonly zone: string;
  readonly personId: string;
}

const doneWords: Readonly<Record<string, string>> = {
  filed: 'Your claim is filed. Its number and date are below.',
  draft: 'Kept. Nothing is filed yet.',
  words: 'Kept.',
  submit: 'Your claim is with staff now.',
  answer: 'Your answer is with staff now.',
  withdraw: 'Your claim is withdrawn.',
  choose: 'Chosen. It is among your retakes as soon as it is granted.',
  appeal: 'Your appeal is filed. You can add papers to it below.',
  paper: 'The paper is added.',
};

/** Everything `student/guarantee/claim.hbs` prints. */
export function claimView(asked: ClaimAsked, page: Page) {
  const { mine, refused, zone } = asked;
  const { current } = mine;
  const shown = current;
  const hasOpen = shown !== null && isOpen(shown.claim);
  return {
    page,
    crumb: { href: `${page.base}/guarantee`, label: 'My guarantee' },
    title: 'My claim',
    notice: doneWords[asked.done] ?? '',
    summary: errorSummary(
      (refused?.faults ?? []).map((fault) => ({ ...fault, path: `${refused!.form}-${fault.path}` })),
    ),
    claim: shown ? claimPart(asked, shown, page) : (false as const),
    filing: hasOpen ? (false as const) : filingPart(asked, page),
    earlier: mine.earlier.map((claim) => ({
      number: claim.id,
      chip: studentClaimChip(claim),
      words: claim.receivedAt === null ? 'Never filed.' : `Filed ${momentWords(claim.receivedAt, zone)}.`,
      decision: decisionOf(claim)?.words ?? '',
    })),
  };
}

/** What can be filed, or why not. */
function filingPart({ mine, refused, zone }: ClaimAsked, page: Page) {
  const { before, mayFile, whyNotFile } = mine;
  const entries = refused?.form === 'file' ? refused.entries : {};
  const faults = refused?.form === 'file' ? prefixed('file', refused.faults) : [];
  const { answer, reason, isUrgent } = filingWords(before, mayFile, whyNotFile);
  const { remedies, items } = before.terms;
  const open = remedies.filter(({ type }) => before.verdict?.remedies?.includes(type) ?? true);
  return {
    isPossible: mayFile,
    isUrgent,
    answer,
    reason,
    by: claimByOf(before, { zone, now: mine.now }),
    action: `${page.base}/claim`,
    csrf: page.csrf,
    items: items.map((item) => upperFirst(itemWords(item))),
    isOpen: refused?.form === 'file',
    words: formField(
      {
        id: 'field-file-words',
        name: 'words',
        label: 'Your words to staff',
        help: 'If you want to: what they should know.',
        isTextarea: true,
        value: entries['words'] ?? '',
      },
      faults,
    ),
    choice: choiceField(
      open.map(({ type }) => type),
      entries['choice'] ?? '',
    ),
  };
}

function choiceField(types: readonly string[], chosen: string) {
  if (types.length < 2) return false as const;
  const option = (value: string, label: string) => ({ value, label, help: '', isSelected: value === chosen });
  return {
    id: 'field-file-choice',
    name: 'choice',
    label: 'What you ask for',
    help: 'You can leave this open and choose once your claim is approved.',
    type: 'radio',
    error: '',
    options: [option('', 'I choose later'), ...types.map((type) => option(type, upperFirst(itemWords(type))))],
  };
}

function claimByOf({ verdict }: StudentCase, reader: Reader) {
  return verdict?.claimBy === undefined ? (false as const) : deadlineView(verdict.claimBy, verdict.calendar, reader);
}

/** The first sentence: what filing now would be. Whatever is recorded, a person decides. */
function filingWords(
  { judgment, verdict, json }: StudentCase,
  mayFile: boolean,
  whyNotFile: string,
): { answer: string; reason: string; isUrgent: boolean } {
  if (!mayFile) return { answer: whyNotFile, reason: '', isUrgent: false };
  const record = json?.words ?? 'Staff must look at your record first.';
  const hasClaimed = judgment.kind === 'judged' && judgment.facts.claimsApprovedOn.length > 0;
  switch (verdict?.verdict) {
    case 'eligible':
      if (hasClaimed)
        return {
          answer: 'A claim of yours was approved before. File another one only for what it did not give.',
          reason: 'A person decides whether the terms give more.',
          isUrgent: false,
        };
      return {
        answer: 'You can claim now. One tap is enough to be in time.',
        reason: 'The date is stamped when you press the button. Papers can follow.',
        isUrgent: true,
      };
    case 'on_track':
      return {
        answer: 'By what is recorded there is nothing to claim yet.',
        reason: `${record} If you have not passed and that is not recorded yet, report your exam first; or file now, so that the date counts, and a person decides.`,
        isUrgent: false,
      };
    case 'ineligible':
      return {
        answer: 'By what is recorded a claim would not meet the terms. You can still file it: a person decides.',
        reason: record,
        isUrgent: false,
      };
    default:
      return {
        answer: 'You can file now. Staff must look at your record, and a person decides.',
        reason: record,
        isUrgent: true,
      };
  }
}

/** The claim that stands on the page. */
function claimPart(asked: ClaimAsked, current: ClaimCase, page: Page) {
  const { claim } = current;
  const { refused, zone, personId, mine } = asked;
  const { now } = mine;
  const steps = claimSteps(claim, zone);
  const path = `${page.base}/claim/${claim.id}`;
  const decision = decisionOf(claim);
  const isStudents = claim.state === 'draft' || claim.state === 'provisional' || claim.state === 'info_requested';
  const mayAttach =
    isStudents || claim.state === 'submitted' || claim.state === 'under_review' || claim.state === 'appealed';
  const items = paperItems(claim, page.base, zone);
  const field = (form: string, name: string, label: string, help: string, isRequired = true) =>
    formField(
      {
        id: `field-${form}-${name}`,
        name,
        label,
        help,
        isTextarea: true,
        isRequired,
        value: refused?.form === form ? (refused.entries[name] ?? '') : '',
      },
      refused?.form === form ? refused.faults : [],
    );
  const question = claim.state === 'info_requested' ? (claim.questions.at(-1) ?? null) : null;
  return {
    number: claim.id,
    chip: studentClaimChip(claim),
    ...headline(current, zone),
    due: dueOf(claim, now),
    filed: claim.receivedAt === null ? (false as const) : momentView(claim.receivedAt, zone),
    filedBy: claim.isFiledByStaff ? `Filed for you by ${claim.filedBy.byName}.` : '',
    words: claim.words,
    csrf: page.csrf,
    next: nextOf(current, mine.mayFile, `${page.base}/retakes`),
    steps,
    stepsTwin: stepsTwin(steps),
    decision: decision ? decisionPart(decision, claim, zone) : (false as const),
    question: question
      ? {
          by: question.byName,
          at: momentWords(question.at, zone),
          words: question.words,
          answerBy: dayInWords(readDay(question.answerBy)!),
          action: `${path}/answer`,
          field: field('answer', 'words', 'Your answer', 'Add papers below first, if staff asked for some.'),
        }
      : (false as const),
    items: items.map((item) => ({
      ...item,
      upload:
        mayAttach && item.item !== 'other'
          ? uploadForm(asked, claim, item.item, item.isMissing, page)
          : (false as const),
    })),
    otherUpload: mayAttach ? uploadForm(asked, claim, 'other', false, page) : (false as const),
    hasItems: items.length > 0,
    file:
      claim.state === 'draft'
        ? {
            action: `${page.base}/claim`,
            field: { ...field('file', 'words', 'Your words to staff', '', false), value: claim.words },
          }
        : (false as const),
    submit:
      claim.state === 'provisional' && missingItems(claim).length === 0
        ? { action: `${path}/submit` }
        : (false as const),
    choose: chooseForm(asked, claim, path),
    appeal:
      claim.state === 'denied' && claim.appeal === null
        ? {
            action: `${path}/appeal`,
            isOpen: refused?.form === 'appeal',
            field: field(
              'appeal',
              'words',
              'Why the decision is wrong',
              'Say what staff did not know or did not see. A person who did not decide before reads it, if your school has one.',
            ),
          }
        : (false as const),
    appealed: claim.appeal ? { at: momentWords(claim.appeal.at, zone), words: claim.appeal.words } : (false as const),
    withdraw:
      isStudents || claim.state === 'submitted' || claim.state === 'under_review'
        ? {
            action: `${path}/withdraw`,
            field: field('withdraw', 'words', 'Why, if you want to say it', '', false),
            isDraft: claim.state === 'draft',
          }
        : (false as const),
    history: historyLines(claim, zone, personId),
    retakesHref: claim.state === 'fulfilled' ? `${page.base}/retakes` : '',
  };
}

/** The answer first: where the claim is, and what that means. */
function headline({ claim }: ClaimCase, zone: string): { answer: string; reason: string } {
  const missing = missingItems(claim).map(itemWords);
  switch (claim.state) {
    case 'draft':
      return {
        answer: 'Your claim is not filed yet.',
        reason: 'What you have written and added is kept, but no date is stamped before you file it.',
      };
    case 'provisional':
      return {
        answer:
          missing.length === 0
            ? 'Your claim is filed. Hand it in.'
            : `Your claim is filed. Still missing: ${missing.join(' and ')}.`,
        reason: 'The day it was filed counts, whenever the papers come.',
      };
    case 'submitted':
      return { answer: 'Your claim is with staff.', reason: 'Your deadline stands still while it lies with them.' };
    case 'under_review':
      return claim.proposal
        ? {
            answer: 'Your claim is being read by a second person.',
            reason: 'Two people look at it before it is decided.',
          }
        : { answer: 'Staff are reading your claim.', reason: 'Your deadline stands still while it lies with them.' };
    case 'info_requested':
      return { answer: 'Staff need more from you.', reason: 'The day you filed still counts.' };
    case 'approved':
    case 'overturned':
      return claim.chosen === null
        ? {
            answer: 'Your claim is approved. Choose what you get.',
            reason: 'You can have one of these; the other is closed by your choice.',
          }
        : { answer: 'Your claim is approved.', reason: 'It is being granted.' };
    case 'remedy_chosen':
      return { answer: 'Your claim is approved, and you have chosen.', reason: 'It is being granted.' };
    case 'fulfilled':
      return { answer: 'Your claim is approved and granted.', reason: 'What you got is among your retakes.' };
    case 'denied':
      return { answer: 'Your claim is denied.', reason: 'The reasons are below. You can appeal once.' };
    case 'appealed':
      return {
        answer: 'Your appeal is with staff.',
        reason: 'A person who did not decide before reads it, if your school has one.',
      };
    case 'upheld':
      return { answer: 'Your appeal did not change the decision.', reason: 'The reasons are below.' };
    case 'withdrawn':
      return {
        answer: 'You took this claim back.',
        reason: `Withdrawn ${momentWords(claim.history.at(-1)!.at, zone)}.`,
      };
  }
}

/** By when whoever has the turn. */
function dueOf({ dueAt, waitsFor, zone, state }: Claim, now: number) {
  if (dueAt === null) return false as const;
  const labels = {
    staff: 'Staff decide by',
    student: state === 'info_requested' ? 'Answer by' : 'Papers by',
    nobody: '',
  };
  return { label: labels[waitsFor], moment: momentView(dueAt, zone, now), isLate: waitsFor === 'staff' && dueAt < now };
}

/** The card beside the answer; `href` leads to where it is done, "" where nothing is to do. */
interface NextMove {
  readonly step: string;
  readonly text: string;
  readonly href: string;
  readonly label: string;
}

/** What happens next, and who does it; also after a decision: what can still be done, and by when. */
function nextOf({ claim }: ClaimCase, mayFile: boolean, retakesHref: string): NextMove | false {
  const waiting = { step: 'Nothing for you to do now.', href: '', label: '' };
  switch (claim.state) {
    case 'draft':
      return {
        step: 'File your claim.',
        text: 'Only then it has a date. Papers can follow.',
        href: '#file',
        label: 'File it',
      };
    case 'provisional':
      return missingItems(claim).length === 0
        ? { step: 'Hand your claim in.', text: 'Every paper is there.', href: '#hand-in', label: 'Hand it in' }
        : {
            step: 'Add the papers that are missing.',
            text: 'With the last one your claim goes to staff by itself.',
            href: '#papers',
            label: 'Add papers',
          };
    case 'info_requested':
      return {
        step: 'Answer staff.',
        text: 'Read what they ask, add what is missing, and send your answer.',
        href: '#answer',
        label: 'Answer',
      };
    case 'submitted':
    case 'under_review':
    case 'appealed':
      return { ...waiting, text: 'Staff of this course decide. You read the decision here, with its reasons.' };
    case 'approved':
    case 'overturned':
      return claim.chosen === null
        ? {
            step: 'Choose what you get.',
            text: 'Read what each choice closes first.',
            href: '#choose',
            label: 'Choose',
          }
        : { ...waiting, text: 'It is being granted.' };
    case 'remedy_chosen':
      return { ...waiting, text: 'It is being granted.' };
    case 'fulfilled':
      return {
        step: 'Use what you got.',
        text: 'It stands among your retakes, with its last day.',
        href: retakesHref,
        label: 'My retakes',
      };
    case 'denied':
      return claim.appeal === null
        ? {
            step: 'Read the reasons. If they are wrong, appeal.',
            text: 'You can appeal once, and there is no last day for it. Say what staff did not know or did not see; then you can add papers that show it.',
            href: '#appeal',
            label: 'Appeal',
          }
        : upheldStep(mayFile);
    case 'upheld':
      return upheldStep(mayFile);
    case 'withdrawn':
      return false;
  }
}

/** Nobody can appeal twice. What is new can be said in another claim. */
function upheldStep(mayFile: boolean): NextMove {
  const step = 'This decision stands.';
  return mayFile
    ? {
        step,
        text: 'An appeal can be made only once. If something is new since then, such as an excuse or a corrected record, file another claim: a person reads it.',
        href: '#filing',
        label: 'Another claim',
      }
    : { step, text: 'An appeal can be made only once. You can still write to your school.', href: '', label: '' };
}

/** A decision as the student reads it. Every denial names rule, fact, date, and what would have changed it. */
export function decisionPart(decision: ClaimDecision, claim: Pick<Claim, 'appealDecision'>, zone: string) {
  const { grounds, second, byName, at, words, isApproval, isByItself, remedies, sums } = decision;
  const facts = grounds
    ? [
        { label: 'Rule', words: grounds.ruleWords },
        { label: 'What it rests on', words: grounds.fact },
        { label: 'Date', words: grounds.on === null ? 'No date decides here.' : dayInWords(readDay(grounds.on)!) },
        { label: 'What would have changed it', words: grounds.wouldHaveChanged },
      ]
    : remedies.length === 0
      ? []
      : [
          {
            label: 'What was approved',
            words: upperFirst(remedies.map((type) => approvedWords(type, sums)).join('; ')),
          },
        ];
  const by = second ? `${byName} and ${second.byName}` : byName;
  return {
    title: claim.appealDecision ? 'The decision on your appeal' : 'The decision',
    chip: isApproval ? { ...chips.met, word: 'Approved' } : { ...chips.failed, word: 'Denied' },
    words,
    by: isByItself
      ? `Decided by the records alone, ${momentWords(at, zone)}.`
      : `${by}, ${momentWords(second?.at ?? at, zone)}.`,
    facts,
  };
}

/** "exam fee refund, USD 290.00" */
function approvedWords(type: string, sums: ClaimDecision['sums']): string {
  const sum = sums[type];
  return sum ? `${nameWords(type)}, ${moneyWords(sum)}` : nameWords(type);
}

function chooseForm({ choices, refused }: ClaimAsked, claim: Claim, path: string) {
  const isAsked = (claim.state === 'approved' || claim.state === 'overturned') && claim.chosen === null;
  if (!isAsked) return false as const;
  return {
    action: `${path}/choose`,
    choices: choices.map(({ types, words, closes }) => ({
      value: types.join(' '),
      words,
      closes: closes.length === 0 ? '' : `This closes: ${closes.join(' and ')}.`,
    })),
    error: refused?.form === 'choose' ? (refused.faults[0]?.message ?? '') : '',
  };
}

/** The form of one paper: works by itself, and by dragging where there is a script. */
function uploadForm({ refused }: ClaimAsked, claim: Claim, item: string, isMissing: boolean, page: Page) {
  const form = `upload-${item}`;
  const id = `field-upload-${item.replace(/[^A-Za-z0-9]+/g, '-')}-file`;
  const error = refused?.form === form ? (refused.faults[0]?.message ?? '') : '';
  return {
    id,
    action: `${page.base}/uploads`,
    csrf: page.csrf,
    for: 'claim',
    of: claim.id,
    item,
    person: claim.personId,
    label:
      item === 'other'
        ? 'Add another paper'
        : isMissing
          ? `Add the ${itemWords(item)}`
          : `Add another page of the ${itemWords(item)}`,
    help: takenWords,
    error,
    isMain: isMissing,
  };
}

function prefixed(form: string, faults: readonly Fault[]): Fault[] {
  return faults.map((fault) => ({ ...fault, path: fault.path.replace(`${form}-`, '') }));
}
