// Guarantee settings of a course: the policy that holds, its dates, its modules; what students see; and who changed what.

import type { CoursePlan } from '../../../domain/evidence/course-plan.ts';
import { mostModules } from '../../../domain/evidence/course-plan.ts';
import { factLabel } from '../../../domain/evidence/asked-facts.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { countWords, zoneName } from '../../../domain/time.ts';
import type { PlanForEditing } from '../../../services/guarantee/course-plans.ts';
import { dayTextWords } from '../../day-words.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { eventView } from '../event-words.ts';
import { momentOf, type Reader } from '../table-moments.ts';
import { planDates, planEntriesOf, type PlanDate, type PlanEntries } from './course-plan-form.ts';

export interface CoursePlanAsked {
  readonly editing: PlanForEditing;
  readonly entries: PlanEntries;
  readonly faults: readonly Fault[];
  /** Somebody else saved while this form was open. */
  readonly isStale: boolean;
  /** A module's form that was refused. */
  readonly module: { readonly id: string; readonly title: string; readonly isRequired: boolean } | null;
  /** Today in the course's zone. */
  readonly today: string;
  readonly newModuleId: string;
  readonly done: string;
}

/** Everything `course-plan.hbs` prints. */
export function coursePlanView(asked: CoursePlanAsked, page: Page, reader: Reader) {
  const { editing, isStale } = asked;
  const { plan } = editing;
  const path = `${page.base}/course-plan`;
  const policy = editing.policies.find(({ policyId }) => policyId === plan.policyId);
  return {
    page,
    crumb: false as const,
    title: 'Guarantee settings',
    notice: asked.done,
    summary: errorSummary(
      asked.faults.map((fault) => ({ ...fault, path: asked.module && fault.path === 'title' ? 'title' : fault.path })),
    ),
    answer: answerOf(plan, policy, asked.today),
    reason: 'Students are judged by the version they have accepted; whoever has accepted none, by the one in force.',
    links: [
      { href: `${page.base}/completion`, label: 'Completion' },
      { href: `${page.base}/missing-dates`, label: 'Missing dates' },
      { href: `${page.base}/facts-import`, label: 'Import from a file' },
    ],
    stale: isStale ? staleView(asked) : (false as const),
    form: { action: path, csrf: page.csrf, rev: plan.rev },
    policy: policyChoice(asked),
    fields: fieldsOf(asked),
    approve: {
      id: fieldId('approvesByItself'),
      isSelected: asked.entries.approvesByItself === 'yes',
    },
    preview: previewOf(editing),
    modules: moduleList(asked, path, page),
    isFull: plan.modules.length >= mostModules,
    add: addForm(asked, path, page),
    removed: plan.removedModules.map(({ id, title, removedAt, removedByName }) => ({
      id,
      title,
      by: removedByName,
      at: momentOf(removedAt, reader),
      action: `${path}/modules`,
      csrf: page.csrf,
    })),
    events: editing.events.map((event) => eventView(event, reader)).toReversed(),
  };
}

function answerOf(plan: CoursePlan, policy: PlanForEditing['policies'][number] | undefined, today: string): string {
  if (plan.policyId === null) return 'This course gives no guarantee yet.';
  if (!policy) return 'A policy holds in this course.';
  const starts =
    policy.effectiveFrom > today && policy.number === 1 ? `, from ${dayTextWords(policy.effectiveFrom)} on` : '';
  return `“${policy.name}” holds in this course${starts}.`;
}

function policyChoice({ editing, entries, faults }: CoursePlanAsked) {
  const { policies, mayChoosePolicy, plan } = editing;
  const name =
    policies.find(({ policyId }) => policyId === plan.policyId)?.name ?? (plan.policyId === null ? 'none' : 'a policy');
  if (!mayChoosePolicy) return { mayChoose: false as const, name, field: false as const };
  const options = [
    { value: '', label: 'No guarantee', isSelected: entries.policyId === '' },
    ...policies.map(({ policyId, name: label, number, effectiveFrom }) => ({
      value: policyId,
      label: `${label}, version ${number} from ${dayTextWords(effectiveFrom)}`,
      isSelected: entries.policyId === policyId,
    })),
  ];
  const help =
    policies.length === 0
      ? 'None is published yet. Publish one on the page of policies first.'
      : 'Published policies of your organization. Their newest version is named; on each day the version in effect counts.';
  return {
    mayChoose: true as const,
    name,
    field: formField({ name: 'policyId', label: 'Policy', help, options }, faults),
  };
}

function fieldsOf({ entries, faults, editing }: CoursePlanAsked) {
  const field = (words: Parameters<typeof formField>[0] & { name: keyof PlanEntries }) =>
    formField({ ...words, value: entries[words.name] }, faults);
  const date = (name: PlanDate, label: string, help: string) => field({ name, label, help, type: 'date', size: 'mid' });
  const otherwise = editing.courseZone === null ? 'UTC' : zoneName(editing.courseZone);
  return {
    examName: field({
      name: 'examName',
      label: 'The official exam',
      help: 'As students call it, such as “CPC exam”.',
      isRequired: true,
    }),
    zone: field({
      name: 'zone',
      label: 'Time zone of the course',
      help: `In which its days begin and its classes are held, such as America/Chicago. Empty: ${otherwise}. Deadlines follow the policy’s own zone.`,
      size: 'mid',
      autocomplete: 'off',
    }),
    dates: [
      date('courseStart', 'The course begins', ''),
      date('courseEnd', 'The course ends', ''),
      date('courseEndPlanned', 'Planned end', 'Where the policy counts from the day that was planned.'),
      date('accessEndsOn', 'Access ends', 'After it the course cannot be used any more.'),
      date('examRetiresOn', 'The exam retires', 'The last day on which this version of it is held.'),
    ],
    administrations: field({
      name: 'administrations',
      label: 'Days on which the official exam is held',
      help: 'Only where it is held on fixed days: one a line, as 2026-12-19.',
      isTextarea: true,
    }),
  };
}

/** What students without dates will see. */
function previewOf({ plan }: PlanForEditing) {
  if (plan.policyId === null) return ['Students see no page about the guarantee.'];
  return [
    'Whoever has no day of enrolling reads: “Your enrollment date is missing, staff have been told. Nothing is held against you meanwhile.”',
    'Deadlines that count from it stand without a day until you record it.',
    plan.modules.length === 0
      ? 'There are no modules, so Resit never completes the course by itself: staff, a file or another system give the day.'
      : 'Whoever has done the last required module has completed the course on that day, for good.',
  ];
}

function moduleList({ editing, module, faults }: CoursePlanAsked, path: string, page: Page) {
  const { modules } = editing.plan;
  return modules.map(({ id, title, isRequired }, at) => {
    const again = module?.id === id ? module : null;
    return {
      id,
      title,
      isRequired,
      isFirst: at === 0,
      isLast: at === modules.length - 1,
      action: `${path}/modules`,
      csrf: page.csrf,
      isOpen: again !== null,
      field: formField(
        {
          name: 'title',
          id: again ? fieldId('title') : `title-${id}`,
          label: 'Title',
          value: again?.title ?? title,
          isRequired: true,
        },
        again ? faults : [],
      ),
      isTicked: again?.isRequired ?? isRequired,
    };
  });
}

function addForm({ module, faults, newModuleId, editing }: CoursePlanAsked, path: string, page: Page) {
  const again = module !== null && !editing.plan.modules.some(({ id }) => id === module.id) ? module : null;
  return {
    id: again?.id ?? newModuleId,
    action: `${path}/modules`,
    csrf: page.csrf,
    field: formField(
      {
        name: 'title',
        id: again ? fieldId('title') : 'new-title',
        label: 'New module',
        help: 'Students see its title.',
        value: again?.title ?? '',
        isRequired: true,
      },
      again ? faults : [],
    ),
    isTicked: again?.isRequired ?? true,
  };
}

const labels: Readonly<Record<keyof PlanEntries, string>> = {
  policyId: 'Policy',
  zone: 'Time zone',
  examName: 'The official exam',
  ...(Object.fromEntries(planDates.map((name) => [name, factLabel(name)])) as Record<PlanDate, string>),
  administrations: 'Days of the official exam',
  approvesByItself: 'Approve what is proved',
};

/** Where the entries differ from what is saved now. */
function staleView({ editing, entries }: CoursePlanAsked) {
  const saved = planEntriesOf(editing.plan);
  const names = (Object.keys(labels) as (keyof PlanEntries)[]).filter((name) => saved[name] !== entries[name]);
  const words = (name: keyof PlanEntries, value: string) => {
    if (value === '') return name === 'approvesByItself' ? 'no' : 'empty';
    return name === 'policyId' ? (editing.policies.find(({ policyId }) => policyId === value)?.name ?? value) : value;
  };
  return {
    caption: `Where your entries differ from what is saved now: ${countWords(names.length, 'setting')}`,
    rows: names.map((name) => ({
      label: labels[name],
      saved: words(name, saved[name]),
      mine: words(name, entries[name]),
    })),
  };
}
