// A student's own attendance: the answer in one sentence, what the guarantee asks, and each class in words.

import type { CourseClass } from '../../../domain/evidence/course-plan.ts';
import { presenceState } from '../../../domain/evidence/presence.ts';
import type { Mark } from '../../../domain/evidence/student-file.ts';
import { makeupOf } from '../../../domain/evidence/makeups.ts';
import type { Verdict } from '../../../domain/guarantee/evaluate.ts';
import type { Finding } from '../../../domain/guarantee/verdict-json.ts';
import type { Attendance } from '../../../services/guarantee/attendance.ts';
import { chips, type Chip } from '../../chips.ts';
import { clock, dayOfText, markFacts, shortTimeOfClass } from '../../class-words.ts';
import type { Reader } from '../../instructor/table-moments.ts';
import { makeupSentence } from '../../makeup-words.ts';
import type { Page } from '../../page.ts';
import { presenceChips } from '../../presence-marks.ts';

export interface AttendanceAsked {
  readonly mine: Awaited<ReturnType<Attendance['mine']>>;
  /** What the guarantee's rules about attendance say; empty where none is given. */
  readonly findings: readonly Finding[];
  /** Null where nothing can be judged. */
  readonly verdict: Verdict | null;
  readonly isOpen: boolean;
  /** The class that was just checked into, or "". */
  readonly done: string;
}

/** The view of `student/guarantee/attendance`. */
export function attendanceView({ mine, findings, verdict, isOpen, done }: AttendanceAsked, page: Page, reader: Reader) {
  const { classes, marks, presence } = mine;
  const next = classes.find(({ startsAt, isCancelled }) => startsAt > reader.now && !isCancelled);
  const held = classes.find(({ id }) => id === done);
  return {
    page,
    notice: held ? doneWords(held, marks[held.id], reader) : '',
    isOpen,
    checkInHref: `${page.base}/check-in`,
    isEmpty: classes.length === 0,
    answer: answerOf(mine),
    reason:
      presence.unmarked === 0
        ? ''
        : 'What is not recorded yet is not held against you: your instructor still enters it.',
    next: next ? `Next: ${next.title}, ${shortTimeOfClass(next, reader)}${next.place ? `, ${next.place}` : ''}.` : '',
    tiles: [
      {
        label: 'There',
        value: String(presence.present + presence.late),
        small: `of ${presence.held}${presence.late > 0 ? `, ${presence.late} late` : ''}`,
      },
      { label: 'Missed', value: String(presence.absent + presence.excused), small: missedWords(presence) },
      { label: 'Not recorded', value: String(presence.unmarked), small: '' },
      { label: 'Minutes', value: String(Math.round(presence.minutesPresent)), small: `of ${presence.minutesRecorded}` },
    ],
    findings: findings.map((finding) => ({ chip: chipOf(finding), words: finding.words, why: whyOf(finding) })),
    rows: classes
      .filter(({ startsAt, id }) => startsAt <= reader.now || marks[id] !== undefined)
      .toReversed()
      .map((one) => rowOf(one, marks[one.id], verdict, reader)),
    coming: classes
      .filter(({ startsAt, isCancelled, id }) => startsAt > reader.now && !isCancelled && marks[id] === undefined)
      .map((one) => ({ title: one.title, when: shortTimeOfClass(one, reader), place: one.place })),
  };
}

function answerOf({ presence, classes }: AttendanceAsked['mine']): string {
  if (classes.length === 0) return 'No classes are planned in this course yet.';
  if (presence.held === 0) return 'No class has been held yet.';
  const there = presence.present + presence.late;
  const missed = presence.absent + presence.excused;
  const notYet =
    presence.unmarked === 0
      ? ''
      : `, and ${presence.unmarked === 1 ? '1 is' : `${presence.unmarked} are`} not recorded yet`;
  if (missed === 0 && presence.unmarked === 0)
    return presence.held === 1 ? 'You were at the one class held.' : `You were at all ${presence.held} classes held.`;
  return `You were at ${there} of ${countClasses(presence.held)} held${missed === 0 ? '' : `, missed ${missed}`}${notYet}.`;
}

function countClasses(count: number): string {
  return count === 1 ? '1 class' : `${count} classes`;
}

function missedWords({ excused, madeUp }: AttendanceAsked['mine']['presence']): string {
  return [excused > 0 ? `${excused} excused` : '', madeUp > 0 ? `${madeUp} made up` : ''].filter(Boolean).join(', ');
}

function rowOf(held: CourseClass, mark: Mark | undefined, verdict: Verdict | null, reader: Reader) {
  const makeup = mark && verdict && !held.isCancelled ? makeupOf(held, mark, verdict) : null;
  const state = presenceState(held, mark, reader.now);
  return {
    id: held.id,
    title: held.title,
    when: shortTimeOfClass(held, reader),
    chip: presenceChips[state],
    words: wordsOf(held, mark, reader),
    makeup: makeup ? makeupSentence(makeup, 'student', reader) : '',
    note: held.isCancelled ? held.cancelledWhy : (mark?.note ?? ''),
  };
}

/** "You were there for 112 of 120 min." */
function wordsOf(held: CourseClass, mark: Mark | undefined, reader: Reader): string {
  if (held.isCancelled) return 'It was canceled and counts for nobody.';
  if (!mark) return 'Nobody has recorded yet whether you were there.';
  const facts = markFacts(mark, held, reader.zone).filter((fact) => !fact.startsWith('made up'));
  const made = mark.makeup ? ` You made it up on ${dayOfText(mark.makeup.on)}.` : '';
  const words: Record<Mark['status'], string> = {
    present: 'You were there',
    late: 'You came late',
    absent: 'You were not there',
    excused: 'You were excused',
  };
  const more = facts.length === 0 ? '' : `: ${facts.join(', ')}`;
  return `${words[mark.status]}${more}.${made}`;
}

function doneWords(held: CourseClass, mark: Mark | undefined, reader: Reader): string {
  if (!mark) return '';
  const when = clock(mark.at, reader.zone);
  if (mark.source !== 'student')
    return `${held.title}: your instructor has marked you ${presenceChips[mark.status].word.toLowerCase()}; that counts.`;
  return `You are checked in for ${held.title}, ${when}${mark.status === 'late' ? ', as late' : ''}.`;
}

function chipOf({ result }: Finding): Chip {
  const byResult = { met: chips.met, not_yet: chips.notYet, failed: chips.failed, unknown: chips.needsReview };
  return byResult[result];
}

/** "15 of 16 attended; the whole course is asked." */
function whyOf({ have, need, by }: Finding): string {
  const day = by && /^\d{4}-\d{2}-\d{2}$/.test(by) ? ` By ${dayOfText(by)}.` : '';
  return `${[have, need].filter((words) => words !== '').join('. Asked: ')}.${day}`;
}
