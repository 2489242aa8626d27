// Before the start: what a student wants to know before the clock runs, in every state an exam can be in.

import type { PassCondition } from '../../domain/exam/blueprint.ts';
import type { ExamSettings } from '../../domain/exam/exam.ts';
import { percentWords } from '../../domain/exam/pass-rule.ts';
import { countWords, dayWords, momentWords } from '../../domain/time.ts';
import type { Briefing } from '../../services/briefing.ts';
import { chips, type Chip } from '../chips.ts';
import { formField } from '../form-field.ts';
import { gradeFinding } from '../grade-finding.ts';
import { momentView, timeOfDay } from '../moments.ts';
import type { Page } from '../page.ts';
import { attemptRows } from './attempt-row.ts';
import { spelledLength } from './lengths.ts';

/** What the student sent and what was wrong with it, when the page is shown again. */
export interface Refused {
  readonly accessCode: string;
  /** The refusal's words; "" when nothing was refused. */
  readonly message: string;
}

/** The view of `student/before-start`. `zone` is the reader's. */
export function beforeStartView(page: Page, briefing: Briefing, zone: string, refused?: Refused) {
  const { exam, availability, open } = briefing;
  const mayGo = availability.kind === 'open attempt' || startKinds.has(availability.kind);
  const isPaused = open?.state === 'paused';
  const needsCode = availability.kind === 'code needed' || availability.kind === 'wrong code';
  return {
    page,
    examTitle: exam.settings.title,
    examId: exam.id,
    ...answerOf(briefing, zone),
    refusal: needsCode ? '' : (refused?.message ?? ''),
    mayGo: mayGo && !isPaused,
    goWord: open === null ? 'Start the exam' : goOnWord(open.state),
    goHint: goHint(briefing, zone),
    step: open === null ? 'Sit down where you can stay for a while, with your code books.' : 'Go on where you were.',
    needsCode,
    codeField: formField({
      name: 'accessCode',
      label: 'Access code',
      help: 'Your instructor has it',
      autocomplete: 'off',
      size: 'mid',
      isRequired: true,
      value: refused?.accessCode ?? '',
      error: refused?.message ?? '',
    }),
    urls: urlsOf(page.base),
    facts: factsOf(briefing, zone),
    counting: countingOf(briefing),
    rules: rulesOf(briefing, zone),
    showsChecks: mayGo && !isPaused,
    isAhead: mayGo || availability.kind === 'not yet open' || availability.kind === 'cooling down',
    isPreview: briefing.isPreview,
    history: attemptRows(briefing.history, page.base, zone),
    grade: briefing.history.length > 0 && !briefing.isPreview ? gradeFinding(briefing.grade, zone) : false,
  };
}

const startKinds: ReadonlySet<string> = new Set(['may start', 'code needed', 'wrong code']);

/** Where the page and its script send what. */
function urlsOf(base: string) {
  return {
    start: `${base}/attempts`,
    prepare: `${base}/exam/prepare`,
    ticket: `${base}/exam/ticket`,
    check: '/healthz',
  };
}

function goOnWord(state: string): string {
  return state === 'prepared' ? 'Start the exam' : 'Continue the exam';
}

function goHint({ open, outlook }: Briefing, zone: string): string {
  const closesAt = open?.timing.deadlineAt ?? outlook.closesAt;
  return `Opens in its own window. You can leave and come back until ${timeOfDay(closesAt, zone)}.`;
}

interface AnswerWords {
  readonly chip: Chip | false;
  readonly answer: string;
  readonly reason: string;
}

/** The sentence the student came for, and the reason under it. */
function answerOf(briefing: Briefing, zone: string): AnswerWords {
  const { availability, outlook, open, exam } = briefing;
  if (open !== null && open.state !== 'prepared') return underWay(briefing, zone);
  switch (availability.kind) {
    case 'not yet open':
      return {
        chip: chips.notOpenYet,
        answer: availability.words,
        reason: `You will have ${spelledLength(outlook.limitMs)}. Come back then; nothing is needed before.`,
      };
    case 'cooling down':
      return {
        chip: chips.notOpenYet,
        answer: availability.words,
        reason: `There are ${countWords(exam.settings.cooldownMinutes, 'minute')} between two attempts at this exam.`,
      };
    case 'window closed':
      return { chip: chips.closed, answer: availability.words, reason: closedReason(briefing, zone) };
    case 'no attempts left':
      return {
        chip: chips.closed,
        answer: availability.words,
        reason: 'Your results stay here. Ask your instructor if you need another attempt.',
      };
    default:
      return mayStart(briefing, zone);
  }
}

function underWay({ open, now }: Briefing, zone: string): AnswerWords {
  const deadlineAt = open?.timing.deadlineAt ?? now;
  if (open?.state === 'paused')
    return {
      chip: chips.paused,
      answer: 'The clock of your exam is stopped.',
      reason: `Your instructor has stopped it, and you lose no time. ${spelledLength(deadlineAt - (open.timing.pausedAt ?? now))} are left when it goes on.`,
    };
  return {
    chip: chips.writing,
    answer: `Your exam is running. It closes at ${timeOfDay(deadlineAt, zone)}.`,
    reason: `You have ${spelledLength(deadlineAt - now)} left. Everything you answered is kept, also from another computer.`,
  };
}

function mayStart({ outlook, accommodation, now }: Briefing, zone: string): AnswerWords {
  const runsOn =
    'The clock runs on without you: closing the window or losing the network does not stop it, and does not lose an answer.';
  const given = accommodation === null ? '' : `${givenWords(outlook.baseMs, outlook.limitMs, accommodation, zone)} `;
  const closes = closingWords(outlook.closesAt, now, zone);
  const answer = outlook.isCutByWindow
    ? `You have ${spelledLength(outlook.closesAt - now)}: the exam closes with its window, ${closes}.`
    : `You have ${spelledLength(outlook.limitMs)}. If you start now, the exam closes ${closes}.`;
  return { chip: false, answer, reason: `${given}${runsOn}` };
}

/** "at 16:02 today", or the day too when it is another one. */
function closingWords(closesAt: number, now: number, zone: string): string {
  const isToday = dayWords(closesAt, zone) === dayWords(now, zone);
  return isToday ? `at ${timeOfDay(closesAt, zone)} today` : `on ${momentWords(closesAt, zone)}`;
}

/** "That is 240 minutes, and 120 more with your extra time (1.5 times, set on Wed 2 Sep 2026)." */
function givenWords(baseMs: number, limitMs: number, given: { factor: number; setAt: number }, zone: string): string {
  const [base, more] = [baseMs / 60_000, (limitMs - baseMs) / 60_000];
  const times = given.factor === 1 ? '' : `${given.factor} times, `;
  return `That is ${base} minutes, and ${more} more with your extra time (${times}set on ${dayWords(given.setAt, zone)}).`;
}

function closedReason({ outlook, now }: Briefing, zone: string): string {
  const closed = outlook.startUntil;
  if (closed === null || closed > now) return 'Ask your instructor if you need another chance.';
  return `It closed ${momentWords(closed, zone)}. Ask your instructor if you need another chance.`;
}

/** "What to expect", row by row; `moment` is false where the row holds no date that decides. */
function factsOf(briefing: Briefing, zone: string) {
  const { exam, outlook, now } = briefing;
  const { opensAt, closesAt } = exam.settings.window;
  const row = (label: string, words: string) => ({ label, words, moment: false as const });
  const dated = (label: string, at: number, words: string) => ({ label, words, moment: momentView(at, zone, now) });
  const opens = opensAt !== null && opensAt > now ? [dated('Opens', opensAt, '')] : [];
  return [
    row('Questions', questionsWords(briefing)),
    row('Your time', `${outlook.limitMs / 60_000} minutes in one sitting, breaks at your own choice inside it`),
    ...opens,
    ...(closesAt === null ? [] : [dated('Open until', closesAt, windowWords(briefing, closesAt, zone))]),
    row('Attempts', attemptsWords(briefing, zone)),
    row('To pass', passWords(briefing.passRule, briefing)),
    row('Gradebook', gradebookWords[exam.settings.attemptPolicy]),
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

function countingOf({ exam, isPreview }: Briefing) {
  if (isPreview)
    return {
      state: 'na',
      icon: 'eye',
      strong: 'This is a preview.',
      text: 'You see what a student sees. A preview never counts and is never sent to the gradebook.',
    };
  if (exam.settings.countsAs === 'mock')
    return {
      state: 'met',
      icon: 'eligible',
      strong: 'This attempt counts as a mock exam.',
      text: 'A pass guarantee that asks for mock exams takes it into account.',
    };
  return {
    state: 'na',
    icon: 'na',
    strong: 'This attempt does not count as a full mock exam.',
    text: 'It is for practice. It still goes to the gradebook.',
  };
}

function rulesOf({ open, outlook, exam }: Briefing, zone: string): string[] {
  const closesAt = open?.timing.deadlineAt;
  const end = closesAt == null ? 'When your time is up' : `At ${timeOfDay(closesAt, zone)}`;
  const warned =
    outlook.limitMs > 30 * 60_000
      ? 'You are told when 30, 10, 5 and 1 minutes are left.'
      : 'You are told when little time is left.';
  const another =
    exam.settings.attemptsAllowed === null ? [] : ['Starting uses one attempt, whether or not you submit.'];
  return [
    'Open book: this year’s ICD-10-CM, HCPCS Level II and procedure code books, with your own notes in them.',
    'No search engine, no other person.',
    ...another,
    warned,
    `${end} the exam submits itself with everything you answered.`,
  ];
}
