// The part of an exam's page that changes by the second: who is sitting now, how much time is left, and who has not been heard of.

import { durationWords } from '../../domain/time.ts';
import type { SittingNow, SittingRow } from '../../services/invigilation.ts';
import { chips, type Chip } from '../chips.ts';
import type { Page } from '../page.ts';
import { actForm, type ActForm, type Attempted } from './act-form.ts';
import { extendAllWords, extendWords } from './attempt-acts.ts';
import { countAtStart } from './counts.ts';
import { clockWords, countdown, momentOf, secondOf, secondWords, type Moment, type Reader } from './table-moments.ts';
import { address, pageOf, pagesView } from './paging.ts';

/** A room that has not been heard of for so long is "No contact": a neutral fact, no accusation. */
const noContactAfterMs = 60_000;

/** What the visitor may do on the page; buttons for anything else are not there. */
export interface MayHere {
  readonly act: boolean;
  readonly settings: boolean;
  readonly preview: boolean;
  readonly resend: boolean;
}

export interface SittingCells {
  readonly attemptId: string;
  readonly href: string;
  readonly name: string;
  readonly isPreview: boolean;
  readonly left: string;
  /** For the script that counts down between two refreshes; "" while the clock stands still. */
  readonly leftMs: string;
  readonly closes: Moment | false;
  readonly closesNote: string;
  readonly answered: string;
  readonly chip: Chip;
  readonly stateNote: string;
  readonly saved: Moment | false;
  readonly extend: ActForm | false;
}

export interface SittingAsked {
  /** Page of the list, from 1. */
  readonly page: number;
  /** Names this rendering's presses of "Extend". */
  readonly actId: string;
}

/** The part of the page, and of the fragment that replaces it every ten seconds. */
export function sittingPart(
  { exam, now, sitting }: SittingNow,
  page: Pick<Page, 'base' | 'csrf'>,
  reader: Reader,
  may: MayHere,
  asked: SittingAsked,
  attempted: Attempted | null = null,
) {
  const path = `${page.base}/exams/${exam.id}`;
  const ordered = sitting.toSorted((a, b) => urgency(a, now) - urgency(b, now) || a.remainingMs - b.remainingMs);
  const shown = pageOf(ordered, asked.page);
  const students = sitting.filter((row) => !row.isPreview);
  const place = { csrf: page.csrf, actId: asked.actId, back: 'exam' };
  return {
    countSentence: countSentence(students.length),
    contactSentence: contactSentence(students, now),
    heading: `Sitting now (${students.length})`,
    refreshed: `Brought up to date at ${secondWords(now, reader.zone)}`,
    refreshHref: address(path, { part: 'sitting', sitting: shown.page > 1 ? shown.page : '' }),
    total: sitting.length,
    hasRows: shown.rows.length > 0,
    hasActs: may.act,
    rows: shown.rows.map((row) => cells(row, page, reader, may, place)),
    hasPages: shown.pages > 1,
    pages: pagesView(shown, (to) => address(path, { sitting: to })),
    extendAll:
      may.act && students.length > 0
        ? actForm(
            extendAllWords(sitting.length),
            { ...place, id: 'extend-all', action: `${path}/extend-all` },
            attempted,
          )
        : (false as const),
  };
}

function cells(
  row: SittingRow,
  page: Pick<Page, 'base' | 'csrf'>,
  reader: Reader,
  may: MayHere,
  place: { csrf: string; actId: string; back: string },
): SittingCells {
  const action = `${page.base}/attempts/${row.attemptId}/extend`;
  return {
    attemptId: row.attemptId,
    href: `${page.base}/attempts/${row.attemptId}/file`,
    name: row.name,
    isPreview: row.isPreview,
    left: countdown(row.remainingMs),
    leftMs: row.isPaused ? '' : String(Math.round(row.remainingMs)),
    closes: row.deadlineAt === null || row.isPaused ? false : momentOf(row.deadlineAt, reader),
    closesNote: timeNote(row),
    answered: `${row.answered} of ${row.questions}`,
    ...standing(row, reader),
    saved: row.savedAt === null ? false : secondOf(row.savedAt, reader),
    extend: may.act ? actForm(extendWords(row.name), { ...place, id: `extend-${row.attemptId}`, action }) : false,
  };
}

/** "extra time 1.5", "extra time 1.5 and 10 min", "5 min added". */
function timeNote({ factor, extraMs, addedMinutes }: SittingRow): string {
  const standing = [factor === 1 ? '' : String(factor), extraMs > 0 ? durationWords(extraMs) : ''].filter(Boolean);
  const parts = [
    standing.length > 0 ? `extra time ${standing.join(' and ')}` : '',
    addedMinutes > 0 ? `${addedMinutes} min added` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function standing(row: SittingRow, { now, zone }: Reader): { chip: Chip; stateNote: string } {
  if (row.isPaused) return { chip: chips.paused, stateNote: 'The clock stands still' };
  if (row.remainingMs === 0) return { chip: { ...chips.closed, word: 'Time is up' }, stateNote: 'Being handed in' };
  const silence = silenceOf(row, now);
  if (silence < noContactAfterMs) return { chip: chips.writing, stateNote: '' };
  const word = `No contact for ${durationWords(silence)}`;
  const heard = row.heardAt === null ? '' : `Last heard of at ${clockWords(row.heardAt, zone)}. `;
  return { chip: { ...chips.noContact, word }, stateNote: `${heard}Answers may be kept on the computer` };
}

/** Those who may need somebody come first. */
function urgency(row: SittingRow, now: number): number {
  if (isOutOfContact(row, now)) return 0;
  return row.isPaused ? 1 : 2;
}

function isOutOfContact(row: SittingRow, now: number): boolean {
  return !row.isPaused && row.remainingMs > 0 && silenceOf(row, now) >= noContactAfterMs;
}

function silenceOf({ heardAt }: SittingRow, now: number): number {
  return heardAt === null ? 0 : now - heardAt;
}

function countSentence(count: number): string {
  if (count === 0) return 'Nobody is sitting now.';
  return count === 1 ? '1 is sitting now.' : `${count} are sitting now.`;
}

function contactSentence(rows: readonly SittingRow[], now: number): string {
  const silent = rows.filter((row) => isOutOfContact(row, now));
  if (silent.length === 0) return '';
  const longest = durationWords(Math.max(...silent.map((row) => silenceOf(row, now))));
  if (silent.length === 1) return `One has been out of contact for ${longest}.`;
  return `${countAtStart(silent.length)} have been out of contact, the longest for ${longest}.`;
}
