// Before the start: what a student wants to know before the clock runs, in every state an exam can be in.

import type { Briefing } from '../../services/briefing.ts';
import { formField } from '../form-field.ts';
import { gradeFinding } from '../grade-finding.ts';
import type { Page } from '../page.ts';
import { attemptRows } from './attempt-row.ts';
import { answerOf, closesWords } from './before-start-answer.ts';
import { factsOf } from './before-start-facts.ts';

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
  const isNew = open === null || open.state === 'prepared';
  const needsCode = availability.kind === 'code needed' || availability.kind === 'wrong code';
  return {
    page,
    examTitle: exam.settings.title,
    examId: exam.id,
    ...answerOf(briefing, zone),
    refusal: needsCode ? '' : (refused?.message ?? ''),
    mayGo: mayGo && !isPaused,
    goWord: isNew ? 'Start the exam' : 'Continue the exam',
    goHint: goHint(briefing, zone),
    heading: isNew ? 'When you are ready' : 'Do next',
    step: isNew ? 'Sit down where you can stay for a while, with your code books.' : 'Go on where you were.',
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

function goHint({ open, outlook, now }: Briefing, zone: string): string {
  const closes = closesWords(open?.timing.deadlineAt ?? outlook.closesAt, now, zone).replace(/^at |^on /, '');
  return `Opens in its own window. You can leave and come back until ${closes}.`;
}

function countingOf({ exam, isPreview, guarantee }: Briefing) {
  if (isPreview)
    return {
      state: 'na',
      icon: 'eye',
      strong: 'This is a preview.',
      text: 'You see what a student sees. A preview never counts and is never sent to the gradebook.',
    };
  if (guarantee?.counts)
    return {
      state: 'met',
      icon: 'eligible',
      strong: 'This attempt will count for your guarantee.',
      text: guarantee.why,
    };
  if (guarantee)
    return {
      state: 'na',
      icon: 'na',
      strong: 'This attempt will not count for your guarantee,',
      text: `because ${guarantee.why}. It still goes to the gradebook.`,
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

function rulesOf({ open, outlook, exam, isPreview, now }: Briefing, zone: string): string[] {
  const closesAt = open?.timing.deadlineAt;
  const end =
    closesAt == null
      ? 'When your time is up'
      : closesWords(closesAt, now, zone).replace(/^[ao]/, (letter) => letter.toUpperCase());
  const warned =
    outlook.limitMs > 30 * 60_000
      ? 'You are told when 30, 10 and 5 minutes are left, and the last one.'
      : 'You are told when little time is left.';
  const another =
    exam.settings.attemptsAllowed === null || isPreview || closesAt != null
      ? []
      : ['Starting uses one attempt, whether or not you submit.'];
  return [
    'Open book: this year’s ICD-10-CM, HCPCS Level II and procedure code books, with your own notes in them.',
    'No search engine, no other person.',
    ...another,
    warned,
    `${end} the exam submits itself with everything you answered.`,
  ];
}
