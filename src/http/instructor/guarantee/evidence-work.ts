// Modules, work and scores of a student, one entry each; what is measured several times keeps its earlier measurements.

import { nameWords } from '../../../domain/guarantee/anchor.ts';
import { countWords } from '../../../domain/time.ts';
import { dayTextWords } from '../../day-words.ts';
import type { Page } from '../../page.ts';
import { evidenceItem, keptOf, type EvidenceAsked, type EvidenceItem, type FieldGiven } from './evidence-item.ts';

type RecordedFile = EvidenceAsked['student']['judgment']['file'];

/** The modules of the course plan. */
export function modulesOf(asked: EvidenceAsked, page: Page): EvidenceItem[] {
  const { file } = asked.student.judgment;
  return asked.plan.modules.map(({ id, title, isRequired }) => {
    const now = file.modules[id];
    const grade = now?.value.grade ?? null;
    const words = now ? `done ${dayTextWords(now.value.on)}${grade === null ? '' : `, ${grade} %`}` : '';
    const lost = now && isRequired && file.dates['completedOn']?.source === 'system';
    return evidenceItem(asked, page, {
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

/** What is measured: only what a rule asks for or what is recorded already. */
export function workOf(asked: EvidenceAsked, page: Page): EvidenceItem[] {
  const { file } = asked.student.judgment;
  const asks = asked.asked?.asks;
  const isWanted = (rules: readonly unknown[] | undefined, isRecorded: boolean) =>
    (rules?.length ?? 0) > 0 || isRecorded;
  return [
    ...progressLists(asked).map((list) => progressItem(list, asked, page)),
    ...(isWanted(asks?.questionBank, Object.keys(file.qbank).length > 0) ? [questionBankItem(asked, page)] : []),
    ...(isWanted(asks?.baseline, Object.keys(file.baselines).length > 0) ? [baselineItem(asked, page)] : []),
    ...(isWanted(asks?.coursework, file.coursework !== null) ? [courseworkItem(asked, page)] : []),
    ...(isWanted(asks?.priorAttempts, file.priorAttempts !== null) ? [priorAttemptsItem(asked, page)] : []),
  ];
}

/** The lists of progress that rules name or that have measurements; null is the course as a whole. */
function progressLists({ asked, student }: EvidenceAsked): (string | null)[] {
  const recorded = Object.values(student.judgment.file.progress).map(({ value }) => value.list);
  return [...new Set([...(asked?.progressLists ?? []), ...recorded])];
}

function progressItem(list: string | null, asked: EvidenceAsked, page: Page): EvidenceItem {
  const measured = Object.entries(asked.student.judgment.file.progress).filter(([, { value }]) => value.list === list);
  return evidenceItem(asked, page, {
    kind: 'progress',
    name: list ?? '',
    label: list === null ? 'Progress in the course' : `Progress: ${nameWords(list)}`,
    rules: list === null ? (asked.asked?.asks.progress ?? []) : [],
    now: undefined,
    isMissing: false,
    kept: measured.map(([key, one]) => keptOf(key, one, progressWords(one.value))),
    fields: [measuredOn(asked), { ...numberField('pct', 'Percent'), isRequired: true }],
  });
}

function questionBankItem(asked: EvidenceAsked, page: Page): EvidenceItem {
  const measured = Object.entries(asked.student.judgment.file.qbank);
  return evidenceItem(asked, page, {
    kind: 'questionBank',
    name: '',
    label: 'Question bank',
    rules: asked.asked?.asks.questionBank ?? [],
    now: undefined,
    isMissing: false,
    kept: measured.map(([key, one]) => keptOf(key, one, bankWords(one.value))),
    fields: [
      measuredOn(asked),
      numberField('answered', 'Questions answered'),
      numberField('correctPct', 'Right, in percent'),
      numberField('clearedPct', 'Cleared, in percent'),
      numberField('hours', 'Hours'),
    ],
  });
}

function baselineItem(asked: EvidenceAsked, page: Page): EvidenceItem {
  const measured = Object.entries(asked.student.judgment.file.baselines);
  return evidenceItem(asked, page, {
    kind: 'baseline',
    name: '',
    label: 'Score from before the course',
    rules: asked.asked?.asks.baseline ?? [],
    now: undefined,
    isMissing: false,
    kept: measured.map(([key, one]) =>
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
      { ...measuredOn(asked), label: 'Sat on' },
      { ...numberField('score', 'Score'), isRequired: true },
    ],
  });
}

function priorAttemptsItem(asked: EvidenceAsked, page: Page): EvidenceItem {
  const now = asked.student.judgment.file.priorAttempts;
  const count = now ? String(now.value) : '';
  return evidenceItem(asked, page, {
    kind: 'priorAttempts',
    name: '',
    label: 'Attempts at the official exam before the course',
    rules: asked.asked?.asks.priorAttempts ?? [],
    now: now ? { ...now, value: count } : undefined,
    isMissing: false,
    fields: [{ ...numberField('count', 'How many', count), isRequired: true }],
  });
}

function courseworkItem(asked: EvidenceAsked, page: Page): EvidenceItem {
  const now = asked.student.judgment.file.coursework;
  const value = (name: 'done' | 'total' | 'grade' | 'late') =>
    now?.value[name] === null || now === null ? '' : String(now.value[name]);
  const words = now ? courseworkWords(now.value) : '';
  return evidenceItem(asked, page, {
    kind: 'coursework',
    name: '',
    label: 'Coursework',
    rules: asked.asked?.asks.coursework ?? [],
    now: now ? { ...now, value: words } : undefined,
    isMissing: false,
    clearWords: 'Without an entry the modules of the course count.',
    fields: [
      numberField('done', 'Pieces done', value('done')),
      numberField('total', 'Pieces in all', value('total')),
      numberField('grade', 'Grade', value('grade')),
      numberField('late', 'Handed in late', value('late')),
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

type Coursework = NonNullable<RecordedFile['coursework']>['value'];

function courseworkWords({ done, total, grade, late }: Coursework): string {
  const parts = [
    done === null ? '' : `${done} of ${total ?? '?'} done`,
    grade === null ? '' : `grade ${grade}`,
    late === null ? '' : `${late} late`,
  ].filter((part) => part !== '');
  return parts.join(', ') || 'an outage was logged';
}

function progressWords({ pct, modules, on }: RecordedFile['progress'][string]['value']): string {
  return `${pct ?? Math.min(...(modules ?? [0]))} % on ${dayTextWords(on)}`;
}

type BankMeasure = RecordedFile['qbank'][string]['value'];

function bankWords({ on, answered, correctPct, clearedPct, hours }: BankMeasure): string {
  const parts = [
    answered === null ? '' : `${answered} answered`,
    correctPct === null ? '' : `${correctPct} % right`,
    clearedPct === null ? '' : `${clearedPct} % cleared`,
    hours === null ? '' : countWords(hours, 'hour'),
  ].filter((part) => part !== '');
  return `${parts.join(', ')} on ${dayTextWords(on)}`;
}

function measuredOn({ today }: EvidenceAsked) {
  return { name: 'on', label: 'Measured on', type: 'date', size: 'mid', value: today, isRequired: true } as const;
}

function numberField(name: string, label: string, value = ''): FieldGiven {
  return { name, label, size: 'short', inputMode: 'decimal', value };
}
