// Bars against a pass line, as numbers for the threshold-bar partial: percentages across, pixels down, so that words never scale.

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

export type ThresholdBars = ReturnType<typeof thresholdBars>;

const rowHeight = 58;
const firstRowAt = 40;

/** Exactly the names that `threshold-bar.hbs` prints, one bar under the other. `id` is unique on the page. */
export function thresholdBars(id: string, title: string, bars: readonly ThresholdBar[], line: ThresholdLine | null) {
  return {
    id,
    title,
    height: firstRowAt + rowHeight * bars.length - 14,
    line: line === null ? false : { at: line.percent, words: line.words, anchor: anchorAt(line.percent) },
    bars: bars.map((bar, index) => {
      const textY = firstRowAt + rowHeight * index;
      const barY = textY + 9;
      return {
        label: bar.label,
        words: bar.words,
        percent: within(bar.percent),
        isUnder: bar.isUnder,
        textY,
        barY,
        line:
          line === null
            ? false
            : { at: line.percent, haloTop: barY - 2, haloEnd: barY + 18, top: barY - 4, end: barY + 27 },
        range: bar.range === null ? false : { ...whisker(bar.range), y: barY + 22, top: barY + 19, end: barY + 25 },
      };
    }),
  };
}

function whisker(range: { from: number; to: number }): { from: number; to: number } {
  return { from: within(range.from), to: within(range.to) };
}

function within(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}

/** Keeps the words of a line near either end inside the drawing. */
function anchorAt(percent: number): string {
  if (percent < 15) return 'start';
  return percent > 85 ? 'end' : 'middle';
}
