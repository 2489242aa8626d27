// What a rule found, as a line of a page: its state, the rule in words, what is there, what is needed, by when.

import type { FoundRule } from '../domain/guarantee/judged.ts';
import type { Telling } from '../domain/guarantee/rule.ts';
import { dayOfInstant } from '../domain/zone.ts';
import { chips, type Chip } from './chips.ts';
import { changeView, deadlineView, endOf } from './deadlines.ts';
import type { Moment, Reader } from './moments.ts';

/** Exactly the names that `rule-finding.hbs` prints. */
export interface FindingLine {
  readonly id: string;
  readonly chip: Chip;
  /** The rule as the student accepted it. */
  readonly title: string;
  /** What follows the first sentence of the rule; or "". */
  readonly terms: string;
  readonly words: string;
  readonly have: string;
  readonly need: string;
  readonly by: Moment | false;
}

/** What is lost by time alone within so many days is shown as a risk. */
const riskDays = 14;

/** The line of one rule, in the words for whoever it is told to; dates in the zone of the policy, the reader's beside it. */
export function findingLine(found: FoundRule, told: 'student' | 'staff', reader: Reader): FindingLine {
  const { calendar } = found.evidence;
  const telling: Telling = found.rule.tell(found.evidence, found.judgement);
  const [, terms] = titleOf(found.rule.terms(calendar));
  return {
    id: found.id,
    chip: findingChip(found, told),
    title: titleOfRule(found),
    terms,
    words: telling[told],
    have: telling.have,
    need: telling.need,
    by: dueView(found, reader),
  };
}

/** The state of a rule. A rule not yet met that time alone will lose soon is at risk. */
export function findingChip(found: FoundRule, reader: 'student' | 'staff'): Chip {
  const { result } = found.judgement;
  switch (result) {
    case 'met':
      return chips.met;
    case 'failed':
      return chips.failed;
    case 'unknown':
      return reader === 'student' ? { ...chips.needsReview, word: 'Waiting for staff' } : chips.needsReview;
    case 'not_yet':
      return isAtRisk(found) ? chips.atRisk : chips.notYet;
  }
}

/** When a rule is due: the first instant that is too late; null where nothing runs out, and for what is met or lost. */
export function dueAt({ judgement, evidence }: FoundRule): number | null {
  if (judgement.result === 'failed') return null;
  if (judgement.readyUntil !== undefined) return judgement.readyUntil;
  return judgement.lastDay === undefined || judgement.result === 'met'
    ? null
    : endOf(judgement.lastDay, evidence.calendar);
}

function isAtRisk(found: FoundRule): boolean {
  const { judgement, evidence } = found;
  const lostAt = judgement.changes.find(({ result }) => result === 'failed')?.at;
  if (lostAt === undefined) return false;
  const { zone } = evidence.calendar;
  return dayOfInstant(lostAt, zone) - evidence.today <= riskDays;
}

function dueView({ judgement, evidence }: FoundRule, reader: Reader): Moment | false {
  const { calendar } = evidence;
  if (judgement.readyUntil !== undefined) return changeView(judgement.readyUntil, calendar.zone, reader);
  return judgement.lastDay === undefined ? false : deadlineView(judgement.lastDay, calendar, reader);
}

/** The rule as its student accepted it, in a few words; inside a part ("AUD") with that part's name. */
export function titleOfRule({ rule, evidence: { calendar, part } }: FoundRule): string {
  const [title] = titleOf(rule.terms(calendar));
  return part === undefined ? title : `${part}: ${title}`;
}

/** "Attend every class. You attend by ..." is a title and what explains it. */
function titleOf(terms: string): readonly [string, string] {
  const at = terms.search(/\.( |$)/);
  return at < 0 ? [terms, ''] : [terms.slice(0, at), terms.slice(at + 1).trim()];
}
