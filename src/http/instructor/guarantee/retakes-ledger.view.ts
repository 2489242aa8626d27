// The course's retakes: how many can still be used, what runs out soon, what is to be paid; and one row for each.

import { dayInWords, readDay } from '../../../domain/day.ts';
import { upperFirst } from '../../../domain/phrases.ts';
import { kindOf, kindWords } from '../../../domain/retakes/kind.ts';
import { moneyWords, totalsOf } from '../../../domain/money.ts';
import { isOver } from '../../../domain/retakes/standing.ts';
import { amountWordsOf } from '../../../domain/retakes/words.ts';
import type { RetakeRow } from '../../../services/guarantee/retakes.ts';
import type { Page } from '../../page.ts';
import { retakeChip } from '../../retake-chip.ts';
import { daysAway, todayOf, type Reader } from '../../retake-dates.ts';
import { countAtStart } from '../counts.ts';
import { address, pageOf, pagesView } from '../paging.ts';
import { momentOf } from '../table-moments.ts';
import { heaps, liesIn, rowsFor, type Heap, type LedgerQuery } from './ledger-query.ts';

export interface LedgerAsked extends LedgerQuery {
  readonly rows: readonly RetakeRow[];
  readonly mayGrant: boolean;
}

const heapWords: Readonly<Record<Heap, string>> = {
  '': 'All',
  usable: 'Ready to use',
  booked: 'Booked',
  waiting: 'Waiting',
  soon: 'Expiring within 30 days',
  look: 'Need a look',
  'to-pay': 'To be paid',
  'to-give': 'To be given',
  used: 'Used',
  expired: 'Expired',
  void: 'Void',
};

const doneWords: Readonly<Record<string, string>> = { granted: 'The retake is granted. The student sees it at once.' };

/** Everything `retakes-ledger.hbs` prints. */
export function retakesLedgerView(asked: LedgerAsked, page: Page, reader: Reader) {
  const { rows, show, q } = asked;
  const path = `${page.base}/retakes-ledger`;
  const shown = pageOf(rowsFor(rows, asked, reader.now), asked.page);
  const count = (heap: Heap): number => rows.filter((row) => liesIn(row, heap, reader.now)).length;
  return {
    page,
    crumb: false as const,
    title: 'Retakes',
    notice: doneWords[asked.done] ?? '',
    isEmpty: rows.length === 0,
    answer: answerOf(rows, count),
    reason: reasonOf(rows),
    grantHref: asked.mayGrant ? `${path}/grant` : '',
    csvHref: address(`${path}.csv`, { show, q }),
    filters: heaps
      .map((heap) => ({ heap, count: count(heap) }))
      .filter((one) => one.heap === '' || one.heap === show || one.count > 0)
      .map((one) => ({
        label: heapWords[one.heap],
        count: one.count,
        href: address(path, { show: one.heap, q }),
        isCurrent: one.heap === show,
        state: '',
        icon: '',
      })),
    search: { action: path, q, show },
    rows: shown.rows.map((row) => rowView(row, path, reader)),
    noneText: q === '' ? 'No retake is in this state.' : `No retake of anybody called “${q}” is here.`,
    pages: pagesView(shown, (to) => address(path, { show, q, page: to })),
  };
}

/** "Eight retakes are open. Three wait for staff to pay or give them, two run out within 30 days, and one needs a look." */
function answerOf(rows: readonly RetakeRow[], count: (heap: Heap) => number): string {
  const open = rows.filter(({ standing }) => !isOver(standing)).length;
  if (open === 0) return rows.length === 0 ? 'Nobody has a retake yet.' : 'No retake is left to be used.';
  const said = sayer([open, count('to-pay'), count('to-give'), count('soon'), count('look')]);
  const part = (units: number, [one, many]: readonly [string, string]): string =>
    units === 0 ? '' : `${said(units)} ${units === 1 ? one : many}`;
  const parts = [
    part(count('to-pay'), ['is to be paid', 'are to be paid']),
    part(count('to-give'), ['is to be given', 'are to be given']),
    part(count('soon'), ['runs out within 30 days', 'run out within 30 days']),
    part(count('look'), ['needs a look', 'need a look']),
  ].filter((words) => words !== '');
  const first = `${upperFirst(said(open))} ${open === 1 ? 'retake is' : 'retakes are'} open.`;
  return parts.length === 0 ? `${first} None runs out within 30 days.` : `${first} ${upperFirst(inRow(parts))}.`;
}

/** Counts of one sentence in one manner: words as long as all of them are below ten, else figures. */
function sayer(counts: readonly number[]): (count: number) => string {
  return counts.every((count) => count < 10) ? (count) => countAtStart(count).toLowerCase() : String;
}

function inRow(parts: readonly string[]): string {
  if (parts.length < 3) return parts.join(' and ');
  return `${parts.slice(0, -1).join(', ')}, and ${parts.at(-1)!}`;
}

/** What is at stake in money: refunds that are to be paid, and what open vouchers cost. */
function reasonOf(rows: readonly RetakeRow[]): string {
  const open = rows.filter(({ standing }) => !isOver(standing));
  const sums = (isMoney: boolean): string => {
    const values = open.flatMap(({ entitlement: { kind, value } }) =>
      value && (kindOf(kind).use === 'money') === isMoney ? [value] : [],
    );
    return totalsOf(values).map(moneyWords).join(' and ');
  };
  const [refunds, costs] = [sums(true), sums(false)];
  const parts = [
    refunds === '' ? '' : `Refunds of ${refunds} are still to be paid.`,
    costs === '' ? '' : `What can still be used has a value of ${costs}.`,
  ].filter(Boolean);
  return parts.length === 0 ? 'No money is at stake.' : parts.join(' ');
}

function rowView({ entitlement: of, standing, name }: RetakeRow, path: string, reader: Reader) {
  const today = todayOf(of.terms, reader.now);
  const last = standing.lastUsableDay ?? standing.lastDay;
  const daysLeft = !isOver(standing) && standing.lastUsableDay !== null ? standing.lastUsableDay - today : null;
  const booking = of.booking && of.booking.outcome === null ? of.booking : null;
  return {
    id: of.id,
    name,
    href: `${path}/${of.id}`,
    kind: kindWords(of.kind),
    amount: amountWordsOf(of),
    chip: retakeChip(standing, daysLeft),
    last: last === null ? 'none' : dayInWords(last),
    away: last === null || isOver(standing) ? '' : daysAway(last, today),
    booked: booking ? momentOf(booking.startAt, reader) : (false as const),
    since: dayInWords(readDay(of.issuedOn) ?? 0),
    source: sourceWords[of.source.type],
  };
}

/** Where a retake came from, in a word or two. */
export const sourceWords = {
  claim: 'claim',
  purchase: 'bought',
  staff: 'staff',
  replacement: 'replacement',
} as const;
