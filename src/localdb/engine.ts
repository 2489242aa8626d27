/** The database without its socket: store, catalogue, cursors and clock together. */
import { Catalogue } from './storage/catalogue.ts';
import { Cursors } from './cursors.ts';
import type { Store, Writer } from './storage/store.ts';
import { CommitFailed } from './storage/store.ts';

/** What the commands work with. */
export interface Engine {
  store: Store;
  catalogue: Catalogue;
  cursors: Cursors;
  /** Epoch milliseconds. */
  now: () => number;
  /** As `store.write`; when the disk refuses the commit, memory goes back to what the disk holds. */
  write: <T>(change: (writer: Writer) => T) => Promise<T>;
}

/** Puts an engine together on an open store. */
export function makeEngine(store: Store, now: () => number): Engine {
  const catalogue = new Catalogue(store);
  return {
    store,
    catalogue,
    cursors: new Cursors(now),
    now,
    write: async (change) => {
      try {
        return await store.write(change);
      } catch (error) {
        if (error instanceof CommitFailed) catalogue.reload();
        throw error;
      }
    },
  };
}
