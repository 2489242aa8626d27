// API keys by the id in their token; the token itself is kept nowhere.

import type { Connection } from 'mongoose';
import { apiKeySchema, type ApiKey } from '../../domain/api-key.ts';
import { documents } from '../documents.ts';

export type ApiKeyStore = ReturnType<typeof apiKeyStore>;

export function apiKeyStore(connection: Connection) {
  const keys = documents<ApiKey>(connection, 'apiKeys', apiKeySchema, [[{ organizationId: 1, createdAt: -1 }]]);
  return {
    prepare: keys.prepare,

    /** False when there is a key of this id already. */
    insert: (key: ApiKey): Promise<boolean> => keys.insertIfNew(key),

    /** By the id alone, because a token names nothing else; whose it is, the key says. */
    find: (id: string) => keys.findOne({ _id: id }),

    /** The keys of an organization, newest first, at most 500. */
    ofOrganization: (organizationId: string) => keys.find({ organizationId }, { sort: { createdAt: -1 }, limit: 500 }),

    /** The key as revoked; null when it was before, or is somebody else's. */
    revoke: (id: string, organizationId: string, revoked: NonNullable<ApiKey['revoked']>) =>
      keys.findAndUpdate({ _id: id, organizationId, revoked: null }, { $set: { revoked } }),

    /** Notes the hour of a use, once. */
    noteUse: (id: string, hour: number) =>
      keys.update(
        { _id: id, $or: [{ lastUsedAt: null }, { lastUsedAt: { $lt: hour } }] },
        { $set: { lastUsedAt: hour } },
      ),
  };
}
