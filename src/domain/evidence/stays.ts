// Stays in a meeting: joins and leaves of one person added up without counting any minute twice, cut to the class's hours.

/** From joining to leaving, epoch milliseconds. */
export interface Stay {
  readonly from: number;
  readonly to: number;
}

/** The stays within some hours, joined where they overlap or touch, in order; what is empty or reversed is left out. */
export function staysWithin(stays: readonly Stay[], hours: Stay): Stay[] {
  const cut = stays
    .map(({ from, to }) => ({ from: Math.max(from, hours.from), to: Math.min(to, hours.to) }))
    .filter(({ from, to }) => from < to)
    .toSorted((a, b) => a.from - b.from);
  const joined: Stay[] = [];
  for (const stay of cut) {
    const last = joined.at(-1);
    if (last && stay.from <= last.to) joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, stay.to) };
    else joined.push(stay);
  }
  return joined;
}

/** Whole minutes of some stays that do not overlap, half a minute counting as one. */
export function minutesOf(stays: readonly Stay[]): number {
  return Math.round(stays.reduce((sum, { from, to }) => sum + (to - from), 0) / 60_000);
}
