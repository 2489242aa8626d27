// The card beside the answer: the next thing to do, by when and where, and what else is still to do.

import { isOpen } from '../../../domain/claims/open-keys.ts';
import type { OfficialSitting } from '../../../domain/evidence/student-file.ts';
import { progressOf } from '../../../domain/evidence/completion.ts';
import { dayInWords, readDay } from '../../../domain/day.ts';
import type { AskedRule } from '../../../domain/guarantee/asked-rules.ts';
import { dayOfInstant } from '../../../domain/zone.ts';
import type { JudgedByFile } from '../../../services/guarantee/eligibility.ts';
import type { MyGuarantee } from '../../../services/guarantee/my-guarantee.ts';
import { deadlineView } from '../../deadlines.ts';
import { findingLine } from '../../finding-lines.ts';
import type { Moment, Reader } from '../../moments.ts';
import { waysWords } from './rule-groups.ts';
import { openWork, type OpenWork } from './open-work.ts';
import { linksOfRule, type GuaranteeLinks, type RuleLink } from './rule-links.ts';

/** Exactly the names that the card prints. */
export interface NextStep {
  readonly heading: string;
  readonly step: string;
  readonly text: string;
  readonly by: Moment | false;
  readonly links: readonly RuleLink[];
  /** What is to do beside it, the most urgent first. */
  readonly also: readonly AlsoToDo[];
  /** "and 3 more, below" */
  readonly more: string;
}

interface AlsoToDo {
  readonly words: string;
  readonly by: Moment | false;
  readonly links: readonly RuleLink[];
}

/** So many things are named beside the first; the list below has them all. */
const alsoNamed = 3;

const nothing = { heading: 'Do next', by: false, links: [], also: [], more: '' } as const;

/** The card beside the answer; false where nothing is left to do. */
export function nextStepOf(mine: MyGuarantee, links: GuaranteeLinks, zone: string): NextStep | false {
  const { judgment } = mine;
  if (judgment.kind === 'no guarantee') return false;
  if (judgment.file.terms === null && mine.offered) {
    const work = judgment.kind === 'judged' ? openWork(judgment.verdict) : null;
    // Accepting is opting in.
    const named = work?.todo.filter(({ found }) => found.rule.rule === 'opt_in') ?? [];
    return {
      ...nothing,
      heading: 'Do first',
      step: 'Read the terms and accept them.',
      text: 'From then on they are yours: later versions do not change them.',
      links: [{ href: '#accept', label: 'Read the terms' }],
      ...(work ? alsoAfter(named, work, mine, links, zone) : {}),
    };
  }
  if (judgment.kind === 'unjudged')
    return {
      ...nothing,
      step: 'Nothing for you to do now.',
      text: 'Staff look at it. Write to them if you know what is wrong.',
    };
  return judgedStep(judgment, mine, links, zone);
}

function judgedStep(judged: JudgedByFile, mine: MyGuarantee, links: GuaranteeLinks, zone: string): NextStep | false {
  const { verdict } = judged;
  const reader = { zone, now: mine.now };
  switch (verdict.verdict) {
    case 'eligible':
      return {
        ...nothing,
        step: 'File your claim.',
        text: 'One tap is enough to be in time; papers can follow.',
        by: verdict.claimBy === undefined ? false : deadlineView(verdict.claimBy, verdict.calendar, reader),
        links: [{ href: links.claim, label: 'File a claim' }],
      };
    case 'approve':
      if (judged.isClaimDenied)
        return {
          ...nothing,
          step: 'Read why your claim was denied.',
          text: 'The reasons stand with it, and what you can still do.',
          links: [{ href: links.claim, label: 'Look at my claim' }],
        };
      return judged.isClaimApproved
        ? {
            ...nothing,
            step: 'Use what you got.',
            text: 'It stands among your retakes, with its last day.',
            links: [{ href: links.retakes, label: 'My retakes' }],
          }
        : {
            ...nothing,
            step: 'Nothing for you to do now.',
            text: 'Your claim meets every condition; staff carry it out.',
            links: [{ href: links.claim, label: 'Look at my claim' }],
          };
    case 'needs_review':
      return reviewStep(judged, reader, links);
    case 'ineligible':
      return lostStep(mine, links);
    case 'on_track':
      return trackStep(judged, mine, links, zone);
    default:
      return false;
  }
}

function reviewStep({ verdict }: JudgedByFile, reader: Reader, links: GuaranteeLinks): NextStep {
  if (verdict.reason === 'evidence')
    return {
      ...nothing,
      step: 'Add the papers that your claim still needs.',
      text: 'Your claim is filed, and its day counts. With the last paper it goes to staff by itself.',
      links: [{ href: links.claim, label: 'Add papers' }],
    };
  const waiting = openWork(verdict).waiting.map(({ found }) => findingLine(found, 'student', reader).words);
  const [first = 'Staff look at it.'] = waiting;
  const words = waiting.length > 1 ? `${waiting.length} things wait for staff.` : first;
  return {
    ...nothing,
    step: 'Nothing for you to do now.',
    text: `${words} Tell them what you know of it; a claim can be filed meanwhile.`,
    links: [{ href: links.claim, label: 'My claim' }],
  };
}

/** Who has lost the guarantee can ask; who has asked follows that. */
function lostStep({ claim }: MyGuarantee, links: GuaranteeLinks): NextStep {
  if (claim?.state === 'denied' && claim.appeal === null)
    return {
      ...nothing,
      step: 'Read why your claim was denied.',
      text: 'If staff did not know or did not see something, you can appeal once. There is no last day for it.',
      links: [{ href: `${links.claim}#appeal`, label: 'Read it, or appeal' }],
    };
  if (claim && isOpen(claim) && claim.state !== 'draft')
    return {
      ...nothing,
      step: 'Staff look at your claim.',
      text: 'You read there what they decide, and what they need from you.',
      links: [{ href: links.claim, label: 'Look at my claim' }],
    };
  return {
    ...nothing,
    step: 'Ask staff to look again.',
    text: 'Illness, leave, a class that was canceled or a wrong entry all count. Say what happened in a claim, with the dates: a person reads it and decides.',
    links: [{ href: links.claim, label: 'Ask in a claim' }],
  };
}

function trackStep(judged: JudgedByFile, mine: MyGuarantee, links: GuaranteeLinks, zone: string): NextStep | false {
  const work = openWork(judged.verdict);
  const [first] = work.todo;
  const reader = { zone, now: mine.now };
  if (!first) {
    if (work.later.length === 0) return false;
    return {
      ...nothing,
      step: 'Sit the official exam, and tell us how it went.',
      text: 'Everything else that your guarantee asks for is done.',
      links: [{ href: links.officialExam, label: 'My official exam' }],
    };
  }
  const line = findingLine(first.found, 'student', reader);
  const { step, text } = stepFor(first, judged, mine) ?? { step: line.words, text: soFarWords(line.have) };
  return {
    ...nothing,
    step,
    text: [text, waysWords(first)].filter((words) => words !== '').join(' '),
    by: line.by,
    links: linksOfRule(first.found, links, mine.exams),
    ...alsoAfter(first.ways ? [first, ...waysOf(first, work)] : [first], work, mine, links, zone),
  };
}

/** The other ways beside a rule: they are named with it, and not once more. */
function waysOf({ ways }: AskedRule, { todo }: OpenWork): AskedRule[] {
  const ids = new Set(ways?.others.flat().map(({ id }) => id));
  return todo.filter(({ found }) => ids.has(found.id));
}

function alsoAfter(
  named: readonly AskedRule[],
  { todo }: OpenWork,
  mine: MyGuarantee,
  links: GuaranteeLinks,
  zone: string,
): Pick<NextStep, 'also' | 'more'> {
  const reader = { zone, now: mine.now };
  const rest = oneOfEach(todo.filter((one) => !named.includes(one)));
  const more = rest.length - alsoNamed;
  return {
    also: rest.slice(0, alsoNamed).map((one) => {
      const { title, have, by } = findingLine(one.found, 'student', reader);
      const soFar = [soFarWords(have), one.ways ? 'Or another way, below.' : '']
        .filter((said) => said !== '')
        .join(' ');
      return {
        words: soFar === '' ? `${title}.` : `${title}. ${soFar}`,
        by,
        links: linksOfRule(one.found, links, mine.exams),
      };
    }),
    more: more > 0 ? `And ${more} more, below.` : '',
  };
}

/** Of several ways the most urgent stands for all of them. */
function oneOfEach(open: readonly AskedRule[]): AskedRule[] {
  const stoodFor = new Set<string>();
  return open.filter(({ found, ways }) => {
    if (stoodFor.has(found.id)) return false;
    if (ways && ways.need - ways.met === 1) for (const { id } of ways.others.flat()) stoodFor.add(id);
    return true;
  });
}

/** What there is already; nothing where nothing is. */
function soFarWords(have: string): string {
  return /^(not|none|nothing)\b|^0 of/.test(have) || have === '' ? '' : `So far: ${have}.`;
}

/** What one does for a rule, where the sentence beside the card has said by when; null: that sentence again. */
function stepFor(
  { found }: AskedRule,
  { file, verdict }: JudgedByFile,
  { plan, now }: MyGuarantee,
): { readonly step: string; readonly text: string } | null {
  const { rule } = found;
  switch (rule.rule) {
    case 'mock': {
      const { need, have } = rule.tell(found.evidence, found.judgement);
      return { step: 'Take a mock exam.', text: `You need this: ${need}. So far: ${have}.` };
    }
    case 'exam_taken':
      return examStep(Object.values(file.sittings), dayOfInstant(now, verdict.calendar.zone));
    case 'course_complete': {
      const { done, total, open } = progressOf(file, plan);
      const next = open[0] ? ` Next: ${open[0].title}.` : '';
      const text = total === 0 ? '' : `${done} of ${total} modules are done.${next}`;
      return { step: 'Go on with the modules of your course.', text };
    }
    default:
      return null;
  }
}

function examStep(sittings: readonly OfficialSitting[], today: number) {
  const booked = sittings
    .filter(({ result }) => result === 'booked')
    .map(({ on }) => readDay(on)!)
    .toSorted((a, b) => a - b);
  const next = booked.find((on) => on >= today);
  if (next !== undefined)
    return {
      step: `Sit the exam that you have booked, on ${dayInWords(next)}.`,
      text: 'Then tell us how it went. If you move it, tell us the new day.',
    };
  const past = booked.at(-1);
  if (past !== undefined)
    return {
      step: `Tell us how your exam of ${dayInWords(past)} went.`,
      text: 'Your school knows only that it was booked. Add the score report if you have it.',
    };
  return { step: 'Book the official exam and tell us the day.', text: 'After the exam tell us how it went.' };
}
