// Evidence of one student: what the policy asks to be recorded, what is recorded and by whom, and a form for each, with what it would do.

import type { AskedFacts, RuleWords } from '../../../domain/evidence/asked-facts.ts';
import type { CoursePlan } from '../../../domain/evidence/course-plan.ts';
import type { EntryKind } from '../../../domain/evidence/entry.ts';
import type { Recorded } from '../../../domain/evidence/recorded.ts';
import { factLabel } from '../../../domain/evidence/asked-facts.ts';
import { upperFirst, valueWords } from '../../../domain/guarantee/rules/names.ts';
import { nameWords } from '../../../domain/guarantee/anchor.ts';
import type { Fault } from '../../../domain/refusal.ts';
import type { EvidencePreview } from '../../../services/guarantee/evidence.ts';
import type { StudentStanding } from '../../../services/guarantee/eligibility.ts';
import { dayTextWords } from '../../day-words.ts';
import { errorSummary, fieldId, formField, type FormField } from '../../form-field.ts';
import { sourceWords } from '../../origin-words.ts';
import type { Page } from '../../page.ts';
import { standingChip } from '../../standing-chips.ts';
import { valueField } from './entry-form.ts';
import { verdictMove, type VerdictMove } from './verdict-move.ts';

/** What somebody sent, refused or only looked at. */
export interface AttemptedEntry {
  readonly kind: EntryKind;
  readonly name: string;
  readonly entries: Readonly<Record<string, string>>;
  readonly faults: readonly Fault[];
  readonly preview: EvidencePreview | null;
}

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

interface Kept {
  readonly key: string;
  readonly words: string;
  readonly source: string;
}

interface Item {
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

/** Everything `evidence.hbs` prints. */
export function evidenceView(asked: EvidenceAsked, page: Page) {
  const { student, attempted } = asked;
  const { person, judgment } = student;
  const groups = groupsOf(asked, page).filter(({ items }) => items.length > 0);
  const missing = groups.flatMap(({ items }) => items).filter(({ isMissing }) => isMissing);
  return {
    page,
    crumb: { href: `${page.base}/students/${person.id}`, label: person.name },
    title: `Evidence of ${person.name}`,
    notice: asked.done,
    summary: errorSummary(attempted?.faults ?? []),
    chip: standingChip(judgment),
    answer: answerOf(person.name, missing),
    reason:
      'What is recorded here is what the guarantee is judged by. Every change stands in the history with what was there before.',
    waiveHref: `${page.base}/students/${person.id}/waive`,
    pauseHref: `${page.base}/students/${person.id}/pause`,
    groups,
  };
}

function answerOf(name: string, missing: readonly Item[]): string {
  if (missing.length === 0) return `Nothing is missing of ${name}.`;
  const labels = missing.map(({ label }) => lowered(label));
  const listed = labels.length === 1 ? labels[0]! : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1)}`;
  return `${labels.length === 1 ? 'One entry is' : `${labels.length} entries are`} missing of ${name}: ${listed}.`;
}

function lowered(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1);
}

function groupsOf(asked: EvidenceAsked, page: Page): { id: string; title: string; text: string; items: Item[] }[] {
  return [
    {
      id: 'dates',
      title: 'Dates',
      text: 'Deadlines count from these days, or ask for them.',
      items: datesOf(asked, page),
    },
    {
      id: 'values',
      title: 'Stored values',
      text: 'What only staff or another system know.',
      items: valuesOf(asked, page),
    },
    {
      id: 'modules',
      title: 'Modules of the course',
      text: 'The last required one completes the course.',
      items: modulesOf(asked, page),
    },
    {
      id: 'work',
      title: 'Work and scores',
      text: 'Measured on a day; a later entry of the same day takes its place.',
      items: workOf(asked, page),
    },
  ];
}

function datesOf(asked: EvidenceAsked, page: Page): Item[] {
  const { file } = asked.student.judgment;
  const known = (asked.asked?.dates ?? []).filter(({ isOfCourse }) => !isOfCourse);
  const others = Object.keys(file.dates).filter((name) => !known.some((date) => date.name === name));
  const all = [...known, ...others.map((name) => ({ name, label: factLabel(name), rules: [], isNeeded: false }))];
  return all.map(({ name, label, rules, isNeeded }) => {
    const now = file.dates[name];
    const suggested = file.suggestions[name];
    const hint =
      !now && suggested
        ? `The first launch was on ${dayTextWords(suggested.value)}; nobody has confirmed that day yet.`
        : '';
    return item(asked, page, {
      kind: 'date',
      name,
      label,
      rules,
      now: now ? { ...now, value: dayTextWords(now.value) } : undefined,
      isMissing: isNeeded && !now,
      fields: [
        {
          name: 'on',
          label: 'Day',
          type: 'date',
          size: 'mid',
          value: now?.value ?? suggested?.value ?? '',
          help: hint,
          isRequired: true,
        },
      ],
    });
  });
}

function valuesOf(asked: EvidenceAsked, page: Page): Item[] {
  const { file } = asked.student.judgment;
  const known = asked.asked?.values ?? [];
  const others = Object.keys(file.values).filter((name) => !known.some((value) => value.name === name));
  const all = [
    ...known.map((value) => ({ ...value, isAsked: true })),
    ...others.map((name) => ({ name, label: upperFirst(nameWords(name)), rules: [], options: [], isAsked: false })),
  ];
  return all.map(({ name, label, rules, options, isAsked }) => {
    const now = file.values[name];
    const value = now ? valueField(now.value.value) : '';
    const choices = optionsOf(options, now?.value.value);
    const choice = (chosen: string) => [
      { value: '', label: 'not recorded', isSelected: chosen === '' },
      ...choices.map((one) => ({ ...one, isSelected: one.value === chosen })),
    ];
    const before = now?.value.before ?? null;
    const isChoice = choices.length > 0;
    return item(asked, page, {
      kind: 'value',
      name,
      label,
      rules,
      now: now ? { ...now, value: storedWords(now.value) } : undefined,
      isMissing: isAsked && !now,
      fields: [
        {
          name: 'value',
          label: 'Value',
          size: 'mid',
          value: isChoice ? value : String(now?.value.value ?? ''),
          options: isChoice ? choice(value) : [],
        },
        {
          name: 'from',
          label: 'Since which day',
          help: 'Only where it was another one before.',
          type: 'date',
          size: 'mid',
          value: now?.value.from ?? '',
        },
        {
          name: 'before',
          label: 'Before that it was',
          size: 'mid',
          value: before === null ? '' : isChoice ? valueField(before) : String(before),
          options: isChoice ? choice(before === null ? '' : valueField(before)) : [],
        },
      ],
    });
  });
}

function optionsOf(options: readonly (string | number | boolean)[], now: string | number | boolean | undefined) {
  const all = now === undefined || options.length === 0 || options.includes(now) ? options : [...options, now];
  return all.map((value) => ({ value: valueField(value), label: valueWords(value) }));
}

function storedWords({
  value,
  from,
  before,
}: EvidenceAsked['student']['judgment']['file']['values'][string]['value']): string {
  if (from === null) return valueWords(value);
  const earlier = before === null ? 'nothing' : valueWords(before);
  return `${valueWords(value)} since ${dayTextWords(from)}, ${earlier} before`;
}

function modulesOf(asked: EvidenceAsked, page: Page): Item[] {
  const { file } = asked.student.judgment;
  return asked.plan.modules.map(({ id, title, isRequired }) => {
    const now = file.modules[id];
    const grade = now?.value.grade ?? null;
    const words = now ? `done ${dayTextWords(now.value.on)}${grade === null ? '' : `, ${grade} %`}` : '';
    const lost = now && isRequired && file.dates['completedOn']?.source === 'system';
    return item(asked, page, {
      kind: 'module',
      name: id,
      label: title,
      rules: isRequired ? [] : [{ id: '', words: 'Not required.' }],
      now: now ? { ...now, value: words } : undefined,
      isMissing: false,
      clearWords: lost ? 'Taking it back takes the completion of the course back, too.' : '',
      fields: [
        {
          name: 'on',
          label: 'Done on',
          type: 'date',
          size: 'mid',
          value: now?.value.on ?? asked.today,
          isRequired: true,
        },
        {
          name: 'grade',
          label: 'Grade in percent',
          help: 'Where there is one.',
          size: 'short',
          inputMode: 'decimal',
          value: grade === null ? '' : String(grade),
        },
      ],
    });
  });
}

function workOf(asked: EvidenceAsked, page: Page): Item[] {
  const { file } = asked.student.judgment;
  const asks = asked.asked?.asks;
  const items: Item[] = [];
  const number = (name: string, label: string, value = '') =>
    ({ name, label, size: 'short', inputMode: 'decimal', value }) as const;
  const day = {
    name: 'on',
    label: 'Measured on',
    type: 'date',
    size: 'mid',
    value: asked.today,
    isRequired: true,
  } as const;
  const lists = new Set([
    ...(asked.asked?.progressLists ?? []),
    ...Object.values(file.progress).map(({ value }) => value.list),
  ]);
  for (const list of lists) {
    const kept = Object.entries(file.progress).filter(([, { value }]) => value.list === list);
    const rules = (asks?.progress ?? []).filter(() => true);
    items.push(
      item(asked, page, {
        kind: 'progress',
        name: list ?? '',
        label: list === null ? 'Progress in the course' : `Progress: ${nameWords(list)}`,
        rules: list === null ? rules : [],
        now: undefined,
        isMissing: false,
        kept: kept.map(([key, one]) =>
          keptOf(
            key,
            one,
            `${one.value.pct ?? Math.min(...(one.value.modules ?? [0]))} % on ${dayTextWords(one.value.on)}`,
          ),
        ),
        fields: [day, { ...number('pct', 'Percent'), isRequired: true }],
      }),
    );
  }
  if ((asks?.questionBank.length ?? 0) > 0 || Object.keys(file.qbank).length > 0)
    items.push(
      item(asked, page, {
        kind: 'questionBank',
        name: '',
        label: 'Question bank',
        rules: asks?.questionBank ?? [],
        now: undefined,
        isMissing: false,
        kept: Object.entries(file.qbank).map(([key, one]) => keptOf(key, one, bankWords(one.value))),
        fields: [
          day,
          number('answered', 'Questions answered'),
          number('correctPct', 'Right, in percent'),
          number('clearedPct', 'Cleared, in percent'),
          number('hours', 'Hours'),
        ],
      }),
    );
  if ((asks?.baseline.length ?? 0) > 0 || Object.keys(file.baselines).length > 0)
    items.push(
      item(asked, page, {
        kind: 'baseline',
        name: '',
        label: 'Score from before the course',
        rules: asks?.baseline ?? [],
        now: undefined,
        isMissing: false,
        kept: Object.entries(file.baselines).map(([key, one]) =>
          keptOf(key, one, `${one.value.score}, ${one.value.kind}, ${dayTextWords(one.value.on)}`),
        ),
        fields: [
          {
            name: 'of',
            label: 'Which score',
            size: 'mid',
            options: [
              { value: 'official', label: 'official exam', isSelected: true },
              { value: 'diagnostic', label: 'diagnostic test', isSelected: false },
            ],
          },
          { ...day, label: 'Sat on' },
          { ...number('score', 'Score'), isRequired: true },
        ],
      }),
    );
  if ((asks?.coursework.length ?? 0) > 0 || file.coursework) items.push(courseworkItem(asked, page));
  if ((asks?.priorAttempts.length ?? 0) > 0 || file.priorAttempts)
    items.push(
      item(asked, page, {
        kind: 'priorAttempts',
        name: '',
        label: 'Attempts at the official exam before the course',
        rules: asks?.priorAttempts ?? [],
        now: file.priorAttempts ? { ...file.priorAttempts, value: String(file.priorAttempts.value) } : undefined,
        isMissing: false,
        fields: [
          {
            ...number('count', 'How many'),
            value: file.priorAttempts ? String(file.priorAttempts.value) : '',
            isRequired: true,
          },
        ],
      }),
    );
  return items;
}

function courseworkItem(asked: EvidenceAsked, page: Page): Item {
  const now = asked.student.judgment.file.coursework;
  const value = (name: 'done' | 'total' | 'grade' | 'late') =>
    now?.value[name] === null || now === null ? '' : String(now.value[name]);
  const number = (name: 'done' | 'total' | 'grade' | 'late', label: string) =>
    ({ name, label, size: 'short', inputMode: 'decimal', value: value(name) }) as const;
  const words = now ? courseworkWords(now.value) : '';
  return item(asked, page, {
    kind: 'coursework',
    name: '',
    label: 'Coursework',
    rules: asked.asked?.asks.coursework ?? [],
    now: now ? { ...now, value: words } : undefined,
    isMissing: false,
    clearWords: 'Without an entry the modules of the course count.',
    fields: [
      number('done', 'Pieces done'),
      number('total', 'Pieces in all'),
      number('grade', 'Grade'),
      number('late', 'Handed in late'),
      {
        name: 'outageLogged',
        label: 'An outage was logged',
        size: 'mid',
        options: [
          { value: '', label: 'no', isSelected: now?.value.outageLogged !== true },
          { value: 'yes', label: 'yes', isSelected: now?.value.outageLogged === true },
        ],
      },
    ],
  });
}

function courseworkWords({
  done,
  total,
  grade,
  late,
}: NonNullable<EvidenceAsked['student']['judgment']['file']['coursework']>['value']): string {
  const parts = [
    done === null ? '' : `${done} of ${total ?? '?'} done`,
    grade === null ? '' : `grade ${grade}`,
    late === null ? '' : `${late} late`,
  ].filter((part) => part !== '');
  return parts.join(', ') || 'an outage was logged';
}

function bankWords({
  on,
  answered,
  correctPct,
  clearedPct,
  hours,
}: EvidenceAsked['student']['judgment']['file']['qbank'][string]['value']): string {
  const parts = [
    answered === null ? '' : `${answered} answered`,
    correctPct === null ? '' : `${correctPct} % right`,
    clearedPct === null ? '' : `${clearedPct} % cleared`,
    hours === null ? '' : `${hours} hours`,
  ].filter((part) => part !== '');
  return `${parts.join(', ')} on ${dayTextWords(on)}`;
}

function keptOf(key: string, one: Recorded<unknown>, words: string): Kept {
  return { key, words, source: sourceWords(one) };
}

type FieldGiven = Parameters<typeof formField>[0];

interface ItemGiven {
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

function item({ student, attempted }: EvidenceAsked, page: Page, given: ItemGiven): Item {
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
