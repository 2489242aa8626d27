// One retake of a student, for staff: where it stands, what they may do to it, its days, its money, its code, and all that happened.

import { dayInWords, readDay } from '../../../domain/day.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { mayDo, type Visitor } from '../../../domain/person.ts';
import type { Entitlement } from '../../../domain/retakes/entitlement.ts';
import { isOwedByStaff, kindOf, kindWords, unitWords } from '../../../domain/retakes/kind.ts';
import { moneyWords } from '../../../domain/money.ts';
import { isOver } from '../../../domain/retakes/standing.ts';
import { conditionsOf, standingWords } from '../../../domain/retakes/words.ts';
import { zoneName } from '../../../domain/time.ts';
import type { RetakeRow } from '../../../services/guarantee/retakes.ts';
import { dialogForm } from '../../dialog-form.ts';
import { errorSummary } from '../../form-field.ts';
import type { Moment } from '../../moments.ts';
import type { Page } from '../../page.ts';
import { retakeChip } from '../../retake-chip.ts';
import { daysAway, firstMoment, lastMoment, startMoment, todayOf, type Reader } from '../../retake-dates.ts';
import { historyOf } from '../../retake-history.ts';
import { validityBar } from '../../validity-bar.ts';
import type { Attempted } from '../act-form.ts';
import { entitlementActs } from './entitlement-acts.ts';

export interface EntitlementAsked {
  readonly row: RetakeRow;
  readonly visitor: Visitor;
  readonly actId: string;
  readonly done: string;
  readonly refused: (Attempted & { readonly problem: string }) | null;
  /** The code in plain text, when it was just asked for. */
  readonly shownCode: string;
  readonly mayShowCode: boolean;
  /** The title of the mock exam that extra attempts are for; "" where there is none. */
  readonly examTitle: string;
}

const doneWords: Readonly<Record<string, string>> = {
  granted: 'The retake is granted. The student sees it at once.',
  book: 'The booking is recorded, and the retake is held for it.',
  release: 'The booking is taken out. Nothing was used up.',
  use: 'The use is recorded.',
  restore: 'The use is taken back.',
  code: 'The code is kept, encrypted.',
  extend: 'The last day is moved.',
  replace: 'This one stands in the place of the earlier one.',
  reinstate: 'Granted again, in the place of the one that was void. The student sees it at once.',
  void: 'The retake is void. If that was a mistake, grant it again below.',
  approve: 'You agreed to the payment. It can be paid now.',
  fulfill: 'The payment is recorded.',
};

/** Everything `entitlement.hbs` prints. */
export function entitlementView(asked: EntitlementAsked, page: Page, reader: Reader) {
  const { row, visitor, actId, refused } = asked;
  const { entitlement: of, standing, name } = row;
  const path = `${page.base}/retakes-ledger`;
  const acts = entitlementActs(row, visitor, reader.now).map((words) =>
    dialogForm(
      words,
      { id: `act-${words.act}`, action: `${path}/${of.id}/${words.act}`, csrf: page.csrf, actId },
      refused,
    ),
  );
  const inHand = acts.find(({ isShown }) => isShown) ?? (false as const);
  const daysLeft =
    !isOver(standing) && standing.lastUsableDay !== null
      ? standing.lastUsableDay - todayOf(of.terms, reader.now)
      : null;
  return {
    page,
    crumb: { href: path, label: 'Retakes' },
    title: `${kindWords(of.kind)}: ${name}`,
    notice: doneWords[asked.done] ?? '',
    // A fault has its place in the dialog; where that is not offered any more, the sentence says what happened meanwhile.
    problem: refused && (!inHand || refused.faults.length === 0) ? refused.problem : '',
    summary: errorSummary(inHand ? (refused?.faults as readonly Fault[]) : []),
    chip: retakeChip(standing, daysLeft),
    answer: standingWords(of, standing).staff,
    reason: `${originWords(of)}${whoPays(row, visitor)}`,
    inHand,
    acts: acts.filter(({ isShown }) => !isShown),
    bar: validityBar(of, standing, reader.now),
    days: daysFacts(row, reader),
    amounts: amountFacts(of, asked.examTitle),
    conditions: conditionsOf(of),
    options: of.options.map((option) => ({
      words: `${kindWords(option.kind)}${option.value ? `, ${moneyWords(option.value)}` : ''}${option.units > 1 ? `, ${unitWords(option.kind, option.units)}` : ''}`,
    })),
    code: codePart(asked, page),
    links: linksOf(of, path),
    history: historyOf(of, visitor.personId, reader),
  };
}

function originWords({ source, entries, issuedOn, terms }: Entitlement): string {
  const grant = entries[0]!;
  const from = {
    claim: 'by an approved claim',
    purchase: `with purchase ${source.id}`,
    staff: 'by staff',
    replacement: 'in the place of an earlier one',
  }[source.type];
  const zone = terms.timeZone.replaceAll('_', ' ');
  return `Granted ${from} on ${dayInWords(readDay(issuedOn) ?? 0)} (${grant.byName}). Days are counted in ${zoneName(zone)}.`;
}

/** Whoever may not refund is told who does. */
function whoPays({ entitlement: of }: RetakeRow, visitor: Visitor): string {
  const isOwed = of.isOpen && kindOf(of.kind).use === 'money';
  return isOwed && !mayDo(visitor, 'refund') ? ' An administrator pays refunds.' : '';
}

interface Fact {
  readonly label: string;
  readonly at: Moment | false;
  readonly words: string;
}

function daysFacts({ entitlement: of, standing }: RetakeRow, reader: Reader): Fact[] {
  const { usableFrom, lastUsableDay, lastDay, change } = standing;
  const plain = (label: string, words: string): Fact => ({ label, at: false, words });
  const moment = (label: string, at: Moment): Fact => ({ label, at, words: '' });
  const booking = of.booking && of.booking.outcome === null ? of.booking : null;
  const last =
    lastDay === null
      ? plain('Last day', 'none: it does not expire')
      : moment('Last day', lastMoment(of.terms, lastDay, reader));
  const isEarlier = lastUsableDay !== null && lastUsableDay !== lastDay;
  return [
    ...(booking ? [moment('Booked for', startMoment(of.terms, booking.startAt, reader))] : []),
    ...(booking && booking.place !== '' ? [plain('Where', booking.place)] : []),
    ...(!isOver(standing) && usableFrom !== null && usableFrom > dayOf(of, reader.now)
      ? [moment('First usable day', firstMoment(of.terms, usableFrom, reader))]
      : []),
    last,
    ...(isEarlier ? [moment('Exam offered until', lastMoment(of.terms, lastUsableDay, reader))] : []),
    ...(change && of.isOpen
      ? [plain('By time alone', `${stateNames[change.to]} ${daysAway(dayOf(of, change.at), dayOf(of, reader.now))}`)]
      : []),
  ];
}

const stateNames = {
  pending: 'issued',
  available: 'can be used',
  blocked: 'has to wait',
  reserved: 'is booked',
  consumed: 'is used',
  expired: 'expires',
  void: 'ends with its exam',
  infeasible: 'can no longer be used in time',
  needs_review: 'needs a look',
} as const;

function dayOf({ terms }: Entitlement, at: number): number {
  return todayOf(terms, at);
}

function amountFacts(
  { kind, balance, value, tries, approval }: Entitlement,
  examTitle: string,
): { label: string; words: string }[] {
  const isMoney = kindOf(kind).use === 'money';
  const count = (label: string, units: number) => (units > 0 ? [{ label, words: unitWords(kind, units) }] : []);
  return [
    ...(isMoney
      ? []
      : [...count(isOwedByStaff(kind) ? 'To be given' : 'Free', balance.free), ...count('Booked', balance.held)]),
    ...(isMoney ? [] : [...count('Used', balance.used), ...count('Ended unused', balance.ended)]),
    ...(value ? [{ label: isMoney ? 'Amount' : 'Value', words: moneyWords(value) }] : []),
    ...(tries ? [{ label: 'Exam', words: examTitle === '' ? 'a mock exam' : examTitle }] : []),
    ...(approval.isNeeded
      ? [
          {
            label: 'Second person',
            words: approval.by === null ? 'needed before it is paid' : `${approval.byName} agreed`,
          },
        ]
      : []),
  ];
}

function codePart({ row, shownCode, mayShowCode }: EntitlementAsked, page: Page) {
  const { entitlement: of } = row;
  if (kindOf(of.kind).use !== 'seat' || (!of.isOpen && of.code === null)) return false as const;
  const times = of.codeShown.length;
  const showings =
    times === 0
      ? 'Nobody has looked at it yet.'
      : `Shown ${times === 1 ? 'once' : `${times} times`}; the list below says to whom.`;
  return {
    text: shownCode,
    state: of.code === null ? 'No code has been entered.' : of.isOpen ? '' : 'It is not shown any more.',
    mayShow: of.code !== null && of.isOpen && mayShowCode,
    action: `${page.base}/retakes-ledger/${of.id}/show-code`,
    csrf: page.csrf,
    showings: of.code === null ? '' : showings,
  };
}

function linksOf(of: Entitlement, path: string): { href: string; label: string }[] {
  const replacedBy = of.entries.findLast(({ act }) => act === 'replace')?.replacedBy ?? null;
  return [
    ...(of.replaces === null
      ? []
      : [{ href: `${path}/${of.replaces}`, label: 'The earlier one, whose place it took' }]),
    ...(replacedBy === null ? [] : [{ href: `${path}/${replacedBy}`, label: 'The one that took its place' }]),
  ];
}
