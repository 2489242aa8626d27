// Settings of an exam in words: the choices of the form, and what students will read because of them.

import type { ExamSettings } from '../../domain/exam/exam.ts';
import type { PassCondition } from '../../domain/exam/blueprint.ts';
import { attemptsWords, durationWords, reviewWords, windowWords } from '../../domain/exam/words.ts';
import { listWords, upperFirst } from '../../domain/phrases.ts';
import { momentWords } from '../../domain/time.ts';

export interface ChoiceWords<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly help: string;
}

export const windowChoices: readonly ChoiceWords<ExamSettings['window']['policy']>[] = [
  {
    value: 'startBy',
    label: 'Start in time',
    help: 'Whoever starts before the end has the full time, also past the end.',
  },
  {
    value: 'endBy',
    label: 'End together',
    help: 'The exam closes for everybody at the end, also for those who have time left, extra time or not.',
  },
];

export const reviewChoices: readonly ChoiceWords<ExamSettings['review']>[] = [
  { value: 'score', label: 'The result', help: 'Percent, sections, passed or not.' },
  { value: 'missed', label: 'The result, and which questions were missed', help: 'Without the questions themselves.' },
  { value: 'full', label: 'Everything', help: 'Questions, answers, keys and explanations, at once.' },
  {
    value: 'full-after-close',
    label: 'The result; everything after the window has ended',
    help: 'Nobody can pass questions on while others may still sit.',
  },
];

export const attemptPolicyChoices: readonly ChoiceWords<ExamSettings['attemptPolicy']>[] = [
  { value: 'best', label: 'The best attempt', help: '' },
  { value: 'last', label: 'The last attempt', help: '' },
  { value: 'first', label: 'The first attempt', help: '' },
  { value: 'average', label: 'The average of all attempts', help: '' },
];

export const countsAsChoices: readonly ChoiceWords<ExamSettings['countsAs']>[] = [
  { value: 'mock', label: 'Full-length mock exam', help: 'Counts wherever a policy asks for mock exams.' },
  { value: 'half', label: 'Half mock', help: '' },
  { value: 'demo', label: 'Demo', help: '' },
  { value: 'practice', label: 'Practice', help: '' },
];

/** What each way of passing asks, from the conditions it comes to. */
export function passChoices(
  ownRule: readonly PassCondition[],
  everySection: readonly PassCondition[],
  titleOf: (section: string) => string,
): readonly ChoiceWords<ExamSettings['passVariant']>[] {
  return [
    { value: 'blueprint', label: 'As the blueprint says', help: ruleWords(ownRule, titleOf) },
    { value: 'everySection', label: 'Every named section too', help: ruleWords(everySection, titleOf) },
  ];
}

/** "Overall at least 70 %, and Medical Concepts, Surgery and Modifiers each at least 70 %." */
export function ruleWords(rule: readonly PassCondition[], titleOf: (section: string) => string): string {
  const parts = rule.map((condition) => {
    if (condition.kind === 'overall') return `overall at least ${condition.percent} %`;
    if (condition.kind === 'sectionMinimum') return `${titleOf(condition.section)} at least ${condition.percent} %`;
    return `${listWords(condition.sections.map(titleOf))} each at least ${condition.percent} %`;
  });
  const words = parts.join(', and ');
  return `${upperFirst(words)}.`;
}

export interface SettingInWords {
  readonly label: string;
  readonly words: string;
}

/** What students will read before the exam, line by line, on the clock of `zone`. */
export function previewWords(settings: ExamSettings, questions: number, rule: string, zone: string): SettingInWords[] {
  const at = (moment: number): string => momentWords(moment, zone);
  const { attemptsAllowed, cooldownMinutes } = settings;
  return [
    {
      label: 'What it is',
      words: `${settings.title}: ${questions} questions in ${durationWords(settings.allowedMinutes * 60_000)}.`,
    },
    { label: 'When', words: windowWords(settings.window, at) ?? 'At any time.' },
    {
      label: 'Attempts',
      words: `${attemptsWords(attemptsAllowed ?? 0, attemptsAllowed)}${cooldownMinutes > 0 && attemptsAllowed !== 1 ? `, with a break of ${breakWords(cooldownMinutes)} between two` : ''}.`,
    },
    { label: 'To pass', words: rule },
    { label: 'Afterwards', words: reviewWords(settings.review) },
    { label: 'Gradebook', words: `${gradebookWords[settings.attemptPolicy]}, in percent of 100.` },
    {
      label: 'Access code',
      words: settings.accessCode === null ? 'None is asked for.' : 'Asked for before the exam can be started.',
    },
  ];
}

const gradebookWords: Readonly<Record<ExamSettings['attemptPolicy'], string>> = {
  best: 'Your best attempt counts',
  last: 'Your last attempt counts',
  first: 'Your first attempt counts',
  average: 'The average of your attempts counts',
};

/** What may surprise whoever saves these settings. */
export function cautions(
  { window, allowedMinutes, attemptsAllowed, cooldownMinutes }: ExamSettings,
  now: number,
): string[] {
  const { opensAt, closesAt, policy } = window;
  const limitMs = allowedMinutes * 60_000;
  const isShort = policy === 'endBy' && opensAt !== null && closesAt !== null && closesAt - opensAt < limitMs;
  return [
    isShort ? 'The window is shorter than the limit: nobody will have the full time.' : '',
    closesAt !== null && closesAt <= now ? 'The window has ended: nobody can start this exam.' : '',
    attemptsAllowed === 1 && cooldownMinutes > 0
      ? 'With one attempt there is nothing a break could stand between.'
      : '',
  ].filter(Boolean);
}

function breakWords(minutes: number): string {
  if (minutes % 1440 === 0) return minutes === 1440 ? '1 day' : `${minutes / 1440} days`;
  return durationWords(minutes * 60_000);
}
