// What a file of facts would change, row by row, before anything is recorded; afterwards what it has changed, and its undoing.

import { factLabel } from '../../../domain/evidence/asked-facts.ts';
import type { FieldChange } from '../../../domain/evidence/field-change.ts';
import { nameWords } from '../../../domain/guarantee/anchor.ts';
import { valueWords } from '../../../domain/guarantee/rules/names.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { upperFirst } from '../../../domain/phrases.ts';
import { countWords } from '../../../domain/time.ts';
import type { ImportLine, ImportView } from '../../../services/guarantee/facts-importing.ts';
import { chips } from '../../chips.ts';
import { dayTextWords } from '../../day-words.ts';
import { errorSummary, fieldId } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { actForm, type Attempted } from '../act-form.ts';
import { address, pageOf, pagesView } from '../paging.ts';
import { momentOf, type Reader } from '../table-moments.ts';
import { importChips } from './import-chips.ts';

type State = ImportView['facts']['state'];

export type RowShow = 'all' | 'unmatched' | 'changes' | 'wrong' | 'same';

export interface ImportFileAsked {
  readonly view: ImportView;
  readonly show: RowShow;
  readonly page: number;
  readonly faults: readonly Fault[];
  readonly entries: Readonly<Record<string, string>>;
  readonly undoing: Attempted | null;
  readonly done: string;
}

/** Everything `facts-import-file.hbs` prints. */
export function factsImportFileView(asked: ImportFileAsked, page: Page, reader: Reader) {
  const { view, show } = asked;
  const { facts, lines } = view;
  const path = `${page.base}/facts-import/${facts.id}`;
  const isOpen = facts.state === 'open';
  const heaps: Readonly<Record<RowShow, readonly ImportLine[]>> = {
    all: lines,
    unmatched: lines.filter((line) => kindOf(line) === 'unmatched'),
    changes: lines.filter((line) => kindOf(line) === 'changes'),
    wrong: lines.filter((line) => kindOf(line) === 'wrong'),
    same: lines.filter((line) => kindOf(line) === 'same'),
  };
  const shown = pageOf(heaps[show], asked.page);
  const filter = (label: string, name: RowShow, state = '', icon = '') => ({
    label,
    count: heaps[name].length,
    href: address(path, { show: name === 'all' ? '' : name }),
    isCurrent: show === name,
    state,
    icon,
  });
  const nameOf = new Map(view.people.map((person) => [person.id, person.name]));
  const changing = heaps.changes.length;
  const hasUnmatchedShown =
    isOpen && shown.rows.some((line) => kindOf(line) === 'unmatched' || line.row.by === 'staff');
  return {
    page,
    crumb: { href: `${page.base}/facts-import`, label: 'Import from a file' },
    title: facts.fileName,
    notice: asked.done,
    summary: errorSummary(asked.undoing?.faults ?? asked.faults),
    chip: importChips[facts.state],
    answer: answerOf(facts.state, heaps),
    reason: `Read ${facts.byName === page.personName ? 'by you' : `by ${facts.byName}`}.`,
    at: momentOf(facts.createdAt, reader),
    ignored:
      facts.ignored.length === 0
        ? ''
        : `Left out, because they name nothing that is asked for here: ${facts.ignored.join(', ')}.`,
    filters: [
      filter('All rows', 'all'),
      filter('Nobody found yet', 'unmatched', 'review', 'review'),
      filter(isOpen ? 'Will change' : 'Changed', 'changes', 'met', 'met'),
      filter('Something wrong', 'wrong', 'failed', 'lost'),
      filter('Nothing new', 'same', 'na', 'na'),
    ],
    isOpen,
    csrf: page.csrf,
    matchAction: `${path}/match`,
    hasMatch: hasUnmatchedShown,
    students: hasUnmatchedShown ? view.people.map(({ id, name }) => ({ id, name })) : [],
    apply:
      isOpen && changing > 0
        ? { action: `${path}/apply`, words: `Record ${countWords(changing, 'row')}` }
        : (false as const),
    again: facts.state === 'applied' && facts.finishedAt === null ? { action: `${path}/apply` } : (false as const),
    undo: facts.state === 'applied' ? undoForm(path, page, asked.undoing) : (false as const),
    rows: shown.rows.map((line) =>
      rowView(line, { view, nameOf, isOpen, faults: asked.faults, entries: asked.entries }),
    ),
    pages: pagesView(shown, (to) => address(path, { show: show === 'all' ? '' : show, page: to })),
  };
}

function kindOf({ row, changes }: ImportLine): 'wrong' | 'unmatched' | 'changes' | 'same' {
  if (row.faults.length > 0) return 'wrong';
  if (row.personId === null) return 'unmatched';
  return changes.length > 0 ? 'changes' : 'same';
}

function answerOf(
  state: State,
  { all, changes, unmatched, wrong }: Readonly<Record<RowShow, readonly ImportLine[]>>,
): string {
  const rows = `${changes.length} of ${countWords(all.length, 'row')}`;
  if (state === 'applied') return `${rows} changed something.`;
  if (state === 'undone') return `Undone: what ${rows} had changed is as it was before.`;
  const waiting = [
    unmatched.length === 0
      ? ''
      : `${unmatched.length} ${unmatched.length === 1 ? 'waits' : 'wait'} for you to say who it is`,
    wrong.length === 0 ? '' : `${wrong.length} cannot be read`,
  ].filter((part) => part !== '');
  return `${rows} would change something${waiting.length === 0 ? '' : `; ${waiting.join(', ')}`}.`;
}

interface RowPlace {
  readonly view: ImportView;
  readonly nameOf: ReadonlyMap<string, string>;
  readonly isOpen: boolean;
  readonly faults: readonly Fault[];
  readonly entries: Readonly<Record<string, string>>;
}

const rowChips = {
  wrong: { ...chips.failed, word: 'Something wrong' },
  unmatched: { ...chips.needsReview, word: 'Nobody found' },
  changes: { ...chips.met, word: 'Changes' },
  same: { ...chips.notApplicable, word: 'Nothing new' },
} as const;

function rowView(line: ImportLine, { view, nameOf, isOpen, faults, entries }: RowPlace) {
  const { row, changes } = line;
  const kind = kindOf(line);
  const field = `person-${row.line}`;
  const said = [row.said.name, row.said.email, row.said.userId, row.said.sourcedId].filter((part) => part !== '');
  const asksWho = isOpen && (kind === 'unmatched' || (kind !== 'wrong' && row.by === 'staff'));
  const names = row.candidates.flatMap((id) => nameOf.get(id) ?? []);
  const typed = entries[field] ?? (row.by === 'staff' && row.personId !== null ? (nameOf.get(row.personId) ?? '') : '');
  return {
    line: row.line,
    said: said.join(', ') || 'nobody',
    chip: kind === 'changes' && !isOpen ? { ...chips.met, word: 'Changed' } : rowChips[kind],
    who: row.personId === null ? '' : (nameOf.get(row.personId) ?? 'somebody who has left the course'),
    how: row.by === null ? '' : row.by === 'staff' ? 'as you chose' : `by ${row.by}`,
    several: row.personId === null && names.length > 0 ? `It may be ${names.join(' or ')}.` : '',
    ask: asksWho && {
      id: fieldId(field),
      name: field,
      value: typed,
      error: faults.find(({ path }) => path === field)?.message ?? '',
      label: `Who is “${said.join(', ')}”?`,
    },
    faults: row.faults,
    changes: changes.map((change) => changeView(change, view)),
  };
}

function changeView({ room, key, before, after }: FieldChange, { plan }: ImportView) {
  const label =
    room === 'dates'
      ? factLabel(key ?? '')
      : room === 'modules'
        ? (plan.modules.find(({ id }) => id === key)?.title ?? 'A module that was taken out')
        : upperFirst(nameWords(key ?? room));
  return { label, before: recordedWords(before), after: recordedWords(after) };
}

/** A recorded value of a file of facts: a day, a module's day, or a stored value; "" for none. */
function recordedWords(recorded: unknown): string {
  const value = isObject(recorded) ? recorded['value'] : null;
  const inner = isObject(value) ? (value['on'] ?? value['value']) : value;
  if (typeof inner === 'string') return dayTextWords(inner);
  return typeof inner === 'number' || typeof inner === 'boolean' ? valueWords(inner) : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function undoForm(path: string, page: Page, undoing: Attempted | null) {
  const words = {
    act: 'undo',
    opens: 'Undo this import',
    look: 'danger',
    of: '',
    title: 'Undo this import?',
    text: 'Everything that it changed becomes what it was before, except where somebody has changed it since.',
    confirm: 'Undo it',
    keep: 'Leave it',
    isDanger: true,
    asksMinutes: null,
    reasonHelp: 'It stands in the history of every student concerned.',
    tick: null,
  };
  return actForm(words, { id: 'undo-import', action: `${path}/undo`, csrf: page.csrf, actId: '', back: '' }, undoing);
}
