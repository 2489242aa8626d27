// One student at one class: the mark with its minutes, makeup and note, who made it, and what was changed about it.

import type { Makeup } from '../../../domain/evidence/makeups.ts';
import { presenceState } from '../../../domain/evidence/presence.ts';
import type { Mark } from '../../../domain/evidence/student-file.ts';
import { mayDo, type Visitor } from '../../../domain/person.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { Attendance } from '../../../services/guarantee/attendance.ts';
import type { AuditEvent } from '../../../stores/event-store.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import { makeupModes, timeOfClass } from '../../class-words.ts';
import { makeupSentence } from '../../makeup-words.ts';
import type { Page } from '../../page.ts';
import { pressable, presenceChips } from '../../presence-marks.ts';
import { momentOf, type Reader } from '../table-moments.ts';
import type { Entries } from './class-form.ts';

export interface StudentAsked {
  readonly row: Awaited<ReturnType<Attendance['ofStudent']>>;
  readonly events: readonly AuditEvent[];
  /** What may still be done about the class; null for nothing. */
  readonly makeup: Makeup | null;
  /** The status that a button has asked for already, or "". */
  readonly status: string;
  readonly refused: { readonly entries: Entries; readonly faults: readonly Fault[] } | null;
}

/** Everything `class-student.hbs` prints. */
export function classStudentView(asked: StudentAsked, page: Page, visitor: Visitor, reader: Reader) {
  const { held, learner, mark } = asked.row;
  const here = `${page.base}/classes/${held.id}`;
  const mayExcuse = mayDo(visitor, 'waive');
  const isLocked = !mayExcuse && (mark?.status === 'excused' || Boolean(mark?.makeup));
  const chip = presenceChips[presenceState(held, mark ?? undefined, reader.now)];
  return {
    page,
    crumb: { href: `${here}#student-${learner.id}`, label: held.title },
    title: learner.name,
    summary: errorSummary(asked.refused?.faults ?? []),
    when: timeOfClass(held, reader),
    chip,
    byWords: mark ? byWords(mark, reader) : 'Nothing is recorded. That is not the same as absent.',
    makeup: asked.makeup ? makeupSentence(asked.makeup, 'staff', reader) : '',
    lockedWords: isLocked ? 'An excuse or a makeup stands here: an instructor of this course can change it.' : '',
    form:
      isLocked || held.isCancelled
        ? (false as const)
        : { action: `${here}/students/${learner.id}`, csrf: page.csrf, ...fields(asked, mayExcuse) },
    undo:
      mark && !isLocked
        ? { action: `${here}/undo`, csrf: page.csrf, personId: learner.id, words: undoWords(mark) }
        : (false as const),
    events: asked.events
      .filter(({ detail }) => detail['classId'] === held.id)
      .map(({ act, at, byName, reason }) => ({ at: momentOf(at, reader), words: `${byName} ${act}.`, reason })),
  };
}

/** "Dana Whitfield marked this, Mon 23 Nov, 18:04." */
function byWords({ source, byName, at }: Mark, reader: Reader): string {
  const { words } = momentOf(at, reader);
  if (source === 'student') return `Checked in by code, ${words}.`;
  if (source === 'csv') return `From a report that ${byName} imported, ${words}.`;
  if (source === 'api') return `Sent by ${byName}, ${words}.`;
  return `${byName} marked this, ${words}.`;
}

function undoWords({ before }: Mark): string {
  return before === null
    ? 'Take this mark away'
    : `Back to the mark before: ${presenceChips[before.status].word.toLowerCase()}`;
}

function entriesOf(mark: Mark | null, status: string): Entries {
  return {
    status: status || (mark?.status ?? ''),
    minutes: mark?.minutes === null || !mark ? '' : String(Math.round(mark.minutes)),
    makeupOn: mark?.makeup?.on ?? '',
    makeupMode: mark?.makeup?.mode ?? '',
    note: mark?.note ?? '',
  };
}

function fields({ row: { held, mark }, refused, status }: StudentAsked, mayExcuse: boolean) {
  const entries = refused?.entries ?? entriesOf(mark, status);
  const faults = refused?.faults ?? [];
  const field = (words: Parameters<typeof formField>[0]) =>
    formField({ ...words, value: entries[words.name] ?? '' }, faults);
  const kept = entries['makeupMode'] ?? '';
  const isListed = makeupModes.some(({ value }) => value === kept);
  const modes = [
    { value: '', label: 'Not said' },
    ...makeupModes,
    ...(kept === '' || isListed ? [] : [{ value: kept, label: kept }]),
  ];
  return {
    status: {
      id: fieldId('status'),
      name: 'status',
      label: 'Mark',
      help: '',
      type: 'radio',
      error: faults.find(({ path }) => path === 'status')?.message ?? '',
      options: [
        ...pressable
          .filter((one) => mayExcuse || one !== 'excused')
          .map((one) => ({
            value: one,
            label: presenceChips[one].word,
            help: one === 'excused' ? 'absent, with a reason that staff accept' : '',
            isSelected: entries['status'] === one,
          })),
        {
          value: 'none',
          label: 'Not recorded',
          help: 'takes the mark away',
          isSelected: entries['status'] === '' || entries['status'] === 'none',
        },
      ],
    },
    minutes: field({
      name: 'minutes',
      label: 'Minutes present',
      help: `Of ${held.minutes}. Leave it empty where nobody counted.`,
      size: 'short',
      inputMode: 'numeric',
      autocomplete: 'off',
    }),
    mayMakeUp: mayExcuse,
    makeupOn: field({
      name: 'makeupOn',
      label: 'Made up on',
      help: 'For a class that was missed.',
      type: 'date',
      size: 'mid',
    }),
    makeupMode: field({
      name: 'makeupMode',
      label: 'How',
      size: 'mid',
      options: modes.map((mode) => ({ ...mode, isSelected: mode.value === kept })),
    }),
    note: field({
      name: 'note',
      label: mayExcuse ? 'Note, or the reason of the excuse' : 'Note',
      help: 'The student reads it. Write no diagnosis.',
      isTextarea: true,
    }),
  };
}
