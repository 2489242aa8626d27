/** renameCollection: another name for a collection, which takes its documents and indexes along. */
import { DatabaseError, typeMismatch } from '../errors.ts';
import { dropCollection } from '../storage/records.ts';
import type { Doc } from '../values/values.ts';
import { typeName } from '../values/values.ts';
import type { Command, CommandTable } from './command.ts';
import { checkName, flag } from './command.ts';

/** `database.collection` in its two parts. The name of a database has no dot. */
function readNamespace(body: Doc, field: string): { database: string; name: string } {
  const text = body[field];
  if (typeof text !== 'string') {
    throw typeMismatch(`BSON field '${field}' is the wrong type '${typeName(text)}', expected type 'string'`);
  }
  const dot = text.indexOf('.');
  const database = dot < 0 ? text : text.slice(0, dot);
  return { database, name: checkName(database, dot < 0 ? '' : text.slice(dot + 1)) };
}

async function renameCollection({ engine, body, database }: Command): Promise<Doc> {
  if (database !== 'admin') {
    throw new DatabaseError(13, 'renameCollection may only be run against the admin database.');
  }
  const from = readNamespace(body, 'renameCollection');
  const to = readNamespace(body, 'to');
  const dropTarget = flag(body, 'dropTarget');
  await engine.write((writer) => {
    const collection = engine.catalogue.find(from.database, from.name);
    if (!collection) {
      throw new DatabaseError(26, `Source collection ${from.database}.${from.name} does not exist`);
    }
    const target = engine.catalogue.find(to.database, to.name);
    if (target === collection) throw new DatabaseError(20, "Can't rename a collection to itself");
    if (target && !dropTarget) throw new DatabaseError(48, 'target namespace exists');
    if (target) dropCollection(writer, engine.catalogue, target);
    engine.catalogue.rename(writer, collection, to.database, to.name);
  });
  return { ok: 1 };
}

export const renameCommands: CommandTable = {
  renameCollection: { fields: ['to', 'dropTarget'], run: renameCollection },
};
