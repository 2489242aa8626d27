// The sentence for which a student opens "My guarantee", what time alone will change, and the next thing to do.

import { rulesOf } from '../../../domain/guarantee/requirement.ts';
import type { FoundRule } from '../../../domain/guarantee/judged.ts';
import type { CompiledPolicy } from '../../../domain/guarantee/policy.ts';
import { distanceWords } from '../../../domain/time.ts';
import type { JudgedStudent } from '../../../services/guarantee/eligibility.ts';
import type { MyGuarantee } from '../../../services/guarantee/my-guarantee.ts';
import { changeView, deadlineView } from '../../deadlines.ts';
import { dueAt, findingLine } from '../../finding-lines.ts';
import type { Moment } from '../../moments.ts';
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
export function answerOf({ judgment, now }: MyGuarantee) {
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
    answer: isSettled(judgment) ? 'Your claim is approved.' : json.words,
    reason: verdict.verdict === 'ineligible' ? stillYours : '',
    change: json.changeWords ?? (verdict.verdict === 'on_track' ? 'Nothing changes by time alone now.' : ''),
    changesAt: verdict.change && json.changesOn ? distanceView(verdict, now) : (false as const),
  };
}

/** Whether the claim that the verdict speaks of has been approved. */
function isSettled({ verdict, isClaimApproved }: JudgedStudent): boolean {
  return verdict.verdict === 'approve' && isClaimApproved;
}

/** How far away the change is; its day stands in the sentence before. */
function distanceView({ change, calendar }: JudgedStudent['verdict'], now: number): Moment {
  const { zone } = calendar;
  return { ...changeView(change!.at, zone, now), words: distanceWords(change!.at, now, zone.name) };
}

/** The card beside the answer; false where nothing is left to do. */
export function nextStepOf(mine: MyGuarantee, links: GuaranteeLinks): NextStep | false {
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
  return judgedStep(judgment, mine, links);
}

function judgedStep(judged: JudgedStudent, { now }: MyGuarantee, links: GuaranteeLinks): NextStep | false {
  const step = { heading: 'Do next', by: false as const, link: false as const };
  const { verdict } = judged;
  switch (verdict.verdict) {
    case 'eligible':
      return {
        ...step,
        step: 'File your claim.',
        text: 'One tap is enough to be in time; papers can follow.',
        by: verdict.claimBy === undefined ? false : deadlineView(verdict.claimBy, verdict.calendar, now),
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
      return {
        ...step,
        step: 'Nothing for you to do now.',
        text: waitingText(judged, now),
        link: linkTo(links.claim, 'My claim'),
      };
    case 'ineligible':
      return {
        ...step,
        step: 'Ask staff to look again.',
        text: 'Illness, leave, a class that was canceled or a wrong entry all count. Write to the staff of this course, with the dates.',
      };
    case 'on_track':
      return urgentStep(judged, now, links);
    default:
      return false;
  }
}

function waitingText({ verdict }: JudgedStudent, now: number): string {
  const waiting = verdict.rules.filter(({ judgement }) => judgement.result === 'unknown');
  const words = waiting.map((found) => findingLine(found, 'student', now).words);
  return words.length === 0 ? 'Staff look at it.' : words.join(' ');
}

/** Of what is still to do the thing whose last day comes first, else the first one. */
function urgentStep({ verdict }: JudgedStudent, now: number, links: GuaranteeLinks): NextStep | false {
  const open = openRules(verdict.rules);
  const [found] = open;
  if (!found) return false;
  const line = findingLine(found, 'student', now);
  return {
    heading: 'Do next',
    step: line.words,
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
