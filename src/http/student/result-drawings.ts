// The drawings of a result, each as numbers for its drawing and as rows for the table beside it.

import { percentWords } from '../../domain/exam/pass-rule.ts';
import { chanceWords } from '../../domain/exam/readiness.ts';
import type { Score } from '../../domain/exam/score.ts';
import { countWords, dayWords } from '../../domain/time.ts';
import type { Result } from '../../services/results.ts';
import { chips } from '../chips.ts';
import { thresholdBars, type ThresholdLine } from '../threshold-bars.ts';
import { spentLength } from './lengths.ts';

const text = (words: string) => ({ words, isNumber: false });
const number = (words: string) => ({ words, isNumber: true });
const column = (label: string) => ({ label, isNumber: true });
const rangeWords = ({ low, high }: { low: number; high: number }): string =>
  `${Math.round(low * 100)} to ${Math.round(high * 100)} %`;
const inPercent = ({ low, high }: { low: number; high: number }) => ({ from: low * 100, to: high * 100 });

/** Sections against the line each is measured by. */
export function sectionsView({ sections }: Pick<Result, 'sections'>, score: Score) {
  const line = lineOf(score.passLinePercent ?? sections.find((section) => section.linePercent !== null)?.linePercent);
  const bars = sections.map((section) => ({
    label: section.title,
    percent: section.length * 100,
    words: `${section.shownPercent} %${section.isAtLine ? '' : ', under'}`,
    isUnder: !section.isAtLine,
    range: inPercent(section.range),
  }));
  return {
    bars: thresholdBars('Sections against the pass line', bars, line),
    isOrientation: line !== null && sections.every((section) => !section.isBound),
    twin: {
      caption: 'Sections of this attempt',
      columns: ['Right', 'Score', 'Range', 'Weight'].map(column),
      rows: sections.map((section) => ({
        label: section.title,
        cells: [
          number(`${section.right} of ${section.scored}`),
          number(`${section.shownPercent} %`),
          number(rangeWords(section.range)),
          number(String(section.weight)),
        ],
      })),
    },
  };
}

/** Below this a chance would be our guess about a stranger, not a finding about the reader. */
const fewestAnswers = 10;

/** The chance of passing, and the score to be expected as a band against the line. */
export function chanceView({ readiness, basis, score }: Pick<Result, 'readiness' | 'basis' | 'score'>) {
  if (readiness === null) return false;
  if (basis.answers < fewestAnswers)
    return {
      isKnown: false as const,
      words: 'Too few answers to say',
      basis: `From ${countWords(basis.answers, 'answer')} of yours so far. From ${fewestAnswers} on we say how likely you are to pass.`,
    };
  const band = `${Math.round(readiness.low)} and ${Math.round(readiness.high)} %`;
  const line = score?.passLinePercent ?? null;
  return {
    isKnown: true as const,
    words: chanceWords(readiness.chanceOfPassing),
    expected: `The score to expect is ${Math.round(readiness.median)} %; 8 times of 10 it lies between ${band}.`,
    title: `Expected score ${Math.round(readiness.median)} %, between ${band}.${line === null ? '' : ` The pass line is ${percentWords(line)}.`}`,
    low: readiness.low,
    width: Math.max(0.5, readiness.high - readiness.low),
    median: readiness.median,
    line: line === null ? false : { at: line, words: `pass line ${percentWords(line)}` },
    basis: `From ${countWords(basis.attempts, 'mock exam')} and ${countWords(basis.answers, 'answer')} of yours. More answers make it surer.`,
    twin: {
      caption: 'The score to expect',
      columns: ['Percent'].map(column),
      rows: [
        { label: '9 of 10 scores lie above', cells: [number(`${Math.round(readiness.low)} %`)] },
        { label: 'Half of them lie above', cells: [number(`${Math.round(readiness.median)} %`)] },
        { label: '1 of 10 lies above', cells: [number(`${Math.round(readiness.high)} %`)] },
      ],
    },
  };
}

/** Time by section against an even share of it. */
export function pacingView({ pacing, attempt }: Pick<Result, 'pacing' | 'attempt'>) {
  const spent = pacing.slots.reduce((sum, slot) => sum + slot.spentMs, 0);
  const longest = Math.max(1, ...pacing.sections.flatMap((section) => [section.spentMs, section.budgetMs]));
  const rushed = pacing.slots.filter((slot) => slot.pace === 'rushed').length;
  const stuck = pacing.slots.filter((slot) => slot.pace === 'stuck').length;
  return {
    words: `You used ${spentLength(spent)} of ${spentLength(attempt.timing.limitMs)}.`,
    more: paceWords(rushed, stuck, pacing.budgetMs),
    bars: pacing.sections.map((section) => ({
      label: section.title,
      words: spentLength(section.spentMs),
      percent: (section.spentMs / longest) * 100,
      shareAt: (section.budgetMs / longest) * 100,
    })),
    twin: {
      caption: 'Time by section',
      columns: ['Questions', 'Used', 'Even share'].map(column),
      rows: pacing.sections.map((section) => ({
        label: section.title,
        cells: [
          number(String(section.questions)),
          number(spentLength(section.spentMs)),
          number(spentLength(section.budgetMs)),
        ],
      })),
    },
  };
}

/** Below so many questions a percentage says more about luck than about the person. */
const enoughToSay = 8;

/** Right and asked by subtopic and by topic, as tables. */
export function topicsView({ subtopics, topics }: Pick<Result, 'subtopics' | 'topics'>) {
  const rows = (list: Result['topics']) =>
    list.map((row) => ({
      title: row.title,
      right: `${row.right} of ${row.scored}`,
      percent: row.scored < enoughToSay ? 'too few to say' : `${row.shownPercent} %`,
      range: rangeWords(row.range),
    }));
  return { hasAny: subtopics.length > 0, subtopics: rows(subtopics), topics: rows(topics) };
}

/** The way from attempt to attempt; the drawing needs two of them. */
export function trendView(
  { trend, score, attempt }: Pick<Result, 'trend' | 'score' | 'attempt'>,
  base: string,
  zone: string,
) {
  const line = lineOf(score?.passLinePercent);
  const bars = trend.map((point) => ({
    label: `Attempt ${point.number}`,
    percent: point.length * 100,
    words: `${point.shownPercent} %`,
    isUnder: !point.isPassed,
    range: inPercent(point.range),
  }));
  return {
    isDrawn: trend.length > 1,
    bars: thresholdBars('Attempts against the pass line', bars, line),
    rows: trend.toReversed().map((point) => ({
      title: `Attempt ${point.number}`,
      on: dayWords(point.at, zone),
      percent: `${point.shownPercent} %`,
      change: point.change ?? '',
      chip: point.isPassed ? chips.passed : chips.notPassed,
      href: `${base}/attempts/${point.attemptId}/result`,
      isThis: point.attemptId === attempt.id,
    })),
    twin: {
      caption: 'Your attempts at this exam',
      columns: [{ label: 'On', isNumber: false }, ...['Weighted', 'Change', 'Range'].map(column)],
      rows: trend.map((point) => ({
        label: `Attempt ${point.number}`,
        cells: [
          text(dayWords(point.at, zone)),
          number(`${point.shownPercent} %`),
          number(point.change ?? ''),
          number(rangeWords(point.range)),
        ],
      })),
    },
  };
}

function paceWords(rushed: number, stuck: number, budgetMs: number): string {
  const even = `An even share is ${spentLength(budgetMs)} a question.`;
  if (rushed === 0 && stuck === 0) return `${even} No question took much more or less.`;
  const parts = [
    rushed > 0 ? `${countWords(rushed, 'question')} took less than a quarter of it` : '',
    stuck > 0 ? `${countWords(stuck, 'question')} more than twice as long` : '',
  ];
  return `${even} ${parts.filter((part) => part !== '').join(', ')}.`;
}

function lineOf(percent: number | null | undefined): ThresholdLine | null {
  return percent == null ? null : { percent, words: `pass line ${percentWords(percent)}` };
}
