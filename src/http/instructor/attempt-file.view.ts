// One attempt for staff: how it stands, its result, its clock, late answers, what was done to it and why, and what can be done.

import type { Attempt } from '../../domain/exam/attempt.ts';
import { approximately, compare, percentOf } from '../../domain/exam/fraction.ts';
import { remainingMs } from '../../domain/exam/deadline.ts';
import { progressWords } from '../../domain/exam/words.ts';
import { durationWords } from '../../domain/time.ts';
import type { AttemptFile } from '../../services/invigilation.ts';
import { chips, type Chip } from '../chips.ts';
import { errorSummary } from '../form-field.ts';
import type { Page } from '../page.ts';
import { thresholdBars } from '../threshold-bars.ts';
import { actForm, type Attempted } from './act-form.ts';
import { actsFor, applyLateWords } from './attempt-acts.ts';
import { eventView } from './event-words.ts';
import { gradeCell } from './grade-cell.ts';
import { sectionTwin } from './mini-sections.ts';
import { usedMs } from './result-query.ts';
import type { MayHere } from './sitting-part.ts';
import { clockWords, momentOf, secondOf, type Moment, type Reader } from './table-moments.ts';

export interface FileAsked {
  readonly may: MayHere;
  readonly actId: string;
  /** The act that has just been done, or "". */
  readonly done: string;
  readonly attempted: Attempted | null;
}

/** One line of the description list: words, or a moment with words after it. */
interface Line {
  readonly label: string;
  readonly at: Moment | false;
  readonly words: string;
}

/** Everything `attempt-file.hbs` prints. */
export function attemptFileView(file: AttemptFile, page: Page, reader: Reader, asked: FileAsked) {
  const { attempt, exam, name, score } = file;
  const path = `${page.base}/attempts/${attempt.id}`;
  const place = { csrf: page.csrf, actId: asked.actId, back: '' };
  const acts = (asked.may.act ? actsFor(attempt.state, name) : []).map((words) =>
    actForm(words, { ...place, id: `act-${words.act}`, action: `${path}/${words.act}` }, asked.attempted),
  );
  return {
    page,
    crumb: { href: `${page.base}/exams/${exam.id}`, label: exam.settings.title },
    title: attempt.number > 1 ? `${name}, attempt ${attempt.number}` : name,
    notice: doneWords(asked.done, file, reader),
    summary: errorSummary(asked.attempted?.faults ?? []),
    chip: chipOf(file),
    answer: answerOf(file, reader),
    reason: reasonOf(file),
    acts: acts.filter((act) => !act.isShown),
    actInHand: acts.find((act) => act.isShown) ?? (false as const),
    conditions: (score?.conditions ?? []).map((condition) => ({
      chip: condition.isMet ? chips.met : chips.failed,
      strong: condition.words,
      text: condition.have.replace(/^You have/, 'Has'),
    })),
    bars: score ? barsOf(score) : (false as const),
    twin: score ? sectionTwin('Sections in percent', [{ label: name, score }]) : (false as const),
    timing: timingLines(file, reader),
    grade: gradeView(file, page, reader, asked.may),
    late: lateView(file, page, reader, asked),
    events: file.events.map((event) => eventView(event, reader)).toReversed(),
  };
}

function chipOf({ attempt, score }: AttemptFile): Chip {
  if (attempt.isPreview) return chips.preview;
  switch (attempt.state) {
    case 'voided':
      return chips.voided;
    case 'prepared':
      return { ...chips.notYet, word: 'Not started' };
    case 'paused':
      return chips.paused;
    case 'in_progress':
      return chips.writing;
    default:
      if (score === null) return chips.scoring;
      return score.isPassed ? chips.passed : chips.notPassed;
  }
}

function answerOf({ attempt, name, score, now }: AttemptFile, reader: Reader): string {
  const left = remainingMs(attempt.timing, now);
  switch (attempt.state) {
    case 'prepared':
      return `${name} has the exam ready and has not started the clock.`;
    case 'in_progress':
      if (left === 0) return `The time of ${name} is up. The exam is being handed in.`;
      return `${name} is sitting the exam: ${durationWords(left)} left, until ${closesWords(attempt, reader)}.`;
    case 'paused':
      return `The clock of ${name} stands still with ${durationWords(left)} left.`;
    case 'voided':
      return `This attempt is void and counts for nothing.`;
    default:
      if (score === null) return `${name} has handed in. The exam is being scored.`;
      return `${name} ${score.isPassed ? 'passed' : 'did not pass'}: ${score.shownWeighted} % weighted, ${score.shownRaw} % raw${lineWords(score.passLinePercent)}.`;
  }
}

function lineWords(passLinePercent: number | null): string {
  return passLinePercent === null ? '' : `, pass line ${passLinePercent} %`;
}

function closesWords({ timing }: Pick<Attempt, 'timing'>, reader: Reader): string {
  return timing.deadlineAt === null ? '' : momentOf(timing.deadlineAt, reader).words;
}

function reasonOf({ attempt }: AttemptFile): string {
  const sentences = [
    attempt.voided ? `Reason: ${attempt.voided.reason}.` : '',
    attempt.voided?.givesTryBack ? 'The student got the try back.' : '',
    attempt.isPreview ? 'It is a preview: it never counts and is never sent to the gradebook.' : '',
    `The server holds: ${progressWords(attempt.answers, attempt.slotCount)}.`,
  ];
  return sentences.filter(Boolean).join(' ');
}

function barsOf(score: NonNullable<AttemptFile['score']>) {
  const line = score.passLinePercent;
  const bars = score.sections.map((section) => {
    const isUnder = line !== null && compare(percentOf(section.share), line) < 0;
    const words = `${section.shownPercent} %, ${section.right} of ${section.scored}${isUnder ? ', under' : ''}`;
    return { label: section.title, percent: 100 * approximately(section.share), words, isUnder, range: null };
  });
  const title = bars.map((bar) => `${bar.label} ${bar.words}`).join('; ');
  return thresholdBars(title, bars, line === null ? null : { percent: line, words: `pass line ${line} %` });
}

function timingLines({ attempt, accommodation }: AttemptFile, reader: Reader): Line[] {
  const { timing, end, savedAt } = attempt;
  const used = usedMs(attempt);
  const added = Object.values(timing.credits).reduce((sum, minutes) => sum + minutes, 0);
  const line = (label: string, words: string): Line => ({ label, at: false, words });
  const moment = (label: string, at: number | null, words = ''): Line[] =>
    at === null ? [] : [{ label, at: momentOf(at, reader), words }];
  return [
    ...moment('Started', timing.startedAt),
    line('Limit', limitWords(attempt, accommodation !== null)),
    ...(added > 0 ? [line('Added by staff', `${added} min`)] : []),
    ...(timing.pausedMs > 0 ? [line('Clock stood still', durationWords(timing.pausedMs))] : []),
    ...(end === null ? moment('Closes', attempt.state === 'in_progress' ? timing.deadlineAt : null) : []),
    ...(savedAt === null ? [] : [{ label: 'Last saved', at: secondOf(savedAt, reader), words: '' }]),
    ...(end === null ? [] : moment('Ended', end.at, endedBy[end.by])),
    ...(used === null ? [] : [line('Time used', durationWords(used))]),
    ...(end === null ? [] : [line('Receipt', end.receipt)]),
  ];
}

const endedBy: Readonly<Record<NonNullable<Attempt['end']>['by'], string>> = {
  user: 'handed in by the student',
  timer: 'time was up',
  sweeper: 'time was up',
  staff: 'closed by staff',
};

function limitWords({ timing }: Pick<Attempt, 'timing'>, hasAccommodation: boolean): string {
  if (timing.limitMs === timing.baseMs) return durationWords(timing.baseMs);
  const why = hasAccommodation || timing.limitMs > timing.baseMs ? ' with extra time' : '';
  return `${durationWords(timing.baseMs)}, here ${durationWords(timing.limitMs)}${why}`;
}

function gradeView({ attempt, grade }: AttemptFile, page: Page, reader: Reader, may: MayHere) {
  if (attempt.isPreview)
    return { chip: chips.notSent, at: false as const, words: 'Previews are never sent.', again: false as const };
  const { canSendAgain, ...cell } = gradeCell(grade, reader);
  const isOther = grade.attemptId !== null && grade.attemptId !== attempt.id;
  const value = grade.scoreGiven === null ? '' : `${grade.scoreGiven.toFixed(2)} of 100`;
  const from = isOther ? ', from another attempt of this student' : '';
  return {
    ...cell,
    words: [value === '' ? '' : `${value}${from}.`, cell.words].filter(Boolean).join(' '),
    again:
      may.resend && canSendAgain
        ? { action: `${page.base}/attempts/${attempt.id}/grade-again`, csrf: page.csrf }
        : (false as const),
  };
}

function lateView({ attempt }: AttemptFile, page: Page, reader: Reader, { may, actId, attempted }: FileAsked) {
  const isClosed = attempt.state === 'submitted' || attempt.state === 'graded';
  return attempt.late.map(({ key, slot, arrivedAt, answer }) => {
    const question = `question ${slot.slice(1)}`;
    const after = attempt.end ? Math.max(0, arrivedAt - attempt.end.at) : 0;
    const place = {
      id: `late-${key.replace(/[^A-Za-z0-9]+/g, '-')}`,
      action: `${page.base}/attempts/${attempt.id}/apply-late`,
      csrf: page.csrf,
      actId,
      back: '',
      hidden: [{ name: 'slot', value: slot }],
    };
    const isAttempted = attempted?.entries['slot'] === slot;
    return {
      question: `Question ${slot.slice(1)}`,
      arrived: secondOf(arrivedAt, reader),
      after: `${lengthWords(after)} after the end`,
      words: answer.v.length > 0 ? 'An answer' : 'The answer was taken away',
      apply:
        may.act && isClosed
          ? actForm(applyLateWords(question), place, isAttempted ? attempted : null)
          : (false as const),
    };
  });
}

/** "12 s", "3 min". */
function lengthWords(ms: number): string {
  return ms < 60_000 ? `${Math.round(ms / 1000)} s` : durationWords(ms);
}

/** What has just been done, from how the attempt stands now. */
function doneWords(done: string, { attempt, name, now }: AttemptFile, reader: Reader): string {
  const until = attempt.timing.deadlineAt === null ? '' : clockWords(attempt.timing.deadlineAt, reader.zone);
  const words: Record<string, string> = {
    extend: `${name} now has until ${until}.`,
    pause: `The clock stands still with ${durationWords(remainingMs(attempt.timing, now))} left.`,
    resume: `The clock runs again, until ${until}.`,
    close: 'The attempt is closed. What was saved has been handed in.',
    reopen: `The attempt is open again, until ${until}.`,
    void: 'The attempt is void. It stays here to be seen.',
    'apply-late': 'The late answer counts now, and the attempt has been scored again.',
    'grade-again': 'The grade is on its way to the gradebook again.',
  };
  return words[done] ?? '';
}
