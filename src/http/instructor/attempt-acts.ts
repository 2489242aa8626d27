// What staff may do to an attempt, in words: each act says what will happen, what the student sees, and asks why.

import type { AttemptState } from '../../domain/exam/attempt.ts';
import { closedStates } from '../../domain/exam/attempt.ts';
import type { ActWords } from './act-form.ts';

export type ActName = 'extend' | 'pause' | 'resume' | 'close' | 'reopen' | 'void' | 'apply-late';

const reasonHelp = 'Kept with the attempt. Staff of this course can read it.';
const addMinutes = { label: 'Minutes to add', help: 'From 1 to 600.', value: '10' };
const plainAct = { look: 'tight', of: '', isDanger: false, asksMinutes: null, reasonHelp, tick: null } as const;

/** More time for one person; `of` is said to screen readers beside "Extend". */
export function extendWords(name: string): ActWords {
  return {
    ...plainAct,
    act: 'extend',
    opens: 'Extend',
    of: name,
    title: `More time for ${name}`,
    text: 'The minutes are added to the time left. The exam page shows them within seconds; nothing has to be reloaded.',
    confirm: 'Add the minutes',
    keep: 'Not now',
    asksMinutes: addMinutes,
  };
}

/** More time for everybody who is sitting now. */
export function extendAllWords(sitting: number): ActWords {
  const everybody = sitting === 1 ? 'the one student who is' : `all ${sitting} students who are`;
  return {
    ...extendWords('everybody'),
    act: 'extend-all',
    opens: 'More time for everybody',
    of: '',
    title: 'More time for everybody who is sitting',
    text: `The minutes are added to the time left of ${everybody} sitting now. Their exam pages show them within seconds.`,
  };
}

/** The acts that make sense for an attempt in this state, in the order in which their buttons stand. */
export function actsFor(state: AttemptState, name: string): readonly ActWords[] {
  if (state === 'in_progress') return [extendWords(name), pauseWords, closeWords(name), voidWords(name)];
  if (state === 'paused') return [resumeWords, extendWords(name), closeWords(name), voidWords(name)];
  if (closedStates.includes(state)) return [reopenWords(name), voidWords(name)];
  return state === 'prepared' ? [voidWords(name)] : [];
}

/** Letting a late answer count. */
export function applyLateWords(question: string): ActWords {
  return {
    ...plainAct,
    act: 'apply-late',
    opens: 'Let it count',
    of: question,
    title: `Let the late answer to ${question} count?`,
    text: 'It replaces the answer that was handed in, the attempt is scored again, and the gradebook follows.',
    confirm: 'Let it count',
    keep: 'Leave it',
  };
}

const pauseWords: ActWords = {
  ...plainAct,
  act: 'pause',
  opens: 'Stop the clock',
  title: 'Stop the clock?',
  text: 'Answers wait until the clock runs again. The time it stood still is given back to the second.',
  confirm: 'Stop the clock',
  keep: 'Let it run',
};

const resumeWords: ActWords = {
  ...plainAct,
  act: 'resume',
  opens: 'Let the clock run',
  title: 'Let the clock run again?',
  text: 'The student goes on with the time that was left.',
  confirm: 'Let it run',
  keep: 'Not yet',
};

function closeWords(name: string): ActWords {
  return {
    ...plainAct,
    act: 'close',
    opens: 'Close now',
    title: `Close the exam of ${name}?`,
    text: 'What has been saved is handed in and scored. You can reopen the attempt afterwards.',
    confirm: 'Close and score it',
    keep: 'Leave it open',
  };
}

function reopenWords(name: string): ActWords {
  return {
    ...plainAct,
    act: 'reopen',
    opens: 'Reopen',
    title: `Reopen the exam of ${name}?`,
    text: 'The same questions and answers are there again. The score so far stays on record until it is handed in again.',
    confirm: 'Reopen it',
    keep: 'Leave it closed',
    asksMinutes: {
      label: 'Minutes to go on',
      help: 'From 1 to 600. Whoever had more time left keeps that.',
      value: '30',
    },
  };
}

function voidWords(name: string): ActWords {
  return {
    ...plainAct,
    act: 'void',
    look: 'tight danger',
    opens: 'Void',
    title: `Void the attempt of ${name}?`,
    text: 'It stays to be seen and counts for nothing: not for the gradebook, not for the guarantee. This cannot be undone.',
    confirm: 'Void the attempt',
    keep: 'Keep it',
    isDanger: true,
    tick: { name: 'givesTryBack', label: 'Give the try back, so that the student can sit the exam again' },
  };
}
