// What a platform's answer to a score means: sent, wait, try again, never, or the column is gone.
import { DateTime } from 'luxon';
import type { IncomingAnswer } from './network.ts';
import type { ScoreOutcome } from './ports.ts';
import { ServiceFailure } from './service-failure.ts';

/** A missing column is looked up once more before it counts as gone. */
export type ScoreAnswer =
  Exclude<ScoreOutcome, { kind: 'sent' | 'link-broken' }> | { kind: 'sent' } | { kind: 'missing' };

const defaultWaitMs = 60_000;
const longestWaitMs = 6 * 3_600_000;

/** Moodle answers 409, Canvas 400, when a score is not younger than the last one. */
const speaksOfTime = /timestamp|earlier|older/i;

/** Sorts an answer; the words are for staff and quote nothing that the platform said. */
export function readScoreAnswer(answer: IncomingAnswer, nowMs: number): ScoreAnswer {
  const { status } = answer;
  if (status >= 200 && status <= 299) return { kind: 'sent' };
  const waitMs = throttleOf(answer, nowMs);
  if (waitMs !== null) return { kind: 'retry-after', waitMs, words: 'The LMS asks us to send more slowly.' };
  if (status === 404 || status === 410) return { kind: 'missing' };
  if (status === 409 || (status === 400 && speaksOfTime.test(answer.body))) {
    return { kind: 'retry', because: 'timestamp', words: 'The LMS has a grade that it takes for a later one.' };
  }
  if (status >= 500 || status === 408 || status === 425 || (status >= 300 && status <= 399)) {
    return { kind: 'retry', because: 'unavailable', words: `The LMS could not take the grade (HTTP ${status}).` };
  }
  return { kind: 'permanent', words: permanentWords(status) };
}

/** How long a throttling platform wants us to wait, in milliseconds; null when it does not throttle. */
export function throttleOf(answer: IncomingAnswer, nowMs: number): number | null {
  const remaining = answer.headers['x-rate-limit-remaining'];
  // Canvas throttles by 403, which otherwise means "not allowed".
  const isCanvasThrottle =
    answer.status === 403 &&
    (/rate limit exceeded/i.test(answer.body) || (remaining !== undefined && Number(remaining) <= 0));
  const asksToWait = answer.status === 503 && answer.headers['retry-after'] !== undefined;
  if (answer.status !== 429 && !isCanvasThrottle && !asksToWait) return null;
  return Math.min(longestWaitMs, waitAsked(answer.headers['retry-after'], nowMs) ?? defaultWaitMs);
}

/** Retry-After as RFC 9110 writes it: seconds or a date. */
function waitAsked(header: string | undefined, nowMs: number): number | null {
  const text = header?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const date = DateTime.fromHTTP(text);
  return date.isValid ? Math.max(0, date.toMillis() - nowMs) : null;
}

function permanentWords(status: number): string {
  if (status === 401 || status === 403) {
    return 'The LMS does not allow this tool to write this grade. Check the tool’s permissions, then send again.';
  }
  if (status === 422) {
    return 'The LMS refuses a grade for this person: not an active student there, or no attempts left.';
  }
  if (status === 400) {
    return 'The LMS refuses this grade: the person is not a student of the course any more, or takes no grades there.';
  }
  return `The LMS refuses this grade (HTTP ${status}).`;
}

/** A failed call in the same kinds. */
export function outcomeOfFailure(failure: ServiceFailure): ScoreOutcome {
  if (failure.kind === 'permanent') return { kind: 'permanent', words: failure.message };
  if (failure.kind === 'throttled') {
    return { kind: 'retry-after', waitMs: failure.waitMs ?? defaultWaitMs, words: failure.message };
  }
  return { kind: 'retry', because: 'unavailable', words: failure.message };
}
