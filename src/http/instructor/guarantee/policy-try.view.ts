// A draft tried on somebody: the verdict under it beside the verdict under the version in force, and each rule under both.

import { dayInWords } from '../../../domain/day.ts';
import { nameWords } from '../../../domain/guarantee/anchor.ts';
import type { FoundRule } from '../../../domain/guarantee/judged.ts';
import { changeWords, verdictWords } from '../../../domain/guarantee/verdict-words.ts';
import type { PolicyRecord } from '../../../domain/policies/policy-record.ts';
import { situations } from '../../../domain/policies/situations.ts';
import { isMoved, rulesSideBySide, type Tried } from '../../../domain/policies/trial.ts';
import { countWords } from '../../../domain/time.ts';
import type { CourseTrial, Trial } from '../../../services/guarantee/policy-trials.ts';
import { chips, type Chip } from '../../chips.ts';
import { findingChip } from '../../finding-lines.ts';
import { fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { verdictChip } from '../../standing-chips.ts';

export type TryResult =
  | {
      readonly kind: 'one';
      readonly trial: Trial;
      /** Null for a made-up student. */
      readonly person: { readonly id: string; readonly name: string } | null;
    }
  | { readonly kind: 'course'; readonly trial: CourseTrial };

export interface TryAsked {
  readonly policy: PolicyRecord;
  readonly students: readonly { readonly id: string; readonly name: string }[];
  readonly on: string;
  /** `YYYY-MM-DD`, or "" for now. */
  readonly day: string;
  readonly result: TryResult | null;
  readonly now: number;
  readonly zone: string;
}

/** Where somebody would stand, in one chip. */
function triedChip(tried: Tried): Chip {
  return tried.kind === 'judged'
    ? verdictChip(tried.verdict, tried.badge)
    : { ...chips.needsReview, word: 'Another look' };
}

const notAsked: Chip = { ...chips.notApplicable, word: 'Not asked' };
const unreadable: Chip = { ...chips.failed, word: 'Faults first' };

/** Everything `policy-try.hbs` prints. */
export function policyTryView(asked: TryAsked, page: Page) {
  const { policy, result } = asked;
  const path = `${page.base}/policies/${policy.id}`;
  const hasFaults = result !== null && result.trial.draft === null;
  return {
    page,
    crumb: { href: path, label: policy.name },
    title: 'Try the draft',
    answer: answerOf(result),
    about: situations.find(({ id }) => asked.on === `situation:${id}`)?.about ?? '',
    reason: result ? besideWords(result) : 'See what the draft would say, beside the version in force.',
    hasFaults,
    editorHref: path,
    checksHref: `${path}#checks`,
    form: formOf(asked, `${path}/try`),
    one: result?.kind === 'one' ? oneView(result, page) : (false as const),
    course: result?.kind === 'course' && !hasFaults ? courseView(result.trial, asked, `${path}/try`) : (false as const),
    ideas: result
      ? []
      : situations
          .slice(0, 6)
          .map(({ id, title, about }) => ({ href: hrefOf(`${path}/try`, `situation:${id}`, asked.day), title, about })),
  };
}

const hrefOf = (path: string, on: string, day: string): string =>
  `${path}?${new URLSearchParams({ on, ...(day === '' ? {} : { day }) }).toString()}`;

function formOf({ students, on, day }: TryAsked, action: string) {
  const option = (value: string, label: string) => ({ value, label, isSelected: value === on });
  const groups = [
    { label: 'Situations', options: situations.map(({ id, title }) => option(`situation:${id}`, title)) },
    ...(students.length === 0
      ? []
      : [
          {
            label: 'This course',
            options: [
              option('course', `The whole course: ${countWords(students.length, 'student')}`),
              ...students.map(({ id, name }) => option(`student:${id}`, name)),
            ],
          },
        ]),
  ];
  return {
    action,
    id: fieldId('on'),
    help: students.length === 0 ? 'A made-up student.' : 'A made-up student, or one of yours.',
    groups,
    day: formField({
      name: 'day',
      label: 'As on',
      help: 'Empty: now. A later day shows what time alone changes.',
      type: 'date',
      size: 'mid',
      value: day,
    }),
  };
}

function answerOf(result: TryResult | null): string {
  if (!result) return 'Whom should the draft be tried on?';
  if (result.trial.draft === null) return 'The draft cannot be tried yet: its faults must be put right first.';
  if (result.kind === 'course') return courseWords(result.trial);
  const { before, after } = result.trial;
  const who = result.person?.name ?? 'this student';
  const now = triedChip(after!).word.toLowerCase();
  if (!before) return `Under the draft, ${who} would be “${now}”.`;
  const was = triedChip(before).word.toLowerCase();
  if (isMoved(before, after)) return `Under the draft, ${who} would be “${now}” instead of “${was}”.`;
  const moves = rulesSideBySide(before, after).filter(({ isMove }) => isMove).length;
  const rest =
    moves === 0 ? 'and no rule comes out differently' : `but ${countWords(moves, 'rule')} would come out differently`;
  return `Under both, ${who} is “${now}”, ${rest}.`;
}

function courseWords({ students, moved, inForce }: CourseTrial): string {
  const all = countWords(students, 'student');
  if (!inForce) return `If the draft held for everybody, this is where the ${all} of this course would stand.`;
  if (moved.length === 0) return `None of the ${all} of this course would stand elsewhere under the draft.`;
  return `${moved.length} of the ${all} of this course would stand elsewhere if the draft were theirs.`;
}

function besideWords(result: TryResult): string {
  const never = 'Nothing is saved by trying.';
  if (result.kind === 'course')
    return `Nobody’s terms change by publishing: whoever has accepted a version keeps it. ${never}`;
  const { beside, isTheirs } = result.trial;
  if (!beside) return `No version is published yet, so nothing stands beside the draft. ${never}`;
  if (isTheirs)
    return `${result.person?.name ?? 'The student'} has version ${beside.label} and keeps it, whatever is published. ${never}`;
  return `Beside it: version ${beside.label}, in force for whoever accepts now. ${never}`;
}

function oneView({ trial, person }: Extract<TryResult, { kind: 'one' }>, page: Page) {
  const { before, after, beside } = trial;
  const names = { before: beside ? `Version ${beside.label}` : '', after: 'The draft' };
  const rows = rulesSideBySide(before, after).map(({ id, before: was, after: is, isMove }) => ({
    id,
    title: titleOf((is ?? was)!),
    isMove: isMove && before !== null && after !== null,
    before: beside ? sideOf(was) : (false as const),
    after: sideOf(is),
  }));
  return {
    fileHref: person ? `${page.base}/students/${person.id}` : '',
    fileLabel: person ? `${person.name}’s file` : '',
    names,
    hasBeside: beside !== null,
    before: before ? standingView(before) : (false as const),
    after: after
      ? standingView(after)
      : { chip: unreadable, words: 'Put the draft’s faults right first.', details: [], change: '', faults: [] },
    rows,
    movesWords: movesWords(rows.filter(({ isMove }) => isMove).length),
  };
}

function movesWords(moves: number): string {
  if (moves === 0) return 'None comes out differently';
  return moves === 1 ? 'One comes out differently' : `${moves} come out differently`;
}

/** The rule as its own first sentence says it. */
function titleOf({ rule, evidence }: FoundRule): string {
  return /^.*?\.(?= |$)/.exec(rule.terms(evidence.calendar))?.[0] ?? rule.terms(evidence.calendar);
}

function sideOf(found: FoundRule | null) {
  if (!found) return { chip: notAsked, words: '' };
  return { chip: findingChip(found, 'staff'), words: found.rule.tell(found.evidence, found.judgement).staff };
}

function standingView(tried: Tried) {
  if (tried.kind === 'unread')
    return {
      chip: triedChip(tried),
      words: 'What is recorded cannot be read by these terms; a person has to look.',
      details: [],
      change: '',
      faults: tried.faults.map(({ path, message }) => `${path}: ${message}`),
    };
  const { verdict } = tried;
  const { claimBy, remedies = [] } = verdict;
  const details = [
    { label: 'Claim by', value: claimBy === undefined ? '' : dayInWords(claimBy) },
    { label: 'Gets', value: remedies.map(nameWords).join(' or ') },
  ];
  return {
    chip: triedChip(tried),
    words: verdictWords(verdict).staff,
    details: details.filter(({ value }) => value !== ''),
    change: changeWords(verdict)?.staff ?? '',
    faults: [],
  };
}

function courseView({ moved, inForce, students }: CourseTrial, { day }: TryAsked, path: string) {
  return {
    students,
    hasBeside: inForce !== null,
    rows: moved.map(({ person, before, after }) => ({
      name: person.name,
      href: hrefOf(path, `student:${person.id}`, day),
      before: before ? triedChip(before) : notAsked,
      after: triedChip(after),
      words: after.kind === 'judged' ? verdictWords(after.verdict).staff : '',
    })),
  };
}
