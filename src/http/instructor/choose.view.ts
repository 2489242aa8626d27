// The chooser for an activity: the course's exams and what can be made anew, one radio each.

import type { Fault } from '../../domain/refusal.ts';
import type { ExamInCourse, Offer } from '../../services/exams.ts';
import { errorSummary } from '../form-field.ts';
import type { Page } from '../page.ts';
import { examChoice, offerChoice } from './exam-offers.ts';

export interface ChooseAsked {
  readonly exams: readonly ExamInCourse[];
  readonly offers: readonly Offer[];
  /** The choice that is marked: `exam:<id>`, `blueprint:<id>` or "". */
  readonly chosen: string;
  readonly faults: readonly Fault[];
}

/** Everything `choose.hbs` prints. */
export function chooseView({ exams, offers, chosen, faults }: ChooseAsked, page: Page) {
  const here = exams.find((entry) => entry.isChosenHere);
  return {
    page,
    crumb: { href: `${page.base}/exams`, label: 'Exams' },
    title: 'Choose an exam for this activity',
    summary: errorSummary(faults),
    answer: here
      ? `This activity leads to ${here.exam.settings.title}.`
      : 'Nobody has chosen an exam for this activity yet.',
    reason: here
      ? 'Choose another exam below, or leave it as it is. Attempts at the exam chosen before stay where they are.'
      : 'Choose one below. Until then students read that their instructor has not chosen an exam here yet.',
    form: { action: `${page.base}/exams/choose`, csrf: page.csrf },
    exams: exams.map((entry) => examChoice(entry, chosen)),
    offers: offers.map((offer) => offerChoice(offer, chosen)),
  };
}
