/** What tools ask of a server before they work with it: settings, users, log, what goes on. There is little to tell. */
import { DatabaseError } from '../errors.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isTruthy } from '../values/values.ts';
import type { Command, CommandTable } from './command.ts';

/** The settings a caller can ask for; none of them can be changed. */
const SETTINGS: Doc = {
  authenticationMechanisms: [],
  enableTestCommands: false,
  featureCompatibilityVersion: { version: '7.0' },
  ttlMonitorEnabled: true,
};

function getParameter({ body }: Command): Doc {
  const wanted = body.getParameter;
  const all = wanted === '*' || (isDocument(wanted) && isTruthy(wanted.allParameters));
  const names = Object.keys(SETTINGS).filter((name) => all || name in body);
  if (!names.length) throw new DatabaseError(72, 'no option found to get');
  return { ...Object.fromEntries(names.map((name) => [name, SETTINGS[name]])), ok: 1 };
}

function hostInfo(): Doc {
  return {
    system: { currentTime: new Date(), hostname: 'embedded', cpuAddrSize: 64 },
    os: { type: process.platform, name: 'Node.js', version: process.version },
    extra: {},
    ok: 1,
  };
}

function noReplicas(): never {
  throw new DatabaseError(76, 'not running with --replSet');
}

/** No user is known, so that nobody is left out of these answers. */
const noUsers = (): Doc => ({ users: [], ok: 1 });
const noneDropped = (): Doc => ({ n: 0, ok: 1 });

export const settingsCommands: CommandTable = {
  getParameter: { run: getParameter },
  usersInfo: { run: noUsers },
  dropAllUsersFromDatabase: { run: noneDropped },
  getCmdLineOpts: { run: () => ({ argv: [], parsed: {}, ok: 1 }) },
  currentOp: { run: () => ({ inprog: [], ok: 1 }) },
  hostInfo: { run: hostInfo },
  replSetGetStatus: { run: noReplicas },
  getLog: { run: () => ({ totalLinesWritten: 0, log: [], ok: 1 }) },
};
