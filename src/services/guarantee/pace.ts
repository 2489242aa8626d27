// Long work in short steps: it goes on for some milliseconds, then lets everything else have its turn.

import type { Surroundings } from '../surroundings.ts';

/** Called between two steps of long work: a breath whenever `ms` have passed since the last one. */
export function pacer({ breathe }: Pick<Surroundings, 'breathe'>, ms: number): () => Promise<void> | undefined {
  // The time of this machine, not of the application: nothing that is judged or kept depends on it.
  let until = performance.now() + ms;
  return () => {
    if (performance.now() < until) return undefined;
    return breathe().then(() => {
      until = performance.now() + ms;
    });
  };
}
