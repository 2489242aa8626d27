// The side sheet of one student on the board: where they stand, why, what was done last, and the ways on.

import type { CourseClass } from '../../../domain/evidence/course-plan.ts';
import type { AuditEvent } from '../../../stores/event-store.ts';
import type { StudentStanding } from '../../../services/guarantee/eligibility.ts';
import type { Glance } from '../../../services/guarantee/glances.ts';
import { attendanceMarks } from '../../attendance-marks.ts';
import { changeView } from '../../deadlines.ts';
import { findingLine } from '../../finding-lines.ts';
import { standingChip, verdictWord } from '../../standing-chips.ts';
import type { Reader } from '../table-moments.ts';
import { eventView } from '../event-words.ts';
import { claimCell, claimHref, retakesWords } from './board-glances.ts';

export interface SheetGround {
  readonly base: string;
  readonly closeHref: string;
  readonly mayWaive: boolean;
  readonly mayRecord: boolean;
  /** Whether the reader may open a claim. */
  readonly mayDecide: boolean;
  readonly classes: readonly CourseClass[];
  /** Their claim and retakes; null where there are none. */
  readonly glance: Glance | null;
  /** Acts noted about the student, oldest first. */
  readonly events: readonly AuditEvent[];
  readonly reader: Reader;
}

const actsShown = 5;

/** Exactly the names that `student-sheet.hbs` prints. */
export function studentSheet({ person, judgment }: StudentStanding, ground: SheetGround) {
  const { base, reader, classes, events } = ground;
  const path = `${base}/students/${person.id}`;
  const judged = judgment.kind === 'judged' ? judgment : null;
  const rules = judged?.verdict.rules ?? [];
  const lines = rules.map((found) => ({ found, line: findingLine(found, 'staff', reader) }));
  const { terms } = judgment.file;
  return {
    name: person.name,
    about: terms ? `Terms: version ${terms.number}` : 'Terms not accepted yet',
    closeHref: ground.closeHref,
    chip: standingChip(judgment),
    words: judged ? judged.json.staffWords : unjudgedWords(judgment.kind),
    change: changeOf(judged, reader),
    faults: judgment.kind === 'unjudged' ? judgment.faults.map(({ path: at, message }) => `${at}: ${message}`) : [],
    acts: [
      ...(ground.mayRecord ? [{ href: `${path}/evidence`, label: 'Record' }] : []),
      ...(ground.mayWaive
        ? [
            { href: `${path}/waive`, label: 'Waive or extend' },
            { href: `${path}/pause`, label: 'Leave' },
          ]
        : []),
    ],
    marks: attendanceMarks(classes, judgment.file, judged?.verdict ?? null, reader.now),
    findings: lines
      .filter(({ found }) => found.judgement.result !== 'met')
      .map(({ line }) => ({ chip: line.chip, strong: line.title, text: line.words })),
    met: lines.filter(({ found }) => found.judgement.result === 'met').map(({ line }) => line.title),
    claim: claimOf(ground),
    retakes: ground.glance ? retakesWords(ground.glance.retakes) : '',
    history: events
      .slice(-actsShown)
      .toReversed()
      .map((event) => eventView(event, reader)),
    fileHref: path,
  };
}

function claimOf({ glance, mayDecide, base, reader }: SheetGround) {
  if (!glance?.claim) return false as const;
  return {
    ...claimCell(glance.claim, reader.now),
    id: glance.claim.id,
    href: claimHref(glance.claim, base, mayDecide),
  };
}

function unjudgedWords(kind: StudentStanding['judgment']['kind']): string {
  return kind === 'unjudged'
    ? 'The facts need another look before anything can be said.'
    : 'No guarantee is given yet.';
}

function changeOf(judged: Extract<StudentStanding['judgment'], { kind: 'judged' }> | null, reader: Reader) {
  const change = judged?.verdict.change;
  if (!judged || !change || judged.json.changesOn === undefined) return false as const;
  return {
    words: `By time alone “${verdictWord(change.to.verdict)}” on`,
    at: changeView(change.at, judged.verdict.calendar.zone, reader),
  };
}
