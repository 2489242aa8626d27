// Bars against a pass line, as numbers for the threshold-bar partial: percentages across, so that a drawing fits any width.

export interface ThresholdBar {
  readonly label: string;
  /** Length of the bar, 0 to 100. */
  readonly percent: number;
  /** What stands at the right end: "80.00 %", "68.00 %, under". */
  readonly words: string;
  readonly isUnder: boolean;
  /** The range in which the true level lies, in percent; null where none is known. */
  readonly range: { readonly from: number; readonly to: number } | null;
}

export interface ThresholdLine {
  readonly percent: number;
  /** "pass line 70 %" */
  readonly words: string;
}

/** Exactly the names that `threshold-bar.hbs` prints: one bar under the other, each with the line and its range. */
export function thresholdBars(title: string, bars: readonly ThresholdBar[], line: ThresholdLine | null) {
  const drawnLine = line === null ? false : { at: line.percent, words: line.words, anchor: anchorAt(line.percent) };
  return {
    title,
    line: drawnLine,
    bars: bars.map(({ label, words, percent, isUnder, range }) => ({
      label,
      words,
      isUnder,
      percent: within(percent),
      line: drawnLine,
      range: range === null ? false : { from: within(range.from), to: within(range.to) },
    })),
  };
}

function within(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

/** Keeps the words of a line near either end inside the drawing. */
function anchorAt(percent: number): string {
  if (percent < 15) return 'start';
  return percent > 85 ? 'end' : 'middle';
}
