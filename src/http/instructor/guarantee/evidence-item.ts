// One entry of a student's evidence: what is recorded and by whom, which rules rest on it, and the form that changes it.

import type { AskedFacts, RuleWords } from '../../../domain/evidence/asked-facts.ts';
import type { CoursePlan } from '../../../domain/evidence/course-plan.ts';
import type { EntryKind } from '../../../domain/evidence/entry.ts';
import type { Recorded } from '../../../domain/evidence/recorded.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { StudentStanding } from '../../../services/guarantee/eligibility.ts';
import type { EvidencePreview } from '../../../services/guarantee/evidence.ts';
import { fieldId, formField, type FormField } from '../../form-field.ts';
import { sourceWords } from '../../origin-words.ts';
import type { Page } from '../../page.ts';
import { verdictMove, type VerdictMove } from './verdict-move.ts';

/** What somebody sent, refused or only looked at. */
export interface AttemptedEntry {
  readonly kind: EntryKind;
  readonly name: string;
  readonly entries: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  readonly preview: EvidencePreview | null;
}

/** What the page of a student's evidence is drawn from. */
export interface EvidenceAsked {
  readonly student: StudentStanding;
  readonly asked: AskedFacts | null;
  readonly plan: CoursePlan;
  /** Today in the course's zone. */
  readonly today: string;
  readonly attempted: AttemptedEntry | null;
  /** What has just been recorded, in words; or "". */
  readonly done: string;
}

/** One of several measurements that are kept side by side. */
export interface Kept {
  readonly key: string;
  readonly words: string;
  readonly source: string;
}

/** One entry as the page prints it. */
export interface EvidenceItem {
  readonly id: string;
  readonly label: string;
  readonly current: string;
  readonly source: string;
  readonly isMissing: boolean;
  readonly rules: readonly string[];
  readonly opens: string;
  readonly isOpen: boolean;
  readonly form: {
    readonly action: string;
    readonly csrf: string;
    readonly kind: EntryKind;
    readonly name: string;
    readonly fields: readonly FormField[];
    readonly canClear: boolean;
    readonly clearWords: string;
  };
  readonly move: VerdictMove | false;
  /** Earlier measurements, where there may be several. */
  readonly kept: readonly Kept[];
}

/** An earlier measurement under its key, in words. */
export function keptOf(key: string, one: Recorded<unknown>, words: string): Kept {
  return { key, words, source: sourceWords(one) };
}

/** A field of an entry's form, as `formField` takes it. */
export type FieldGiven = Parameters<typeof formField>[0];

/** What an entry says of itself; `now` is what is recorded, with its words as the value. */
export interface EvidenceItemGiven {
  readonly kind: EntryKind;
  readonly name: string;
  readonly label: string;
  readonly rules: readonly RuleWords[];
  readonly now: Recorded<string> | undefined;
  readonly isMissing: boolean;
  readonly fields: readonly FieldGiven[];
  readonly kept?: readonly Kept[];
  readonly clearWords?: string;
}

/** The entry with its form: as recorded, or as somebody sent it where it was refused or only looked at. */
export function evidenceItem(
  { student, attempted }: EvidenceAsked,
  page: Page,
  given: EvidenceItemGiven,
): EvidenceItem {
  const { kind, name, label, rules, now, isMissing, fields, kept = [], clearWords = '' } = given;
  const again = attempted?.kind === kind && attempted.name === name ? attempted : null;
  const id = `entry-${kind}-${name}`.replace(/[^A-Za-z0-9-]+/g, '-');
  const isRecorded = now !== undefined || kept.length > 0;
  const reason: FieldGiven = {
    name: 'reason',
    label: 'Reason',
    help:
      kept.length > 0
        ? 'Needed where it changes what is recorded of that day.'
        : 'Why it changes; it stands in the history.',
    isTextarea: true,
  };
  const all = isRecorded ? [...fields, reason] : fields;
  return {
    id,
    label,
    current: now?.value ?? '',
    source: now ? sourceWords(now) : '',
    isMissing,
    rules: rules.map(({ words }) => words),
    opens: isRecorded && kept.length === 0 ? 'Change' : 'Record',
    isOpen: again !== null,
    form: {
      action: `${page.base}/students/${student.person.id}/evidence#${id}`,
      csrf: page.csrf,
      kind,
      name,
      fields: all.map((field) => fieldOf(field, id, again)),
      canClear: isRecorded,
      clearWords,
    },
    move: again?.preview ? verdictMove(again.preview.before, again.preview.after, student.person.name) : false,
    kept,
  };
}

/** The field as it stands, or as it was sent; its id is the plain one where the summary of faults links to it. */
function fieldOf(field: FieldGiven, id: string, again: AttemptedEntry | null): FormField {
  const sent = again?.entries[field.name];
  const value = sent ?? field.value ?? '';
  const options = (field.options ?? []).map((option) =>
    sent === undefined ? option : { ...option, isSelected: option.value === sent },
  );
  return formField(
    { ...field, id: again ? fieldId(field.name) : `${id}-${field.name}`, value, options },
    again?.faults ?? [],
  );
}
