// An exam in four figures: how many passed, the median, the weakest section, the median time.

import { approximately, dividedBy, shownPercent, sum, type Exact, type ExactLike } from '../../domain/exam/fraction.ts';
import type { Fraction } from '../../domain/exam/score.ts';
import { durationWords } from '../../domain/time.ts';
import type { ResultRow } from '../../services/invigilation.ts';
import { usedMs } from './result-query.ts';

/** One tile, as the partial `stat-tiles` prints it. */
export interface Tile {
  readonly label: string;
  readonly value: string;
  readonly small: string;
}

/** The tiles over all attempts that count and have a score; none where there is no such attempt. */
export function examFigures(results: readonly ResultRow[], allowedMinutes: number): Tile[] {
  const counted = results.filter(
    (row) => !row.attempt.isPreview && row.attempt.state !== 'voided' && row.score !== null,
  );
  if (counted.length === 0) return [];
  const scores = counted.map((row) => row.score!);
  const passed = scores.filter((score) => score.isPassed).length;
  const times = counted.map((row) => usedMs(row.attempt)).filter((time) => time !== null);
  return [
    { label: `Passed, of ${counted.length} finished`, value: String(passed), small: '' },
    { label: 'Median, weighted', value: `${shownPercent(median(scores.map((score) => score.weighted)))} %`, small: '' },
    ...weakest(scores.map((score) => score.sections)),
    {
      label: 'Median time',
      value: durationWords(approximately(median(times))),
      small: `of ${durationWords(allowedMinutes * 60_000)}`,
    },
  ];
}

/** The middle value, or half way between the middle two. */
export function median(values: readonly ExactLike[]): Exact {
  const sized = values.map((value) => ({ value, size: approximately(value) }));
  const ordered = sized.toSorted((a, b) => a.size - b.size).map(({ value }) => value);
  const middle = Math.floor((ordered.length - 1) / 2);
  const between = ordered.slice(middle, ordered.length % 2 === 0 ? middle + 2 : middle + 1);
  return between.length === 0 ? dividedBy(0, 1) : dividedBy(sum(between), between.length);
}

/** The section with the lowest mean share, where there is more than one to compare. */
function weakest(papers: readonly NonNullable<ResultRow['score']>['sections'][]): Tile[] {
  const shares = new Map<string, { title: string; values: Fraction[] }>();
  for (const section of papers.flat()) {
    if (section.scored === 0) continue;
    const known = shares.get(section.section) ?? { title: section.title, values: [] };
    known.values.push(section.share);
    shares.set(section.section, known);
  }
  const means = [...shares.values()].map(({ title, values }) => ({ title, mean: mean(values) }));
  const lowest = means.toSorted((a, b) => approximately(a.mean) - approximately(b.mean))[0];
  if (!lowest || means.length < 2) return [];
  return [{ label: `Weakest: ${lowest.title}`, value: `${shownPercent(lowest.mean)} %`, small: '' }];
}

/** The exact mean. Thousands of shares have few denominators, so those are added up first, in whole numbers. */
function mean(values: readonly Fraction[]): Exact {
  const byDenominator = new Map<number, number>();
  for (const { of, over } of values) byDenominator.set(over, (byDenominator.get(over) ?? 0) + of);
  return dividedBy(sum([...byDenominator].map(([over, of]) => ({ of, over }))), values.length);
}
