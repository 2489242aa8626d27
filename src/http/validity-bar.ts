// The life of a retake, drawn: from its grant to its last day, the stretch in which it can be used, today, and what is booked; with its table.

import { dayInWords, readDay, type Day } from '../domain/day.ts';
import type { Entitlement } from '../domain/retakes/entitlement.ts';
import { lowerFirst } from '../domain/phrases.ts';
import { kindWords } from '../domain/retakes/kind.ts';
import { isOver, type EntitlementStanding } from '../domain/retakes/standing.ts';
import { dayOfInstant, findZone } from '../domain/zone.ts';
import { daysAway, todayOf } from './retake-dates.ts';

/** Exactly the names that `validity-bar.hbs` prints; x in percent. */
export interface ValidityBar {
  readonly id: string;
  /** The drawing in a sentence. */
  readonly title: string;
  readonly first: { readonly x: string; readonly words: string };
  readonly last: { readonly x: string; readonly words: string };
  /** The stretch in which it can be used. */
  readonly band: { readonly x: string; readonly width: string };
  readonly today: { readonly x: string; readonly isRight: boolean } | false;
  readonly booked: { readonly x: string } | false;
  readonly key: readonly string[];
  readonly twin: {
    readonly caption: string;
    readonly columns: readonly { readonly label: string; readonly isNumber: boolean }[];
    readonly rows: readonly {
      readonly label: string;
      readonly cells: readonly { readonly words: string; readonly isNumber: boolean }[];
    }[];
  };
}

/** The drawing; false where there is no last day to draw towards, or nothing is left. */
export function validityBar(of: Entitlement, standing: EntitlementStanding, now: number): ValidityBar | false {
  const { usableFrom, lastUsableDay } = standing;
  const issued = readDay(of.issuedOn);
  if (isOver(standing) || issued === null || usableFrom === null || lastUsableDay === null) return false;
  const end = Math.max(lastUsableDay, usableFrom, issued + 1);
  const xOf = (day: Day): number => 1 + (98 * (Math.min(end, Math.max(issued, day)) - issued)) / (end - issued);
  const today = todayOf(of.terms, now);
  const zone = findZone(of.terms.timeZone)!;
  const booked = of.booking && of.booking.outcome === null ? dayOfInstant(of.booking.startAt, zone) : null;
  const days: [string, Day][] = [
    ['Granted', issued],
    ['Usable from', usableFrom],
    ['Today', today],
    ...(booked === null ? [] : [['Booked for', booked] as [string, Day]]),
    ['Last usable day', lastUsableDay],
  ];
  const bandFrom = xOf(Math.min(usableFrom, lastUsableDay));
  return {
    id: of.id,
    title: `Usable from ${dayInWords(usableFrom)} to ${dayInWords(lastUsableDay)}. Today is ${dayInWords(today)}.`,
    first: { x: percent(xOf(issued)), words: dayInWords(issued) },
    last: { x: percent(xOf(lastUsableDay)), words: dayInWords(lastUsableDay) },
    band: { x: percent(bandFrom), width: percent(usableFrom > lastUsableDay ? 0 : xOf(lastUsableDay) - bandFrom) },
    today: today > end ? false : { x: percent(xOf(today)), isRight: xOf(today) > 50 },
    booked: booked === null ? false : { x: percent(xOf(booked)) },
    key: ['Days on which it can be used', ...(booked === null ? [] : ['Booked'])],
    twin: {
      caption: `Days: ${lowerFirst(kindWords(of.kind))}, ${dayInWords(issued)} to ${dayInWords(lastUsableDay)}`,
      columns: ['What', 'Day', 'Away'].map((label) => ({ label, isNumber: false })),
      rows: days
        .toSorted((a, b) => a[1] - b[1])
        .map(([label, day]) => ({
          label,
          cells: [dayInWords(day), daysAway(day, today)].map((words) => ({ words, isNumber: false })),
        })),
    },
  };
}

function percent(x: number): string {
  return `${Math.round(x * 100) / 100}%`;
}
