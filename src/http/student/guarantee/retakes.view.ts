// My retakes: what a student can still use and by when, each with its days, its code and its history; and what is over.

import type { Fault } from '../../../domain/refusal.ts';
import { lowerFirst } from '../../../domain/phrases.ts';
import { isOver } from '../../../domain/retakes/standing.ts';
import { kindWords } from '../../../domain/retakes/kind.ts';
import { deadlineWords } from '../../../domain/time.ts';
import { cutoffMs } from '../../../domain/retakes/calendar.ts';
import type { OpenableExam, Retake } from '../../../services/guarantee/retakes.ts';
import { errorSummary } from '../../form-field.ts';
import type { Attempted } from '../../instructor/act-form.ts';
import type { Page } from '../../page.ts';
import type { Reader } from '../../retake-dates.ts';
import { retakeCard } from './retake-card.ts';

export interface RetakesAsked {
  readonly retakes: readonly Retake[];
  readonly exams: readonly OpenableExam[];
  readonly personId: string;
  readonly actId: string;
  /** What has just been done, or "". */
  readonly done: string;
  /** What was refused, and of which retake. */
  readonly refused: (Attempted & { readonly id: string; readonly problem: string }) | null;
  /** The code that was asked for. */
  readonly shown: { readonly id: string; readonly code: string } | null;
}

const doneWords: Readonly<Record<string, string>> = {
  booked: 'Your retake is held for this booking.',
  canceled: 'The booking is canceled. Nothing was used up, and you can book again.',
  'canceled-late': 'The booking is canceled, and the retake is used up.',
  chosen: 'Your choice is recorded.',
  opened: 'The attempts are added. You find them with the exam.',
};

/** Everything `retakes.hbs` prints. */
export function retakesView(asked: RetakesAsked, page: Page, reader: Reader) {
  const { retakes, exams, personId, actId, refused, shown } = asked;
  const ground = {
    path: `${page.base}/retakes`,
    csrf: page.csrf,
    actId,
    exams,
    now: reader.now,
    reader,
    personId,
    shown,
  };
  const cardOf = (retake: Retake) =>
    retakeCard(retake, { ...ground, attempted: refused?.id === retake.entitlement.id ? refused : null });
  const open = retakes.filter(({ standing }) => !isOver(standing)).toSorted(byLastDay);
  const over = retakes.filter(({ standing }) => isOver(standing));
  return {
    page,
    crumb: false as const,
    title: 'My retakes',
    notice: doneWords[asked.done] ?? '',
    problem: refused && refused.faults.length === 0 ? refused.problem : '',
    summary: errorSummary((refused?.faults ?? []) as readonly Fault[]),
    isEmpty: retakes.length === 0,
    answer: answerOf(open),
    reason: reasonOf(open),
    open: open.map(cardOf),
    over: over.map(cardOf),
  };
}

function byLastDay(a: Retake, b: Retake): number {
  return (a.standing.lastUsableDay ?? Infinity) - (b.standing.lastUsableDay ?? Infinity);
}

function answerOf(open: readonly Retake[]): string {
  const [only] = open;
  if (!only) return 'You have no retake left to use.';
  if (open.length === 1) return `You have one: ${lowerFirst(kindWords(only.entitlement.kind))}.`;
  return `You have ${open.length} things that you can still use.`;
}

/** What runs out first, and when. */
function reasonOf(open: readonly Retake[]): string {
  const first = open.find(({ standing }) => standing.lastUsableDay !== null && standing.state !== 'reserved');
  if (!first)
    return open.length === 0
      ? 'What you had stands below, with what became of it.'
      : 'Nothing of it runs out by itself.';
  const { entitlement, standing } = first;
  const { terms, kind } = entitlement;
  const last = deadlineWords(standing.lastUsableDay!, cutoffMs(terms), terms.timeZone);
  return open.length === 1
    ? `Use it until ${last}.`
    : `The first to run out: ${lowerFirst(kindWords(kind))}, on ${last}.`;
}
