// The exams of the course: how many, which are open, who is sitting, and the making of a new one.

import type { Exam } from '../../domain/exam/exam.ts';
import type { Fault } from '../../domain/refusal.ts';
import { durationWords } from '../../domain/time.ts';
import type { ExamInCourse, Offer } from '../../services/exams.ts';
import { chips, type Chip } from '../chips.ts';
import { errorSummary } from '../form-field.ts';
import type { Page } from '../page.ts';
import { offerChoice } from './exam-offers.ts';
import { momentOf, type Reader } from './table-moments.ts';

export interface ExamsAsked {
  readonly exams: readonly ExamInCourse[];
  /** Null for whoever may not make exams. */
  readonly offers: readonly Offer[] | null;
  /** Whether the visitor came by an activity. */
  readonly hasLink: boolean;
  readonly chosen: string;
  readonly faults: readonly Fault[];
}

/** Everything `exams.hbs` prints. */
export function examsView({ exams, offers, hasLink, chosen, faults }: ExamsAsked, page: Page, reader: Reader) {
  const here = exams.find((entry) => entry.isChosenHere);
  return {
    page,
    crumb: false as const,
    title: 'Exams',
    chooseHref: offers !== null && hasLink && exams.length > 0 ? `${page.base}/exams/choose` : '',
    summary: errorSummary(faults),
    answer: answerOf(exams),
    reason: here
      ? `The activity you came by leads to ${here.exam.settings.title}.`
      : unsetWords(hasLink, offers !== null),
    rows: exams.map((entry) => row(entry, page, reader)),
    emptyText:
      offers === null
        ? 'An instructor of this course makes the first one.'
        : 'Make the first one from a blueprint below. Nothing is open to students before you choose it for an activity.',
    form: offers === null ? (false as const) : { action: `${page.base}/exams`, csrf: page.csrf },
    offers: (offers ?? []).map((offer) => offerChoice(offer, chosen)),
  };
}

function answerOf(exams: readonly ExamInCourse[]): string {
  if (exams.length === 0) return 'This course has no exam yet.';
  const open = exams.reduce((sum, entry) => sum + entry.openAttempts, 0);
  const count = exams.length === 1 ? 'One exam.' : `${exams.length} exams.`;
  if (open === 0) return `${count} Nobody has one open now.`;
  return `${count} ${open === 1 ? '1 student has' : `${open} students have`} one open now.`;
}

function unsetWords(hasLink: boolean, mayChoose: boolean): string {
  if (!hasLink) return '';
  const words = 'Nobody has chosen an exam for the activity you came by.';
  return mayChoose ? `${words} Choose one, or make a new one.` : `${words} An instructor of this course can.`;
}

function row({ exam, questions, openAttempts, closedAttempts }: ExamInCourse, page: Page, reader: Reader) {
  const { settings } = exam;
  return {
    examId: exam.id,
    href: `${page.base}/exams/${exam.id}`,
    title: settings.title,
    questions: String(questions),
    limit: durationWords(settings.allowedMinutes * 60_000),
    attempts: settings.attemptsAllowed === null ? 'no limit' : String(settings.attemptsAllowed),
    open: String(openAttempts),
    closed: String(closedAttempts),
    ...windowOf(exam, reader),
  };
}

function windowOf({ settings: { window } }: Exam, reader: Reader): { chip: Chip; windowWords: string } {
  const { opensAt, closesAt } = window;
  const words = (at: number): string => momentOf(at, reader).words;
  if (opensAt !== null && reader.now < opensAt)
    return { chip: chips.notOpenYet, windowWords: `opens ${words(opensAt)}` };
  if (closesAt !== null && closesAt <= reader.now)
    return { chip: chips.closed, windowWords: `since ${words(closesAt)}` };
  return { chip: chips.open, windowWords: closesAt === null ? '' : `until ${words(closesAt)}` };
}
