/** The commands by which a driver learns whom it speaks to. */
import { UUID } from 'bson';
import { MAX_DOCUMENT_BYTES } from '../values/raw-bson.ts';
import { MAX_MESSAGE_BYTES } from '../wire.ts';
import type { Command, CommandTable } from './command.ts';
import type { Doc } from '../values/values.ts';

/** The MongoDB whose answers are imitated. */
const VERSION = '7.0.0';
/** The wire version of that MongoDB: known to the drivers from 5 to 7. */
const MAX_WIRE_VERSION = 21;

function hello({ connectionId }: Command): Doc {
  return {
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId,
    minWireVersion: 0,
    maxWireVersion: MAX_WIRE_VERSION,
    readOnly: false,
    ok: 1,
  };
}

function buildInfo(): Doc {
  return {
    version: VERSION,
    versionArray: [...VERSION.split('.').map(Number), 0],
    gitVersion: 'embedded',
    modules: ['embedded'],
    bits: 64,
    debug: false,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    ok: 1,
  };
}

function serverStatus({ engine }: Command): Doc {
  return {
    host: 'embedded',
    version: VERSION,
    process: 'embedded',
    pid: process.pid,
    uptime: process.uptime(),
    localTime: new Date(),
    metrics: { cursor: { open: { total: engine.cursors.size } } },
    ok: 1,
  };
}

const done = (): Doc => ({ ok: 1 });

export const greetingCommands: CommandTable = {
  hello: { run: hello },
  ismaster: { run: hello },
  isMaster: { run: hello },
  ping: { run: done },
  buildInfo: { run: buildInfo },
  buildinfo: { run: buildInfo },
  serverStatus: { run: serverStatus },
  connectionStatus: { run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] }, ok: 1 }) },
  startSession: { run: () => ({ id: { id: new UUID() }, timeoutMinutes: 30, ok: 1 }) },
  endSessions: { run: done },
  refreshSessions: { run: done },
  killSessions: { run: done },
};
