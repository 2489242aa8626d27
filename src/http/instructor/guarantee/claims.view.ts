// Claims: how many are open and which comes next, the queue by date, the exam results that wait to be checked, and filing for a student.

import { decisionOf } from '../../../domain/claims/claim.ts';
import { sittingResults } from '../../../domain/claims/official-sitting.ts';
import { dayInWords, readDay } from '../../../domain/day.ts';
import { nameWords } from '../../../domain/guarantee/anchor.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { upperFirst } from '../../../domain/phrases.ts';
import { distanceWords, zoneName } from '../../../domain/time.ts';
import type { ClaimPerson, ClaimQueue, QueueEntry } from '../../../services/guarantee/claim-decisions.ts';
import type { SittingOf } from '../../../services/guarantee/official-exam.ts';
import { claimChip } from '../../claim-chips.ts';
import { chips, type Chip } from '../../chips.ts';
import { errorSummary, formField } from '../../form-field.ts';
import { momentView } from '../../moments.ts';
import type { Page } from '../../page.ts';
import { countAtStart, countedAtStart } from '../counts.ts';
import { address, isNamed } from '../paging.ts';
import { momentOf, shortDay } from '../table-moments.ts';

export interface ClaimsAsked {
  readonly queue: ClaimQueue;
  readonly toCheck: readonly SittingOf[];
  readonly students: readonly ClaimPerson[];
  /** False for an administrator who only confirms and pays. */
  readonly mayDecide: boolean;
  readonly personId: string;
  readonly zone: string;
  readonly show: 'staff' | 'confirm' | 'late' | 'students' | 'over';
  readonly q: string;
  readonly done: string;
  readonly attempted: { readonly entries: Readonly<Record<string, string>>; readonly faults: readonly Fault[] } | null;
}

/** Everything `instructor/guarantee/claims.hbs` prints. */
export function claimsView(asked: ClaimsAsked, page: Page) {
  const { queue, show, q, attempted, zone } = asked;
  const path = `${page.base}/claims`;
  const late = queue.withStaff.filter((entry) => isLate(entry, queue.now));
  const confirm = queue.withStaff.filter((entry) => isToConfirm(entry, asked.personId));
  const lists = { staff: queue.withStaff, confirm, late, students: queue.withStudents, over: queue.over };
  const first = asked.mayDecide ? 'staff' : 'confirm';
  const rows = lists[show].filter(({ person }) => isNamed(person.name, q));
  const filter = (label: string, to: ClaimsAsked['show'], state = '', icon = '') => ({
    label,
    href: address(path, { show: to === first ? '' : to, q }),
    count: lists[to].length,
    isCurrent: show === to,
    state,
    icon,
  });
  return {
    page,
    crumb: false as const,
    title: 'Claims',
    notice: asked.done === 'checked' ? 'The result is checked and counts now.' : '',
    summary: errorSummary(attempted?.faults ?? []),
    ...(asked.mayDecide ? answerOf(queue, late.length) : confirmAnswer(confirm)),
    isEmpty: queue.withStaff.length + queue.withStudents.length + queue.over.length === 0,
    filters: [
      ...(asked.mayDecide ? [filter('To decide', 'staff', 'review', 'review')] : []),
      ...(confirm.length > 0 || !asked.mayDecide ? [filter('To confirm', 'confirm', 'review', 'person')] : []),
      ...(asked.mayDecide ? [] : [filter('To be decided by instructors', 'staff', 'review', 'review')]),
      ...(late.length > 0 ? [filter('Late', 'late', 'lost', 'late')] : []),
      filter('With students', 'students', 'risk', 'clock'),
      filter('Over', 'over', 'na', 'check'),
    ],
    search: { action: path, q, show: show === first ? '' : show },
    rows: rows.map((entry) => row(entry, queue.now, page.base, zone)),
    noneText: q === '' ? noneWords[show] : `Nobody called “${q}” is in this list.`,
    isOver: show === 'over',
    checks: asked.toCheck.map(({ person, sitting }) => ({
      name: person.name,
      href: `${page.base}/official-results/${person.id}/${sitting.id}`,
      what: `${sittingResults[sitting.result]}${sitting.score === null ? '' : `, ${sitting.score}`}`,
      on: dayInWords(readDay(sitting.on)!),
      reported: momentOf(sitting.at, { zone, now: queue.now }),
      files: sitting.fileIds.length,
    })),
    mayDecide: asked.mayDecide,
    file: asked.mayDecide ? fileForm(asked, page) : (false as const),
    enter: asked.mayDecide && asked.students.length > 0 ? `${page.base}/official-results` : '',
  };
}

const noneWords: Readonly<Record<ClaimsAsked['show'], string>> = {
  staff: 'No claim waits to be decided.',
  confirm: 'No approval waits for a second person.',
  late: 'No claim is late.',
  students: 'No claim waits for a student.',
  over: 'No claim is over yet.',
};

function isLate({ claim }: QueueEntry, now: number): boolean {
  return claim.dueAt !== null && claim.dueAt < now;
}

/** Whether somebody else has approved it, and a second person has to confirm that. */
function isToConfirm({ claim }: QueueEntry, personId: string): boolean {
  return claim.proposal !== null && claim.proposal.by !== personId;
}

/** For whoever confirms and pays, but does not decide. */
function confirmAnswer(confirm: readonly QueueEntry[]) {
  const answer =
    confirm.length === 0
      ? 'No approval waits for you.'
      : `${countedAtStart(confirm.length, 'approval', ['waits', 'wait'])} for you to confirm.`;
  return {
    answer,
    reason: 'Instructors decide claims. You are the second person where money is paid, and you pay it.',
  };
}

/** Whether records prove a claim whole, so that it can be approved at once. */
function isProved({ claim, case: found }: QueueEntry): boolean {
  return found !== null && found.doubts.length === 0 && claim.state === 'submitted' && claim.proposal === null;
}

function answerOf({ withStaff, withStudents, now }: ClaimQueue, late: number) {
  const [next] = withStaff;
  if (!next) {
    const waiting =
      withStudents.length === 0
        ? 'No claim is open.'
        : `No claim waits for you. ${countAtStart(withStudents.length)} ${withStudents.length === 1 ? 'waits' : 'wait'} for students.`;
    return { answer: waiting, reason: '' };
  }
  const count = `${countedAtStart(withStaff.length, 'claim', ['waits', 'wait'])} for you.`;
  const due = next.claim.dueAt === null ? '' : momentView(next.claim.dueAt, next.claim.zone, now).words;
  const when =
    late > 0 ? `${countAtStart(late)} ${late === 1 ? 'is' : 'are'} late.` : `The next must be decided by ${due}.`;
  const proved = withStaff.filter(isProved).map(({ person }) => person.name);
  return { answer: `${count} ${when}`, reason: provedWords(proved) };
}

function provedWords(names: readonly string[]): string {
  const [first, ...rest] = names;
  if (first === undefined) return '';
  if (rest.length === 0) return `The claim of ${first} is proved by records alone and can be approved at once.`;
  return `${countAtStart(names.length)} are proved by records alone and can be approved at once: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ' ...' : ''}.`;
}

function row(entry: QueueEntry, now: number, base: string, zone: string) {
  const { claim, person } = entry;
  return {
    id: claim.id,
    href: `${base}/claims/${claim.id}`,
    name: person.name,
    due: claim.dueAt === null ? (false as const) : dueOf(claim.dueAt, claim.zone, now),
    isLate: claim.waitsFor === 'staff' && isLate(entry, now),
    asks: asksOf(entry),
    chip: chipOf(entry),
    reader: claim.lease && claim.lease.until > now ? `${claim.lease.byName} reads it` : '',
    filed: claim.receivedAt === null ? (false as const) : momentOf(claim.receivedAt, { zone, now }),
    decided: decisionOf(claim) === null ? '' : `by ${decisionOf(claim)!.byName}`,
  };
}

/** "Mon 30 Nov", and under it "in 7 days, Chicago time": the policy's day; the exact instant on hover and focus. */
function dueOf(at: number, zone: string, now: number) {
  const moment = { ...momentView(at, zone), words: shortDay(at, { zone, now }) };
  return { moment, distance: `${distanceWords(at, now, zone)}, ${zoneName(zone)}` };
}

function chipOf(entry: QueueEntry): Chip {
  const { claim, case: found } = entry;
  if (isProved(entry)) return { state: 'eligible', icon: 'eligible', word: 'All proved' };
  if (claim.state === 'submitted' && found && found.json?.verdict === 'ineligible')
    return { ...chips.needsReview, word: 'A rule is not met' };
  if (claim.state === 'submitted') return { ...chips.needsReview, word: 'Evidence to check' };
  return claimChip(claim);
}

function asksOf({ claim, case: found }: QueueEntry): string {
  if (claim.state === 'appealed') return 'Appeal';
  const types = claim.chosen ?? decisionOf(claim)?.remedies ?? found?.remedies.map(({ type }) => type) ?? [];
  return types.length === 0 ? 'What is open' : upperFirst(types.map(nameWords).join(' or '));
}

function fileForm({ students, attempted, zone }: ClaimsAsked, page: Page) {
  const valueOf = (name: string): string => attempted?.entries[name] ?? '';
  const field = (words: Parameters<typeof formField>[0]) =>
    formField({ ...words, value: valueOf(words.name) }, attempted?.faults ?? []);
  return {
    action: `${page.base}/claims`,
    csrf: page.csrf,
    isOpen: attempted !== null,
    zone,
    fields: [
      field({
        name: 'person',
        label: 'Student',
        options: [
          { value: '', label: 'Choose ...', isSelected: valueOf('person') === '' },
          ...students.map(({ id, name }) => ({ value: id, label: name, isSelected: valueOf('person') === id })),
        ],
      }),
      field({
        name: 'receivedOn',
        label: 'Day that counts',
        help: 'Only for a letter or mail that came earlier; empty means now.',
        type: 'date',
        size: 'mid',
      }),
      field({ name: 'words', label: 'The student’s words', help: 'As they wrote or said them.', isTextarea: true }),
      field({
        name: 'reason',
        label: 'Why you file it',
        help: 'The student reads it.',
        isTextarea: true,
        isRequired: true,
      }),
    ],
  };
}
