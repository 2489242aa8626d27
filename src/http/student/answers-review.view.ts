// The review of an ended attempt, question by question, as far as the exam's settings release it.

import { countWords, dayWords } from '../../domain/time.ts';
import type { Results, ReviewSlot } from '../../services/results.ts';
import { chips, type Chip } from '../chips.ts';
import type { Page } from '../page.ts';
import { letterOf, recordView } from './exam-room.view.ts';
import { spentLength } from './lengths.ts';

type Review = Awaited<ReturnType<Results['review']>>;

const filters = ['all', 'missed', 'flagged'] as const;
type Filter = (typeof filters)[number];

/** The view of `student/answers-review`. `zone` is the reader's; `show` is `all`, `missed` or `flagged`; anything else is `all`. */
export function answersReviewView(page: Page, review: Review, zone: string, show: string) {
  const { exam, attempt, release, slots } = review;
  const filter = filters.find((name) => name === show) ?? 'all';
  const shown = slots.filter((slot) => fits(slot, filter));
  const here = `${page.base}/attempts/${attempt.id}`;
  const right = slots.filter((slot) => slot.isRight).length;
  return {
    page,
    title: `${exam.settings.title}, ${dayWords(attempt.timing.startedAt ?? attempt.createdAt, zone)}`,
    crumb: { href: `${here}/result`, label: 'Result' },
    answer: `${right} of ${slots.length} right.`,
    reason: release.words === '' ? 'Each question with your answer, the key, and why.' : release.words,
    isFull: release.level === 'full',
    filters: filters.map((name) => filterChip(name, slots, filter, here)),
    slots: shown.map(slotView),
    isEmpty: shown.length === 0,
    emptyWords: filter === 'missed' ? 'You missed no question.' : 'You flagged no question.',
  };
}

function fits(slot: ReviewSlot, filter: Filter): boolean {
  if (filter === 'missed') return !slot.isRight;
  return filter === 'flagged' ? slot.flagged : true;
}

function filterChip(name: Filter, slots: readonly ReviewSlot[], current: Filter, here: string) {
  const labels: Record<Filter, string> = { all: 'All', missed: 'Missed', flagged: 'Flagged by me' };
  const icons: Record<Filter, string> = { all: '', missed: 'x', flagged: 'flag' };
  return {
    href: `${here}/answers?show=${name}`,
    label: labels[name],
    count: String(slots.filter((slot) => fits(slot, name)).length),
    isCurrent: name === current,
    state: '',
    icon: icons[name],
  };
}

function slotView(slot: ReviewSlot) {
  return {
    number: slot.number,
    id: `q${slot.number}`,
    place: `${slot.sectionTitle}, ${slot.topic}`,
    chip: chipOf(slot),
    spent: slot.spentMs === 0 ? 'not opened' : spentLength(slot.spentMs),
    isFlagged: slot.flagged,
    note: slot.note,
    question: slot.question === null ? false : questionView(slot.question),
  };
}

function chipOf(slot: ReviewSlot): Chip {
  if (slot.isRight) return chips.right;
  return slot.isAnswered ? chips.wrong : chips.unanswered;
}

function questionView(question: NonNullable<ReviewSlot['question']>) {
  const isCodes = question.keyCodes.length > 0;
  return {
    stem: question.stem,
    hasRecord: question.record !== null,
    record: recordView(question.record),
    isCodes,
    typed: question.typed.length === 0 ? 'nothing' : question.typed.join(', '),
    keyCodes: question.keyCodes.join(', '),
    keyLabel: `${countWords(question.keyCodes.length, 'code')}, the key`,
    options: question.options.map((option, index) => ({
      letter: letterOf(index),
      text: option.text,
      why: option.why,
      isKey: option.isKey,
      isChosen: option.isChosen,
      state: optionState(option),
      marks: optionMarks(option),
    })),
    rationale: question.rationale,
    citation: `${question.citation.source}, ${question.citation.locator}`,
  };
}

/** A right choice and the key are green, a wrong choice is red; what nobody chose stays plain. */
function optionState(option: { isKey: boolean; isChosen: boolean }): string {
  if (option.isKey) return 'met';
  return option.isChosen ? 'failed' : '';
}

function optionMarks(option: { isKey: boolean; isChosen: boolean }): Chip[] {
  const key: Chip[] = option.isKey ? [{ ...chips.right, word: 'Key' }] : [];
  const wrong: Chip = { ...chips.wrong, word: 'Your answer' };
  const yours: Chip[] = option.isChosen ? [option.isKey ? { ...chips.right, word: 'Your answer' } : wrong] : [];
  return [...key, ...yours];
}
