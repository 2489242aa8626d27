// The exam room as a page: the first question drawn by the server, and the whole paper, without keys, as data for the scripts.

import { epochOf, orderNumber, type Answer, type Attempt } from '../../domain/exam/attempt.ts';
import type { CaseRecord } from '../../domain/exam/item.ts';
import type { PaperSlot } from '../../services/papers.ts';
import type { Room } from '../../services/sitting.ts';
import { timeOfDay } from '../moments.ts';
import type { Page } from '../page.ts';

/** A question as the scripts get it. */
export interface RoomSlot extends PaperSlot {
  /** What to do besides reading: "Pick 2 answers."; "" for one answer out of several. */
  readonly ask: string;
}

/** Everything the exam room's scripts are given, in the page's `#paper`. */
export interface RoomPaper {
  readonly attemptId: string;
  /** Under this name unsent answers are kept in the browser: attempt and person. */
  readonly storageKey: string;
  readonly examTitle: string;
  readonly personName: string;
  readonly state: Attempt['state'];
  readonly epoch: number;
  /** The highest edit number of this epoch that the server holds; 0 if none. */
  readonly sequence: number;
  /** The tab that holds the exam; null if none has claimed it yet. */
  readonly tab: string | null;
  readonly startedAgoMs: number;
  readonly remainingMs: number;
  readonly deadlineWords: string;
  readonly savedAt: number | null;
  /** The reader's zone, for times of day. */
  readonly zone: string;
  readonly sections: readonly { readonly id: string; readonly title: string }[];
  readonly slots: readonly RoomSlot[];
  readonly answers: Readonly<Record<string, Answer>>;
  /** The slot to open: the one edited last, else the first. */
  readonly current: string;
  readonly warningsMinutes: readonly number[];
  readonly urls: RoomUrls;
  readonly csrf: string;
}

export interface RoomUrls {
  readonly answers: string;
  readonly clock: string;
  readonly takeover: string;
  readonly submit: string;
  readonly review: string;
  readonly result: string;
}

/** The room's scripts, fetched together instead of one after the other. */
const modules = [
  'answer-queue',
  'clock',
  'countdown',
  'desk',
  'find',
  'hand-in',
  'keys',
  'navigator',
  'order-numbers',
  'over',
  'preferences',
  'question',
  'requests',
  'review-panel',
  'saved-line',
  'saving',
  'staff-changes',
  'status',
  'stopwatch',
  'storage',
  'sync',
  'tab',
  'takeover',
  'typed-codes',
].map((name) => `/assets/exam-room/${name}.js`);

/** Minutes before the end at which the room says how much time is left; the first as the real exam does. */
const warningsMinutes = [30, 10, 5, 1];

/** The view of `student/exam-room`. `zone` is the reader's. */
export function examRoomView(page: Page, room: Room, zone: string) {
  const paper = roomPaper(page, room, zone);
  const current = paper.slots.find((slot) => slot.slot === paper.current);
  if (current === undefined) throw new Error(`The paper of attempt ${room.attempt.id} has no questions`);
  return {
    page,
    paper,
    modules,
    clockFigures: clockFigures(paper.remainingMs),
    savedWords: paper.savedAt === null ? 'Nothing to save yet' : `Saved ${timeOfDay(paper.savedAt, zone, true)}`,
    current: questionView(current, paper.answers[current.slot], paper.slots.length),
    sections: paper.sections.map((section) => ({ ...section, isCurrent: section.id === current.section })),
  };
}

/** Where the room of an attempt sends what. */
export function roomUrls(base: string, attemptId: string): RoomUrls {
  const attempt = `${base}/attempts/${attemptId}`;
  return {
    answers: `${attempt}/answers`,
    clock: `${attempt}/clock`,
    takeover: `${attempt}/takeover`,
    submit: `${attempt}/submit`,
    review: `${attempt}/review`,
    result: `${attempt}/result`,
  };
}

/** The words with which a deadline is told while the clock runs: "The exam closes at 16:02." */
export function deadlineSentence(deadlineAt: number | null, zone: string): string {
  return deadlineAt === null ? '' : `The exam closes at ${timeOfDay(deadlineAt, zone)}.`;
}

function roomPaper(page: Page, { attempt, exam, paper, remainingMs }: Room, zone: string): RoomPaper {
  const { startedAt, deadlineAt } = attempt.timing;
  return {
    attemptId: attempt.id,
    storageKey: `${attempt.id}:${attempt.personId}`,
    examTitle: exam.settings.title,
    personName: page.personName,
    state: attempt.state,
    epoch: attempt.epoch,
    sequence: highestSequence(attempt),
    tab: attempt.tab,
    startedAgoMs: startedAt === null || deadlineAt === null ? 0 : Math.max(0, deadlineAt - remainingMs - startedAt),
    remainingMs,
    deadlineWords: deadlineSentence(deadlineAt, zone),
    savedAt: attempt.savedAt,
    zone,
    sections: paper.sections,
    slots: paper.slots.map((slot) => ({ ...slot, ask: askWords(slot) })),
    answers: attempt.answers,
    current: lastEdited(attempt) ?? paper.slots[0]?.slot ?? '',
    warningsMinutes,
    urls: roomUrls(page.base, attempt.id),
    csrf: page.csrf,
  };
}

/** The question area as `room-question.hbs` and `room-record.hbs` print it. */
function questionView(slot: RoomSlot, answer: Answer | undefined, total: number) {
  const chosen = answer?.v ?? [];
  const isCodes = slot.kind === 'codes';
  return {
    number: slot.number,
    total,
    sectionTitle: slot.sectionTitle,
    stem: slot.stem,
    ask: slot.ask,
    isCodes,
    codes: isCodes ? chosen.join(', ') : '',
    isFlagged: answer?.flagged ?? false,
    isAnswered: chosen.length > 0,
    note: answer?.note ?? '',
    hasRecord: slot.record !== null,
    record: recordView(slot.record),
    options: slot.options.map((option, index) => ({
      value: option.id,
      text: option.text,
      letter: letterOf(index),
      type: slot.pick > 1 ? 'checkbox' : 'radio',
      isChosen: chosen.includes(option.id),
      isStruck: answer?.struck.includes(option.id) ?? false,
    })),
  };
}

/** A record as the record partials print it; an empty one where the question has none. */
export function recordView(record: CaseRecord | null) {
  return {
    title: record?.title ?? '',
    facts: (record?.facts ?? []).map(([label, words]) => ({ label, words })),
    sections: record?.sections ?? [],
  };
}

/** The letter that stands before an option: its place in the order shown, never part of the answer. */
export function letterOf(index: number): string {
  return 'ABCDEFGHIJ'[index] ?? '';
}

function askWords({ kind, pick }: PaperSlot): string {
  if (kind === 'codes') return pick > 1 ? `Type ${pick} codes.` : 'Type the code.';
  return pick > 1 ? `Pick ${pick} answers.` : '';
}

function highestSequence({ answers, epoch }: Attempt): number {
  const ofThisEpoch = Object.values(answers).filter((answer) => epochOf(answer.q) === epoch);
  return Math.max(0, ...ofThisEpoch.map((answer) => answer.q - orderNumber(epoch, 0)));
}

function lastEdited({ answers }: Attempt): string | undefined {
  return Object.entries(answers).sort(([, a], [, b]) => b.q - a.q)[0]?.[0];
}

/** The countdown as the page first shows it; from then on the script counts. */
export function clockFigures(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return `${hours > 0 ? `${hours}:${two(minutes)}` : minutes}:${two(seconds % 60)}`;
}
