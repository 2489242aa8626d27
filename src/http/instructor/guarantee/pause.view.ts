// A leave of absence of one student: what it would do, those given or asked for, and the decisions on them.

import type { Pause } from '../../../domain/evidence/student-file.ts';
import { readDay } from '../../../domain/day.ts';
import { countWords } from '../../../domain/time.ts';
import type { StudentStanding } from '../../../services/guarantee/eligibility.ts';
import { chips, type Chip } from '../../chips.ts';
import { dayTextWords } from '../../day-words.ts';
import { errorSummary, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { standingChip } from '../../standing-chips.ts';
import { actForm, type ActWords } from '../act-form.ts';
import { momentOf, type Reader } from '../table-moments.ts';
import type { ExceptionShown } from './exception-forms.ts';
import { paperOf } from './paper-of.ts';
import { verdictMove } from './verdict-move.ts';

export interface PauseAsked extends ExceptionShown {
  readonly student: StudentStanding;
  /** Names this press, so that pressing twice counts once. */
  readonly actId: string;
  readonly done: string;
}

/** Everything `pause.hbs` prints. */
export function pauseView(asked: PauseAsked, page: Page, reader: Reader) {
  const { student, attempted, deciding, paperFaults = [] } = asked;
  const { person, judgment } = student;
  const path = `${page.base}/students/${person.id}`;
  const pauses = Object.entries(judgment.file.pauses).toSorted(([, a], [, b]) => order(a) - order(b) || b.at - a.at);
  const waiting = pauses.filter(([, { status }]) => status === 'asked').length;
  const entries = attempted?.entries ?? {};
  const faults = attempted?.faults ?? [];
  const field = (words: Parameters<typeof formField>[0]) =>
    formField({ ...words, value: entries[words.name] ?? '' }, faults);
  return {
    page,
    crumb: { href: path, label: person.name },
    title: `Pause for ${person.name}`,
    notice: asked.done,
    summary: errorSummary(attempted?.faults ?? deciding?.attempted.faults ?? paperFaults),
    chip: standingChip(judgment),
    answer:
      waiting === 0
        ? `Give ${person.name} a leave of absence.`
        : `${person.name} asks for ${waiting === 1 ? 'a pause' : `${waiting} pauses`}. Please decide.`,
    reason:
      'An approved pause moves the deadlines that the policy lets it move, by as many days. Both days belong to it. The student reads the decision and its reason.',
    move: attempted?.preview
      ? verdictMove(attempted.preview.before, attempted.preview.after, person.name)
      : (false as const),
    form: { action: `${path}/pause`, csrf: page.csrf, actId: entries['actId'] ?? asked.actId, cancelHref: path },
    fields: {
      from: field({ name: 'from', label: 'First day', type: 'date', size: 'mid', isRequired: true }),
      to: field({ name: 'to', label: 'Last day', type: 'date', size: 'mid', isRequired: true }),
      reason: field({
        name: 'reason',
        label: 'Reason',
        help: 'The student reads it. Write no diagnosis.',
        isTextarea: true,
        isRequired: true,
      }),
    },
    pauses: pauses.map(([id, pause]) => ({
      id,
      chip: pauseChips[pause.status],
      title: `${dayTextWords(pause.from)} to ${dayTextWords(pause.to)}`,
      days: daysWords(pause),
      why: pause.reason,
      at: momentOf(pause.at, reader),
      by: pause.source === 'student' ? `Asked for by ${pause.byName}` : `Given by ${pause.byName}`,
      decided:
        pause.decided && (pause.source === 'student' || pause.status === 'revoked')
          ? {
              words: decidedWords[pause.status],
              by: pause.decided.byName,
              at: momentOf(pause.decided.at, reader),
              why: pause.decided.why,
            }
          : (false as const),
      paper: paperOf(
        { id, fileId: pause.fileId, title: `the pause from ${dayTextWords(pause.from)}`, isOpen: isOpen(pause) },
        `${path}/pauses`,
        page,
        paperFaults,
      ),
      acts: actsOf(pause).map((words) =>
        actForm(
          words,
          {
            id: `${words.act}-${id}`,
            action: `${path}/pauses/${id}/${words.act}`,
            csrf: page.csrf,
            actId: '',
            back: '',
          },
          deciding?.id === id ? deciding.attempted : null,
        ),
      ),
    })),
  };
}

const pauseChips: Readonly<Record<Pause['status'], Chip>> = {
  asked: { ...chips.needsReview, word: 'To decide' },
  approved: { ...chips.met, word: 'Approved' },
  refused: { ...chips.failed, word: 'Refused' },
  revoked: { ...chips.voided, word: 'Taken back' },
};

const decidedWords: Readonly<Record<Pause['status'], string>> = {
  asked: '',
  approved: 'Approved',
  refused: 'Refused',
  revoked: 'Taken back',
};

function isOpen({ status }: Pause): boolean {
  return status === 'asked' || status === 'approved';
}

/** What waits for a decision comes first. */
function order({ status }: Pause): number {
  return status === 'asked' ? 0 : 1;
}

function daysWords({ from, to }: Pause): string {
  const [first, last] = [readDay(from), readDay(to)];
  return first === null || last === null ? '' : countWords(last - first + 1, 'day');
}

const common = { look: 'tight', of: '', isDanger: false, asksMinutes: null, tick: null, keep: 'Not now' } as const;

function actsOf({ status }: Pause): readonly ActWords[] {
  const refuse: ActWords = {
    ...common,
    act: 'refuse',
    opens: 'Refuse',
    title: 'Refuse this pause?',
    text: 'No deadline moves. The student reads your reason.',
    confirm: 'Refuse it',
    reasonHelp: 'The student reads it.',
    isDanger: true,
  };
  const approve: ActWords = {
    ...common,
    act: 'approve',
    opens: 'Approve',
    title: 'Approve this pause?',
    text: 'The deadlines that the policy lets a pause move get as many days more.',
    confirm: 'Approve it',
    reasonHelp: 'The student reads it.',
  };
  if (status === 'asked') return [approve, refuse];
  if (status !== 'approved') return [];
  const revoke = {
    act: 'revoke',
    opens: 'Take it back',
    title: 'Take this pause back?',
    confirm: 'Take it back',
  } as const;
  return [
    { ...refuse, ...revoke, text: 'Its deadlines are again what they were without it. The student reads your reason.' },
  ];
}
