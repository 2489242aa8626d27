// Look-backs: what counts only for a while before the exam, measured against the course itself.
import { amountWords } from '../amount.ts';
import { joinPath, memberOf } from '../reading.ts';
import { type LintFinding, error, warning } from './finding.ts';
import { type Outline, assumed, windowIn } from './outline.ts';
import { isSurelyShorter, spanOf } from './span.ts';

const OF_THE_COURSE = ['progress', 'qbank', 'participation'];

/** A look-back shorter than the course: who learns steadily loses the first weeks of it, and early mocks run off too. */
export function lookbackShorterThanCourse(outline: Outline): LintFinding[] {
  const completion = outline.rules.find(({ rule }) => rule === 'course_complete');
  const course = spanOf(assumed(outline, 'courseLength')) ?? (completion && spanOf(windowIn(completion.raw).amount));
  if (!course) return [];
  return outline.rules.flatMap(({ rule, raw, path }) => {
    const lookback = spanOf(memberOf(raw, 'lookback'));
    if (!lookback || !isSurelyShorter(lookback, course)) return [];
    const counts = `Only the last ${amountWords(lookback.amount)} count, but the course may take ${amountWords(course.amount)}`;
    const at = joinPath(path, ['lookback']);
    if (OF_THE_COURSE.includes(rule)) {
      const fault = `${counts}: work of its first weeks runs off.`;
      return [warning(at, fault, 'Look back over the whole course, or leave the look-back out.')];
    }
    // A late mock may be what is wanted; students must know that an early one will not do.
    if (rule !== 'mock') return [];
    const fault = `${counts}: a mock exam taken early in it runs off.`;
    return [warning(at, fault, 'Look back over the whole course, or tell students when to take the mock exam.')];
  });
}

/** A look-back, or a readiness window, that reaches into the future. */
export function backwardsLookback({ rules }: Outline): LintFinding[] {
  return rules.flatMap(({ raw, path }) =>
    ['lookback', 'within'].flatMap((key) => {
      const span = spanOf(memberOf(raw, key));
      if (!span || span.amount.count >= 0) return [];
      return [
        error(joinPath(path, [key]), 'This amount is negative, so the rule can never be met.', 'Give 0 or more.'),
      ];
    }),
  );
}
