// One retake as its student sees it: what it is, where it stands, its days, what still holds, its code, and what happened.

import { dayInWords, readDay } from '../../../domain/day.ts';
import type { Entitlement } from '../../../domain/retakes/entitlement.ts';
import { kindOf, kindWords, unitWords } from '../../../domain/retakes/kind.ts';
import { moneyWords } from '../../../domain/money.ts';
import { isOver } from '../../../domain/retakes/standing.ts';
import { closesWords } from '../../../domain/retakes/taken.ts';
import { amountWordsOf, conditionsOf, standingWords } from '../../../domain/retakes/words.ts';
import type { Retake } from '../../../services/guarantee/retakes.ts';
import type { Moment } from '../../moments.ts';
import { retakeChip, soonDays } from '../../retake-chip.ts';
import { daysAway, firstMoment, lastMoment, startMoment, todayOf, type Reader } from '../../retake-dates.ts';
import { historyOf } from '../../retake-history.ts';
import { validityBar } from '../../validity-bar.ts';
import { retakeDialogs, type DialogGround } from './retake-dialogs.ts';

export interface CardGround extends DialogGround {
  readonly reader: Reader;
  readonly personId: string;
  /** The code in plain text, for the one card whose code was just asked for. */
  readonly shown: { readonly id: string; readonly code: string } | null;
}

/** Exactly the names that the partial `retake-card` prints. */
export function retakeCard(retake: Retake, ground: CardGround) {
  const { entitlement: of, standing } = retake;
  const { reader } = ground;
  const dialogs = retakeDialogs(retake, ground);
  const daysLeft = daysLeftOf(retake, reader.now);
  const { use } = kindOf(of.kind);
  const isOpen = !isOver(standing);
  const byKind = new Map(dialogs.map((dialog) => [dialog.act, dialog]));
  return {
    id: of.id,
    heading: kindWords(of.kind),
    amount: amountWordsOf(of),
    chip: retakeChip(standing, daysLeft),
    sentence: standingWords(of, standing).student,
    origin: originWords(of),
    isOpen,
    warning: warningOf(retake, daysLeft),
    facts: factsOf(retake, reader),
    bar: validityBar(of, standing, reader.now),
    conditions: isOpen ? conditionsOf(of) : [],
    options:
      use === 'choice' && isOpen
        ? of.options.map((option) => ({
            name: kindWords(option.kind),
            what: option.value
              ? moneyWords(option.value)
              : option.units > 1
                ? unitWords(option.kind, option.units)
                : '',
            closes: closesWords(of.options, option.kind),
            dialog: byKind.get(`choose:${option.kind}`) ?? (false as const),
          }))
        : [],
    dialogs: use === 'choice' ? [] : dialogs.filter(({ isShown }) => !isShown),
    inHand: dialogs.find(({ isShown }) => isShown) ?? (false as const),
    code: codeOf(retake, ground),
    history: historyOf(of, ground.personId, reader),
  };
}

/** Days until a retake that can be used runs out; null where it has no last day, or nothing is left to lose. */
export function daysLeftOf({ entitlement, standing }: Retake, now: number): number | null {
  if (isOver(standing) || standing.lastUsableDay === null) return null;
  return standing.lastUsableDay - todayOf(entitlement.terms, now);
}

const seatWords = 'Sit by then; a booking for a later day does not save it.';

function warningOf({ entitlement, standing }: Retake, daysLeft: number | null): string {
  const isWaiting = standing.state === 'available' || standing.state === 'blocked';
  if (!isWaiting || daysLeft === null || daysLeft > soonDays || standing.lastUsableDay === null) return '';
  const away = daysAway(daysLeft, 0);
  const { use } = kindOf(entitlement.kind);
  const act = use === 'choice' ? 'Choose by then.' : use === 'seat' ? seatWords : 'Use it by then.';
  return `It expires ${away}, after ${dayInWords(standing.lastUsableDay)}. ${act}`;
}

interface Fact {
  readonly label: string;
  readonly at: Moment | false;
  readonly words: string;
}

function factsOf({ entitlement: of, standing }: Retake, reader: Reader): Fact[] {
  const { usableFrom, lastUsableDay } = standing;
  const fact = (label: string, at: Moment): Fact => ({ label, at, words: '' });
  const booking = of.booking && of.booking.outcome === null ? of.booking : null;
  const today = todayOf(of.terms, reader.now);
  if (isOver(standing)) return [];
  return [
    ...(booking ? [fact('Booked', startMoment(of.terms, booking.startAt, reader))] : []),
    ...(booking && booking.place !== '' ? [{ label: 'Where', at: false as const, words: booking.place }] : []),
    ...(usableFrom !== null && usableFrom > today
      ? [fact('First usable day', firstMoment(of.terms, usableFrom, reader))]
      : []),
    lastUsableDay === null
      ? { label: 'Last usable day', at: false as const, words: 'none: it does not expire' }
      : fact('Last usable day', lastMoment(of.terms, lastUsableDay, reader)),
  ];
}

function originWords({ source, entries, issuedOn, replaces }: Entitlement): string {
  const on = dayInWords(readDay(issuedOn) ?? 0);
  const grant = entries[0]!;
  if (replaces !== null) return `It took the place of an earlier one on ${on}.`;
  switch (source.type) {
    case 'claim':
      return `Yours by your approved claim, since ${on}.`;
    case 'purchase':
      return `Bought with your course, since ${on}. It is yours whatever happens to the guarantee.`;
    default:
      return `Given by ${grant.byName} on ${on}.`;
  }
}

function codeOf({ entitlement: of, standing }: Retake, { path, csrf, shown }: CardGround) {
  const isSeat = kindOf(of.kind).use === 'seat';
  if (isOver(standing) || (!of.code && !isSeat)) return false as const;
  const times = of.codeShown.length;
  return {
    text: shown?.id === of.id ? shown.code : '',
    isThere: of.code !== null,
    action: `${path}/${of.id}/code`,
    csrf,
    showings: times === 0 ? 'Nobody has looked at it yet.' : `Shown ${times === 1 ? 'once' : `${times} times`} so far.`,
  };
}
