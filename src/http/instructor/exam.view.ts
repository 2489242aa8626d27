// One exam for staff: the answer in a sentence, four figures, who is sitting, every result, and who is still to come.

import { lowerFirst } from '../../domain/phrases.ts';
import { distanceWords, momentWords } from '../../domain/time.ts';
import type { ExamOverview, ResultRow } from '../../services/invigilation.ts';
import type { Page } from '../page.ts';
import type { Attempted } from './act-form.ts';
import { errorSummary } from '../form-field.ts';
import { countedAtStart } from './counts.ts';
import { examFigures } from './exam-figures.ts';
import { sectionsHead, sectionTwin } from './mini-sections.ts';
import { shortDay, type Reader } from './table-moments.ts';
import { address, isNamed, pageOf, pagesView } from './paging.ts';
import { resultCells, type CellsContext } from './result-cells.ts';
import {
  chosenResults,
  isDescending,
  isIn,
  type ResultFilter,
  type ResultOrder,
  type ResultQuery,
} from './result-query.ts';
import { sittingPart, type MayHere } from './sitting-part.ts';

/** So many names of people who are still to come are listed; the search finds the others. */
const namesListed = 100;

export interface ExamAsked {
  readonly query: ResultQuery;
  readonly may: MayHere;
  readonly personId: string;
  readonly actId: string;
  readonly attempted: Attempted | null;
}

/** Everything `exam.hbs` prints. */
export function examView(overview: ExamOverview, page: Page, reader: Reader, asked: ExamAsked) {
  const { exam } = overview;
  const { query, may, attempted, actId } = asked;
  const path = `${page.base}/exams/${exam.id}`;
  const part = sittingPart(overview, page, reader, may, { page: query.sitting, actId }, attempted);
  return {
    page,
    crumb: { href: `${page.base}/exams`, label: 'Exams' },
    title: exam.settings.title,
    actions: {
      preview: may.preview ? { action: `${path}/preview`, csrf: page.csrf } : (false as const),
      settingsHref: may.settings ? `${path}/settings` : '',
    },
    notice: noticeOf(query.done),
    summary: errorSummary(attempted?.faults ?? []),
    answer: restOfAnswer(overview, reader),
    reason: reasonOf(overview),
    rosterProblem: overview.rosterProblem ?? '',
    tiles: examFigures(overview.results, exam.settings.allowedMinutes),
    part,
    results: resultsView(overview, page, reader, asked),
    toCome: toCome(overview, query),
    hasRefresh: attempted === null,
  };
}

/** What has just been done, told after the page came back. */
function noticeOf(done: string): string {
  const words: Record<string, string> = {
    'settings-saved': 'The settings are saved. They hold for attempts that begin from now on.',
    extend: 'The time is extended. The new closing time stands below.',
    'extended-all': 'Everybody who is sitting has the extra minutes. The new closing times stand below.',
    'grade-again': 'The grade is on its way to the gradebook again.',
    chosen: 'Students who open this activity now find this exam.',
    created: 'The exam is made. Set its window and attempts, then choose it for an activity.',
  };
  return words[done] ?? '';
}

/** The part of the opening sentence that does not change by the second. */
function restOfAnswer({ exam, now, results, yetToFinish, sitting }: ExamOverview, reader: Reader): string {
  const counted = results.filter((row) => !row.attempt.isPreview && row.attempt.state !== 'voided');
  const finished = new Set(counted.map((row) => row.attempt.personId)).size;
  const waiting = stillToCome({ yetToFinish, sitting }).length;
  const { opensAt, closesAt } = exam.settings.window;
  if (opensAt !== null && now < opensAt)
    return `It opens ${momentWords(opensAt, reader.zone)}, ${distanceWords(opensAt, now, reader.zone)}.`;
  if (finished === 0 && waiting === 0) return 'Nobody has finished yet.';
  const done = finished === 0 ? 'Nobody has finished' : `${finished} ${finished === 1 ? 'has' : 'have'} finished`;
  if (waiting === 0) return sitting.length === 0 ? `${done}: everybody of the course.` : `${done}.`;
  return `${done}, ${waiting} ${remainder(waiting, closesAt, now, reader)}.`;
}

function remainder(waiting: number, closesAt: number | null, now: number, reader: Reader): string {
  if (closesAt === null) return waiting === 1 ? 'is still to come' : 'are still to come';
  if (closesAt <= now) return 'did not sit it before it closed';
  return `${waiting === 1 ? 'has' : 'have'} until ${shortDay(closesAt, reader)}`;
}

function reasonOf({ results, gradebookProblem }: ExamOverview): string {
  const unsent = results.filter((row) => isIn('unsent', row)).length;
  const late = results.filter((row) => isIn('late', row)).length;
  const sentences = [
    unsent > 0 ? `${countedAtStart(unsent, 'grade', ['has', 'have'])} not reached the gradebook.` : '',
    late > 0 ? `${countedAtStart(late, 'attempt', ['has', 'have'])} late answers to look at.` : '',
    gradebookProblem === null ? '' : `Grades stay here: ${lowerFirst(gradebookProblem)}`,
  ];
  return sentences.filter(Boolean).join(' ');
}

function resultsView(overview: ExamOverview, page: Page, reader: Reader, { query, may, personId }: ExamAsked) {
  const path = `${page.base}/exams/${overview.exam.id}`;
  const chosen = chosenResults(overview.results, query);
  const shown = pageOf(chosen, query.page);
  const context: CellsContext = {
    base: page.base,
    csrf: page.csrf,
    reader,
    mayResend: may.resend,
    attemptPolicy: overview.exam.settings.attemptPolicy,
    gradebookProblem: overview.gradebookProblem,
    personId,
  };
  const scored = shown.rows.flatMap(({ name, score, attempt }) =>
    score === null || attempt.state === 'voided' ? [] : [{ label: name, score }],
  );
  const total = overview.results.filter((row) => isIn('all', row)).length;
  const kept = { show: query.show === 'all' ? '' : query.show, q: query.q, ...orderParameters(query) };
  return {
    heading: `Results (${total})`,
    isEmpty: overview.results.length === 0,
    emptyText: emptyText(overview),
    csvHref: `${path}/results.csv`,
    filters: filters(overview.results, query, path),
    search: { action: path, q: query.q, show: kept.show, sort: kept.sort, order: kept.order },
    heads: {
      name: head('Student', 'name', query, path),
      weighted: head('Weighted', 'weighted', query, path),
      raw: head('Raw', 'raw', query, path),
      time: head('Time', 'time', query, path),
    },
    sectionsHead: sectionsHead(scored.map(({ score }) => score)),
    caption: `Results of ${overview.exam.settings.title}`,
    hasRows: shown.rows.length > 0,
    noneText: query.q === '' ? 'No result belongs here.' : `No result of anybody called “${query.q}” belongs here.`,
    rows: shown.rows.map((row) => resultCells(row, context)),
    twin: scored.length > 0 ? sectionTwin('Sections in percent', scored) : (false as const),
    pages: pagesView(shown, (to) => address(path, { ...kept, page: to })),
  };
}

function emptyText({ exam, now, sitting }: ExamOverview): string {
  const { opensAt } = exam.settings.window;
  if (sitting.length > 0) return 'The first result stands here as soon as somebody hands in.';
  if (opensAt !== null && now < opensAt) return 'Results stand here once the exam has opened and somebody has sat it.';
  return 'Results stand here once somebody has sat the exam. To see it as a student does, preview it.';
}

function filters(results: readonly ResultRow[], query: ResultQuery, path: string) {
  const labels: readonly (readonly [ResultFilter, string])[] = [
    ['all', 'All'],
    ['passed', 'Passed'],
    ['failed', 'Not passed'],
    ['unsent', 'Grade not sent'],
    ['late', 'Late answers'],
    ['void', 'Void'],
    ['preview', 'Previews'],
  ];
  const always: readonly ResultFilter[] = ['all', 'passed', 'failed'];
  return labels
    .map(([filter, label]) => ({ filter, label, count: results.filter((row) => isIn(filter, row)).length }))
    .filter(({ filter, count }) => count > 0 || always.includes(filter) || filter === query.show)
    .map(({ filter, label, count }) => ({
      label,
      count,
      href: address(path, { show: filter === 'all' ? '' : filter, q: query.q, ...orderParameters(query) }),
      isCurrent: filter === query.show,
      state: '',
      icon: '',
    }));
}

function head(label: string, sort: ResultOrder, query: ResultQuery, path: string) {
  const isSorted = query.sort === sort;
  const isDown = isDescending(query);
  const first = sort === 'name' ? 'asc' : 'desc';
  const turned = isDown ? 'asc' : 'desc';
  const show = query.show === 'all' ? '' : query.show;
  return {
    label,
    isNumber: sort !== 'name' && sort !== 'time',
    href: address(path, { show, q: query.q, sort, order: isSorted ? turned : first }),
    sorted: isSorted ? (isDown ? 'descending' : 'ascending') : '',
    isDescending: isDown,
  };
}

function orderParameters(query: ResultQuery): { sort: string; order: string } {
  const isUsual = query.sort === 'weighted' && query.order === null;
  return isUsual ? { sort: '', order: '' } : { sort: query.sort, order: isDescending(query) ? 'desc' : 'asc' };
}

function toCome(overview: ExamOverview, query: ResultQuery) {
  const all = stillToCome(overview);
  const named = all.filter((person) => isNamed(person.name, query.q)).toSorted((a, b) => a.name.localeCompare(b.name));
  const more = named.length - namesListed;
  return {
    isShown: all.length > 0,
    heading: `Still to come (${all.length})`,
    names: named.slice(0, namesListed).map((person) => person.name),
    more: more > 0 ? `and ${more} more. Search for a name to find it here.` : '',
  };
}

/** Students of the course who have neither finished nor are sitting. */
function stillToCome({ yetToFinish, sitting }: Pick<ExamOverview, 'yetToFinish' | 'sitting'>) {
  const here = new Set(sitting.map((row) => row.personId));
  return yetToFinish.filter((person) => !here.has(person.personId));
}
