// Latencies of many requests, and what they amount to.

export interface Latencies {
  add(ms: number): void;
  count(): number;
  values(): readonly number[];
  /** The latency that so many percent of the requests did not exceed; 0 without any. */
  percentile(percent: number): number;
}

export function latencies(): Latencies {
  const all: number[] = [];
  let isSorted = true;
  return {
    add(ms) {
      all.push(ms);
      isSorted = false;
    },
    count: () => all.length,
    values: () => all,
    percentile(percent) {
      if (!isSorted) all.sort((a, b) => a - b);
      isSorted = true;
      return all[Math.max(0, Math.ceil((percent / 100) * all.length) - 1)] ?? 0;
    },
  };
}

/** A figure as people read it: whole above 100, else with two decimals. */
export function rounded(value: number): number {
  return Math.abs(value) >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
