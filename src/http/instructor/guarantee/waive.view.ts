// Waiving a rule for one student, or giving more time: the rules as they stand, what a waiver would do, and those given already.

import type { RuleWords } from '../../../domain/evidence/asked-facts.ts';
import type { Waiver } from '../../../domain/evidence/student-file.ts';
import type { StudentStanding } from '../../../services/guarantee/eligibility.ts';
import { chips, type Chip } from '../../chips.ts';
import { dayTextWords } from '../../day-words.ts';
import { findingLine } from '../../finding-lines.ts';
import { errorSummary, fieldId, formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { standingChip } from '../../standing-chips.ts';
import { actForm } from '../act-form.ts';
import { momentOf, type Reader } from '../table-moments.ts';
import type { AttemptedException, ExceptionShown } from './exception-forms.ts';
import { paperOf } from './paper-of.ts';
import { verdictMove } from './verdict-move.ts';

export interface WaiveAsked extends ExceptionShown {
  readonly student: StudentStanding;
  readonly rules: readonly RuleWords[];
  /** The rule that somebody came for, or "". */
  readonly chosen: string;
  /** Names this press, so that pressing twice counts once. */
  readonly actId: string;
  readonly done: string;
}

/** Everything `waive.hbs` prints. */
export function waiveView(asked: WaiveAsked, page: Page, reader: Reader) {
  const { student, attempted = null, deciding, paperFaults = [] } = asked;
  const { person, judgment } = student;
  const path = `${page.base}/students/${person.id}`;
  const waivers = Object.entries(judgment.file.waivers).toSorted(([, a], [, b]) => b.at - a.at);
  const rules = ruleChoices(asked, reader);
  return {
    page,
    crumb: { href: path, label: person.name },
    title: `Waive a rule for ${person.name}`,
    notice: asked.done,
    summary: errorSummary(attempted?.faults ?? deciding?.attempted.faults ?? paperFaults),
    chip: standingChip(judgment),
    answer: `What do you want to let ${person.name} off?`,
    reason:
      'A waived rule counts as met; an extended one gets a new last day. The student reads which, and your reason.',
    hasRules: rules.length > 0,
    move: attempted?.preview
      ? verdictMove(attempted.preview.before, attempted.preview.after, person.name)
      : (false as const),
    form: waiveFields(
      { action: `${path}/waive`, csrf: page.csrf, actId: attempted?.entries['actId'] ?? asked.actId },
      rules,
      attempted,
    ),
    waivers: waivers.map(([id, waiver]) => ({
      id,
      chip: waiverChip(waiver),
      title: titleOf(asked.rules, waiver),
      words: waiverWords(waiver),
      at: momentOf(waiver.at, reader),
      by: waiver.byName,
      why: waiver.reason,
      revoked:
        waiver.revokedAt === null
          ? (false as const)
          : { at: momentOf(waiver.revokedAt, reader), by: waiver.revokedByName ?? 'Somebody', why: waiver.revokedWhy },
      paper: paperOf(
        { id, fileId: waiver.fileId, title: titleOf(asked.rules, waiver), isOpen: waiver.revokedAt === null },
        `${path}/waivers`,
        page,
        paperFaults,
      ),
      revoke: waiver.revokedAt === null && revokeForm(id, path, page, deciding),
    })),
  };
}

/** The fields that a waiver has, for one student or for several. */
export function waiveFields(
  place: { readonly action: string; readonly csrf: string; readonly actId: string },
  rules: readonly RuleChoice[],
  attempted: Pick<AttemptedException, 'entries' | 'faults'> | null,
) {
  const faults = attempted?.faults ?? [];
  const entries = attempted?.entries ?? {};
  return {
    ...place,
    rules: rules.map((rule) => ({
      ...rule,
      isSelected: entries['rule'] === undefined ? rule.isSelected : entries['rule'] === rule.value,
    })),
    ruleId: fieldId('rule'),
    ruleError: faults.find(({ path }) => path === 'rule')?.message ?? '',
    what: {
      id: fieldId('action'),
      name: 'action',
      label: 'What you give',
      help: '',
      type: 'radio',
      error: faults.find(({ path }) => path === 'action')?.message ?? '',
      options: [
        {
          value: 'waive',
          label: 'Waive it',
          help: 'The rule counts as met.',
          isSelected: entries['action'] !== 'extend',
        },
        {
          value: 'extend',
          label: 'More time',
          help: 'The rule stays, with a new last day.',
          isSelected: entries['action'] === 'extend',
        },
      ],
    },
    until: formField(
      {
        name: 'until',
        label: 'New last day',
        help: 'Only for more time. The day itself still counts.',
        type: 'date',
        size: 'mid',
        value: entries['until'] ?? '',
      },
      faults,
    ),
    reason: formField(
      {
        name: 'reason',
        label: 'Reason',
        help: 'The student reads it. Write no diagnosis.',
        isTextarea: true,
        isRequired: true,
        value: entries['reason'] ?? '',
      },
      faults,
    ),
  };
}

export interface RuleChoice {
  readonly value: string;
  readonly title: string;
  readonly words: string;
  readonly chip: Chip | false;
  readonly isSelected: boolean;
}

/** Rules with how they stand for the student; those inside a part bear its name. */
function ruleChoices({ student, rules, chosen }: WaiveAsked, reader: Reader): RuleChoice[] {
  const { judgment } = student;
  const lines =
    judgment.kind === 'judged' ? judgment.verdict.rules.map((rule) => findingLine(rule, 'staff', reader)) : [];
  const judged = lines.map(({ id, chip, title, words }) => ({
    value: id,
    title,
    words,
    chip,
    isSelected: id === chosen,
  }));
  const others = rules
    .filter(({ id }) => !lines.some((line) => line.id === id || line.id.endsWith(`.${id}`)))
    .map(({ id, words }) => ({
      value: id,
      title: words.replace(/\.$/, ''),
      words: '',
      chip: false as const,
      isSelected: id === chosen,
    }));
  return [...judged, ...others];
}

function revokeForm(id: string, path: string, page: Page, deciding: WaiveAsked['deciding']) {
  const words = {
    act: 'revoke',
    opens: 'Take it back',
    look: 'tight',
    of: '',
    title: 'Take this back?',
    text: 'The rule counts again as it is written, from now on. The student reads your reason.',
    confirm: 'Take it back',
    keep: 'Leave it',
    isDanger: true,
    asksMinutes: null,
    reasonHelp: 'The student reads it.',
    tick: null,
  };
  const place = { id: `revoke-${id}`, action: `${path}/waivers/${id}/revoke`, csrf: page.csrf, actId: '', back: '' };
  return actForm(words, place, deciding?.id === id ? deciding.attempted : null);
}

function titleOf(rules: readonly RuleWords[], { rule }: Waiver): string {
  const known = rules.find(({ id }) => id === rule || rule.endsWith(`.${id}`));
  return known ? known.words.replace(/\.( .*)?$/s, '') : rule;
}

function waiverWords({ action, until }: Waiver): string {
  return action === 'waive' ? 'Waived: the rule counts as met.' : `More time, until ${dayTextWords(until ?? '')}.`;
}

function waiverChip({ revokedAt, action }: Waiver): Chip {
  if (revokedAt !== null) return { ...chips.voided, word: 'Taken back' };
  return action === 'waive' ? { ...chips.met, word: 'Waived' } : { ...chips.notYet, word: 'Extended' };
}
