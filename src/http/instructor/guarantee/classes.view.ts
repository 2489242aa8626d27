// The classes of a course: what is still to mark, the schedule with its counts, and the grid of students and classes with its table.

import type { CourseClass } from '../../../domain/evidence/course-plan.ts';
import { presenceState, type PresenceCounts } from '../../../domain/evidence/presence.ts';
import { mayDo, type Visitor } from '../../../domain/person.ts';
import { countWords, distanceWords } from '../../../domain/time.ts';
import type { Attendance } from '../../../services/guarantee/attendance.ts';
import { shortDayOfClass, shortTimeOfClass } from '../../class-words.ts';
import type { Page } from '../../page.ts';
import { presenceChips } from '../../presence-marks.ts';
import { address, isNamed, pageOf, pagesView } from '../paging.ts';
import type { Reader } from '../table-moments.ts';

export type Overview = Awaited<ReturnType<Attendance['overview']>>;
type ClassRow = Overview['classes'][number];
type StudentRow = Overview['students'][number];

export const scheduleFilters = ['all', 'open', 'coming', 'cancelled'] as const;
export const studentFilters = ['everybody', 'missed', 'unrecorded'] as const;

export interface ClassesAsked {
  readonly show: (typeof scheduleFilters)[number];
  readonly students: (typeof studentFilters)[number];
  readonly q: string;
  readonly page: number;
  /** Counted back from the latest classes: 1 are the latest. */
  readonly columns: number;
  /** What has just been done, and to what. */
  readonly done: string;
  readonly of: string;
}

const columnsShown = 20;
const letters = { present: 'P', late: 'L', absent: 'A', excused: 'E', unmarked: '?', planned: '', cancelled: '' };

/** Everything `classes.hbs` prints. */
export function classesView(overview: Overview, asked: ClassesAsked, page: Page, visitor: Visitor, reader: Reader) {
  const path = `${page.base}/classes`;
  const mayPlan = mayDo(visitor, 'plan classes');
  const { show } = asked;
  const shown = overview.classes.filter((row) => isShown(row, show, reader.now));
  const filter = (to: ClassesAsked['show'], label: string) => ({
    label,
    count: overview.classes.filter((row) => isShown(row, to, reader.now)).length,
    href: address(path, { show: to === 'all' ? '' : to }),
    isCurrent: show === to,
    state: '',
    icon: '',
  });
  return {
    page,
    crumb: false as const,
    title: 'Classes',
    notice: doneWords(asked, overview),
    undo:
      asked.done === 'series' && mayPlan
        ? { action: `${path}/series/${asked.of}/undo`, csrf: page.csrf }
        : (false as const),
    addHref: mayPlan ? `${path}/new` : '',
    answer: answerOf(overview, reader.now),
    reason: reasonOf(overview, reader),
    isEmpty: overview.classes.length === 0,
    filters: [
      filter('all', 'All'),
      filter('open', 'Still to mark'),
      filter('coming', 'Coming'),
      filter('cancelled', 'Canceled'),
    ],
    // The class held last stands first: it is the one that is asked for.
    rows: [
      ...shown.filter(({ held }) => held.startsAt <= reader.now).toReversed(),
      ...shown.filter(({ held }) => held.startsAt > reader.now),
    ].map((row) => scheduleRow(row, overview.students.length, page, reader)),
    grid: gridOf(overview, asked, path, reader),
  };
}

function isBegun({ held }: ClassRow, now: number): boolean {
  return !held.isCancelled && held.startsAt <= now;
}

function isShown(row: ClassRow, show: ClassesAsked['show'], now: number): boolean {
  if (show === 'open') return isBegun(row, now) && row.counts.unmarked > 0;
  if (show === 'coming') return !row.held.isCancelled && row.held.startsAt > now;
  if (show === 'cancelled') return row.held.isCancelled;
  return true;
}

function answerOf({ classes, students }: Overview, now: number): string {
  if (classes.length === 0) return 'No class is planned yet.';
  const begun = classes.filter((row) => isBegun(row, now));
  if (begun.length === 0)
    return `${countWords(classes.length, 'class').replace('classs', 'classes')} planned, none held yet.`;
  const open = begun.filter(({ counts }) => counts.unmarked > 0);
  if (students.length === 0) return 'No student of this course is known yet.';
  if (open.length === 0)
    return `Every mark of the ${begun.length === 1 ? 'one class' : `${begun.length} classes`} held is there.`;
  const marks = open.reduce((sum, { counts }) => sum + counts.unmarked, 0);
  return `${countWords(marks, 'mark')} missing in ${open.length} of ${begun.length === 1 ? '1 class' : `${begun.length} classes`} held.`;
}

function reasonOf({ classes }: Overview, reader: Reader): string {
  const next = classes.find(({ held }) => !held.isCancelled && held.startsAt > reader.now)?.held;
  const coming = next
    ? ` Next: ${next.title}, ${shortTimeOfClass(next, reader)}, ${distanceWords(next.startsAt, reader.now, reader.zone)}.`
    : '';
  return `What is not recorded counts for and against nobody.${coming}`;
}

function scheduleRow({ held, counts }: ClassRow, total: number, page: Page, reader: Reader) {
  const isAhead = held.startsAt > reader.now;
  const marked = total - counts.unmarked;
  return {
    id: held.id,
    href: `${page.base}/classes/${held.id}`,
    title: held.title,
    when: shortTimeOfClass(held, reader),
    distance: distanceWords(held.startsAt, reader.now, reader.zone),
    place: held.place,
    chip: held.isCancelled
      ? presenceChips.cancelled
      : isAhead && marked === 0
        ? presenceChips.planned
        : counts.unmarked === 0 && total > 0
          ? { state: 'met', icon: 'met', word: 'All marked' }
          : { state: 'risk', icon: 'risk', word: `${counts.unmarked} to mark` },
    why: held.cancelledWhy,
    hasCounts: !held.isCancelled && marked > 0,
    counts: countsInWords(counts),
    share: shareOf(counts, total),
  };
}

/** "14 present, 2 late, 1 absent (made up), 1 excused". */
function countsInWords(counts: PresenceCounts): string {
  const made = counts.madeUp === 0 ? '' : ` (${counts.madeUp} made up)`;
  return [
    counts.present === 0 ? '' : `${counts.present} present`,
    counts.late === 0 ? '' : `${counts.late} late`,
    counts.absent === 0 ? '' : `${counts.absent} absent`,
    counts.excused === 0 ? '' : `${counts.excused} excused`,
  ]
    .filter((words) => words !== '')
    .join(', ')
    .concat(made);
}

/** A bar of one class: its parts in percent of the students. */
function shareOf(counts: PresenceCounts, total: number) {
  let x = 0;
  return (['present', 'late', 'excused', 'absent'] as const).flatMap((status) => {
    const width = total === 0 ? 0 : (counts[status] / total) * 100;
    const part = { state: presenceChips[status].state, x: x.toFixed(2), width: width.toFixed(2) };
    x += width;
    return width === 0 ? [] : [part];
  });
}

function gridOf(overview: Overview, asked: ClassesAsked, path: string, reader: Reader) {
  const { students, q } = asked;
  const chosen = overview.students.filter((row) => isStudentShown(row, students) && isNamed(row.learner.name, q));
  const shown = pageOf(chosen, asked.page);
  const counted = overview.classes.filter(({ held }) => !held.isCancelled).map(({ held }) => held);
  const pages = Math.max(1, Math.ceil(counted.length / columnsShown));
  const columns = Math.min(pages, asked.columns);
  const to = counted.length - (columns - 1) * columnsShown;
  const classes = counted.slice(Math.max(0, to - columnsShown), to);
  const kept = { students: students === 'everybody' ? '' : students, q };
  const filter = (name: ClassesAsked['students'], label: string) => ({
    label,
    count: overview.students.filter((row) => isStudentShown(row, name)).length,
    href: `${address(path, { students: name === 'everybody' ? '' : name, q })}#grid`,
    isCurrent: students === name,
    state: '',
    icon: '',
  });
  const columnsAddress = (page: number): string => `${address(path, { ...kept, columns: page })}#grid`;
  return {
    isShown: counted.length > 0 && overview.students.length > 0,
    filters: [filter('everybody', 'Everybody'), filter('missed', 'Missed one'), filter('unrecorded', 'Not recorded')],
    search: { action: path, q, students: kept.students },
    noneText: q === '' ? 'Nobody is in this list.' : `Nobody called “${q}” is here.`,
    earlierHref: columns < pages ? columnsAddress(columns + 1) : '',
    laterHref: columns > 1 ? columnsAddress(columns - 1) : '',
    classes: classes.map((held) => ({
      href: `${path}/${held.id}`,
      label: held.title,
      short: /\d+$/.exec(held.title)?.[0] ?? held.title.slice(0, 6),
      day: shortDayOfClass(held, reader).replace(/^\w+ /, ''),
    })),
    rows: shown.rows.map((row) => gridRow(row, classes, path, reader.now)),
    pages: pagesView(shown, (page) => `${address(path, { ...kept, page })}#grid`),
    legend: (['present', 'late', 'absent', 'excused', 'unmarked', 'planned'] as const).map((kind) => ({
      kind,
      state: presenceChips[kind].state,
      letter: letters[kind],
      word: presenceChips[kind].word,
    })),
    twin: {
      caption: 'Attendance of each student',
      columns: ['Present', 'Late', 'Absent', 'Excused', 'Not recorded', 'Made up', 'Minutes'].map((label) => ({
        label,
        isNumber: true,
      })),
      rows: shown.rows.map(({ learner, presence }) => ({
        label: learner.name,
        cells: [
          presence.present,
          presence.late,
          presence.absent,
          presence.excused,
          presence.unmarked,
          presence.madeUp,
          `${Math.round(presence.minutesPresent)} of ${presence.minutesRecorded}`,
        ].map((words) => ({ words: String(words), isNumber: true })),
      })),
    },
  };
}

function isStudentShown({ presence }: StudentRow, students: ClassesAsked['students']): boolean {
  if (students === 'missed') return presence.absent + presence.excused > 0;
  if (students === 'unrecorded') return presence.unmarked > 0;
  return true;
}

function gridRow({ learner, marks, presence }: StudentRow, classes: readonly CourseClass[], path: string, now: number) {
  return {
    personId: learner.id,
    name: learner.name,
    cells: classes.map((held) => {
      const mark = marks[held.id];
      const kind = presenceState(held, mark, now);
      const { state, word } = presenceChips[kind];
      const made = mark?.makeup ? ', made up' : '';
      return {
        kind,
        state,
        letter: letters[kind],
        isMadeUp: made !== '',
        words: `${word}${made}`,
        href: `${path}/${held.id}/students/${learner.id}`,
      };
    }),
    total: `${presence.present + presence.late} of ${presence.held}`,
  };
}

function doneWords({ done, of }: ClassesAsked, { classes }: Overview): string {
  const title = classes.find(({ held }) => held.id === of)?.held.title ?? 'The class';
  const series = classes.filter(({ held }) => held.seriesId === of).length;
  const words: Record<string, string> = {
    class: `${title} is planned.`,
    series: `${series} classes are planned.`,
    undone: /^\d{1,3}$/.test(of) ? `${of} classes are taken back.` : '',
    changed: `${title} is changed.`,
    cancelled: `${title} is canceled and counts for nobody.`,
    restored: `${title} is held again.`,
  };
  return words[done] ?? '';
}
