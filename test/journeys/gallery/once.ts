// What several pictures stand on is prepared once in an application, by whichever of them is taken first.

import type { TestApplication } from '../../support/application.ts';
import type { Studio } from './picture.ts';

/** Prepares when it is first asked, and gives the same ever after. */
export function once<Prepared>(
  prepare: (all: TestApplication) => Promise<Prepared>,
): (studio: Pick<Studio, 'all'>) => Promise<Prepared> {
  const known = new WeakMap<TestApplication, Promise<Prepared>>();
  return ({ all }) => {
    const prepared = known.get(all) ?? prepare(all);
    known.set(all, prepared);
    return prepared;
  };
}
