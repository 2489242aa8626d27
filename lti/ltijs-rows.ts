// The database plugin that ltijs works through: its platform rows are ours, its key rows are answered from our keys.
import type { DatabasePlugin } from 'ltijs';
import type { RegistryKind, RegistryRows, Row, ToolKeys } from './ports.ts';

const kept: ReadonlySet<string> = new Set<RegistryKind>(['platform', 'platformStatus']);

/**
 * The seven functions of an ltijs database plugin over our rows.
 *
 * ltijs encrypts nothing here: the key rows it asks for are opened by `tool-keys.ts`, which seals them itself. What ltijs
 * would keep for its own launches (states, nonces, tokens) is refused, because no route of ltijs is in use.
 */
export function ltijsRows(rows: RegistryRows, keys: ToolKeys): DatabasePlugin {
  async function keyRows(collection: string, query: Row): Promise<Row[] | false> {
    const platformId = typeof query['kid'] === 'string' ? query['kid'] : '';
    const pair = await keys.currentPair(platformId);
    if (pair === null) return false;
    return [{ kid: platformId, key: collection === 'publickey' ? pair.publicPem : pair.privatePem }];
  }

  return {
    // Never fails: ltijs would end the process, with exit code 0.
    setup: async () => true,
    Close: async () => true,
    Get: async (_encryptionKey, collection, query = {}) => {
      if (collection === 'publickey' || collection === 'privatekey') return keyRows(collection, query);
      const found = await rows.find(kindOf(collection), query);
      return found.length > 0 && found;
    },
    Insert: async (_encryptionKey, collection, item) => {
      if (!(await rows.insert(kindOf(collection), item))) throw new AlreadyThere();
      return true;
    },
    Replace: async (_encryptionKey, collection, query, item) => {
      await rows.replace(kindOf(collection), query, item);
      return true;
    },
    Modify: async (_encryptionKey, collection, query, modification) => {
      await rows.modify(kindOf(collection), query, modification);
      return true;
    },
    Delete: async (collection, query) => {
      await rows.delete(kindOf(collection), query);
      return true;
    },
  };
}

/** A row with the same unique key exists. */
export class AlreadyThere extends Error {
  override name = 'AlreadyThere';
}

function kindOf(collection: string): RegistryKind {
  if (!kept.has(collection)) throw new Error(`ltijs asked for its "${collection}" rows, which Resit does not keep.`);
  return collection as RegistryKind;
}
