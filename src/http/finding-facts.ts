// What a finding rests on, in words: waivers and extensions with their reason, the dates and values it reads and who recorded them, the mocks it counts.

import { dayInWords, readDay } from '../domain/day.ts';
import { factLabel } from '../domain/evidence/asked-facts.ts';
import type { StudentFile, Waiver } from '../domain/evidence/student-file.ts';
import type { FoundRule } from '../domain/guarantee/judged.ts';
import { mock } from '../domain/guarantee/rules/mock.ts';
import { valueWords } from '../domain/guarantee/rules/names.ts';
import { dayWords } from '../domain/time.ts';
import { sourceWords } from './origin-words.ts';

/** A line under a finding; `paper` leads to the paper that belongs to it, "" where there is none. */
export interface FindingFact {
  readonly words: string;
  readonly paper: string;
}

/**
 * The lines under a finding; `zone` is that in which moments are told, `base` the beginning of the visit's addresses, null for whoever
 * may not see papers.
 */
export function findingFacts(
  { id, rule }: FoundRule,
  file: StudentFile,
  zone: string,
  base: string | null,
): FindingFact[] {
  const recorded = [
    ...datesOf(rule.uses.dates ?? [], file),
    ...valuesOf(rule.uses.flags ?? [], file),
    ...mocksOf(mock.paramsOf(rule)?.kind, file, zone),
  ];
  return [
    ...waiversOf(id, file).map((waiver) => ({
      words: waiverWords(waiver, zone),
      paper: base === null ? '' : paperHref(waiver.fileId, base),
    })),
    ...recorded.map((words) => ({ words, paper: '' })),
  ];
}

/** Where the paper of a waiver or a pause is shown; "" where it has none. */
export function paperHref(fileId: string | null, base: string): string {
  return fileId === null ? '' : `${base}/uploads/${fileId}`;
}

/** What staff granted for a rule and have not taken back. A waiver for `mini` holds in every part, so for `AUD.mini` too. */
export function waiversOf(id: string, { waivers }: Pick<StudentFile, 'waivers'>): Waiver[] {
  return Object.values(waivers).filter(
    ({ rule, revokedAt }) => revokedAt === null && (rule === id || id.endsWith(`.${rule}`)),
  );
}

/** "Waived by Dana Whitfield on Mon 23 Nov 2026: was ill." */
export function waiverWords({ action, until, byName, at, reason }: Waiver, zone: string): string {
  const given = `by ${byName} on ${dayWords(at, zone)}: ${reason}`;
  const last = until === null ? null : readDay(until);
  return action === 'waive' || last === null
    ? `Waived ${given}`
    : `More time until ${dayInWords(last)}, given ${given}`;
}

function datesOf(names: readonly string[], { dates }: StudentFile): string[] {
  return names.flatMap((name) => {
    const recorded = dates[name];
    const day = recorded ? readDay(recorded.value) : null;
    return recorded && day !== null ? [`${factLabel(name)}: ${dayInWords(day)}, ${sourceWords(recorded)}`] : [];
  });
}

function valuesOf(names: readonly string[], { values }: StudentFile): string[] {
  return names.flatMap((name) => {
    const recorded = values[name];
    return recorded ? [`${factLabel(name)}: ${valueWords(recorded.value.value)}, ${sourceWords(recorded)}`] : [];
  });
}

const mocksNamed = 6;

function mocksOf(kind: string | undefined, { mocks }: StudentFile, zone: string): string[] {
  if (kind === undefined) return [];
  const taken = Object.values(mocks)
    .filter((one) => one.kind === kind)
    .toSorted((a, b) => b.at - a.at);
  const lines = taken.slice(0, mocksNamed).map(({ title, at, score, isValid }) => {
    const result = score === null ? 'not scored yet' : `${score.toFixed(2)} %`;
    return `${title}, ${dayWords(at, zone)}: ${isValid ? result : 'void, counts for nothing'}`;
  });
  return taken.length > mocksNamed ? [...lines, `and ${taken.length - mocksNamed} earlier`] : lines;
}
