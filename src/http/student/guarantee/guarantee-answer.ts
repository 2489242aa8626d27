// The sentence for which a student opens "My guarantee", what time alone will change, and the next thing to do.

import { rulesOf } from '../../../domain/guarantee/requirement.ts';
import type { FoundRule } from '../../../domain/guarantee/judged.ts';
import type { CompiledPolicy } from '../../../domain/guarantee/policy.ts';
import { distanceWords } from '../../../domain/time.ts';
import type { JudgedStudent } from '../../../services/guarantee/eligibility.ts';
import type { MyGuarantee } from '../../../services/guarantee/my-guarantee.ts';
import { changeView, deadlineView } from '../../deadlines.ts';
import { dueAt, findingLine } from '../../finding-lines.ts';
import { besideWords, type Moment, type Reader } from '../../moments.ts';
import { standingChip } from '../../standing-chips.ts';

/** Where the things that a guarantee asks for are done; "" where there is no page for it. */
export interface GuaranteeLinks {
  readonly exam: string;
  readonly attendance: string;
  readonly officialExam: string;
  readonly claim: string;
  readonly retakes: string;
}

export interface NextStep {
  readonly heading: string;
  readonly step: string;
  readonly text: string;
  readonly by: Moment | false;
  readonly link: { readonly href: string; readonly label: string } | false;
}

const stillYours =
  'You can still finish the course, sit the exam and pass it. If something stood in your way that staff do not know of, tell them: they can let you off a condition or move a date.';

/** Chip, sentence, and what stands under it. */
export function answerOf({ judgment, now }: MyGuarantee, zone: string) {
  const chip = standingChip(judgment);
  if (judgment.kind !== 'judged')
    return {
      chip,
      answer: 'Staff must look at your record first.',
      reason: 'Two things that are recorded of you do not fit together. Staff see that, too; you lose nothing by it.',
      change: '',
      changesAt: false as const,
    };
  const { json, verdict } = judgment;
  return {
    chip,
    answer: isSettled(judgment) ? 'Your claim is approved.' : sentenceOf(judgment, { zone, now }),
    reason: reasonOf(verdict),
    change: json.changeWords ?? (verdict.verdict === 'on_track' ? 'Nothing changes by time alone now.' : ''),
    changesAt: verdict.change && json.changesOn ? distanceView(verdict, { zone, now }) : (false as const),
  };
}

/** The sentence of the verdict. On track it names what has to be done first, so that it never differs from the card beside it. */
function sentenceOf({ json, verdict }: JudgedStudent, reader: Reader): string {
  const [first] = verdict.verdict === 'on_track' ? openRules(verdict.rules) : [];
  if (!first || first.judgement.lastDay === undefined) return json.words;
  return `You are on track. ${findingLine(first, 'student', reader).words}`;
}

function reasonOf({ verdict, reason }: JudgedStudent['verdict']): string {
  switch (verdict) {
    case 'ineligible':
      return stillYours;
    case 'needs_review':
      return reason === 'evidence' ? '' : 'It is not held against you. Staff see that it waits for them.';
    case 'not_applicable':
      return 'Nothing more is asked of you. What you were given stays yours.';
    default:
      return '';
  }
}

/** Whether the claim that the verdict speaks of has been approved. */
function isSettled({ verdict, isClaimApproved }: JudgedStudent): boolean {
  return verdict.verdict === 'approve' && isClaimApproved;
}

/** How far away the change is; its day stands in the sentence before. */
function distanceView({ change, calendar }: JudgedStudent['verdict'], reader: Reader): Moment {
  const { zone } = calendar;
  const { at } = change!;
  const words = `${distanceWords(at, reader.now, zone.name)}${besideWords(at, zone.name, reader.zone)}`;
  return { ...changeView(at, zone, reader), words };
}

/** The card beside the answer; false where nothing is left to do. */
export function nextStepOf(mine: MyGuarantee, links: GuaranteeLinks, zone: string): NextStep | false {
  const { judgment } = mine;
  const step = { heading: 'Do next', by: false as const, link: false as const };
  if (judgment.kind === 'no guarantee') return false;
  if (judgment.file.terms === null && mine.offered)
    return {
      ...step,
      heading: 'Do first',
      step: 'Read the terms and accept them.',
      text: 'From then on they are yours: later versions do not change them.',
      link: { href: '#accept', label: 'Read the terms' },
    };
  if (judgment.kind === 'unjudged')
    return {
      ...step,
      step: 'Nothing for you to do now.',
      text: 'Staff look at it. Write to them if you know what is wrong.',
    };
  return judgedStep(judgment, { zone, now: mine.now }, links);
}

function judgedStep(judged: JudgedStudent, reader: Reader, links: GuaranteeLinks): NextStep | false {
  const step = { heading: 'Do next', by: false as const, link: false as const };
  const { verdict } = judged;
  switch (verdict.verdict) {
    case 'eligible':
      return {
        ...step,
        step: 'File your claim.',
        text: 'One tap is enough to be in time; papers can follow.',
        by: verdict.claimBy === undefined ? false : deadlineView(verdict.claimBy, verdict.calendar, reader),
        link: linkTo(links.claim, 'File a claim'),
      };
    case 'approve':
      if (isSettled(judged))
        return {
          ...step,
          step: 'Use what you got.',
          text: 'It stands among your retakes, with its last day.',
          link: linkTo(links.retakes, 'My retakes'),
        };
      return {
        ...step,
        step: 'Nothing for you to do now.',
        text: 'Your claim meets every condition; staff carry it out.',
        link: linkTo(links.claim, 'Look at my claim'),
      };
    case 'needs_review':
      if (verdict.reason === 'evidence')
        return {
          ...step,
          step: 'Add the papers that your claim still needs.',
          text: 'Your claim is filed, and its day counts. With the last paper it goes to staff by itself.',
          link: linkTo(links.claim, 'Add papers'),
        };
      return {
        ...step,
        step: 'Nothing for you to do now.',
        text: waitingText(judged, reader),
        link: linkTo(links.claim, 'My claim'),
      };
    case 'ineligible':
      return {
        ...step,
        step: 'Ask staff to look again.',
        text: 'Illness, leave, a class that was canceled or a wrong entry all count. Say what happened in a claim, with the dates: a person reads it and decides.',
        link: linkTo(links.claim, 'Ask in a claim'),
      };
    case 'on_track':
      return urgentStep(judged, reader, links);
    default:
      return false;
  }
}

function waitingText({ verdict }: JudgedStudent, reader: Reader): string {
  const waiting = verdict.rules.filter(({ judgement }) => judgement.result === 'unknown');
  const words = waiting.map((found) => findingLine(found, 'student', reader).words);
  if (words.length === 0) return 'Staff look at it. You read here what they decide.';
  const is = words.length === 1 ? words[0]! : `${words.length} things wait for staff.`;
  return `${is} Tell them what you know of it; a claim can be filed meanwhile.`;
}

/** Of what is still to do the thing whose last day comes first, else the first one. */
function urgentStep({ verdict }: JudgedStudent, reader: Reader, links: GuaranteeLinks): NextStep | false {
  const open = openRules(verdict.rules);
  const [found] = open;
  if (!found) return false;
  const line = findingLine(found, 'student', reader);
  return {
    heading: 'Do next',
    step: stepFor(found.rule.rule) ?? line.words,
    text: line.have === '' ? '' : `So far: ${line.have}.`,
    by: line.by,
    link: linkFor(found.rule.rule, links),
  };
}

/** The rules that are not met yet, nearest last day first; those without one keep the order of the policy. */
export function openRules(rules: readonly FoundRule[]): FoundRule[] {
  return rules
    .filter(({ judgement }) => judgement.result === 'not_yet' || judgement.result === 'unknown')
    .toSorted((a, b) => (dueAt(a) ?? Infinity) - (dueAt(b) ?? Infinity) || 0);
}

/** What one does for a rule, where the sentence beside the card has said by when; null: that sentence again. */
function stepFor(rule: string): string | null {
  switch (rule) {
    case 'mock':
      return 'Take a mock exam.';
    case 'exam_taken':
      return 'Book the official exam and tell us the day; then report how it went.';
    case 'course_complete':
      return 'Go on with the modules of your course.';
    default:
      return null;
  }
}

function linkFor(rule: string, links: GuaranteeLinks): NextStep['link'] {
  switch (rule) {
    case 'mock':
    case 'exam_after_readiness':
      return linkTo(links.exam, 'Open the mock exam');
    case 'attendance':
    case 'participation':
      return linkTo(links.attendance, 'My classes');
    case 'exam_taken':
    case 'outcome':
    case 'reported':
    case 'administration':
      return linkTo(links.officialExam, 'My official exam');
    default:
      return false;
  }
}

function linkTo(href: string, label: string): NextStep['link'] {
  return href === '' ? false : { href, label };
}

/** Whether a leave of absence would move a date of these terms. */
export function hasPausableRules({ versions }: CompiledPolicy): boolean {
  return versions.some(
    ({ terms }) => terms.kind === 'guarantee' && rulesOf(terms.requires).some(({ params }) => isPausable(params)),
  );
}

function isPausable(params: unknown): boolean {
  return typeof params === 'object' && params !== null && 'pausable' in params && params.pausable !== undefined;
}
