// "What if I sit on ...?": one supposed day in words, and the days that would keep the guarantee as a band.

import { dayInWords, dayText, type Day } from '../../../domain/day.ts';
import { dayOfInstant } from '../../../domain/zone.ts';
import type { DayStretch, DryOutcome } from '../../../domain/guarantee/dry-run.ts';
import { reasonWords, ruleOf } from '../../../domain/guarantee/reason-words.ts';
import { countWords } from '../../../domain/time.ts';
import type { MyGuarantee, Supposition } from '../../../services/guarantee/my-guarantee.ts';
import type { JudgedStudent } from '../../../services/guarantee/eligibility.ts';
import { findingLine } from '../../finding-lines.ts';
import type { Reader } from '../../moments.ts';

interface OutcomeLook {
  readonly state: string;
  readonly drawing: string;
  readonly word: string;
  readonly sentence: string;
}

const looks: Readonly<Record<DryOutcome, OutcomeLook>> = {
  kept: { state: 'met', drawing: 'met', word: 'Keeps it', sentence: 'would keep your guarantee.' },
  unclear: { state: 'review', drawing: 'review', word: 'Staff decide', sentence: 'would need a look by staff.' },
  lost: { state: 'lost', drawing: 'lost', word: 'Loses it', sentence: 'would end your guarantee.' },
  closed: { state: 'na', drawing: 'na', word: 'Closed', sentence: 'would change nothing: your guarantee is closed.' },
};

/** What was typed as a day, and why it was not taken. */
export interface SitOnAsked {
  readonly typed: string;
  readonly error: string;
}

/** Exactly the names that `what-if.hbs` prints; false where an exam day changes nothing any more. */
export function whatIfView(mine: MyGuarantee, action: string, asked: SitOnAsked, zone: string) {
  const { judgment, safe, supposed, now, plan } = mine;
  if (judgment.kind !== 'judged' || safe.length === 0) return false;
  const reader = { zone, now };
  const today = dayOfInstant(now, judgment.verdict.calendar.zone);
  const kept = safe.filter(({ outcome }) => outcome === 'kept');
  return {
    action,
    examName: plan.examName,
    typed: supposed ? dayText(supposed.on) : asked.typed,
    min: dayText(today),
    error: asked.error,
    result: supposed ? resultView(supposed, reader) : (false as const),
    summary: summaryOf(kept, safe),
    band: bandOf(safe, today),
    legend: [...new Set(safe.map(({ outcome }) => outcome))].map((outcome) => looks[outcome]),
    twin: {
      caption: 'What each exam day would mean, if nothing else happens before it',
      columns: ['From', 'To', 'Days', 'Meaning', 'Because of'].map((label) => ({ label, isNumber: label === 'Days' })),
      rows: safe.map((stretch) => ({
        label: dayInWords(stretch.from),
        cells: [
          { words: dayInWords(stretch.to), isNumber: false },
          { words: String(stretch.to - stretch.from + 1), isNumber: true },
          { words: looks[stretch.outcome].word, isNumber: false },
          { words: becauseOf(stretch, judgment, reader), isNumber: false },
        ],
      })),
    },
  };
}

function resultView({ on, meaning }: Supposition, reader: Reader) {
  const look = looks[meaning.outcome];
  const words = reasonWords(meaning.verdict).student;
  return {
    state: look.state,
    icon: look.drawing,
    strong: `${dayInWords(on)} ${look.sentence}`,
    words: meaning.outcome === 'kept' ? 'If you did not pass, you would go on from there.' : words,
    lost: meaning.lost.map((found) => findingLine(found, 'student', reader).title),
  };
}

function summaryOf(kept: readonly DayStretch[], safe: readonly DayStretch[]): string {
  const [first] = kept;
  if (!first) {
    const isUnclear = safe.some(({ outcome }) => outcome === 'unclear');
    return isUnclear
      ? 'As things stand, staff would have to look at an exam on any of the coming days.'
      : 'As things stand today, no exam day would keep your guarantee: something above must be done before you sit.';
  }
  const stretches = kept.map(({ from, to }) => `${dayInWords(from)} to ${dayInWords(to)}`);
  const last = safe.at(-1)!;
  const further = last.outcome === 'kept' ? ' Later days were not tried.' : '';
  return `As things stand today, these days would keep it: ${stretches.join('; ')}.${further}`;
}

/** The coming days as a band: each stretch with its share of the width. */
function bandOf(safe: readonly DayStretch[], today: Day) {
  const length = safe.at(-1)!.to - today + 1;
  const x = (day: Day): number => Math.round((1000 * (day - today)) / length) / 10;
  return {
    title: `The next ${countWords(length, 'day')}: ${safe.map(({ from, to, outcome }) => `${dayInWords(from)} to ${dayInWords(to)}: ${looks[outcome].word.toLowerCase()}`).join('; ')}.`,
    parts: safe.map(({ from, to, outcome }) => ({
      x: x(from),
      width: Math.max(0.3, Math.round((1000 * (to - from + 1)) / length) / 10),
      state: looks[outcome].state,
      isKept: outcome === 'kept',
      isLost: outcome === 'lost',
    })),
    ticks: [0, 60, 120, 180].map((days) => ({
      x: x(today + days),
      words: days === 0 ? 'today' : dayInWords(today + days).slice(4, -5),
    })),
  };
}

function becauseOf({ outcome, reason }: DayStretch, judgment: JudgedStudent, reader: Reader): string {
  if (outcome === 'kept') return '';
  const found = ruleOf(judgment.verdict, reason);
  return found ? findingLine(found, 'student', reader).title : '';
}
