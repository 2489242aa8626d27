// An import before and after it is applied: who is marked how, who is in the queue, what the file got wrong.

import {
  complaintWords,
  type AttendanceRow,
  type ImportEffect,
  type Reported,
} from '../../../domain/evidence/attendance-import.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { ImportedStudent, ImportPreview } from '../../../services/guarantee/attendance-importing.ts';
import { clock, timeOfClass } from '../../class-words.ts';
import type { Chip } from '../../chips.ts';
import { errorSummary } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { presenceChips } from '../../presence-marks.ts';
import type { Reader } from '../table-moments.ts';
import { kindWords } from './attendance-import.view.ts';

export interface PreviewAsked {
  readonly found: ImportPreview;
  readonly done: string;
  readonly faults: readonly Fault[];
}

/** Everything `attendance-preview.hbs` prints. */
export function attendancePreviewView({ found, done, faults }: PreviewAsked, page: Page, reader: Reader) {
  const { held, imported, students, unsure, leftOut, missing } = found;
  const here = `${page.base}/classes/${held.id}/import/${imported.id}`;
  const { state } = imported;
  const writing = students.filter(({ effect }) => effect === 'new' || effect === 'changed').length;
  const byHand = students.filter(({ effect }) => effect === 'hand').length;
  return {
    page,
    crumb: { href: `${page.base}/classes/${held.id}/import`, label: 'Import attendance' },
    title: imported.fileName || kindWords[imported.kind],
    summary: errorSummary(faults),
    notice: doneWords(done),
    when: `${held.title}, ${timeOfClass(held, reader)}`,
    answer: answerOf(found, writing),
    reason: reasonOf(found),
    isOpen: state === 'open',
    isApplied: state === 'applied',
    rollHref: `${page.base}/classes/${held.id}`,
    csrf: page.csrf,
    assignAction: `${here}/assign`,
    queue: state === 'open' ? unsure.map(({ at, row }) => queueRow(at, row, found, reader)) : [],
    notAssigned: state === 'open' ? '' : unsureWords(unsure.length),
    leftOut: leftOut.map(({ at, row }) => ({
      at,
      name: row.name,
      facts: staysWords(row, reader),
      mayChange: state === 'open',
    })),
    rows: students.map((student) => studentRow(student, state, reader)),
    complaints: imported.complaints.map(complaintWords),
    apply:
      state === 'open'
        ? {
            action: `${here}/apply`,
            words: writing === 0 ? 'Apply' : `Mark ${writing === 1 ? '1 student' : `${writing} students`}`,
            byHand,
            byHandWords:
              byHand === 1 ? 'Replace the 1 mark made by hand too' : `Replace the ${byHand} marks made by hand too`,
            missing: missing.length,
            missingWords:
              missing.length === 1 ? 'Mark the 1 other student absent' : `Mark the ${missing.length} others absent`,
            missingNames:
              missing
                .slice(0, 12)
                .map(({ name }) => name)
                .join(', ') + (missing.length > 12 ? ' and others' : ''),
          }
        : (false as const),
    undoAction: state === 'applied' ? `${here}/undo` : '',
  };
}

function answerOf({ imported, unsure, students }: ImportPreview, writing: number): string {
  const count = (number: number): string => (number === 1 ? '1 student' : `${number} students`);
  if (imported.state === 'applied') return `This import is applied: it named ${count(students.length)}.`;
  if (imported.state === 'undone') return 'This import was taken back.';
  const queue =
    unsure.length === 0
      ? ''
      : unsure.length === 1
        ? ' 1 name waits for you to say whose it is.'
        : ` ${unsure.length} names wait for you to say whose they are.`;
  if (writing === 0) return `Nobody new would be marked.${queue}`;
  return `${count(writing)} would be marked.${queue}`;
}

function reasonOf({ imported, held, leftOut }: ImportPreview): string {
  const late = imported.lateAfterMinutes;
  const lateWords = late === null ? '' : ` Late is whoever joined more than ${late} min after the beginning.`;
  const out =
    leftOut.length === 0 ? '' : ` ${leftOut.length === 1 ? '1 person' : `${leftOut.length} people`} left out.`;
  return `Read as ${kindWords[imported.kind]} by ${imported.byName}. Minutes are those within the ${held.minutes} of the class, each counted once.${lateWords}${out}`;
}

function unsureWords(count: number): string {
  if (count === 0) return '';
  return `${count === 1 ? '1 name was' : `${count} names were`} never said to be anybody’s and marked nobody.`;
}

function queueRow(at: number, row: AttendanceRow, { learners }: ImportPreview, reader: Reader) {
  const near = new Set(row.candidates);
  const option = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name });
  const likely = learners.filter(({ id }) => near.has(id)).map(option);
  return {
    at,
    id: `whose-${at}`,
    name: row.name,
    email: row.email,
    line: row.line,
    facts: staysWords(row, reader),
    likely,
    others: learners.filter(({ id }) => !near.has(id)).map(option),
    first: likely.length === 1 ? likely[0]!.value : '',
    likelyWords:
      likely.length === 1
        ? `Perhaps ${likely[0]!.label}.`
        : likely.length > 1
          ? 'Several fit.'
          : 'No name like this in the course.',
  };
}

/** "18:02 to 19:55", "2 times, 18:02 to 19:55", "112 min". */
function staysWords({ stays, minutes, status }: AttendanceRow, { zone }: Reader): string {
  if (stays.length === 0) return minutes === null ? (status ?? '') : `${Math.round(minutes)} min`;
  const from = Math.min(...stays.map((stay) => stay.from));
  const to = Math.max(...stays.map((stay) => stay.to));
  return `${stays.length === 1 ? '' : `${stays.length} times, `}${clock(from, zone)} to ${clock(to, zone)}`;
}

const matchWords: Readonly<Record<NonNullable<AttendanceRow['by']>, string>> = {
  email: 'by e-mail',
  name: 'by name',
  memory: 'as you said before',
  hand: 'as you said',
};

const effectChips: Readonly<Record<ImportEffect, Chip>> = {
  new: { state: 'met', icon: 'check', word: 'New' },
  changed: { state: 'track', icon: 'edit', word: 'Changes' },
  same: { state: 'na', icon: 'na', word: 'As it is' },
  hand: { state: 'risk', icon: 'person', word: 'By hand' },
  outside: { state: 'na', icon: 'clock', word: 'Not in class' },
};

function studentRow({ learner, lines, reported, mark, effect }: ImportedStudent, state: string, reader: Reader) {
  return {
    personId: learner.id,
    name: learner.name,
    as: lines.map(({ name, by }) => `${name}${by ? ` (${matchWords[by]})` : ''}`).join('; '),
    times: lines.map((row) => staysWords(row, reader)).join('; '),
    becomes: becomesWords(reported),
    now: mark
      ? presenceChips[mark.status].word + (mark.minutes === null ? '' : `, ${Math.round(mark.minutes)} min`)
      : 'nothing',
    chip: state === 'open' ? effectChips[effect] : (false as const),
    places: lines.length,
  };
}

function becomesWords(reported: Reported): string {
  if (reported === 'outside') return 'no mark: they were there, but not during the class';
  const { status, minutes } = reported;
  return presenceChips[status].word + (minutes === null ? '' : `, ${minutes} min`);
}

function doneWords(done: string): string {
  const count = /^(applied|undone)-(\d{1,4})$/.exec(done);
  if (!count) return done === 'said' ? 'Remembered, also for the next report.' : '';
  const students = count[2] === '1' ? '1 student' : `${count[2]} students`;
  return count[1] === 'applied' ? `${students} marked.` : `Taken back for ${students}.`;
}
