// Completion: the whole course by module, who is late, and marking a module done for those who are ticked.

import type { Finding } from '../../../domain/guarantee/verdict-json.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { readDay } from '../../../domain/day.ts';
import { countWords } from '../../../domain/time.ts';
import type { CompletionGrid, CompletionRow } from '../../../services/guarantee/completion.ts';
import { chips, type Chip } from '../../chips.ts';
import { dayTextWords } from '../../day-words.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { address, isNamed, pageOf, pagesView } from '../paging.ts';

export type CompletionShow = 'all' | 'open' | 'late' | 'done';

export interface CompletionAsked {
  readonly grid: CompletionGrid;
  readonly show: CompletionShow;
  readonly q: string;
  readonly page: number;
  readonly mayRecord: boolean;
  readonly mayPlan: boolean;
  readonly attempted: {
    readonly entries: Readonly<Record<string, string>>;
    readonly chosen: readonly string[];
    readonly faults: readonly Fault[];
  } | null;
  readonly done: string;
}

/** Everything `completion.hbs` prints. */
export function completionView(asked: CompletionAsked, page: Page) {
  const { grid, q, show, attempted } = asked;
  const path = `${page.base}/completion`;
  const { modules } = grid.plan;
  const heaps: Readonly<Record<CompletionShow, readonly CompletionRow[]>> = {
    all: grid.rows,
    open: grid.rows.filter((row) => !isComplete(row)),
    late: grid.rows.filter((row) => stateOf(row) === 'late'),
    done: grid.rows.filter(isComplete),
  };
  const shown = pageOf(
    heaps[show].filter(({ person }) => isNamed(person.name, q)),
    asked.page,
  );
  const filter = (label: string, name: CompletionShow, state = '', icon = '') => ({
    label,
    count: heaps[name].length,
    href: address(path, { show: name === 'all' ? '' : name, q }),
    isCurrent: show === name,
    state,
    icon,
  });
  const entries = attempted?.entries ?? {};
  const faults = attempted?.faults ?? [];
  return {
    page,
    crumb: false as const,
    title: 'Completion',
    notice: asked.done,
    summary: errorSummary(faults),
    answer: answerOf(heaps, modules.length),
    reason:
      'A module is done when a student opens its link in the LMS, or when staff, a file or another system say so. It stays done.',
    planHref: asked.mayPlan ? `${page.base}/course-plan` : '',
    empty:
      modules.length === 0
        ? {
            title: 'No modules yet',
            text: 'Give the parts of the course in the guarantee settings; then their completion stands here.',
          }
        : grid.rows.length === 0 && {
            title: 'No students yet',
            text: 'Students stand here once the LMS has told who is in the course, or once they have opened Resit.',
          },
    bars: modules.map(({ id, title, isRequired }) =>
      moduleBar(title, isRequired, grid.rows.filter(({ file }) => file.modules[id]).length, grid.rows.length),
    ),
    twin: {
      caption: 'How many students have done each module',
      columns: ['Module', 'Done', 'Students'].map((label, at) => ({ label, isNumber: at > 0 })),
      rows: modules.map(({ id, title }) => ({
        label: title,
        cells: [grid.rows.filter(({ file }) => file.modules[id]).length, grid.rows.length].map((words) => ({
          words: String(words),
          isNumber: true,
        })),
      })),
    },
    filters: [
      filter('All', 'all'),
      filter('Not complete', 'open', 'track', 'track'),
      filter('Late', 'late', 'failed', 'lost'),
      filter('Complete', 'done', 'met', 'met'),
    ],
    search: { action: path, q, show: show === 'all' ? '' : show },
    modules: modules.map(({ id, title, isRequired }, at) => ({ id, title, number: at + 1, isRequired })),
    mayRecord: asked.mayRecord,
    form: { action: path, csrf: page.csrf },
    studentsId: fieldId('students'),
    studentsError: faults.find((fault) => fault.path === 'students')?.message ?? '',
    fields: {
      module: formField(
        {
          name: 'module',
          label: 'Module',
          size: 'mid',
          options: modules.map(({ id, title }) => ({ value: id, label: title, isSelected: entries['module'] === id })),
        },
        faults,
      ),
      on: formField(
        {
          name: 'on',
          label: 'Done on',
          type: 'date',
          size: 'mid',
          value: entries['on'] ?? grid.today,
          isRequired: true,
        },
        faults,
      ),
      grade: formField(
        {
          name: 'grade',
          label: 'Grade in percent',
          size: 'short',
          inputMode: 'decimal',
          value: entries['grade'] ?? '',
        },
        faults,
      ),
    },
    rows: shown.rows.map((row) => rowView(row, grid, page, attempted?.chosen ?? [], asked.mayRecord)),
    noneText: q === '' ? 'Nobody is here.' : `Nobody called “${q}” is here.`,
    pages: pagesView(shown, (to) => address(path, { show: show === 'all' ? '' : show, q, page: to })),
  };
}

function answerOf(heaps: Readonly<Record<CompletionShow, readonly CompletionRow[]>>, modules: number): string {
  if (modules === 0) return 'This course has no modules yet.';
  const [all, done, late] = [heaps.all.length, heaps.done.length, heaps.late.length];
  const tail = late === 0 ? 'nobody is late' : late === 1 ? 'one is late' : `${late} are late`;
  if (all === 0) return 'No student of this course is known yet.';
  const who =
    done === 0
      ? `None of ${countWords(all, 'student')} has`
      : `${done} of ${countWords(all, 'student')} ${done === 1 ? 'has' : 'have'}`;
  return `${who} completed the course; ${tail}.`;
}

function isComplete({ file, progress }: CompletionRow): boolean {
  return file.dates['completedOn'] !== undefined || (progress.total > 0 && progress.done === progress.total);
}

/** How somebody stands with the course: by the policy's window where it has one. */
function stateOf(row: CompletionRow): 'late' | 'complete' | 'open' {
  if (row.rule?.result === 'failed') return 'late';
  return isComplete(row) ? 'complete' : 'open';
}

function moduleBar(title: string, isRequired: boolean, done: number, of: number) {
  const percent = of === 0 ? 0 : Math.round((100 * done) / of);
  return { title, words: `${done} of ${of}${isRequired ? '' : ', not required'}`, percent };
}

function rowView(row: CompletionRow, grid: CompletionGrid, page: Page, chosen: readonly string[], mayRecord: boolean) {
  const { person, file, progress, rule } = row;
  const completedOn = file.dates['completedOn']?.value ?? null;
  return {
    personId: person.id,
    name: person.name,
    href: mayRecord ? `${page.base}/students/${person.id}/evidence` : `${page.base}/students/${person.id}`,
    isChosen: chosen.includes(person.id),
    chip: chipOf(row),
    when: whenWords(rule, completedOn),
    progressWords: progress.total === 0 ? '' : `${progress.done} of ${progress.total}`,
    percent: progress.total === 0 ? 0 : Math.round((100 * progress.done) / progress.total),
    cells: grid.plan.modules.map(({ id, title }) => {
      const done = file.modules[id];
      const grade = done?.value.grade ?? null;
      return {
        title,
        isDone: done !== undefined,
        day: done ? shortDay(done.value.on, grid.today) : '',
        grade: grade === null ? '' : `${grade} %`,
      };
    }),
  };
}

function chipOf(row: CompletionRow): Chip {
  const state = stateOf(row);
  if (state === 'complete') return { ...chips.met, word: 'Complete' };
  return state === 'late' ? { ...chips.failed, word: 'Late' } : chips.notYet;
}

function whenWords(rule: Finding | null, completedOn: string | null): string {
  if (completedOn !== null) return `completed ${dayTextWords(completedOn)}`;
  if (!rule || rule.by === null) return '';
  return rule.result === 'failed' ? `was due ${dayTextWords(rule.by)}` : `due ${dayTextWords(rule.by)}`;
}

/** "20 Oct" in this year, "20 Oct 2025" in another. */
function shortDay(on: string, today: string): string {
  const words = readDay(on) === null ? on : dayTextWords(on).slice(4);
  return on.slice(0, 4) === today.slice(0, 4) ? words.slice(0, -5) : words;
}
