// The claim: its window, whether a result can be known in it, its evidence, and who decides.
import { amountWords } from '../amount.ts';
import { joinPath, memberOf } from '../reading.ts';
import { KNOWN_IN_ADVANCE } from '../facts.ts';
import { type LintFinding, error, warning } from './finding.ts';
import { type Bag, type Outline, assumed, attemptIn, windowIn } from './outline.ts';
import { type Span, isSurelyAsLong, isSurelyShorter, spanOf } from './span.ts';

const RESULT_DAYS = 30;

/** No last day to claim: what is owed stays open for ever. */
export function noClaimWindow({ claim, placeOf, kind }: Outline): LintFinding[] {
  if (kind !== 'guarantee' || (claim && memberOf(claim, 'window') !== undefined)) return [];
  const fault = 'There is no last day to claim: students cannot see one, and what you may owe stays open for ever.';
  return [warning(`${placeOf('claim')}.window`, fault, 'Add "window": {"anchor": "result1", "amount": {"days": 60}}.')];
}

/** The amount and the anchor of the claim window, if it has both. */
function claimWindow({ claim, placeOf }: Outline): { anchor: string; span: Span; path: string } | undefined {
  const { anchor, amount } = claim ? windowIn(claim) : { anchor: undefined, amount: undefined };
  const span = spanOf(amount);
  return anchor !== undefined && span ? { anchor, span, path: joinPath(placeOf('claim'), ['window']) } : undefined;
}

/** A claim window counted from the exam day and shorter than results take (`assumes.resultDelay`, else 30 days). */
export function claimBeforeResult(outline: Outline): LintFinding[] {
  const window = claimWindow(outline);
  if (!window || !/^exam\d+$/.test(window.anchor)) return [];
  const { anchor, span, path } = window;
  const delay = spanOf(assumed(outline, 'resultDelay'));
  const cure = `Count from "${anchor.replace('exam', 'result')}", the day the result is released.`;
  if (delay && isSurelyShorter(span, delay)) {
    const fault = `The time to claim (${amountWords(span.amount)} from the exam day) ends before a result can be known (${amountWords(delay.amount)}).`;
    return [error(path, fault, cure)];
  }
  if (delay || span.least >= RESULT_DAYS) return [];
  const fault = `The time to claim counts from the exam day (${amountWords(span.amount)}): a late result would shorten it or end it.`;
  return [warning(path, fault, cure)];
}

/** A claim window that is over on the last day on which the exam may be sat, so that a result can come too late. */
export function claimOverBeforeExam(outline: Outline): LintFinding[] {
  const window = claimWindow(outline);
  if (!window) return [];
  return outline.rules.flatMap(({ rule, raw, path }) => {
    const exam = spanOf(windowIn(raw).amount);
    if (rule !== 'exam_taken' || windowIn(raw).anchor !== window.anchor || !exam) return [];
    if (!isSurelyAsLong(exam, window.span)) return [];
    const fault = `The time to claim ends ${amountWords(window.span.amount)} after "${window.anchor}", the exam at ${path} may be sat until ${amountWords(exam.amount)} after it: its result can come too late.`;
    const cure = `Count the claim from "result${attemptIn(raw)}", or give more time.`;
    const isOverEarlier = isSurelyShorter(window.span, exam);
    return [isOverEarlier ? error(window.path, fault, cure) : warning(window.path, fault, cure)];
  });
}

/** A claim window counted from an attempt or result that nothing asks for: for most students it never begins. */
export function claimFromAttemptNobodyAsksFor(outline: Outline): LintFinding[] {
  const window = claimWindow(outline);
  const counted = /^(?:exam|result)(\d+)$/.exec(window?.anchor ?? '');
  if (!window || !counted || outline.rules.length === 0) return [];
  const attempt = Number(counted[1]);
  const most = Math.max(0, ...outline.rules.filter(looksAtExam).map(({ raw }) => attemptIn(raw)));
  if (attempt <= most) return [];
  const fault = `The time to claim counts from "${window.anchor}", but no rule asks for attempt ${attempt}: the claim would wait for an exam that nobody has to sit.`;
  return [error(window.path, fault, `Count from "result${Math.max(1, most)}", or ask for attempt ${attempt}.`)];
}

function looksAtExam({ rule, raw }: { readonly rule: string; readonly raw: Bag }): boolean {
  const isAboutExam = [
    'exam_taken',
    'outcome',
    'gain',
    'administration',
    'version',
    'exam_after_readiness',
    'min_lead',
  ];
  return isAboutExam.includes(rule) || memberOf(raw, 'before') === 'exam';
}

/** A last day to claim that lies before its anchor comes. */
export function claimBeforeAnchor(outline: Outline): LintFinding[] {
  const window = claimWindow(outline);
  if (!window || window.span.amount.count >= 0 || KNOWN_IN_ADVANCE.has(window.anchor)) return [];
  if (/^\d{4}-/.test(window.anchor)) return [];
  const fault = `The last day to claim lies before "${window.anchor}", from which it counts.`;
  return [error(window.path, fault, 'Count forward.')];
}

/** A wait between claims that is longer than the time to claim: a second claim would be late before it is allowed. */
export function rateLimitOutlastsClaim(outline: Outline): LintFinding[] {
  const window = claimWindow(outline);
  if (!window) return [];
  return outline.rules.flatMap(({ rule, raw, path }) => {
    const per = spanOf(memberOf(raw, 'per'));
    if (rule !== 'rate_limit' || !per || !isSurelyShorter(window.span, per)) return [];
    const fault = `A student may claim once in ${amountWords(per.amount)}, but only within ${amountWords(window.span.amount)}: a second fail soon after the first can never be claimed.`;
    return [warning(joinPath(path, ['per']), fault, 'Give more time to claim than the limit, or say so to students.')];
  });
}

/** No evidence asked: nothing shows that the exam was not passed. */
export function noEvidence({ claim, kind, placeOf }: Outline): LintFinding[] {
  if (kind !== 'guarantee') return [];
  const evidence = claim && memberOf(claim, 'evidence');
  if (Array.isArray(evidence) && evidence.length > 0) return [];
  const fault = 'A claim asks for no evidence: nothing would show the result of the exam.';
  return [
    warning(`${placeOf('claim')}.evidence`, fault, 'Name what must be handed in, for example "official_report_1".'),
  ];
}

/** Evidence that is asked for twice, or whose grace runs backwards. */
export function faultyEvidence({ claim, placeOf }: Outline): LintFinding[] {
  const evidence = claim && memberOf(claim, 'evidence');
  const path = `${placeOf('claim')}.evidence`;
  const twice = (Array.isArray(evidence) ? evidence : []).flatMap((item: unknown, index, list: unknown[]) =>
    list.indexOf(item) === index
      ? []
      : [warning(`${path}[${index}]`, `"${String(item)}" is asked for twice.`, 'Leave one out.')],
  );
  const grace = spanOf(claim && memberOf(claim, 'evidenceGrace'));
  if (!grace || grace.amount.count >= 0) return twice;
  const fault = 'The grace for evidence ends before the claim is filed.';
  return [...twice, error(`${placeOf('claim')}.evidenceGrace`, fault, 'Give an amount of 0 or more.')];
}

/** Not said which day of a claim counts, or another than that of receipt: the evaluator knows the recorded day only. */
export function notByReceipt({ claim, placeOf }: Outline): LintFinding[] {
  const by = claim && memberOf(claim, 'satisfiedBy');
  if (!claim || by === 'received') return [];
  const path = `${placeOf('claim')}.satisfiedBy`;
  if (by === undefined) {
    const fault = 'It is not said whether the day a claim is sent or the day it is received counts: receipt does.';
    return [warning(path, fault, 'Say "satisfiedBy": "received", so that students can read it.')];
  }
  if (by !== 'sent' && by !== 'postmarked') {
    return [error(path, 'It is not said which day of a claim counts.', 'Say "received", "sent" or "postmarked".')];
  }
  const fault = `The day a claim is ${by} counts, but the program knows only the day that is recorded.`;
  return [warning(path, fault, `Let staff record that day when they file the claim, or let receipt count.`)];
}
