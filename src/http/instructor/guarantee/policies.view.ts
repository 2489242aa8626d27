// The list of policies: what is in force, what is being worked on, where to begin, and who may publish.

import { dayInWords, dayText, readDay } from '../../../domain/day.ts';
import { startingPoints } from '../../../domain/policies/starting-points.ts';
import { countWords } from '../../../domain/time.ts';
import { dayOfInstant, findZone } from '../../../domain/zone.ts';
import type { InstructorHere } from '../../../services/guarantee/lead-instructors.ts';
import type { PolicyInList } from '../../../services/guarantee/policies.ts';
import { chips, type Chip } from '../../chips.ts';
import { errorSummary } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { actForm, type ActForm, type ActWords, type Attempted } from '../act-form.ts';
import { momentOf, type Reader } from '../table-moments.ts';
import { faultsWords, warningsWords } from './policy-checks.ts';

export interface PoliciesAsked {
  readonly policies: readonly PolicyInList[];
  /** Null for whoever may not name lead instructors. */
  readonly instructors: readonly InstructorHere[] | null;
  readonly show: '' | 'archived';
  readonly done: string;
  /** An act that was refused: which, on what, and what was typed. */
  readonly again: { readonly act: string; readonly of: string; readonly attempted: Attempted } | null;
}

const doneWords: Readonly<Record<string, string>> = {
  archived: 'The policy is put away. Courses that use it and students who accepted it keep it.',
  'brought-back': 'The policy is back in the list.',
  'lead-named': 'Named. It holds from their next opening of Resit on.',
  'lead-taken': 'Taken back. It holds from their next opening of Resit on.',
};

/** Everything `policies.hbs` prints. */
export function policiesView(asked: PoliciesAsked, page: Page, reader: Reader) {
  const { policies, show, again } = asked;
  const current = policies.filter(({ policy }) => policy.archivedAt === null);
  const archived = policies.filter(({ policy }) => policy.archivedAt !== null);
  const shown = show === 'archived' ? archived : current;
  const path = `${page.base}/policies`;
  const filter = (label: string, to: string, count: number) => ({
    label,
    count,
    href: to === '' ? path : `${path}?show=${to}`,
    isCurrent: show === to,
    state: '',
    icon: '',
  });
  return {
    page,
    crumb: false as const,
    title: 'Policies',
    notice: doneWords[asked.done] ?? '',
    summary: errorSummary(again?.attempted.faults ?? []),
    answer: answerOf(current),
    isEmpty: policies.length === 0,
    filters:
      archived.length === 0
        ? []
        : [filter('In use', '', current.length), filter('Put away', 'archived', archived.length)],
    rows: shown.map((entry) => row(entry, page, reader, again)),
    newHref: `${path}/new`,
    importHref: `${path}/new?from=json`,
    starts: startsView(page),
    leads: asked.instructors ? leadsView(asked.instructors, page, again) : (false as const),
  };
}

function answerOf(current: readonly PolicyInList[]): string {
  if (current.length === 0) return 'A policy is what you promise. Write it once; students, staff and claims go by it.';
  const published = current.filter(({ newest }) => newest).length;
  const policies = current.length === 1 ? 'One policy' : `${current.length} policies`;
  return `${policies}, ${published === 0 ? 'none of them published yet' : published === current.length ? 'all published' : `${published} published`}.`;
}

function row(
  { policy, newest, errors, warnings }: PolicyInList,
  page: Page,
  reader: Reader,
  again: PoliciesAsked['again'],
) {
  const path = `${page.base}/policies/${policy.id}`;
  const isDraft = !newest || newest.draftRev !== policy.draftRev;
  const checks = [faultsWords(errors), warningsWords(warnings)].filter(Boolean).join(', ');
  return {
    id: policy.id,
    name: policy.name,
    href: path,
    chip: newest
      ? inForceChip(newest.effectiveFrom, reader)
      : ({ ...chips.notYet, state: 'na', icon: 'na', word: 'Draft' } satisfies Chip),
    version: newest
      ? {
          href: `${path}/versions/${newest.number}`,
          words: `Version ${newest.label}, from ${dayWords(newest.effectiveFrom)}`,
        }
      : (false as const),
    draft: isDraft ? (checks === '' ? 'ready to publish' : checks) : 'as published',
    savedAt: momentOf(policy.savedAt, reader),
    savedBy: policy.savedByName,
    archive: archiveForm(policy.id, policy.name, policy.archivedAt !== null, page, again),
  };
}

function inForceChip(effectiveFrom: string, { zone, now }: Reader): Chip {
  const known = findZone(zone);
  const isInForce = !known || effectiveFrom <= dayText(dayOfInstant(now, known));
  return isInForce ? { ...chips.met, word: 'In force' } : { ...chips.notOpenYet, word: 'Not in force yet' };
}

const dayWords = (text: string): string => {
  const day = readDay(text);
  return day === null ? text : dayInWords(day);
};

function archiveForm(
  id: string,
  name: string,
  isArchived: boolean,
  page: Page,
  again: PoliciesAsked['again'],
): ActForm {
  const words: ActWords = {
    act: 'archive',
    opens: isArchived ? 'Bring back' : 'Put away',
    look: 'tight',
    of: name,
    title: isArchived ? `Bring back ${name}?` : `Put away ${name}?`,
    text: isArchived
      ? 'Courses can choose it again.'
      : 'Courses cannot choose it any more. Those that use it, and students who accepted it, keep it. You can bring it back.',
    confirm: isArchived ? 'Bring it back' : 'Put it away',
    keep: 'Not now',
    isDanger: false,
    asksMinutes: null,
    reasonHelp: 'For the record.',
    tick: null,
  };
  const hidden = [{ name: 'isArchived', value: isArchived ? 'no' : 'yes' }];
  const place = {
    id: `archive-${id}`,
    action: `${page.base}/policies/${id}/archive`,
    csrf: page.csrf,
    actId: '',
    back: '',
    hidden,
  };
  return actForm(words, place, again?.of === id ? again.attempted : null);
}

function leadsView(instructors: readonly InstructorHere[], page: Page, again: PoliciesAsked['again']) {
  const leads = instructors.filter(({ isLead }) => isLead).length;
  return {
    note:
      leads === 0
        ? 'In this course only administrators publish policies. Name instructors who may do so too, and may grant a student a kinder version.'
        : `${countWords(leads, 'instructor')} of this course may publish policies and grant a student a kinder version.`,
    rows: instructors.map(({ personId, name, isLead }) => ({
      personId,
      name,
      isLead,
      form: leadForm(personId, name, isLead, page, again),
    })),
  };
}

function leadForm(personId: string, name: string, isLead: boolean, page: Page, again: PoliciesAsked['again']): ActForm {
  const words: ActWords = {
    act: 'lead',
    opens: isLead ? 'Take back' : 'Name lead instructor',
    look: 'tight',
    of: name,
    title: isLead ? `Take the lead back from ${name}?` : `Name ${name} a lead instructor?`,
    text: isLead
      ? 'What they published stays. They keep all rights of an instructor.'
      : 'They may then publish policies of the organization and grant kinder versions in this course, from their next opening of Resit on.',
    confirm: isLead ? 'Take it back' : 'Name them',
    keep: 'Not now',
    isDanger: isLead,
    asksMinutes: null,
    reasonHelp: 'For the record.',
    tick: null,
  };
  const hidden = [{ name: 'isLead', value: isLead ? 'no' : 'yes' }];
  const place = {
    id: `lead-${personId}`,
    action: `${page.base}/policies/leads/${personId}`,
    csrf: page.csrf,
    actId: '',
    back: '',
    hidden,
  };
  return actForm(words, place, again?.of === personId ? again.attempted : null);
}

/** Where a policy can be begun: the archetypes as cards, published policies folded away. */
function startsView(page: Page) {
  const card = ({ id, title, about }: (typeof startingPoints)[number]) => ({
    href: `${page.base}/policies/new?from=${encodeURIComponent(id)}`,
    title,
    about,
  });
  return {
    archetypes: startingPoints.filter(({ kind }) => kind === 'archetype').map(card),
    presets: startingPoints.filter(({ kind }) => kind === 'preset').map(card),
  };
}
