// Availability: whether a person may sit an exam now, and if not, why and from when.

import type { Attempt } from './attempt.ts';
import type { ExamSettings } from './exam.ts';

export interface Request {
  readonly settings: Pick<ExamSettings, 'window' | 'accessCode'>;
  readonly now: number;
  /** Tries left; null where the exam sets no limit. */
  readonly attemptsLeft: number | null;
  /** The cooldown holds the next attempt back until then; 0 or a past moment holds nothing back. */
  readonly nextAt: number;
  /** The attempt the person has open, if any. */
  readonly open: Pick<Attempt, 'id' | 'state'> | null;
  /** What the person typed; null if they were not asked yet. */
  readonly accessCode: string | null;
  /** Previews meet no window, counter, cooldown or code. */
  readonly isPreview: boolean;
}

/** `words` are for the student. `nextAt` is when asking again may have another answer; null if time alone changes nothing. */
export type Availability =
  | { readonly kind: 'may start'; readonly words: string; readonly nextAt: null }
  | { readonly kind: 'open attempt'; readonly attemptId: string; readonly words: string; readonly nextAt: null }
  | { readonly kind: 'not yet open' | 'cooling down'; readonly words: string; readonly nextAt: number }
  | {
      readonly kind: 'window closed' | 'no attempts left' | 'code needed' | 'wrong code';
      readonly words: string;
      readonly nextAt: null;
    };

/** How a moment is written for the reader; the caller knows the reader's zone. */
export type MomentWords = (at: number) => string;

/**
 * Whether this person may start an attempt now. An open attempt comes first, because it can be gone on with whatever the window
 * says; then the window, the tries, the cooldown, and last the access code, so that nobody is asked for a code in vain.
 */
export function maySit(request: Request, momentWords?: MomentWords): Availability {
  const { settings, now, attemptsLeft, nextAt, open, isPreview } = request;
  if (open) return openAttempt(open);
  if (isPreview) return { kind: 'may start', words: 'You can try this exam as a student would.', nextAt: null };

  const { opensAt, closesAt } = settings.window;
  const at = (moment: number): string => (momentWords ? ` ${momentWords(moment)}` : ' later');
  if (opensAt !== null && now < opensAt)
    return { kind: 'not yet open', words: `This exam opens${at(opensAt)}.`, nextAt: opensAt };
  if (closesAt !== null && now >= closesAt)
    return { kind: 'window closed', words: 'This exam can no longer be started.', nextAt: null };
  if (attemptsLeft !== null && attemptsLeft < 1)
    return { kind: 'no attempts left', words: 'You have used all your attempts at this exam.', nextAt: null };
  if (now < nextAt) return coolingDown(nextAt, closesAt, at);
  return codeAsked(settings.accessCode, request.accessCode);
}

/** When the cooldown after an attempt ends; an attempt that has not ended starts none. */
export function cooldownEndsAt(
  attempt: Pick<Attempt, 'end'> | null,
  settings: Pick<ExamSettings, 'cooldownMinutes'>,
): number {
  return attempt?.end ? attempt.end.at + settings.cooldownMinutes * 60_000 : 0;
}

function openAttempt(open: Pick<Attempt, 'id' | 'state'>): Availability {
  const words: Partial<Record<Attempt['state'], string>> = {
    prepared: 'Your exam is ready. The clock has not started.',
    paused: 'Your instructor has stopped the clock of your exam.',
  };
  const running = 'You have an attempt under way. Its clock is running.';
  return { kind: 'open attempt', attemptId: open.id, words: words[open.state] ?? running, nextAt: null };
}

function coolingDown(nextAt: number, closesAt: number | null, at: (moment: number) => string): Availability {
  if (closesAt !== null && nextAt >= closesAt)
    return {
      kind: 'window closed',
      words: 'The break after your last attempt lasts longer than this exam is open.',
      nextAt: null,
    };
  return { kind: 'cooling down', words: `You can start your next attempt${at(nextAt)}.`, nextAt };
}

function codeAsked(wanted: string | null, typed: string | null): Availability {
  if (wanted === null || wanted === '' || normalized(wanted) === normalized(typed ?? ''))
    return { kind: 'may start', words: 'You can start now.', nextAt: null };
  if (typed === null || typed.trim() === '')
    return { kind: 'code needed', words: 'This exam needs an access code. Your instructor has it.', nextAt: null };
  return { kind: 'wrong code', words: 'That is not the access code of this exam.', nextAt: null };
}

/** Codes are read aloud in classrooms: case and spaces at the ends do not matter. */
function normalized(code: string): string {
  return code.trim().toLowerCase();
}
