// The sentence for which a student opens "My guarantee", and what time alone will change.

import { rulesOf } from '../../../domain/guarantee/requirement.ts';
import type { CompiledPolicy } from '../../../domain/guarantee/policy.ts';
import { distanceWords } from '../../../domain/time.ts';
import type { JudgedStudent } from '../../../services/guarantee/eligibility.ts';
import type { MyGuarantee } from '../../../services/guarantee/my-guarantee.ts';
import { changeView } from '../../deadlines.ts';
import { findingLine } from '../../finding-lines.ts';
import { besideWords, type Moment, type Reader } from '../../moments.ts';
import { standingChip } from '../../standing-chips.ts';
import { openWork } from './open-work.ts';

const stillYours =
  'You can still finish the course, sit the exam and pass it. If something stood in your way that staff do not know of, tell them: they can let you off a condition or move a date.';

/** Chip, sentence, and what stands under it. */
export function answerOf({ judgment, now }: MyGuarantee, zone: string) {
  const chip = standingChip(judgment);
  if (judgment.kind !== 'judged')
    return {
      chip,
      answer: 'Staff must look at your record first.',
      reasons: [
        'Two things that are recorded of you do not fit together. Staff see that, too; you lose nothing by it.',
      ],
      change: '',
      changesAt: false as const,
    };
  const { json, verdict } = judgment;
  const [answer, rest] = sentenceOf(judgment, { zone, now });
  return {
    chip,
    answer,
    reasons: [rest, reasonOf(verdict)].filter((words) => words !== ''),
    change: json.changeWords ?? (verdict.verdict === 'on_track' ? 'No date of yours runs out by itself now.' : ''),
    changesAt: verdict.change && json.changesOn ? distanceView(verdict, { zone, now }) : (false as const),
  };
}

/**
 * The sentence of the verdict, and what follows it. On track it names what has to be done first, so that it never differs from the
 * card beside it.
 */
function sentenceOf(judged: JudgedStudent, reader: Reader): readonly [answer: string, rest: string] {
  const { json, verdict } = judged;
  if (isSettled(judged)) return ['Your claim is approved.', ''];
  if (verdict.verdict === 'approve' && judged.isClaimDenied)
    return ['Your claim was denied.', 'The reasons stand under My claim, and what you can do there.'];
  if (verdict.verdict !== 'on_track') return cut(json.words);
  const { todo, later } = openWork(verdict);
  const [first] = todo;
  if (first) return [`You are on track. ${findingLine(first.found, 'student', reader).words}`, ''];
  return [later.length > 0 ? 'You are on track. Now sit the official exam.' : json.words, ''];
}

/** "The guarantee has ended for you. This was asked: ..." is an answer, and what explains it. */
function cut(words: string): readonly [string, string] {
  const at = words.search(/\. [A-Z]/);
  return at < 0 ? [words, ''] : [words.slice(0, at + 1), words.slice(at + 2)];
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

/** Whether a leave of absence would move a date of these terms. */
export function hasPausableRules({ versions }: CompiledPolicy): boolean {
  return versions.some(
    ({ terms }) => terms.kind === 'guarantee' && rulesOf(terms.requires).some(({ params }) => isPausable(params)),
  );
}

function isPausable(params: unknown): boolean {
  return typeof params === 'object' && params !== null && 'pausable' in params && params.pausable !== undefined;
}
