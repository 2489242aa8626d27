// A module of the course as its student sees it behind the link: done and since when, or to be confirmed; and how far the course is.

import type { CompletionLink } from '../../../domain/evidence/completion-link.ts';
import type { ModuleByLink } from '../../../services/guarantee/completion.ts';
import { chips, type Chip } from '../../chips.ts';
import { dayTextWords } from '../../day-words.ts';
import { sourceWords } from '../../origin-words.ts';
import type { Page } from '../../page.ts';

export interface ModuleAsked {
  readonly link: CompletionLink;
  /** Null: the course has no such module (yet). */
  readonly found: ModuleByLink | null;
  /** Whether the student has just confirmed it. */
  readonly isNew: boolean;
  readonly isTest: boolean;
}

/** Everything `module.hbs` prints. */
export function moduleView({ link, found, isNew, isTest }: ModuleAsked, page: Page) {
  const title = found?.module.title ?? (link.title || 'A module of the course');
  const done = found?.done ?? null;
  const words = wordsOf(found, title, isTest);
  return {
    page,
    crumb: false as const,
    title,
    notice: isNew && done ? 'It is recorded.' : '',
    chip: chipOf(found),
    ...words,
    source: done ? sourceWords(done) : '',
    confirm:
      found && !done && !isTest
        ? {
            action: `${page.base}/modules/${found.module.id}/confirm`,
            csrf: page.csrf,
            words: `I have done “${title}”`,
          }
        : (false as const),
    progress: found && found.progress.total > 0 ? progressOf(found) : (false as const),
  };
}

function chipOf(found: ModuleByLink | null): Chip {
  if (!found) return { ...chips.needsReview, word: 'Not set up' };
  return found.done ? { ...chips.met, word: 'Done' } : chips.notYet;
}

function wordsOf(found: ModuleByLink | null, title: string, isTest: boolean): { answer: string; reason: string } {
  if (!found)
    return {
      answer: 'This module is not set up in this course yet.',
      reason: 'Nothing has been marked. Your instructor sees this when opening the same activity, and can add it.',
    };
  if (found.done)
    return {
      answer: `You have done “${title}”: ${dayTextWords(found.done.value.on)}.`,
      reason: 'It stays done. You can close this page.',
    };
  if (isTest)
    return {
      answer: 'A test student completes nothing.',
      reason: 'For a student, this page marks the module as done.',
    };
  return {
    answer: `Have you done “${title}”?`,
    reason: 'Confirm it once you have; the day of today is recorded, and it stays done.',
  };
}

function progressOf({ progress: { done, total, open } }: ModuleByLink) {
  return {
    words:
      done === total
        ? 'All required modules are done: you have completed the course.'
        : `${done} of ${total} required modules are done.`,
    value: done,
    total,
    open: open.map(({ title }) => title),
  };
}
