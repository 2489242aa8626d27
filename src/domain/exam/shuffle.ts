// Seeded order: the same seed always gives the same shuffle, so that a form can be made again to the letter.

import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Shuffles lists, one after the other, from one stream of seeded randomness. */
export type Shuffler = <T>(list: readonly T[]) => T[];

/** A shuffler for a seed (a whole number; its lower 32 bits count). Fisher and Yates. */
export function shufflerOf(seed: number): Shuffler {
  const stream = xoroshiro128plus(seed | 0);
  return <T>(list: readonly T[]): T[] => {
    const shuffled = [...list];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const chosen = uniformInt(stream, 0, last);
      [shuffled[last], shuffled[chosen]] = [shuffled[chosen]!, shuffled[last]!];
    }
    return shuffled;
  };
}
