/** From a request to its answer: finds the command, checks it, runs it, and puts errors into MongoDB's form. */
import type { Engine } from '../engine.ts';
import { DatabaseError, notSupported } from '../errors.ts';
import { refuseView } from '../aggregation/views.ts';
import { rawArray } from '../values/raw-bson.ts';
import type { Doc } from '../values/values.ts';
import type { Reply, Request } from '../wire.ts';
import { decodeBody } from '../wire.ts';
import { aggregatingCommands } from './aggregating.ts';
import { catalogueCommands } from './catalogue.ts';
import type { Command, CommandTable } from './command.ts';
import { checkCommand, findCollection } from './command.ts';
import { explainCommands } from './explain.ts';
import { findAndModifyCommands } from './find-and-modify.ts';
import { greetingCommands } from './greeting.ts';
import { modifyCollectionCommands } from './modify-collection.ts';
import { readingCommands } from './reading.ts';
import { renameCommands } from './rename.ts';
import { settingsCommands } from './settings.ts';
import { statisticsCommands } from './statistics.ts';
import { upkeepCommands } from './upkeep.ts';
import { writingCommands } from './writing.ts';

const COMMANDS: CommandTable = {
  ...greetingCommands,
  ...readingCommands,
  ...aggregatingCommands,
  ...writingCommands,
  ...findAndModifyCommands,
  ...catalogueCommands,
  ...explainCommands,
  ...modifyCollectionCommands,
  ...renameCommands,
  ...settingsCommands,
  ...statisticsCommands,
  ...upkeepCommands,
};

/** Commands of MongoDB that are left out on purpose. */
const LEFT_OUT = new Set([
  'bulkWrite',
  'createRole',
  'createUser',
  'dropRole',
  'dropUser',
  'mapReduce',
  'setParameter',
  'updateUser',
]);

const TRANSACTION_COMMANDS = ['commitTransaction', 'abortTransaction'];

/** Answers a request. Never throws: what goes wrong is in the answer. */
export async function answer(engine: Engine, request: Request, connectionId: number): Promise<Reply> {
  try {
    return await run(engine, request, connectionId);
  } catch (error) {
    return errorReply(error);
  }
}

async function run(engine: Engine, request: Request, connectionId: number): Promise<Reply> {
  const body = decodeBody(request.body);
  const [name = ''] = Object.keys(body);
  const definition = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!definition) throw unknownCommand(name);
  checkCommand(name, body, definition);
  const command: Command = {
    name,
    database: typeof body.$db === 'string' ? body.$db : 'admin',
    body,
    engine,
    connectionId,
    rawDocuments: (field) => request.sequences.get(field) ?? rawArray(request.body, field) ?? [],
  };
  if (definition.notOnViews) refuseView(findCollection(command));
  return definition.run(command);
}

function unknownCommand(name: string): DatabaseError {
  if (TRANSACTION_COMMANDS.includes(name)) {
    return new DatabaseError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  }
  if (LEFT_OUT.has(name)) return notSupported(`the command ${name} is`);
  return new DatabaseError(59, `no such command: '${name}'`);
}

function errorReply(error: unknown): Doc {
  if (error instanceof DatabaseError) {
    return { ok: 0, errmsg: error.message, code: error.code, codeName: error.codeName, ...error.details };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { ok: 0, errmsg: message, code: 1, codeName: 'InternalError' };
}
