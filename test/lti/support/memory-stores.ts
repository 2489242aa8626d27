// The gatehouse's stores in memory, with the same promises as the real ones: unique keys, and one winner per race.
import type {
  AnsweredRequests,
  HeldLaunch,
  Invitations,
  LoginRecord,
  LoginStore,
  RegistrationInvitation,
  RegistryKind,
  RegistryRows,
  Row,
} from '../../../lti/ports.ts';
import { registryKinds } from '../../../lti/ports.ts';

export interface MemoryRows extends RegistryRows {
  all(kind: RegistryKind): Row[];
}

export function memoryRows(): MemoryRows {
  const families = new Map<RegistryKind, Row[]>();
  const family = (kind: RegistryKind): Row[] => families.get(kind) ?? families.set(kind, []).get(kind)!;
  const fits = (row: Row, query: Row): boolean => Object.entries(query).every(([name, value]) => row[name] === value);
  return {
    all: (kind) => family(kind),
    find: async (kind, query) => structuredClone(family(kind).filter((row) => fits(row, query))),
    insert: async (kind, row) => {
      const isThere = registryKinds[kind].some((key) =>
        family(kind).some((other) => key.every((name) => other[name] === row[name])),
      );
      if (!isThere) family(kind).push(structuredClone(row));
      return !isThere;
    },
    replace: async (kind, query, row) => {
      const rest = family(kind).filter((other) => !fits(other, query));
      families.set(kind, [...rest, structuredClone(row)]);
    },
    modify: async (kind, query, changes) => {
      const fitting = family(kind).filter((row) => fits(row, query));
      for (const row of fitting) Object.assign(row, structuredClone(changes));
      return fitting.length;
    },
    delete: async (kind, query) => {
      const rest = family(kind).filter((row) => !fits(row, query));
      families.set(kind, rest);
    },
  };
}

export interface MemoryLogins extends LoginStore {
  records: Map<string, LoginRecord>;
  helds: Map<string, HeldLaunch>;
  /** While set, every call fails as if the database were down. */
  isDown: boolean;
}

export function memoryLogins(): MemoryLogins {
  const records = new Map<string, LoginRecord>();
  const helds = new Map<string, HeldLaunch>();
  const up = (): void => {
    if (store.isDown) throw new Error('connection to 10.1.2.3:27017 closed, id_token was eyJhbGciOi');
  };
  const store: MemoryLogins = {
    records,
    helds,
    isDown: false,
    create: async (record) => {
      up();
      records.set(record.stateHash, structuredClone(record));
    },
    peek: async (stateHash) => {
      up();
      const record = records.get(stateHash);
      return record === undefined ? null : structuredClone(record);
    },
    consume: async (stateHash, nowMs) => {
      up();
      const record = records.get(stateHash);
      if (record === undefined || record.usedAt !== null) return false;
      record.usedAt = nowMs;
      return true;
    },
    countFailure: async (stateHash) => {
      up();
      const record = records.get(stateHash);
      if (record !== undefined) record.failures += 1;
    },
    hold: async (held) => {
      up();
      helds.set(held.ticketHash, structuredClone(held));
    },
    take: async (ticketHash) => {
      up();
      const held = helds.get(ticketHash) ?? null;
      helds.delete(ticketHash);
      return held;
    },
  };
  return store;
}

export interface MemoryInvitations extends Invitations {
  open(token: string, invitation?: Partial<RegistrationInvitation>): void;
}

export function memoryInvitations(): MemoryInvitations {
  const invitations = new Map<string, RegistrationInvitation & { isUsed: boolean }>();
  return {
    open: (token, invitation = {}) =>
      void invitations.set(token, { organizationId: 'org-1', name: null, isUsed: false, ...invitation }),
    find: async (token) => {
      const found = invitations.get(token);
      return found === undefined || found.isUsed ? null : { organizationId: found.organizationId, name: found.name };
    },
    consume: async (token) => {
      const found = invitations.get(token);
      if (found === undefined || found.isUsed) return false;
      found.isUsed = true;
      return true;
    },
    restore: async (token) => {
      const found = invitations.get(token);
      if (found !== undefined) found.isUsed = false;
    },
  };
}

export function memoryAnswered(): AnsweredRequests {
  const answered = new Set<string>();
  return {
    markAnswered: async (id) => !answered.has(id) && answered.add(id).has(id),
    unmark: async (id) => void answered.delete(id),
  };
}
