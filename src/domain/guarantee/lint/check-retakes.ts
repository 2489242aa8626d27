// Retakes: a time to sit again that ends before one may sit again, and waits that outlast it.
import { amountWords } from '../amount.ts';
import { joinPath } from '../reading.ts';
import { type LintFinding, error } from './finding.ts';
import { type Outline, type RuleSite, assumed, attemptIn, textIn, windowIn } from './outline.ts';
import { type Span, isSurelyShorter, spanOf } from './span.ts';

/** A retake window shorter than the wait that the exam body imposes (`assumes.retakeWait`). */
export function retakeBeforeWait(outline: Outline): LintFinding[] {
  const wait = spanOf(assumed(outline, 'retakeWait'));
  if (!wait) return [];
  return outline.rules.flatMap((site) => {
    const { anchor, amount } = windowIn(site.raw);
    const span = spanOf(amount);
    const isRetake = anchor === `exam${attemptIn(site.raw) - 1}`;
    if (site.rule !== 'exam_taken' || !isRetake || !span || !isSurelyShorter(span, wait)) return [];
    const fault = `The retake is due within ${amountWords(span.amount)}; the exam body makes people wait ${amountWords(wait.amount)}.`;
    return [error(joinPath(site.path, ['window', 'amount']), fault, 'Give more time than the wait.')];
  });
}

/** An exam that must lie some time after a day and is due sooner after the same day: no day is left. */
export function waitOutlastsWindow({ together }: Outline): LintFinding[] {
  return together.flatMap((rules) =>
    rules
      .filter(({ rule }) => rule === 'min_lead')
      .flatMap((lead) => {
        const wait = spanOf(lead.raw['amount']);
        const due = rules.find((site) => isDueAfterSameDay(site, lead));
        const window = due && spanOf(windowIn(due.raw).amount);
        if (!wait || !due || !window || !isSurelyShorter(window, wait)) return [];
        return [noDayLeft(due, window, wait, lead)];
      }),
  );
}

function isDueAfterSameDay({ rule, raw }: RuleSite, lead: RuleSite): boolean {
  return (
    rule === 'exam_taken' && attemptIn(raw) === attemptIn(lead.raw) && windowIn(raw).anchor === textIn(lead.raw, 'fact')
  );
}

function noDayLeft(due: RuleSite, window: Span, wait: Span, lead: RuleSite): LintFinding {
  const from = textIn(lead.raw, 'fact');
  const fault = `The exam is due within ${amountWords(window.amount)} of "${from}" and may not come before ${amountWords(wait.amount)} after it: no day is left.`;
  return error(
    joinPath(due.path, ['window', 'amount']),
    fault,
    `Give more time, or shorten the wait of "${lead.id ?? ''}".`,
  );
}
