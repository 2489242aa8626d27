// The result of an attempt: passed or not and why, the drawings with their tables, what to work on, and where the result went.

import type { Attempt } from '../../domain/exam/attempt.ts';
import { policyWords } from '../../domain/exam/grade.ts';
import { percentWords } from '../../domain/exam/pass-rule.ts';
import type { Score } from '../../domain/exam/score.ts';
import { countWords, dayWords, momentWords } from '../../domain/time.ts';
import type { Result } from '../../services/results.ts';
import { chips, type Chip } from '../chips.ts';
import { gradeFinding, type GradeFinding } from '../grade-finding.ts';
import { timeOfDay } from '../moments.ts';
import type { Page } from '../page.ts';
import { chipOf } from './attempt-row.ts';
import { chanceView, pacingView, sectionsView, topicsView, trendView } from './result-drawings.ts';
import { workView } from './things-to-work-on.ts';

/** The view of `student/result`. `zone` is the reader's. */
export function resultView(page: Page, result: Result, zone: string) {
  const { attempt, exam, score } = result;
  const startedAt = attempt.timing.startedAt ?? attempt.createdAt;
  return {
    page,
    title: `${exam.settings.title}, ${dayWords(startedAt, zone)}`,
    crumb: { href: `${page.base}/results`, label: 'Results' },
    chip: chipOf(attempt, score),
    answer: answerOf(attempt, score),
    reason: reasonOf(result, zone),
    isScored: score !== null,
    isPreview: attempt.isPreview,
    next: nextOf(page, result),
    conditions: score !== null && score.conditions.length > 1 ? score.conditions.map(conditionView) : [],
    sections: score === null ? false : sectionsView(result, score),
    work: workView(result),
    chance: chanceView(result),
    pace: pacingView(result),
    topics: topicsView(result),
    trend: trendView(result, page.base, zone),
    grade: attempt.isPreview ? false : gradeOf(result, zone),
    sendGradeHref: `${page.base}/attempts/${attempt.id}/send-grade`,
    receipt: attempt.end === null ? false : receiptView(attempt, zone),
    release: releaseView(page, result, zone),
  };
}

function answerOf(attempt: Attempt, score: Score | null): string {
  if (attempt.state === 'voided') return 'This attempt was voided. It counts for nothing.';
  if (score === null) return 'Your exam is handed in. It is being scored.';
  const line = score.passLinePercent === null ? '' : `, pass line ${percentWords(score.passLinePercent)}`;
  return `${score.isPassed ? 'Passed' : 'Not passed'}: ${score.shownWeighted} % weighted${line}.`;
}

function reasonOf({ attempt, score, trend }: Result, zone: string): string {
  if (attempt.voided !== null)
    return `Your instructor voided it on ${dayWords(attempt.voided.at, zone)}: ${attempt.voided.reason}`;
  if (score === null) return 'This takes a few seconds. Reload the page to see your result.';
  const right = score.sections.reduce((sum, section) => sum + section.right, 0);
  const scored = score.sections.reduce((sum, section) => sum + section.scored, 0);
  const sentences = [`${right} of ${scored} questions right (${score.shownRaw} % raw).`];
  const failed = score.conditions.filter((condition) => !condition.isMet);
  // A single condition is the answer above already.
  if (score.conditions.length > 1 && failed.length > 0)
    sentences.push(...failed.map((one) => `${one.words} is needed. ${one.have}.`));
  else if (score.conditions.length > 1) sentences.push('Every condition of this exam is met.');
  const here = trend.findIndex((point) => point.attemptId === attempt.id);
  const [before, now] = [trend[here - 1], trend[here]];
  if (before !== undefined && now?.change) sentences.push(changeSentence(now.change, dayWords(before.at, zone)));
  return sentences.join(' ');
}

function changeSentence(change: string, day: string): string {
  const points = change.slice(1);
  if (Number(points) === 0) return `The same as on ${day}.`;
  return `${points} points ${change.startsWith('-') ? 'less' : 'more'} than on ${day}.`;
}

function conditionView(condition: Score['conditions'][number]): { chip: Chip; words: string; have: string } {
  return { chip: condition.isMet ? chips.met : chips.failed, words: condition.words, have: condition.have };
}

/** One thing to do next, and where. */
function nextOf(page: Page, result: Result) {
  const { attempt, score, release, areas } = result;
  const answersHref = `${page.base}/attempts/${attempt.id}/answers`;
  const examHref = attempt.isPreview ? `${page.base}/exams/${attempt.examId}/before` : `${page.base}/`;
  const weakest = areas.find((area) => area.verdict === 'weak' || area.verdict === 'near the line');
  const review =
    release.level === 'score' ? false : { href: `${answersHref}?show=missed`, label: 'Review what I missed' };
  const missed =
    score === null ? 0 : Object.values(score.slots).filter((slot) => slot.isScored && !slot.isRight).length;
  const step =
    weakest === undefined
      ? `Look at the ${countWords(missed, 'question')} you missed, while you still remember why.`
      : `Begin with ${weakest.title}: there the most points are to be won.`;
  return {
    heading: 'Do next',
    step: missed === 0 ? 'Nothing was missed. Keep your pace.' : step,
    text: review === false ? result.release.words : 'Each answer comes with the reason and the place to look it up.',
    review: missed === 0 ? false : review,
    exam: { href: examHref, label: 'The exam’s page' },
  };
}

/** After several attempts the gradebook may hold another one's score: the rule that chose it stands beside it. */
function gradeOf({ exam, grade, trend }: Result, zone: string): GradeFinding {
  const finding = gradeFinding(grade, zone);
  if (trend.length < 2 || grade.scoreGiven === null) return finding;
  return { ...finding, words: `${finding.words} ${policyWords(exam.settings.attemptPolicy)}` };
}

function receiptView({ end, answers }: Attempt, zone: string) {
  const given = Object.values(answers).filter((answer) => answer.v.length > 0).length;
  const how: Record<string, string> = {
    user: 'submitted by you',
    timer: 'handed in when your time was up',
    sweeper: 'handed in when your time was up',
    staff: 'handed in by your instructor',
  };
  const at = end === null ? '' : `${dayWords(end.at, zone)}, ${timeOfDay(end.at, zone, true)}`;
  return {
    chip: chips.receipt,
    strong: `${countWords(given, 'answer')}, ${how[end?.by ?? 'user'] ?? ''}, ${at}.`,
    text: `Number ${end?.receipt ?? ''}.`,
  };
}

function releaseView(page: Page, { attempt, release }: Result, zone: string) {
  const when = release.fullAt === null ? '' : ` That is ${momentWords(release.fullAt, zone)}.`;
  return {
    mayReview: release.level !== 'score',
    href: `${page.base}/attempts/${attempt.id}/answers`,
    words: `${release.words}${when}`,
  };
}
