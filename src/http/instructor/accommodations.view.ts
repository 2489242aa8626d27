// Extra time: who has how much, what it makes of each exam, and who set it, when and why.

import type { Exam } from '../../domain/exam/exam.ts';
import type { Fault } from '../../domain/refusal.ts';
import type { AccommodatedPerson, ExamInCourse } from '../../services/exams.ts';
import { errorSummary, fieldId, formField } from '../form-field.ts';
import type { Page } from '../page.ts';
import { address, isNamed, pageOf, pagesView } from './paging.ts';
import { momentOf, type Reader } from './table-moments.ts';

export interface AccommodationsAsked {
  readonly people: readonly AccommodatedPerson[];
  readonly exams: readonly ExamInCourse[];
  readonly q: string;
  readonly show: 'all' | 'extra';
  readonly page: number;
  /** The person whose extra time has just been set, or "". */
  readonly done: string;
  /** Entries that were refused. */
  readonly attempted: {
    readonly personId: string;
    readonly entries: Readonly<Record<string, string>>;
    readonly faults: readonly Fault[];
  } | null;
}

const factors = ['1', '1.25', '1.5', '2'] as const;

/** Everything `accommodations.hbs` prints. */
export function accommodationsView(asked: AccommodationsAsked, page: Page, reader: Reader) {
  const { people, q, show, attempted } = asked;
  const path = `${page.base}/accommodations`;
  const extra = people.filter(hasExtra);
  const chosen = (show === 'extra' ? extra : people).filter((person) => isNamed(person.name, q));
  const shown = pageOf(chosen, asked.page);
  const inHand = people.find((person) => person.personId === attempted?.personId);
  const kept = { show: show === 'extra' ? show : '', q };
  const filter = (label: string, to: string, count: number) => ({
    label,
    count,
    href: address(path, { show: to, q }),
    isCurrent: kept.show === to,
    state: '',
    icon: '',
  });
  return {
    page,
    crumb: false as const,
    title: 'Extra time',
    notice: doneWords(people.find((person) => person.personId === asked.done)),
    summary: errorSummary(attempted?.faults ?? []),
    answer: answerOf(people.length, extra.length),
    reason:
      'Extra time belongs to the student and holds for every exam, also for one under way: the new time shows there within seconds.',
    inHand: inHand && attempted ? form(inHand, page, attempted) : (false as const),
    isEmpty: people.length === 0,
    filters: [filter('All', '', people.length), filter('With extra time', 'extra', extra.length)],
    search: { action: path, q, show: kept.show },
    rows: shown.rows.map((person) => row(person, asked.exams, page, reader)),
    noneText: q === '' ? 'No student has extra time.' : `Nobody called “${q}” is here.`,
    pages: pagesView(shown, (to) => address(path, { ...kept, page: to })),
  };
}

function hasExtra({ accommodation }: AccommodatedPerson): boolean {
  return accommodation !== null && (accommodation.factor !== 1 || accommodation.extraMinutes > 0);
}

function answerOf(all: number, extra: number): string {
  if (all === 0) return 'No student of this course is known yet.';
  if (extra === 0) return `None of the ${all} students has extra time.`;
  return `${extra} of ${all} students ${extra === 1 ? 'has' : 'have'} extra time.`;
}

function doneWords(person: AccommodatedPerson | undefined): string {
  if (!person) return '';
  const words = extraWords(person);
  return words === '' ? `${person.name} has no extra time now.` : `${person.name} has extra time now: ${words}.`;
}

/** "1.5 times", "1.5 times and 10 min", "10 min"; "" for none. */
function extraWords({ accommodation }: AccommodatedPerson): string {
  if (accommodation === null) return '';
  const { factor, extraMinutes } = accommodation;
  return [factor === 1 ? '' : `${factor} times`, extraMinutes > 0 ? `${extraMinutes} min` : '']
    .filter(Boolean)
    .join(' and ');
}

function row(person: AccommodatedPerson, exams: readonly ExamInCourse[], page: Page, reader: Reader) {
  const { accommodation } = person;
  return {
    personId: person.personId,
    name: person.name,
    extra: extraWords(person),
    limits: hasExtra(person) ? exams.map(({ exam }) => limitOf(person, exam)) : [],
    setAt: accommodation === null ? (false as const) : momentOf(accommodation.setAt, reader),
    setBy: person.setByName ?? 'Unknown',
    why: accommodation?.reason ?? '',
    form: form(person, page, null),
  };
}

/** "240 → 360 min". */
function limitOf(person: AccommodatedPerson, { id, settings }: Exam): { exam: string; words: string } {
  const minutes = Math.round((person.limits[id] ?? settings.allowedMinutes * 60_000) / 6000) / 10;
  return { exam: settings.title, words: `${settings.allowedMinutes} → ${minutes} min` };
}

function form(person: AccommodatedPerson, page: Page, attempted: AccommodationsAsked['attempted']) {
  const { accommodation } = person;
  const id = `extra-${person.personId}`;
  const faults = attempted?.faults ?? [];
  const idOf = (name: string): string => (attempted ? fieldId(name) : `${id}-${name}`);
  const saved = String(accommodation?.factor ?? 1);
  const isListed = (factors as readonly string[]).includes(saved);
  const entries: Readonly<Record<string, string>> = attempted?.entries ?? {
    factor: isListed ? saved : 'own',
    ownFactor: isListed ? '' : saved,
    extraMinutes: String(accommodation?.extraMinutes ?? 0),
    reason: '',
  };
  const field = (words: Parameters<typeof formField>[0]) =>
    formField({ ...words, id: idOf(words.name), value: entries[words.name] ?? '' }, faults);
  return {
    id: attempted ? `${id}-in-hand` : id,
    of: person.name,
    action: `${page.base}/accommodations/${person.personId}`,
    csrf: page.csrf,
    isShown: attempted !== null,
    factor: factorChoice(idOf('factor'), entries['factor'] ?? '', faults),
    ownFactor: field({
      name: 'ownFactor',
      label: 'Another factor',
      help: 'From 1 to 4, such as 1.75. Only where “another factor” is chosen above.',
      size: 'short',
      inputMode: 'decimal',
      autocomplete: 'off',
    }),
    extraMinutes: field({
      name: 'extraMinutes',
      label: 'Extra minutes',
      help: 'Added after the factor, from 0 to 600.',
      size: 'short',
      inputMode: 'numeric',
      autocomplete: 'off',
      isRequired: true,
    }),
    reason: field({
      name: 'reason',
      label: 'Reason',
      help: 'Staff of this course can read it; write no diagnosis.',
      isTextarea: true,
      isRequired: true,
    }),
  };
}

function factorChoice(id: string, chosen: string, faults: readonly Fault[]) {
  const labels: Readonly<Record<(typeof factors)[number], string>> = {
    '1': 'The time as set',
    '1.25': '1.25 times: a quarter more',
    '1.5': '1.5 times: half as much again',
    '2': '2 times: double',
  };
  const option = (value: string, label: string) => ({ value, label, help: '', isSelected: value === chosen });
  return {
    id,
    name: 'factor',
    label: 'Time for every exam',
    help: '',
    type: 'radio',
    error: faults.find((fault) => fault.path === 'factor')?.message ?? '',
    options: [...factors.map((value) => option(value, labels[value])), option('own', 'Another factor')],
  };
}
