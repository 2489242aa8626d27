// The eligibility board: the course in a sentence, heaps with counts, and one dense row for each student.

import type { Day } from '../../../domain/day.ts';
import { dayInWords } from '../../../domain/day.ts';
import { countWords, distanceWords } from '../../../domain/time.ts';
import { dayOfInstant } from '../../../domain/zone.ts';
import type { CourseStandings, StudentStanding } from '../../../services/guarantee/eligibility.ts';
import { shortDayWords } from '../../deadlines.ts';
import type { Page } from '../../page.ts';
import { standingChip, verdictWord } from '../../standing-chips.ts';
import { address, pageOf, pagesView } from '../paging.ts';
import type { Reader } from '../table-moments.ts';
import { boardCells, boardColumns } from './board-cells.ts';
import { claimCell, claimHref, glanceColumns, glanceHeads, retakesWords, type GlanceColumns } from './board-glances.ts';
import {
  countsOf,
  type BoardCounts,
  type BoardEntry,
  type BoardFilter,
  type BoardOrder,
  type BoardQuery,
} from './board-query.ts';
import { studentSheet, type SheetGround } from './student-sheet.ts';

/** Rows on one page of the board. */
export const rowsOnPage = 100;

export interface BoardAsked {
  readonly query: BoardQuery;
  /** Everybody of the course, and of them those who were asked for, in order. */
  readonly entries: readonly BoardEntry[];
  readonly chosen: readonly BoardEntry[];
  /** Whose side sheet is open; null for nobody's. */
  readonly open: StudentStanding | null;
  readonly mayWaive: boolean;
  readonly mayGrant: boolean;
  readonly mayRecord: boolean;
  /** Whether the reader may choose a policy for the course. */
  readonly maySetUp: boolean;
  /** Acts noted about the student whose sheet is open. */
  readonly events: SheetGround['events'];
  readonly reader: Reader;
}

/** Everything `eligibility-board.hbs` prints. */
export function eligibilityBoardView(standings: CourseStandings, page: Page, asked: BoardAsked) {
  const { now } = standings;
  const { query, entries, chosen, open } = asked;
  const path = `${page.base}/eligibility`;
  const counts = countsOf(entries);
  const shown = pageOf(chosen, query.page, rowsOnPage);
  const kept = keptIn(query);
  const glances = glanceColumns(entries);
  const hasGuarantee = standings.ground.plan.policyId !== null || counts.none < entries.length;
  return {
    page,
    crumb: false as const,
    title: 'Eligibility',
    notice: noticeOf(query.done),
    ...answerOf(entries, counts, now),
    empty: emptyOf(entries.length, hasGuarantee),
    setUpHref: hasGuarantee || !asked.maySetUp ? '' : `${page.base}/course-plan`,
    filters: filtersOf(counts, query, path),
    search: { action: path, q: query.q, kept: Object.entries(kept).flatMap(hiddenField) },
    missingHref: `${page.base}/missing-dates`,
    csvHref: address(`${path}.csv`, { ...kept, q: query.q }),
    printHref: address(`${path}/print`, { ...kept, q: query.q }),
    bulk: { action: `${path}/chosen`, remind: `${path}/remind`, mayWaive: asked.mayWaive, mayGrant: asked.mayGrant },
    sheet:
      open !== null &&
      studentSheet(open, {
        base: page.base,
        closeHref: address(path, { ...kept, q: query.q, page: query.page === 1 ? '' : query.page }),
        mayWaive: asked.mayWaive,
        mayRecord: asked.mayRecord,
        mayDecide: asked.mayGrant,
        classes: standings.ground.classes,
        glance: entries.find(({ row }) => row.person.id === open.person.id)?.glance ?? null,
        events: asked.events,
        reader: asked.reader,
      }),
    heads: headsOf(query, path, glances),
    columns: boardColumns,
    rows: shown.rows.map((entry) => rowView(entry, page, { query, glances, mayDecide: asked.mayGrant, now })),
    noneText: query.q === '' ? 'Nobody is in this heap now.' : `Nobody called “${query.q}” is here.`,
    pages: pagesView(shown, (to) => address(path, { ...kept, q: query.q, page: to }), rowsOnPage),
  };
}

/** "waive-3": what was done, and for how many. */
function noticeOf(done: string): string {
  const [act, many] = done.split('-');
  const amount = Number(many);
  if (!Number.isInteger(amount)) return '';
  const words = countWords(amount, 'student');
  if (act === 'remind') return `${words} reminded. Whoever was reminded today already is not reminded again.`;
  if (act === 'waive') return `Given to ${words}. They read it with your reason.`;
  if (act === 'grant') return `A retake granted to ${words}. They see it at once.`;
  return act === 'excuse' ? `${words} marked excused.` : '';
}

/** What stays in the address when something else of it changes. */
function keptIn({ show, sort, order }: BoardQuery): Record<string, string> {
  return {
    show: show === 'all' ? '' : show,
    sort: sort === 'urgency' ? '' : sort,
    order: order === 'asc' ? '' : order,
  };
}

function hiddenField([name, value]: readonly [string, string]) {
  return value === '' ? [] : [{ name, value }];
}

/** The sentence staff came for, and the rest of the course under it. */
function answerOf(entries: readonly BoardEntry[], counts: BoardCounts, now: number) {
  const all = entries.length;
  const { unjudged } = counts;
  const look =
    unjudged === 0
      ? ''
      : ` The facts of ${unjudged} ${unjudged === 1 ? 'student need' : 'students need'} another look.`;
  const parts = [
    [counts['on-track'], 'on track'],
    [counts.eligible, 'may claim'],
    [counts.approve, 'to approve'],
    [counts.review, 'waiting for staff'],
    [counts.lost, 'lost'],
    [counts.closed, 'closed'],
  ] as const;
  const reason = parts.filter(([many]) => many > 0).map(([many, word]) => `${many} ${word}`);
  return {
    answer: `${riskSentence(entries, all, now)}${look}`,
    reason:
      reason.length === 0 ? '' : `${counts['at-risk'] === 0 ? 'They are' : 'The others are'}: ${reason.join(', ')}.`,
  };
}

function riskSentence(entries: readonly BoardEntry[], all: number, now: number): string {
  const atRisk = entries.filter(({ state }) => state === 'at-risk');
  if (atRisk.length === 0) return `Nobody of ${all} ${all === 1 ? 'student' : 'students'} is at risk.`;
  const first = nextToLose(atRisk);
  const lead = `${atRisk.length} of ${all} ${all === 1 ? 'student' : 'students'} ${atRisk.length === 1 ? 'is' : 'are'} at risk.`;
  if (!first) return lead;
  const distance = distanceWords(first.at, now, first.zone);
  return `${lead} The next ${first.many === 1 ? 'loses' : `${first.many} lose`} the guarantee on ${dayInWords(first.day)}, ${distance}.`;
}

/** The day on which the next students lose the guarantee by time alone, and how many. */
function nextToLose(atRisk: readonly BoardEntry[]): { day: Day; at: number; zone: string; many: number } | null {
  const days = atRisk.flatMap(({ row, changesAt }) => {
    if (changesAt === null || row.judgment.kind !== 'judged') return [];
    const { zone } = row.judgment.verdict.calendar;
    return [{ day: dayOfInstant(changesAt, zone), at: changesAt, zone: zone.name }];
  });
  const first = days.toSorted((a, b) => a.at - b.at)[0];
  return first ? { ...first, many: days.filter(({ day }) => day === first.day).length } : null;
}

function emptyOf(students: number, hasGuarantee: boolean) {
  if (!hasGuarantee)
    return {
      icon: 'na',
      title: 'No guarantee is given in this course',
      text: 'Once a policy is chosen for the course, every student stands here with what they have done, what is missing, and until when.',
    };
  if (students > 0) return false as const;
  return {
    icon: 'person',
    title: 'No students yet',
    text: 'Students stand here once the LMS has told who is in the course, or once they have opened Resit.',
  };
}

interface FilterWords {
  readonly filter: BoardFilter;
  readonly label: string;
  readonly state: string;
  readonly icon: string;
}

const filterWords: readonly FilterWords[] = [
  { filter: 'all', label: 'All', state: '', icon: '' },
  { filter: 'unjudged', label: 'Another look', state: 'review', icon: 'review' },
  { filter: 'at-risk', label: 'At risk', state: 'risk', icon: 'risk' },
  { filter: 'review', label: 'Needs review', state: 'review', icon: 'review' },
  { filter: 'approve', label: 'To approve', state: 'met', icon: 'check' },
  { filter: 'eligible', label: 'Eligible', state: 'eligible', icon: 'eligible' },
  { filter: 'on-track', label: 'On track', state: 'track', icon: 'track' },
  { filter: 'lost', label: 'Lost', state: 'lost', icon: 'lost' },
  { filter: 'closed', label: 'Closed', state: 'passed', icon: 'passed' },
  { filter: 'other', label: 'Retakes', state: 'na', icon: 'na' },
  { filter: 'none', label: 'No guarantee', state: 'na', icon: 'na' },
  { filter: 'soon', label: 'Changes within 14 days', state: '', icon: 'clock' },
  { filter: 'claim', label: 'Open claim', state: '', icon: 'flag' },
  { filter: 'retake', label: 'Retake to use', state: '', icon: 'plus' },
  { filter: 'unaccepted', label: 'Terms not accepted', state: '', icon: 'file' },
];

/** Heaps that are empty are left out, but for the one that is asked for and those that staff look for first. */
function filtersOf(counts: BoardCounts, query: BoardQuery, path: string) {
  const always: readonly BoardFilter[] = ['all', 'at-risk', 'soon'];
  return filterWords.flatMap(({ filter, label, state, icon }) => {
    const many = counts[filter];
    const isCurrent = query.show === filter;
    if (many === 0 && !isCurrent && !always.includes(filter)) return [];
    const href = address(path, { ...keptIn({ ...query, show: filter }), q: query.q });
    return [{ label, count: many, href, isCurrent, state, icon }];
  });
}

function headsOf(query: BoardQuery, path: string, glances: GlanceColumns) {
  const head = (sort: BoardOrder, label: string) => {
    const isSorted = query.sort === sort;
    const isDescending = isSorted && query.order === 'desc';
    const order = isSorted && !isDescending ? 'desc' : 'asc';
    return {
      label,
      isNumber: false,
      href: address(path, { ...keptIn({ ...query, sort, order }), q: query.q }),
      sorted: isSorted ? (isDescending ? 'descending' : 'ascending') : '',
      isDescending,
    };
  };
  return {
    name: head('name', 'Name'),
    urgency: head('urgency', 'Verdict'),
    changes: head('changes', 'Changes on'),
    claim: glances.claim && head('claim', glanceHeads.claim),
    retakes: glances.retakes && glanceHeads.retakes,
  };
}

interface RowGround {
  readonly query: BoardQuery;
  readonly glances: GlanceColumns;
  /** Whether the reader may open a claim. */
  readonly mayDecide: boolean;
  readonly now: number;
}

function rowView(entry: BoardEntry, page: Page, { query, glances, mayDecide, now }: RowGround) {
  const { row, glance } = entry;
  const { person, judgment } = row;
  const isJudged = judgment.kind === 'judged';
  const cells = isJudged ? boardCells(judgment) : [];
  return {
    personId: person.id,
    name: person.name,
    href: address(`${page.base}/eligibility`, {
      ...keptIn(query),
      q: query.q,
      page: query.page === 1 ? '' : query.page,
      student: person.id,
    }),
    isCurrent: query.student === person.id,
    chip: standingChip(judgment),
    note: noteOf(entry),
    ...changeWords(entry, now),
    cells,
    said: isJudged ? '' : unjudgedWords(judgment.kind),
    span: boardColumns.length,
    claim: glances.claim && {
      label: glanceHeads.claim,
      cell: glance.claim && claimCell(glance.claim, now),
      href: glance.claim ? claimHref(glance.claim, page.base, mayDecide) : '',
    },
    retakes: glances.retakes && { label: glanceHeads.retakes, words: retakesWords(glance.retakes) },
  };
}

function noteOf({ hasAccepted, state }: BoardEntry): string {
  return hasAccepted || state === 'none' ? '' : 'terms not accepted';
}

/** When time alone changes where somebody stands, and into what. */
export function changeWords({ row, state, changesAt }: BoardEntry, now: number) {
  const { judgment } = row;
  if (judgment.kind !== 'judged') return { change: '', changeNote: '' };
  const { change, calendar } = judgment.verdict;
  if (changesAt === null || !change) return { change: state === 'review' ? 'when decided' : 'never', changeNote: '' };
  const { zone } = calendar;
  return {
    change: shortDayWords(dayOfInstant(changesAt, zone), zone, now),
    changeNote: `${distanceWords(changesAt, now, zone.name)}: ${verdictWord(change.to.verdict)}`,
  };
}

function unjudgedWords(kind: 'unjudged' | 'no guarantee'): string {
  return kind === 'unjudged'
    ? 'What is recorded does not fit together, so nothing is said until staff have looked.'
    : 'No version of the policy is in force.';
}
