// Acts about exams, in words.

import { examSettingsSchema, type ExamSettings } from '../exam/exam.ts';
import type { ActTable, Told } from './told.ts';
import { listWords } from '../phrases.ts';

const minutes = (told: Told): string => (told.has('minutes') ? `${told.text('minutes')} min` : 'time');

export const examActs: ActTable = {
  extended: (told) => `added ${minutes(told)}`,
  paused: () => 'stopped the clock',
  resumed: () => 'let the clock run again',
  closed: () => 'closed the attempt',
  reopened: (told) => `reopened the attempt for ${minutes(told)}`,
  voided: (told) => `voided the attempt${told.value('givesTryBack') === 'yes' ? ' and gave the try back' : ''}`,
  'late answer applied': (told) => `let the late answer to ${slotWords(told.text('slot'))} count`,
  'exam created': () => 'made this exam',
  'exam chosen': () => 'chose it for an activity',
  'exam settings changed': (told) => `changed ${changedWords(told)}`,
  'accommodation set': (told) => `set the extra time${extraWords(told)}`,
};

function slotWords(slot: string): string {
  return slot === '' ? 'a question' : `question ${slot.slice(1)}`;
}

function extraWords(told: Told): string {
  if (!told.has('factor')) return '';
  const parts = [
    `${told.text('factor')} times`,
    told.text('extraMinutes') === '0' ? '' : `${told.text('extraMinutes')} min`,
  ];
  return `: ${parts.filter((part) => part !== '').join(' and ')}`;
}

/** "the title and the window": what a change of settings changed. */
function changedWords(told: Told): string {
  const read = (name: string) => {
    const inner = told.inner(name);
    return inner && examSettingsSchema.safeParse(inner.whole()).data;
  };
  const [before, after] = [read('before'), read('after')];
  if (!before || !after) return 'the settings';
  const names = Object.keys(settingNames) as (keyof ExamSettings)[];
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return listed(changed.map((name) => settingNames[name]));
}

/** "the title, the window and the review"; "nothing" for none. */
export function listed(words: readonly string[]): string {
  return words.length === 0 ? 'nothing' : listWords(words);
}

const settingNames: Readonly<Record<keyof ExamSettings, string>> = {
  title: 'the title',
  blueprintId: 'the blueprint',
  allowedMinutes: 'the limit',
  graceSeconds: 'the grace',
  window: 'the window',
  attemptsAllowed: 'the attempts allowed',
  cooldownMinutes: 'the break between attempts',
  review: 'the review',
  attemptPolicy: 'what the gradebook gets',
  accessCode: 'the access code',
  countsAs: 'what it counts as',
  passVariant: 'what it takes to pass',
};
