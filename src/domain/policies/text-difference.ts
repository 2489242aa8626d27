// Two texts side by side: lines that belong together, and in each the words that came and went.

/** A stretch of words: the same in both, or in one of them only. */
export interface Stretch {
  readonly words: string;
  readonly isChanged: boolean;
}

/** A line of the earlier text beside its line of the later; an empty side has no such line. */
export interface LinePair {
  readonly before: readonly Stretch[];
  readonly after: readonly Stretch[];
  readonly isChanged: boolean;
}

/** Lines that share at least this part of their words are one line changed, not two lines. */
const kinShare = 0.35;
/** Longer texts are compared line by line only. */
const mostCells = 1_000_000;

/** Lays two texts side by side, line by line. */
export function textDifference(before: readonly string[], after: readonly string[]): readonly LinePair[] {
  const pairs: LinePair[] = [];
  for (const { same, old, now } of runs(before, after)) {
    if (same !== undefined) pairs.push(unchanged(same));
    else pairs.push(...paired(old, now));
  }
  return pairs;
}

/** The words of two lines, with those marked that only one of them has. */
export function wordDifference(before: string, after: string): Pick<LinePair, 'before' | 'after'> {
  const [old, now] = [wordsIn(before), wordsIn(after)];
  const left: Stretch[] = [];
  const right: Stretch[] = [];
  for (const run of runs(old, now)) {
    if (run.same !== undefined) {
      left.push({ words: run.same, isChanged: false });
      right.push({ words: run.same, isChanged: false });
    } else {
      if (run.old.length > 0) left.push({ words: run.old.join(''), isChanged: true });
      if (run.now.length > 0) right.push({ words: run.now.join(''), isChanged: true });
    }
  }
  return { before: merged(left), after: merged(right) };
}

/** Words of a line that stayed, went or came. */
export interface MarkedWords {
  readonly words: string;
  readonly mark: 'same' | 'removed' | 'added';
}

/** Two lines in one: what stayed stands once, what went before what came in its place. */
export function inlineDifference(before: string, after: string): readonly MarkedWords[] {
  const marked = runs(wordsIn(before), wordsIn(after)).flatMap((run): MarkedWords[] =>
    run.same !== undefined
      ? [{ words: run.same, mark: 'same' }]
      : [
          { words: run.old.join(''), mark: 'removed' },
          { words: run.now.join(''), mark: 'added' },
        ],
  );
  const result: MarkedWords[] = [];
  for (const each of marked.filter(({ words }) => words !== '')) {
    const last = result.at(-1);
    if (last?.mark === each.mark) result[result.length - 1] = { ...last, words: last.words + each.words };
    else result.push(each);
  }
  return result;
}

const wordsIn = (line: string): string[] => line.match(/\s*\S+/g) ?? [];

function merged(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const stretch of stretches) {
    const last = result.at(-1);
    if (last?.isChanged === stretch.isChanged)
      result[result.length - 1] = { ...last, words: last.words + stretch.words };
    else result.push(stretch);
  }
  return result;
}

function unchanged(line: string): LinePair {
  const stretch = [{ words: line, isChanged: false }];
  return { before: stretch, after: stretch, isChanged: false };
}

/** Lines that went beside lines that came: those of one kind share a row. */
function paired(old: readonly string[], now: readonly string[]): LinePair[] {
  const left = [...old];
  const pairs: LinePair[] = [];
  for (const line of now) {
    const at = left.findIndex((other) => isKin(other, line));
    if (at < 0) pairs.push({ before: [], after: [{ words: line, isChanged: true }], isChanged: true });
    else {
      // What stood before the kin and has none of its own was removed there.
      for (const gone of left.splice(0, at)) pairs.push(removed(gone));
      pairs.push({ ...wordDifference(left.shift()!, line), isChanged: true });
    }
  }
  return [...pairs, ...left.map(removed)];
}

const removed = (line: string): LinePair => ({
  before: [{ words: line, isChanged: true }],
  after: [],
  isChanged: true,
});

function isKin(one: string, other: string): boolean {
  const [a, b] = [wordsIn(one).map((word) => word.trim()), wordsIn(other).map((word) => word.trim())];
  const inBoth = a.filter((word) => word !== '-' && b.includes(word)).length;
  return inBoth >= kinShare * Math.max(a.length, b.length);
}

type Run =
  | { readonly same: string; readonly old?: undefined; readonly now?: undefined }
  | { readonly same?: undefined; readonly old: readonly string[]; readonly now: readonly string[] };

/** The longest common subsequence, with what lies between its parts. Source: the textbook table of lengths. */
function runs(before: readonly string[], after: readonly string[]): Run[] {
  if (before.length * after.length > mostCells) return [{ old: before, now: after }];
  const lengths = lengthTable(before, after);
  const result: Run[] = [];
  let old: string[] = [];
  let now: string[] = [];
  const close = (): void => {
    if (old.length > 0 || now.length > 0) result.push({ old, now });
    [old, now] = [[], []];
  };
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    const [a, b] = [before[i], after[j]];
    if (a !== undefined && a === b) {
      close();
      result.push({ same: a });
      i += 1;
      j += 1;
    } else if (a !== undefined && (b === undefined || lengths[i + 1]![j]! >= lengths[i]![j + 1]!)) {
      old.push(a);
      i += 1;
    } else {
      now.push(b!);
      j += 1;
    }
  }
  close();
  return result;
}

/** `lengths[i][j]`: how long the longest common subsequence is of what follows i in the one and j in the other. */
function lengthTable(before: readonly string[], after: readonly string[]): readonly (readonly number[])[] {
  const lengths = Array.from({ length: before.length + 1 }, () => Array.from({ length: after.length + 1 }, () => 0));
  for (let i = before.length - 1; i >= 0; i -= 1) {
    for (let j = after.length - 1; j >= 0; j -= 1) {
      const isSame = before[i] === after[j];
      lengths[i]![j] = isSame ? lengths[i + 1]![j + 1]! + 1 : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
    }
  }
  return lengths;
}
