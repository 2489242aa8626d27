// What to expect of an exam, row by row: questions, time, window, tries, pass line, gradebook, answers.

import type { PassCondition } from '../../domain/exam/blueprint.ts';
import type { ExamSettings } from '../../domain/exam/exam.ts';
import { percentWords } from '../../domain/exam/pass-rule.ts';
import { dayWords, momentWords } from '../../domain/time.ts';
import type { Briefing } from '../../services/briefing.ts';
import { momentView } from '../moments.ts';
import { limitLength, spelledLength } from './lengths.ts';

/** "What to expect", row by row; `moment` is false where the row holds no date that decides. */
export function factsOf(briefing: Briefing, zone: string) {
  const { exam, outlook, now, isPreview } = briefing;
  const { opensAt, closesAt } = exam.settings.window;
  const row = (label: string, words: string) => ({ label, words, moment: false as const });
  const dated = (label: string, at: number, words: string) => ({ label, words, moment: momentView(at, zone, now) });
  const opens = opensAt !== null && opensAt > now ? [dated('Opens', opensAt, '')] : [];
  return [
    row('Questions', questionsWords(briefing)),
    row('Your time', `${limitLength(outlook.limitMs)} in one sitting, breaks at your own choice inside it`),
    ...opens,
    ...(closesAt === null ? [] : [dated('Open until', closesAt, windowWords(briefing, closesAt, zone))]),
    row('Attempts', attemptsWords(briefing, zone)),
    row('To pass', passWords(briefing.passRule, briefing)),
    row('Gradebook', isPreview ? 'Nothing is sent: this is a preview' : gradebookWords[exam.settings.attemptPolicy]),
    row('Answers shown', reviewWords[exam.settings.review]),
  ];
}

function questionsWords({ questions, blueprint }: Briefing): string {
  const sections = blueprint.sections.map((section) => {
    const count = section.quotas.reduce((sum, quota) => sum + quota.count, 0);
    return `${section.title} ${count}`;
  });
  return `${questions}: ${sections.join(', ')}`;
}

function windowWords({ exam, outlook }: Briefing, closesAt: number, zone: string): string {
  const length = spelledLength(outlook.limitMs);
  if (exam.settings.window.policy === 'startBy') return `Start before then and you have your whole ${length}.`;
  const latest = closesAt - outlook.limitMs;
  return `The exam closes with its window. To have your whole ${length}, start by ${momentWords(latest, zone)}.`;
}

function attemptsWords({ exam, attemptsLeft, history, isPreview, open }: Briefing, zone: string): string {
  if (isPreview) return 'As many previews as you like';
  const allowed = exam.settings.attemptsAllowed;
  // A paper that is put together ahead holds a try already, and gives it back if it is never started.
  const unused = (attemptsLeft ?? 0) + (open?.state === 'prepared' ? 1 : 0);
  const left = attemptsLeft === null || allowed === null ? 'As many as you like' : `${unused} of ${allowed} left`;
  const last = history.at(-1);
  if (last === undefined || last.score === null) return left;
  const on = dayWords(last.attempt.timing.startedAt ?? last.attempt.createdAt, zone);
  return `${left}. Last time, ${on}, you scored ${last.score.shownWeighted} %.`;
}

function passWords(rule: readonly PassCondition[], { blueprint }: Briefing): string {
  const titles = new Map(blueprint.sections.map((section) => [section.id, section.title]));
  const named = (ids: readonly string[]): string => ids.map((id) => titles.get(id) ?? id).join(', ');
  const words = rule.map((condition) => {
    if (condition.kind === 'overall') return `${percentWords(condition.percent)} weighted over all sections`;
    if (condition.kind === 'sectionMinimum')
      return `at least ${percentWords(condition.percent)} in ${named([condition.section])}`;
    return `at least ${percentWords(condition.percent)} in each of ${named(condition.sections)}`;
  });
  return words.join(', and ');
}

const gradebookWords: Record<ExamSettings['attemptPolicy'], string> = {
  best: 'Your best attempt is sent to the course when you submit',
  last: 'Your last attempt is sent to the course when you submit',
  first: 'Your first attempt is sent to the course when you submit',
  average: 'The average of your attempts is sent to the course when you submit',
};

const reviewWords: Record<ExamSettings['review'], string> = {
  full: 'After you submit, with explanations',
  missed: 'Which questions you missed, after you submit',
  score: 'The result only',
  'full-after-close': 'When the exam has closed for everybody, with explanations',
};
