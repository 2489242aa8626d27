// The roll call of one class: how many are still to mark, one row of big buttons per student, and what was done last.

import { mayDo, type Visitor } from '../../../domain/person.ts';
import type { Makeup } from '../../../domain/evidence/makeups.ts';
import type { PresenceState } from '../../../domain/evidence/presence.ts';
import { countWords } from '../../../domain/time.ts';
import type { RollCall, RollRow } from '../../../services/guarantee/attendance.ts';
import { clock, markFacts, timeOfClass } from '../../class-words.ts';
import { makeupCount, makeupInShort } from '../../makeup-words.ts';
import { pressable, presenceChips } from '../../presence-marks.ts';
import type { Page } from '../../page.ts';
import { address, isNamed } from '../paging.ts';
import type { Reader } from '../table-moments.ts';

export const rollFilters = ['all', 'unmarked', 'code', 'missing'] as const;
export type RollFilter = (typeof rollFilters)[number];

export interface RollAsked {
  readonly show: RollFilter;
  readonly q: string;
  /** The person who was marked last, the batch of "the rest", or "". */
  readonly marked: string;
  readonly batch: string;
  readonly undone: boolean;
  /** What may still be done by those who missed the class. */
  readonly makeups: ReadonlyMap<string, Makeup>;
}

/** Everything `roll-call.hbs` prints. */
export function rollCallView(roll: RollCall, asked: RollAsked, page: Page, visitor: Visitor, reader: Reader) {
  const { held, heldBefore, rows, counts } = roll;
  const path = `${page.base}/classes/${held.id}`;
  const { show, q } = asked;
  const marksHref = `${path}/marks`;
  const filter = (to: RollFilter, label: string) => ({
    name: to,
    label,
    count: rows.filter((row) => isShown(row, to)).length,
    href: address(path, { show: to === 'all' ? '' : to, q }),
    isCurrent: show === to,
  });
  const { makeups } = asked;
  const context = { held, heldBefore, path, makeups, mayExcuse: mayDo(visitor, 'waive'), reader };
  return {
    page,
    crumb: { href: `${page.base}/classes`, label: 'Classes' },
    title: held.title,
    when: timeOfClass(held, reader),
    place: held.place,
    isCancelled: held.isCancelled,
    cancelledWords: held.cancelledWhy,
    answer: unmarkedWords(counts.unmarked, rows.length, held.startsAt > reader.now),
    makeupWords: makeupCount([...makeups.values()], reader.now),
    isEmpty: rows.length === 0,
    showCodeHref: held.isCancelled ? '' : `${path}/code`,
    importHref: held.isCancelled ? '' : `${path}/import`,
    editHref: mayDo(visitor, 'plan classes') ? `${path}/edit` : '',
    filters: [
      filter('all', 'All'),
      filter('unmarked', 'Not marked'),
      filter('missing', 'Not there'),
      filter('code', 'By code'),
    ],
    search: { action: path, q, show: show === 'all' ? '' : show },
    form: { action: marksHref, csrf: page.csrf, show, q, restHref: `${path}/rest`, undoHref: `${path}/undo` },
    // All rows are there, so that a phone without a network can show others; those that nobody asked for are hidden.
    rows: rows.map((row) => ({
      ...rowOf(row, context),
      isHidden: !isShown(row, show) || !isNamed(row.learner.name, q),
    })),
    hasNone: rows.length > 0 && !rows.some((row) => isShown(row, show) && isNamed(row.learner.name, q)),
    restWords: restWords(counts.unmarked, rows.length),
    done: doneOf(asked, roll),
    data: {
      classId: held.id,
      personId: visitor.personId,
      marksHref,
      csrf: page.csrf,
      now: roll.now,
      minutes: held.minutes,
      mayExcuse: context.mayExcuse,
      total: rows.length,
      words: Object.fromEntries(pressable.map((status) => [status, presenceChips[status].word])),
    },
  };
}

/** "6 of 20 still to mark". */
export function unmarkedWords(unmarked: number, total: number, isAhead: boolean): string {
  if (total === 0) return 'No student of this course is known yet.';
  if (unmarked === 0) return total === 1 ? 'The one student is marked.' : `All ${total} are marked.`;
  return `${unmarked} of ${total} still to mark${isAhead ? '; this class has not begun' : ''}`;
}

function restWords(unmarked: number, total: number): string {
  if (unmarked === 0) return '';
  return unmarked === total ? `Mark all ${total} present` : `Mark the other ${unmarked} present`;
}

function isShown({ mark }: RollRow, show: RollFilter): boolean {
  if (show === 'unmarked') return mark === null;
  if (show === 'code') return mark?.source === 'student';
  if (show === 'missing') return mark?.status === 'absent' || mark?.status === 'excused';
  return true;
}

interface Context {
  readonly held: RollCall['held'];
  readonly heldBefore: RollCall['heldBefore'];
  readonly path: string;
  readonly makeups: ReadonlyMap<string, Makeup>;
  readonly mayExcuse: boolean;
  readonly reader: Reader;
}

function rowOf(
  { learner, mark, markBefore }: RollRow,
  { held, heldBefore, path, makeups, mayExcuse, reader }: Context,
) {
  const { zone, now } = reader;
  const makeup = makeups.get(learner.id);
  const state: PresenceState = mark?.status ?? 'unmarked';
  const missed = markBefore?.status === 'absent' && !markBefore.makeup && heldBefore;
  return {
    personId: learner.id,
    name: learner.name,
    state,
    beforeWords: missed ? `missed ${missed.title}` : '',
    source: mark?.source ?? '',
    facts: mark ? markFacts(mark, held, zone).join(', ') : '',
    note: mark?.note ?? '',
    makeup: makeup ? makeupInShort(makeup, now) : '',
    byWords: mark && mark.source !== 'student' ? `${mark.byName}, ${clock(mark.at, zone)}` : '',
    isLate: state === 'late',
    lateMinutes:
      mark?.status === 'late' && mark.minutes !== null ? String(Math.max(0, held.minutes - mark.minutes)) : '',
    minutesOfClass: String(held.minutes),
    minutes: mark?.minutes ?? '',
    detailsHref: `${path}/students/${learner.id}`,
    buttons: pressable
      .filter((status) => mayExcuse || status !== 'excused')
      .map((status) => ({
        ...presenceChips[status],
        status,
        value: `${learner.id}:${status}`,
        pressed: String(state === status),
        of: learner.name,
      })),
  };
}

function doneOf({ marked, batch, undone }: RollAsked, { rows }: RollCall) {
  if (undone) return { words: 'Taken back.', personId: '', batch: '' };
  if (batch !== '') {
    const count = rows.filter((row) => row.mark?.batch === batch).length;
    return count > 0
      ? { words: `${countWords(count, 'student')} marked together.`, personId: '', batch }
      : { words: 'Nobody was left to mark.', personId: '', batch: '' };
  }
  const row = rows.find(({ learner }) => learner.id === marked);
  if (!row?.mark) return { words: '', personId: '', batch: '' };
  const words = `${row.learner.name} marked ${presenceChips[row.mark.status].word.toLowerCase()}.`;
  return { words, personId: row.learner.id, batch: '' };
}
