// How a grade stands in the LMS's gradebook, as a finding that a student or an instructor can act on.

import { momentWords } from '../domain/time.ts';
import type { GradeStatus } from '../services/passback.ts';
import { chips, type Chip } from './chips.ts';

export interface GradeFinding {
  readonly chip: Chip;
  readonly words: string;
  /** Whether "Send again" makes sense; it is always safe. */
  readonly maySendAgain: boolean;
}

/** The finding; `zone` is the reader's. */
export function gradeFinding(grade: GradeStatus, zone: string): GradeFinding {
  // Nothing is owed any more for an attempt that was voided: what had been sent is taken back.
  const value = grade.scoreGiven === null ? 'The withdrawal of the grade' : `${grade.scoreGiven.toFixed(2)} of 100`;
  const problem = grade.problem ?? '';
  switch (grade.state) {
    case 'sent':
      return {
        chip: chips.sent,
        words: `${value} arrived in your course${grade.sentAt === null ? '' : `, ${momentWords(grade.sentAt, zone)}`}.`,
        maySendAgain: true,
      };
    case 'waiting':
      return { chip: chips.waiting, words: waitingWords(value, problem, grade.nextAt, zone), maySendAgain: true };
    case 'failed':
      return {
        chip: { ...chips.failed, word: 'Not sent' },
        words: `${value} could not be sent. ${problem} Tell your instructor, or try again.`,
        maySendAgain: true,
      };
    case 'not connected':
      return { chip: chips.notSent, words: problem, maySendAgain: false };
    case 'nothing owed':
      return { chip: chips.notApplicable, words: 'No attempt counts for the gradebook yet.', maySendAgain: false };
  }
}

function waitingWords(value: string, problem: string, nextAt: number | null, zone: string): string {
  if (problem === '') return `${value} is on its way to your course.`;
  const again = nextAt === null ? 'It is tried again by itself.' : `It is tried again ${momentWords(nextAt, zone)}.`;
  return `${value} has not reached your course yet. ${problem} ${again}`;
}
