// What was read and need not be read again: values kept as long as what they were made of is the same, the oldest thrown away first.

/** Values by id, each good for one state of what it was made of. */
export interface Remembered<T> {
  /** The value that was kept for this state; undefined when it is another by now, or gone. */
  get(id: string, state: string): T | undefined;
  /** Whether a value is kept for some state. */
  has(id: string): boolean;
  keep(id: string, state: string, value: T): void;
}

/** Keeps at most so many values. */
export function remembered<T>(most: number): Remembered<T> {
  const kept = new Map<string, { readonly state: string; readonly value: T }>();
  return {
    get(id, state) {
      const known = kept.get(id);
      return known?.state === state ? known.value : undefined;
    },
    has: (id) => kept.has(id),
    keep(id, state, value) {
      // Taken out first, so that what is written anew counts as young.
      kept.delete(id);
      if (kept.size >= most) kept.delete(kept.keys().next().value!);
      kept.set(id, { state, value });
    },
  };
}
