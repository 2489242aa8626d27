// The settings of one exam: the form, what students will read because of it, and what changed so far.

import type { Exam, ExamSettings } from '../../domain/exam/exam.ts';
import { questionCount, type Blueprint } from '../../domain/exam/blueprint.ts';
import { passRuleOf } from '../../domain/exam/presets.ts';
import type { Fault } from '../../domain/refusal.ts';
import { zoneName } from '../../domain/time.ts';
import type { Offer } from '../../services/exams.ts';
import type { AuditEvent } from '../../stores/event-store.ts';
import { errorSummary, fieldId, formField } from '../form-field.ts';
import type { Page } from '../page.ts';
import { eventView } from './event-words.ts';
import { entriesOf, type SettingsEntries } from './settings-form.ts';
import {
  attemptPolicyChoices,
  cautions,
  countsAsChoices,
  passChoices,
  previewWords,
  reviewChoices,
  ruleWords,
  windowChoices,
  type ChoiceWords,
} from './settings-words.ts';
import type { Reader } from './table-moments.ts';

export interface SettingsAsked {
  readonly exam: Exam;
  readonly offers: readonly Offer[];
  readonly openAttempts: number;
  readonly events: readonly AuditEvent[];
  readonly entries: SettingsEntries;
  readonly faults: readonly Fault[];
  /** What the entries mean; null while something is wrong with them. */
  readonly meant: ExamSettings | null;
  /** Somebody else saved while this form was open: what it began with says where the two differ. */
  readonly isStale: boolean;
}

/** Everything `settings.hbs` prints. */
export function settingsView(asked: SettingsAsked, page: Page, reader: Reader) {
  const { exam, openAttempts, meant } = asked;
  const path = `${page.base}/exams/${exam.id}`;
  const shown = meant ?? exam.settings;
  return {
    page,
    crumb: { href: path, label: exam.settings.title },
    title: 'Exam settings',
    summary: errorSummary(asked.faults),
    answer: 'Changes hold for attempts that begin after you save.',
    warning: openAttempts === 0 ? '' : openWords(openAttempts),
    stale: asked.isStale ? staleView(asked, reader.zone) : (false as const),
    form: { action: `${path}/settings`, csrf: page.csrf, version: exam.version, zone: reader.zone, cancelHref: path },
    fields: fieldsOf(asked, reader),
    choices: choicesOf(asked),
    cautions: meant === null ? [] : cautions(meant, reader.now),
    previewHeading: meant === null ? 'What students read now' : 'What students will read',
    preview: previewWords(shown, questionsOf(asked, shown), ruleOf(asked, shown), reader.zone),
    events: asked.events.map((event) => eventView(event, reader)).toReversed(),
  };
}

function openWords(count: number): string {
  const who = count === 1 ? 'One student has' : `${count} students have`;
  return `${who} this exam open now. Open attempts keep the settings they began with; extend, pause or close them on the exam’s page.`;
}

function fieldsOf({ entries, faults, offers }: SettingsAsked, { zone }: Reader) {
  const field = (words: Parameters<typeof formField>[0] & { name: keyof SettingsEntries }) =>
    formField({ ...words, value: entries[words.name] }, faults);
  const clock = `In ${zoneName(zone)}.`;
  const options = (choices: readonly { value: string; label: string }[], chosen: string) =>
    choices.map(({ value, label }) => ({ value, label, isSelected: value === chosen }));
  const blueprints = offers.map(({ blueprint, questions, shortages }) => ({
    value: blueprint.id,
    label: `${blueprint.title}: ${questions} questions${shortages.length > 0 ? ' (the item bank is too small)' : ''}`,
  }));
  return {
    title: field({ name: 'title', label: 'Title', help: 'Students see it everywhere.', isRequired: true }),
    blueprint: field({
      name: 'blueprintId',
      label: 'Blueprint',
      help: 'Which questions, in which sections, and what passes.',
      options: options(blueprints, entries.blueprintId),
    }),
    limit: field({
      name: 'allowedMinutes',
      label: 'Limit, in minutes',
      help: 'Without extra time; that is added for each student.',
      size: 'short',
      inputMode: 'numeric',
      isRequired: true,
    }),
    grace: field({
      name: 'graceSeconds',
      label: 'Grace, in seconds',
      help: 'So long after the end, answers on their way are still taken. The countdown never shows it.',
      size: 'short',
      inputMode: 'numeric',
      isRequired: true,
    }),
    opensAt: field({
      name: 'opensAt',
      label: 'Opens',
      help: `${clock} Empty: open already.`,
      type: 'datetime-local',
    }),
    closesAt: field({
      name: 'closesAt',
      label: 'Ends',
      help: `${clock} Empty: no end.`,
      type: 'datetime-local',
    }),
    attempts: field({
      name: 'attemptsAllowed',
      label: 'Attempts allowed',
      help: 'From 1 to 50. Empty: no limit.',
      size: 'short',
      inputMode: 'numeric',
    }),
    cooldown: field({
      name: 'cooldown',
      label: 'Break between two attempts',
      help: '0 is none.',
      size: 'short',
      inputMode: 'numeric',
      isRequired: true,
    }),
    cooldownUnit: field({
      name: 'cooldownUnit',
      label: 'The break is counted in',
      size: 'mid',
      options: options(
        ['minutes', 'hours', 'days'].map((value) => ({ value, label: value })),
        entries.cooldownUnit,
      ),
    }),
    accessCode: field({
      name: 'accessCode',
      label: 'Access code',
      help: 'Students type it before they start. Capital letters make no difference. Empty: none.',
      size: 'mid',
      autocomplete: 'off',
    }),
  };
}

function choicesOf(asked: SettingsAsked) {
  const { entries, faults } = asked;
  const choice = (
    name: keyof SettingsEntries,
    label: string,
    help: string,
    choices: readonly ChoiceWords<string>[],
  ) => ({
    id: fieldId(name),
    name,
    label,
    help,
    type: 'radio',
    error: faults.find((fault) => fault.path === name)?.message ?? '',
    options: choices.map((one) => ({ ...one, isSelected: one.value === entries[name] })),
  });
  const blueprint = blueprintOf(asked, entries.blueprintId);
  const rules = blueprint
    ? passChoices(blueprint.passRule, passRuleOf(blueprint, 'everySection'), titlesOf(blueprint))
    : passChoices([], [], (section) => section);
  return {
    window: choice('windowPolicy', 'The end means', '', windowChoices),
    review: choice('review', 'After an attempt, students see', '', reviewChoices),
    attemptPolicy: choice(
      'attemptPolicy',
      'The gradebook gets',
      'Of several attempts at this exam. When you change this, grades that were sent already follow within minutes.',
      attemptPolicyChoices,
    ),
    countsAs: choice('countsAs', 'Counts as', 'Toward the guarantee.', countsAsChoices),
    pass: choice('passVariant', 'To pass', '', rules),
  };
}

/** Where the entries differ from what is saved now. */
function staleView({ exam, entries, offers }: SettingsAsked, zone: string) {
  const saved = entriesOf(exam.settings, zone);
  const names = Object.keys(settingLabels) as (keyof SettingsEntries)[];
  const words = (value: string, name: keyof SettingsEntries): string => {
    if (value === '') return 'empty';
    if (name === 'blueprintId') return offers.find((offer) => offer.blueprint.id === value)?.blueprint.title ?? value;
    return name === 'opensAt' || name === 'closesAt' ? value.replace('T', ' ') : value;
  };
  return {
    caption: 'Where your entries differ from what is saved',
    columns: ['Setting', 'Saved now', 'Your entry'].map((label) => ({ label, isNumber: false })),
    rows: names
      .filter((name) => saved[name] !== entries[name])
      .map((name) => ({
        label: settingLabels[name],
        cells: [saved[name], entries[name]].map((value) => ({ words: words(value, name), isNumber: false })),
      })),
  };
}

const settingLabels: Readonly<Record<keyof SettingsEntries, string>> = {
  title: 'Title',
  blueprintId: 'Blueprint',
  allowedMinutes: 'Limit, in minutes',
  graceSeconds: 'Grace, in seconds',
  opensAt: 'Opens',
  closesAt: 'Ends',
  windowPolicy: 'The end means',
  attemptsAllowed: 'Attempts allowed',
  cooldown: 'Break between two attempts',
  cooldownUnit: 'Break counted in',
  review: 'After an attempt, students see',
  attemptPolicy: 'The gradebook gets',
  accessCode: 'Access code',
  countsAs: 'Counts as',
  passVariant: 'To pass',
};

function blueprintOf({ offers }: SettingsAsked, id: string): Blueprint | null {
  return offers.find((offer) => offer.blueprint.id === id)?.blueprint ?? null;
}

function questionsOf(asked: SettingsAsked, { blueprintId }: ExamSettings): number {
  const blueprint = blueprintOf(asked, blueprintId);
  return blueprint ? questionCount(blueprint) : 0;
}

function ruleOf(asked: SettingsAsked, { blueprintId, passVariant }: ExamSettings): string {
  const blueprint = blueprintOf(asked, blueprintId);
  return blueprint ? ruleWords(passRuleOf(blueprint, passVariant), titlesOf(blueprint)) : '';
}

function titlesOf(blueprint: Blueprint): (section: string) => string {
  return (id) => blueprint.sections.find((section) => section.id === id)?.title ?? id;
}
