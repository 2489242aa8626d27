// One claim before its reviewer: the evidence beside the rules with their facts, then the decision with the words that the student will read.

import { decisionOf, type Claim, type ClaimDecision } from '../../../domain/claims/claim.ts';
import { isUndecided } from '../../../domain/claims/moves.ts';
import { itemWords, sittingOfItem } from '../../../domain/claims/papers.ts';
import { isPaid, mostOf, namedSum, sumField } from '../../../domain/claims/sums.ts';
import { whySecondPerson } from '../../../domain/claims/second-person.ts';
import { uploadWords, type Upload } from '../../../domain/claims/upload.ts';
import { dayInWords, readDay } from '../../../domain/day.ts';
import { nameWords } from '../../../domain/guarantee/anchor.ts';
import type { Remedy } from '../../../domain/guarantee/remedy.ts';
import { remedyText } from '../../../domain/guarantee/remedy-words.ts';
import { amountText, moneyWords } from '../../../domain/money.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { upperFirst } from '../../../domain/phrases.ts';
import { momentWords } from '../../../domain/time.ts';
import { kindWords } from '../../../domain/retakes/kind.ts';
import { amountWordsOf } from '../../../domain/retakes/words.ts';
import type { ClaimInHand } from '../../../services/guarantee/claim-decisions.ts';
import type { Retake } from '../../../services/guarantee/retakes.ts';
import { claimChip, claimSteps, historyLines, stepsTwin } from '../../claim-chips.ts';
import { paperItems } from '../../claim-papers.ts';
import { chips } from '../../chips.ts';
import { findingLine } from '../../finding-lines.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import { momentView, type Reader } from '../../moments.ts';
import type { Page } from '../../page.ts';
import { retakeChip } from '../../retake-chip.ts';
import { decisionPart } from '../../student/guarantee/claim.view.ts';

export interface ReviewAsked {
  readonly claim: ClaimInHand;
  readonly files: ReadonlyMap<string, Upload>;
  /** What was granted for it, and what took the place of that. */
  readonly granted: readonly Retake[];
  readonly attempted: {
    readonly act: string;
    readonly entries: Readonly<Record<string, string>>;
    /** The boxes that were ticked: kinds of remedies, or ids of papers. */
    readonly ticked: readonly string[];
    readonly faults: readonly Fault[];
    /** What stood in the way beside the fields; or "". */
    readonly message: string;
  } | null;
  readonly done: string;
  /** False for an administrator who only confirms. */
  readonly mayDecide: boolean;
  readonly personId: string;
  readonly zone: string;
}

const doneWords: Readonly<Record<string, string>> = {
  filed: 'The claim is filed. The student sees it.',
  paper: 'The paper is added.',
  'take-up': 'The claim is yours for half an hour.',
  ask: 'The student reads your question now.',
  approve: 'Kept. The student reads it, unless a second person has to confirm it first.',
  deny: 'The student reads your decision now.',
  confirm: 'Confirmed. The student reads it now.',
  'send-back': 'The approval is gone; the claim can be decided anew.',
};

/** Everything `instructor/guarantee/claim-review.hbs` prints. */
export function claimReviewView(asked: ReviewAsked, page: Page) {
  const { claim: inHand, attempted, zone, personId } = asked;
  const { claim, person, now } = inHand;
  const decision = decisionOf(claim);
  const steps = claimSteps(claim, zone);
  return {
    page,
    crumb: { href: `${page.base}/claims`, label: 'Claims' },
    title: `Claim of ${person.name}`,
    notice: doneWords[asked.done] ?? '',
    obstacle: attempted?.message ?? '',
    summary: errorSummary(
      (attempted?.faults ?? []).map((fault) => ({ ...fault, path: `${attempted!.act}-${fault.path}` })),
    ),
    number: claim.id,
    chip: claimChip(claim),
    heading: `${person.name}: ${asksOf(inHand)}`,
    ...summaryOf(inHand),
    filed: filedWords(inHand, zone),
    due:
      claim.dueAt === null
        ? (false as const)
        : {
            label: dueLabel(claim),
            moment: momentView(claim.dueAt, claim.zone, now),
            isLate: claim.waitsFor === 'staff' && claim.dueAt < now,
          },
    steps,
    stepsTwin: stepsTwin(steps),
    items: evidenceItems(asked, page),
    hasItems: claim.items.length + claim.papers.length > 0,
    words: claim.words,
    appeal: claim.appeal?.words ?? '',
    questions: claim.questions.map(({ byName, at, words, answer }) => ({
      asked: `${byName}, ${momentWords(at, zone)}`,
      words,
      answer: answer?.words ?? '',
      answered: answer ? momentWords(answer.at, zone) : '',
    })),
    rules: inHand.verdict?.rules.map((rule) => ruleLine(rule, { zone, now })) ?? [],
    verdictWords: inHand.json?.staffWords ?? 'What is recorded does not fit together, so nothing can be judged.',
    doubts: inHand.doubts,
    decision: decision ? decisionPart(decision, claim, zone) : (false as const),
    decisionNote: decision?.note ?? '',
    first:
      claim.appealDecision && claim.decision
        ? decisionPart(claim.decision, { appealDecision: null }, zone)
        : (false as const),
    deciding: decidingPart(asked, page),
    proposal: proposalPart(asked, page),
    history: historyLines(claim, zone, personId),
    granted: asked.granted.map(({ entitlement, standing }) => ({
      href: `${page.base}/retakes-ledger/${entitlement.id}`,
      name: kindWords(entitlement.kind),
      amount: amountWordsOf(entitlement),
      chip: retakeChip(standing, null),
    })),
    isGranting: claim.chosen !== null && claim.grantedAt === null,
  };
}

function dueLabel({ waitsFor, state }: Claim): string {
  if (waitsFor === 'staff') return 'To be decided by';
  return state === 'info_requested' ? 'The student answers by' : 'Papers by';
}

function asksOf({ claim, remedies }: ClaimInHand): string {
  if (claim.state === 'appealed') return 'appeal';
  const types = claim.chosen ?? decisionOf(claim)?.remedies ?? remedies.map(({ type }) => type);
  return types.length === 0 ? 'claim' : types.map(nameWords).join(' or ');
}

/** "8 of 9 rules are met by our records. One waits for you: ..." */
function summaryOf({ claim, verdict, doubts }: ClaimInHand): { rulesMet: string; waits: string } {
  const rules = verdict?.rules ?? [];
  const met = rules.filter(({ judgement }) => judgement.result === 'met').length;
  const rulesMet =
    rules.length === 0
      ? ''
      : `${met} of ${rules.length} ${rules.length === 1 ? 'rule is' : 'rules are'} met by the records.`;
  if (!isUndecided(claim.state)) return { rulesMet, waits: '' };
  const waits = doubts.length === 0 ? 'Records prove all of it.' : `For you to judge: ${doubts.join('; ')}.`;
  return { rulesMet, waits };
}

function filedWords({ claim, judgment }: ClaimInHand, zone: string): string {
  const filed =
    claim.receivedAt === null
      ? 'Not filed yet.'
      : `Filed ${momentWords(claim.receivedAt, zone)}${claim.isFiledByStaff ? ` by ${claim.filedBy.byName} for the student` : ''}.`;
  const { terms } = judgment.file;
  const version =
    judgment.kind === 'judged'
      ? ` Terms version ${judgment.version.label}${terms ? `, accepted ${momentWords(terms.at, zone)}` : ''}.`
      : '';
  return `${filed}${version}`;
}

type FoundRule = NonNullable<ClaimInHand['verdict']>['rules'][number];

function ruleLine(rule: FoundRule, reader: Reader) {
  const { id, chip, title, words, have, need, by } = findingLine(rule, 'staff', reader);
  // What is there stands once, at the beginning of a sentence.
  const isSaid = words.toLowerCase().includes(have.toLowerCase());
  return { id, chip, title, words, have: isSaid ? '' : upperFirst(have), need, by };
}

/** The papers with what they should show: the sitting that each report is about. */
function evidenceItems({ claim: inHand, files, zone, mayDecide }: ReviewAsked, page: Page) {
  const { claim, file, person } = inHand;
  return paperItems(claim, page.base, zone).map((item) => {
    const sitting = sittingOfItem(item.item, file);
    return {
      ...item,
      papers: item.papers.map((paper) => {
        const upload = files.get(claim.papers.find(({ id }) => id === paper.id)!.fileId);
        return {
          ...paper,
          facts: upload ? uploadWords(upload) : '',
          isImage: upload !== undefined && /^image\/(png|jpeg|webp)$/.test(upload.type),
          alt: `${upperFirst(itemWords(item.item))} of ${person.name}`,
        };
      }),
      sitting: sitting
        ? {
            words: `${dayInWords(readDay(sitting.on)!)}, ${sitting.result === 'fail' ? 'not passed' : sitting.result}${sitting.score === null ? '' : `, ${sitting.score}`}.`,
            isChecked: sitting.verified !== null,
            chip: sitting.verified
              ? { ...chips.met, word: 'Result checked' }
              : { ...chips.needsReview, word: 'Result to check' },
            href: mayDecide ? `${page.base}/official-results/${claim.personId}/${sitting.id}` : '',
          }
        : (false as const),
    };
  });
}

/** The ways to decide, each with the words the student will read; false where there is nothing to decide (any more). */
function decidingPart(asked: ReviewAsked, page: Page) {
  const { claim: inHand, attempted, mayDecide, personId } = asked;
  const { claim, now, barred } = inHand;
  const isAppeal = claim.state === 'appealed';
  const isOpen =
    claim.state === 'provisional' || claim.state === 'submitted' || claim.state === 'under_review' || isAppeal;
  if (!isOpen || !mayDecide || (claim.proposal && claim.proposal.by === personId)) return false as const;
  const { lease } = claim;
  const isTaken = lease !== null && lease.until > now && lease.by !== personId;
  const path = `${page.base}/claims/${claim.id}`;
  const common = { csrf: page.csrf, rev: claim.rev };
  const isTheirs = lease !== null && lease.until > now && lease.by === personId;
  return {
    barred,
    taken: isTaken
      ? `${lease.byName} is reading this claim until ${momentWords(lease.until, asked.zone)}. You can decide when they have, or after that.`
      : '',
    takeUp: !isTaken && !isTheirs && barred === '' ? { action: `${path}/take-up`, ...common } : (false as const),
    mine: isTheirs ? `It is yours until ${momentWords(lease.until, asked.zone)}.` : '',
    isPossible: !isTaken && barred === '' && claim.proposal === null,
    approve: approveForm(
      asked,
      `${path}/approve`,
      common,
      isAppeal,
      `${page.base}/retakes-ledger/grant?person=${encodeURIComponent(claim.personId)}`,
    ),
    ask: isAppeal ? (false as const) : askForm(asked, `${path}/ask`, common),
    deny: denyForm(asked, `${path}/deny`, common, isAppeal),
    isNoneShown: attempted === null,
  };
}

interface Common {
  readonly csrf: string;
  readonly rev: number;
}

/** The fields of one way to decide: what was typed before it was refused, else what is proposed. */
function fieldOf({ attempted }: ReviewAsked, act: string) {
  const isMine = attempted?.act === act;
  return (words: Parameters<typeof formField>[0]) =>
    formField(
      {
        ...words,
        id: fieldId(`${act}-${words.name}`),
        value: isMine ? (attempted.entries[words.name] ?? '') : (words.value ?? ''),
      },
      isMine ? attempted.faults : [],
    );
}

function approveForm(asked: ReviewAsked, action: string, common: Common, isAppeal: boolean, grantHref: string) {
  const { claim: inHand, attempted } = asked;
  const { terms, remedies, json, person, whySecond } = inHand;
  const field = fieldOf(asked, 'approve');
  const open = new Set(remedies.map(({ type }) => type));
  const isMine = attempted?.act === 'approve';
  const isAgainstRecords = json?.verdict !== 'approve';
  const chosen = terms.remedies.filter(({ type }) => open.has(type));
  return {
    ...common,
    action,
    label: isAppeal ? 'Overturn the denial' : 'Approve',
    button: whySecond === null ? (isAppeal ? 'Overturn and grant' : 'Approve') : 'Approve and pass on',
    isShown: isMine,
    remedies: terms.remedies.map((remedy) => ({
      type: remedy.type,
      words: remedyText(remedy),
      isSelected: isMine ? attempted.ticked.includes(remedy.type) : open.has(remedy.type),
      sum: isPaid(remedy) ? sumFields(remedy, json?.refundPct, field) : (false as const),
    })),
    handHref: terms.remedies.length === 0 ? grantHref : '',
    remediesError: isMine ? (attempted.faults.find(({ path }) => path === 'remedies')?.message ?? '') : '',
    whySecond:
      whySecond === null
        ? ''
        : `${whySecond} Your approval goes to somebody else who may decide. Nothing is granted before they confirm it.`,
    against: isAgainstRecords ? `By the records: ${json?.staffWords ?? 'nothing can be judged.'}` : '',
    words: field({
      name: 'words',
      label: `What ${firstName(person.name)} will read`,
      isTextarea: true,
      isRequired: true,
      value: approvalWords(
        person.name,
        // What is ticked may still change; the decision names what was approved below these words.
        terms.remedies.length > 1 ? [] : chosen.map(remedyText),
        isAppeal ? 'appeal' : isAgainstRecords ? 'judged' : 'proved',
      ),
    }),
    note: field({
      name: 'note',
      label: `Note for staff (not shown to ${firstName(person.name)})`,
      help: isAgainstRecords ? 'Say here why you approve although not every condition is met by the records.' : '',
      isTextarea: true,
      isRequired: isAgainstRecords,
    }),
  };
}

/** The sum of a remedy that is money: as the terms name it, or for the reviewer to settle within them. */
function sumFields(remedy: Remedy, refundPct: number | undefined, field: ReturnType<typeof fieldOf>) {
  const [named, most] = [namedSum(remedy), mostOf(remedy)];
  const share = remedy.pctPerPoint === undefined || refundPct === undefined ? '' : `By the records ${refundPct} %. `;
  return {
    amount: field({
      name: sumField(remedy),
      label: 'Amount',
      help: `${share}${most ? `The terms allow ${moneyWords(most)} at most.` : 'The terms name no sum: it is settled here.'}`,
      size: 'short',
      inputMode: 'decimal',
      autocomplete: 'off',
      value: named ? amountText(named) : '',
    }),
    currency: field({
      name: `currency_${remedy.type}`,
      label: 'Currency',
      size: 'short',
      autocomplete: 'off',
      value: most?.currency ?? 'USD',
    }),
  };
}

/** How an approval begins. That every part was kept is said only where the records say so. */
const openings = {
  appeal: 'you were right to ask us to look again. Your claim is approved.',
  judged: 'your claim is approved.',
  proved: 'your claim is approved. You kept every part of the guarantee.',
} as const;

function approvalWords(name: string, remedies: readonly string[], why: keyof typeof openings): string {
  const opening = openings[why];
  return `Dear ${firstName(name)}, ${opening}${remedies.length === 0 ? '' : ` You get: ${remedies.join(' ')}`}`;
}

function askForm(asked: ReviewAsked, action: string, common: Common) {
  const { claim: inHand, attempted } = asked;
  const { claim, person } = inHand;
  const field = fieldOf(asked, 'ask');
  return {
    ...common,
    action,
    isShown: attempted?.act === 'ask',
    papers: claim.papers
      .filter(({ refused }) => refused === null)
      .map(({ id, fileName, item }) => ({
        id,
        words: `${fileName} (${itemWords(item)})`,
        isSelected: attempted?.act === 'ask' && attempted.ticked.includes(id),
      })),
    words: field({
      name: 'words',
      label: `What ${firstName(person.name)} will read`,
      help: 'What is missing, or what you want to know. They have a week at least, and their filing day stays.',
      isTextarea: true,
      isRequired: true,
    }),
  };
}

function denyForm(asked: ReviewAsked, action: string, common: Common, isAppeal: boolean) {
  const { claim: inHand, attempted } = asked;
  const { grounds, person, json } = inHand;
  const field = fieldOf(asked, 'deny');
  const name = firstName(person.name);
  return {
    ...common,
    action,
    label: isAppeal ? 'Uphold the denial' : 'Deny',
    isShown: attempted?.act === 'deny',
    rule: grounds?.rule ?? '',
    against:
      json?.verdict === 'approve'
        ? 'By the records every condition is met. Deny only what the papers themselves contradict.'
        : '',
    fields: [
      field({
        name: 'ruleWords',
        label: 'The rule that is not met',
        isRequired: true,
        isTextarea: true,
        value: grounds?.ruleWords ?? '',
      }),
      field({
        name: 'fact',
        label: 'The fact it rests on',
        isRequired: true,
        isTextarea: true,
        value: grounds?.fact ?? '',
      }),
      field({
        name: 'on',
        label: 'The day that decides',
        help: 'If a day decides.',
        type: 'date',
        size: 'mid',
        value: grounds?.on ?? '',
      }),
      field({
        name: 'wouldHaveChanged',
        label: 'What would have changed it',
        isRequired: true,
        isTextarea: true,
        value: grounds?.wouldHaveChanged ?? '',
      }),
      field({
        name: 'words',
        label: `What ${name} will read above that`,
        help: 'The four lines above stand below your words.',
        isTextarea: true,
        isRequired: true,
        value: `Dear ${name}, I am sorry: your claim does not meet the terms. Below are the rule, the fact it rests on, and what would have changed it. ${isAppeal ? 'This decision is final here.' : 'If something is wrong with that, appeal: somebody else looks at it.'}`,
      }),
      field({ name: 'note', label: `Note for staff (not shown to ${name})`, isTextarea: true }),
    ],
  };
}

/** An approval that waits for the second person. */
function proposalPart({ claim: inHand, personId, zone }: ReviewAsked, page: Page) {
  const { claim, terms, barred, lacksSecond } = inHand;
  const { proposal } = claim;
  if (!proposal) return false as const;
  const path = `${page.base}/claims/${claim.id}`;
  const isOwn = proposal.by === personId;
  const decision: ClaimDecision = { ...proposal, isByItself: false, grounds: null, second: null };
  const remedies = terms.remedies.filter(({ type }) => proposal.remedies.includes(type));
  return {
    ...decisionPart(decision, { appealDecision: null }, zone),
    why: [
      whySecondPerson(terms.isFourEyes, remedies) ?? 'A second person confirms this approval.',
      waitsWords(isOwn, lacksSecond),
    ].join(' '),
    remedies: remedies.map(remedyText),
    note: proposal.note,
    isOwn,
    barred,
    confirm: isOwn || barred !== '' ? (false as const) : { action: `${path}/confirm`, csrf: page.csrf, rev: claim.rev },
    back: {
      action: `${path}/send-back`,
      csrf: page.csrf,
      rev: claim.rev,
      label: isOwn ? 'Take it back' : 'Do not confirm',
      field: formField({
        id: 'field-send-back-reason',
        name: 'reason',
        label: isOwn ? 'Why, if you want to say it' : 'Why not',
        isTextarea: true,
        isRequired: !isOwn,
      }),
    },
  };
}

function waitsWords(isOwn: boolean, lacksSecond: boolean): string {
  if (!isOwn) return 'Nothing is granted before it is confirmed.';
  const who = lacksSecond
    ? 'Nobody else who may confirm it is known in this course yet: ask another instructor, or an administrator of your LMS, to open Resit here.'
    : 'It waits for somebody else who may decide, or for an administrator.';
  return `${who} Nothing is granted before they confirm it, and you can take it back until then.`;
}

function firstName(name: string): string {
  return name.split(' ')[0] ?? name;
}
