// Suggestions for misspelled names: the known name that is nearest.

/** The known name nearest to a written one, if it is near enough to be meant: "enroledOn" suggests "enrolledOn". */
export function nearest(written: string, known: Iterable<string>): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const name of known) {
    const distance = distanceBetween(plain(written), plain(name));
    if (!best || distance < best.distance) best = { name, distance };
  }
  const allowed = written.length <= 4 ? 1 : 2;
  return best && best.distance <= allowed && best.name !== written ? best.name : undefined;
}

/** Names are compared without their capitals and joints: "min_score" and "minScore" are the same slip. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '')
    .slice(0, 60);
}

/** How many letters must be put in, left out, changed or swapped with their neighbor. */
function distanceBetween(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + change);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwapped) least = Math.min(least, beforeLast[j - 2]! + 1);
      row.push(least);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length]!;
}
