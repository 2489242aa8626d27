// Verdicts and findings as they are printed: days as YYYY-MM-DD, instants as local time with an offset, no empty members.
import { LAST_DAY, dayText } from '../day.ts';
import { dayOfInstant, instantText, isStartOfDay } from '../zone.ts';
import type { Calendar } from './amount.ts';
import type { Verdict } from './evaluate.ts';
import type { FoundRule } from './judged.ts';
import type { Result } from './rule.ts';
import type { VerdictName } from './standing.ts';
import { changeWords, verdictWords } from './verdict-words.ts';

/** One rule's finding, everywhere in this form. */
export interface Finding {
  readonly id: string;
  readonly rule: string;
  readonly result: Result;
  /** One sentence to the student. */
  readonly words: string;
  readonly have: string;
  readonly need: string;
  /** The last day to act, or the first instant too late; null where there is none. */
  readonly by: string | null;
}

/** A verdict in JSON. */
export interface VerdictJson {
  readonly verdict: VerdictName;
  readonly reason: string;
  readonly claimBy?: string;
  readonly remedies?: readonly string[];
  readonly refundPct?: number;
  readonly readyUntil?: string;
  readonly stage?: number;
  readonly expires?: string;
  readonly usableFrom?: string;
  readonly lastUsableDay?: string;
  readonly changesOn?: string;
  readonly changesTo?: VerdictName;
  readonly changeReason?: string;
  /** The verdict in a sentence to the student, and in one to staff. */
  readonly words: string;
  readonly staffWords: string;
  /** What time alone will change, to the student. */
  readonly changeWords?: string;
  readonly findings: readonly Finding[];
}

/** Writes a verdict out. */
export function verdictJson(verdict: Verdict): VerdictJson {
  const { calendar } = verdict;
  const words = verdictWords(verdict);
  const written = {
    verdict: verdict.verdict,
    reason: verdict.reason,
    claimBy: dayOrNothing(verdict.claimBy),
    remedies: verdict.remedies,
    refundPct: verdict.refundPct,
    readyUntil: verdict.readyUntil === undefined ? undefined : instantText(verdict.readyUntil, calendar.zone),
    stage: verdict.stage,
    expires: dayOrNothing(verdict.expires),
    usableFrom: dayOrNothing(verdict.usableFrom),
    lastUsableDay: dayOrNothing(verdict.lastUsableDay),
    ...changeJson(verdict),
    words: words.student,
    staffWords: words.staff,
    changeWords: changeWords(verdict)?.student,
    findings: verdict.rules.map(findingOf),
  };
  return Object.fromEntries(
    Object.entries(written).filter(([, value]) => value !== undefined),
  ) as unknown as VerdictJson;
}

/** A rule's finding with its words. */
export function findingOf({ id, rule, judgement, evidence }: FoundRule): Finding {
  const { student, have, need } = rule.tell(evidence, judgement);
  const by =
    judgement.readyUntil !== undefined
      ? instantText(judgement.readyUntil, evidence.calendar.zone)
      : (dayOrNothing(judgement.lastDay) ?? null);
  return { id, rule: rule.rule, result: judgement.result, words: student, have, need, by };
}

/** A moment as a date when it is the start of a day in the zone, and as an instant otherwise. */
export function momentText(instant: number, { zone }: Calendar): string {
  return isStartOfDay(instant, zone) ? dayText(dayOfInstant(instant, zone)) : instantText(instant, zone);
}

/** What time alone will change; nothing beyond the years that the program knows. */
function changeJson({ change, calendar }: Verdict) {
  if (!change || dayOfInstant(change.at, calendar.zone) > LAST_DAY) return {};
  const { at, to } = change;
  return { changesOn: momentText(at, calendar), changesTo: to.verdict, changeReason: to.reason };
}

function dayOrNothing(day: number | undefined): string | undefined {
  return day === undefined ? undefined : dayText(day);
}
