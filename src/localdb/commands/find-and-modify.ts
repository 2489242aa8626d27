/** findAndModify: finds one document, changes or removes it, and answers it as it was or as it is. */
import { failedToParse } from '../errors.ts';
import { filterFrom } from '../language/filter.ts';
import { projectionFrom } from '../language/project.ts';
import { parseUpdate } from '../language/update.ts';
import type { Doc } from '../values/values.ts';
import type { Command, CommandTable } from './command.ts';
import { collectionName, findCollection, flag, parseSort, scopeOf } from './command.ts';
import { hintOf } from './reading.ts';
import { runDelete, runUpdate } from './writing.ts';

function checkOptions(body: Doc): { remove: boolean; upsert: boolean; returnNew: boolean } {
  const remove = flag(body, 'remove');
  const upsert = flag(body, 'upsert');
  const returnNew = flag(body, 'new');
  if (remove && body.update !== undefined) throw failedToParse('Cannot specify both an update and remove=true');
  if (remove && upsert) throw failedToParse('Cannot specify both upsert=true and remove=true');
  if (remove && returnNew) {
    throw failedToParse("Cannot specify both new=true and remove=true; 'remove' always returns the deleted document");
  }
  if (!remove && body.update === undefined) {
    throw failedToParse('Either an update or remove=true must be specified');
  }
  return { remove, upsert, returnNew };
}

async function findAndModify(command: Command): Promise<Doc> {
  const { engine, body, database } = command;
  const name = collectionName(command);
  const options = checkOptions(body);
  const scope = scopeOf(command, findCollection(command));
  const filter = filterFrom(body.query, 'findAndModify.query', scope);
  const sort = parseSort(body.sort, { ...scope, textScore: filter.textScore });
  const hint = hintOf(body.hint);
  const projection = projectionFrom(body.fields, filter, scope);
  const show = (doc: Doc | undefined): Doc | null => (doc && projection ? projection.project(doc) : (doc ?? null));
  if (options.remove) {
    return engine.write((writer) => {
      const collection = engine.catalogue.find(database, name);
      const query = { filter, sort, skip: 0, limit: 1, hint };
      const [removed] = collection ? runDelete(engine, writer, collection, query) : [];
      return { lastErrorObject: { n: removed ? 1 : 0 }, value: show(removed), ok: 1 };
    });
  }
  const bypass = flag(body, 'bypassDocumentValidation');
  const update = parseUpdate(body.update, body.arrayFilters, scope);
  return engine.write((writer) => {
    const statement = { filter, update, multi: false, upsert: options.upsert, sort, hint, bypass };
    const outcome = runUpdate(engine, writer, { database, name }, statement);
    const { upserted } = outcome;
    return {
      lastErrorObject: {
        n: outcome.matched || upserted ? 1 : 0,
        updatedExisting: outcome.matched > 0,
        ...(upserted && { upserted: upserted._id }),
      },
      value: show(options.returnNew ? outcome.after : outcome.before),
      ok: 1,
    };
  });
}

const definition = {
  fields: [
    'query',
    'sort',
    'remove',
    'update',
    'new',
    'fields',
    'upsert',
    'bypassDocumentValidation',
    'arrayFilters',
    'hint',
    'let',
  ],
  notOnViews: true,
  run: findAndModify,
};

export const findAndModifyCommands: CommandTable = { findAndModify: definition, findandmodify: definition };
