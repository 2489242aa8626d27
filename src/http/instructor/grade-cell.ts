// How a grade stands in the gradebook, for staff: a word, when or why, and whether it can be sent again.

import { chips, type Chip } from '../chips.ts';
import type { GradeStatus } from '../../services/passback.ts';
import { momentOf, type Moment, type Reader } from './table-moments.ts';

export interface GradeCell {
  readonly chip: Chip;
  /** The moment beside the chip, or false. */
  readonly at: Moment | false;
  readonly words: string;
  readonly canSendAgain: boolean;
}

/** The standing of a gradebook cell. Sending again is safe at any time. */
export function gradeCell(grade: GradeStatus, reader: Reader): GradeCell {
  const problem = grade.problem ?? '';
  switch (grade.state) {
    case 'sent':
      return {
        chip: chips.sent,
        at: grade.sentAt === null ? false : momentOf(grade.sentAt, reader),
        words: '',
        canSendAgain: true,
      };
    case 'waiting': {
      const next = grade.nextAt !== null && grade.nextAt > reader.now ? momentOf(grade.nextAt, reader) : null;
      const again = next === null ? 'On its way.' : `Tried again at ${next.words}.`;
      return {
        chip: chips.waiting,
        at: false,
        words: [problem, again].filter(Boolean).join(' '),
        canSendAgain: true,
      };
    }
    case 'failed':
      return { chip: chips.failed, at: false, words: problem, canSendAgain: true };
    case 'not connected':
      return { chip: chips.notSent, at: false, words: problem, canSendAgain: false };
    case 'nothing owed':
      return { chip: chips.notSent, at: false, words: 'No attempt counts for the gradebook yet.', canSendAgain: false };
  }
}
