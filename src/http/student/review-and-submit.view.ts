// Review before submitting: what the server holds, by count, by section and by question.

import type { Answer } from '../../domain/exam/attempt.ts';
import { countWords } from '../../domain/time.ts';
import type { PaperSlot } from '../../services/papers.ts';
import type { Room } from '../../services/sitting.ts';
import { timeOfDay } from '../moments.ts';
import type { Page } from '../page.ts';
import { clockFigures, letterOf, roomUrls } from './exam-room.view.ts';
import { spelledLength } from './lengths.ts';

const fewOpen = 8;

/** The view of `student/review-and-submit`. `zone` is the reader's. */
export function reviewAndSubmitView(page: Page, room: Room, zone: string) {
  const { attempt, exam, paper, remainingMs } = room;
  const roomHref = `${page.base}/attempts/${attempt.id}`;
  const held = paper.slots.map((slot) => heldView(slot, attempt.answers[slot.slot], roomHref));
  const open = held.filter((slot) => !slot.isAnswered);
  const answered = held.length - open.length;
  const savedAt = attempt.savedAt === null ? '' : timeOfDay(attempt.savedAt, zone, true);
  return {
    page,
    examTitle: exam.settings.title,
    personName: page.personName,
    clockFigures: clockFigures(remainingMs),
    savedWords: savedAt === '' ? 'Nothing saved yet' : `Last saved ${savedAt}`,
    roomHref,
    submitHref: roomUrls(page.base, attempt.id).submit,
    answer: answerWords(answered, held.length),
    reason: reasonWords(savedAt, remainingMs),
    open,
    /** Many open questions stand close together; few have room for their section. */
    isOpenLong: open.length > fewOpen,
    flagged: held.filter((slot) => slot.isFlagged),
    firstOpen: open[0] ?? false,
    sections: paper.sections.map((section) => sectionView(section, held)),
    held,
    afterwards: attempt.isPreview
      ? 'Afterwards you see the result at once. A preview is not sent to the gradebook.'
      : 'Afterwards you see your result at once, and the grade goes to your course.',
    submitWord: answered === 0 ? 'Submit without answers' : `Submit ${countWords(answered, 'answer')}`,
    isEmpty: answered === 0,
  };
}

interface Held {
  readonly number: number;
  readonly href: string;
  readonly section: string;
  readonly sectionTitle: string;
  readonly isAnswered: boolean;
  readonly isFlagged: boolean;
  /** "Answer C", "Answers A, D", "E11.22, N18.4", "No answer". */
  readonly words: string;
  /** What fits into a small box: "C", "A D", "codes", "none". */
  readonly short: string;
  readonly note: string;
}

function heldView(slot: PaperSlot, answer: Answer | undefined, roomHref: string): Held {
  const given = answer?.v ?? [];
  return {
    number: slot.number,
    href: `${roomHref}#q${slot.number}`,
    section: slot.section,
    sectionTitle: slot.sectionTitle,
    isAnswered: given.length > 0,
    isFlagged: answer?.flagged ?? false,
    note: answer?.note ?? '',
    ...givenWords(slot, given),
  };
}

function givenWords(slot: PaperSlot, given: readonly string[]): { words: string; short: string } {
  if (given.length === 0) return { words: 'No answer', short: 'none' };
  if (slot.kind === 'codes') return { words: given.join(', '), short: given.length === 1 ? 'code' : 'codes' };
  const letters = slot.options.flatMap((option, index) => (given.includes(option.id) ? [letterOf(index)] : []));
  return { words: `Answer${letters.length === 1 ? '' : 's'} ${letters.join(', ')}`, short: letters.join(' ') };
}

function sectionView(section: { readonly id: string; readonly title: string }, held: readonly Held[]) {
  const own = held.filter((slot) => slot.section === section.id);
  const answered = own.filter((slot) => slot.isAnswered).length;
  return {
    title: section.title,
    answered: `${answered} of ${own.length}`,
    open: String(own.length - answered),
    flagged: String(own.filter((slot) => slot.isFlagged).length),
  };
}

function answerWords(answered: number, total: number): string {
  if (answered === total) return `We hold all ${total} of your answers.`;
  if (answered === 0) return `We hold no answer yet. There are ${total} questions.`;
  return `We hold ${answered} of your ${total} answers. You can still fill in ${total - answered}.`;
}

function reasonWords(savedAt: string, remainingMs: number): string {
  const saved =
    savedAt === '' ? 'This is what the server has.' : `This is what the server has, last saved at ${savedAt}.`;
  return `${saved} You have ${spelledLength(remainingMs)} left; a guess costs nothing, wrong answers are not subtracted.`;
}
