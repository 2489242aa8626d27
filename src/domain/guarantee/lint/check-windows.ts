// Windows: deadlines that lie before their anchors, count from themselves, or leave too little time.
import { joinPath } from '../reading.ts';
import { KNOWN_IN_ADVANCE } from '../facts.ts';
import { amountWords } from '../amount.ts';
import { type LintFinding, error, warning } from './finding.ts';
import { type Outline, type RuleSite, assumed, attemptIn, textIn, windowIn } from './outline.ts';
import { type Span, isSurelyShorter, spanOf } from './span.ts';

const WITH_WINDOW = ['opt_in', 'course_complete', 'exam_taken'];
const BEFORE_THE_COURSE = ['enrolledOn', 'purchasedOn', 'paidOn', 'paidInFullOn', 'firstLogin'];
const COURSE_BEGINNINGS = [...BEFORE_THE_COURSE, 'courseStart'];
const BOOKING_DAYS = 14;

/** A last day before an anchor that is known only once it has come: it is over before anybody can know it. */
export function deadlineBeforeAnchor({ rules }: Outline): LintFinding[] {
  return rules.flatMap(({ rule, raw, path }) => {
    if (!WITH_WINDOW.includes(rule)) return [];
    const { anchor, amount } = windowIn(raw);
    const span = spanOf(amount);
    if (anchor === undefined || !span || span.amount.count >= 0 || isKnownInAdvance(anchor)) return [];
    const fault = `The deadline lies ${amountWords(span.amount)} before "${anchor}", which is known only when it comes.`;
    const cure = 'Count forward from it, or from a date known in advance such as "courseEnd".';
    return [error(joinPath(path, ['window', 'amount']), fault, cure)];
  });
}

function isKnownInAdvance(anchor: string): boolean {
  return KNOWN_IN_ADVANCE.has(anchor) || /^\d{4}-/.test(anchor);
}

/** An exam that is due within a time counted from itself, or from a later one: always met, or never asked in time. */
export function examCountedFromItself({ rules }: Outline): LintFinding[] {
  return rules.flatMap(({ rule, raw, path }) => {
    const { anchor } = windowIn(raw);
    const counted = /^(exam|result)(\d+)$/.exec(anchor ?? '');
    if (rule !== 'exam_taken' || !counted || Number(counted[2]) < attemptIn(raw)) return [];
    const fault = `Attempt ${attemptIn(raw)} is due within a time counted from "${anchor}", which it must come before.`;
    const cure = 'Count from an earlier attempt, from the course, or from a date fact.';
    return [error(joinPath(path, ['window', 'anchor']), fault, cure)];
  });
}

/** An exam due from the start of the course, before the course can be over and an appointment be found. */
export function examDueBeforeCourseEnds(outline: Outline): LintFinding[] {
  return outline.together.flatMap((rules) =>
    rules.flatMap((site) => {
      const { anchor, amount } = windowIn(site.raw);
      const span = spanOf(amount);
      if (site.rule !== 'exam_taken' || attemptIn(site.raw) !== 1 || !span) return [];
      if (anchor === undefined || !COURSE_BEGINNINGS.includes(anchor)) return [];
      const course = courseFrom(anchor, rules, outline);
      return course ? tooShortForCourse(site, span, course, outline) : [];
    }),
  );
}

/** How long the course may last by the policy: its completion window from the same day, or what is assumed. */
function courseFrom(anchor: string, rules: readonly RuleSite[], outline: Outline): Span | undefined {
  const completion = rules.find(({ rule, raw }) => rule === 'course_complete' && windowIn(raw).anchor === anchor);
  return spanOf(assumed(outline, 'courseLength')) ?? (completion && spanOf(windowIn(completion.raw).amount));
}

function tooShortForCourse({ path }: RuleSite, exam: Span, course: Span, outline: Outline): LintFinding[] {
  const booking = spanOf(assumed(outline, 'bookingTime'))?.most ?? BOOKING_DAYS;
  const place = joinPath(path, ['window', 'amount']);
  const lasts = amountWords(course.amount);
  if (isSurelyShorter(exam, course)) {
    const fault = `The exam is due ${amountWords(exam.amount)} after a day from which the course may take ${lasts}.`;
    return [error(place, fault, 'Count from the end or the completion of the course, or give more time.')];
  }
  if (exam.least >= course.least + booking) return [];
  const fault = `After a course of ${lasts} fewer than ${booking} days are left to find an appointment for the exam.`;
  return [warning(place, fault, 'Count from the completion of the course, or give more time.')];
}

/** An opt-in that may be over before the first lesson. */
export function optInBeforeFirstLesson({ rules }: Outline): LintFinding[] {
  return rules.flatMap(({ rule, raw, path }) => {
    const { anchor, amount } = windowIn(raw);
    const span = spanOf(amount);
    if (rule !== 'opt_in' || anchor === undefined || !span) return [];
    const isEarly = BEFORE_THE_COURSE.includes(anchor) && span.least < 14;
    if (!isEarly && !(anchor === 'courseStart' && span.least < 1)) return [];
    const fault = `The time to opt in may be over before the first lesson (${amountWords(span.amount)}, "${anchor}").`;
    return [warning(joinPath(path, ['window']), fault, 'Count from "courseStart", or remind students at enrollment.')];
  });
}

/** Something that must come before itself: always so, or never. */
export function comparedWithItself({ rules }: Outline): LintFinding[] {
  return rules.flatMap(({ rule, raw, path }) => {
    const isSame = textIn(raw, 'fact') !== undefined && textIn(raw, 'fact') === textIn(raw, 'anchor');
    if (rule === 'on_or_before' && isSame) {
      return [
        error(path, `"${textIn(raw, 'fact')}" is compared with itself.`, 'Name another date in "fact" or "anchor".'),
      ];
    }
    const isOwnExam = /^(exam|result)\d+$/.test(textIn(raw, 'fact') ?? '');
    const attempt = Number(/\d+$/.exec(textIn(raw, 'fact') ?? '')?.[0]);
    if (rule !== 'min_lead' || !isOwnExam || attempt < attemptIn(raw)) return [];
    const fault = `Attempt ${attemptIn(raw)} must lie some time after "${textIn(raw, 'fact')}", which cannot come before it.`;
    return [error(path, fault, 'Count from an earlier attempt or another date.')];
  });
}
