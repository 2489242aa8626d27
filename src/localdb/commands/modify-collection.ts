/** collMod: another expiry for an index; what else it does in MongoDB is left out. */
import { Long } from 'bson';
import { DatabaseError, failedToParse, notSupported } from '../errors.ts';
import { findIndex } from '../storage/catalogue.ts';
import type { Index } from '../storage/catalogue.ts';
import { checkIndexSpec } from '../storage/index-spec.ts';
import type { Doc } from '../values/values.ts';
import { isDocument } from '../values/values.ts';
import type { Command, CommandTable } from './command.ts';
import { checkFields, collectionName, findCollection } from './command.ts';

const LEFT_OUT = [
  'validator',
  'validationLevel',
  'validationAction',
  'viewOn',
  'pipeline',
  'expireAfterSeconds',
  'cappedSize',
  'cappedMax',
  'changeStreamPreAndPostImages',
  'timeseries',
];

const INDEX_FIELDS = ['keyPattern', 'name', 'expireAfterSeconds', 'hidden', 'unique', 'prepareUnique'];

function readChange(change: unknown): { wanted: unknown; expireAfterSeconds: unknown } {
  if (!isDocument(change))
    throw failedToParse("collMod takes 'index', a document that says which index and what of it");
  checkFields('collMod.index', change, INDEX_FIELDS);
  for (const option of ['hidden', 'unique', 'prepareUnique']) {
    if (change[option] !== undefined) throw notSupported(`changing '${option}' of an index is`);
  }
  const { keyPattern, name, expireAfterSeconds } = change;
  if ((keyPattern === undefined) === (name === undefined)) {
    throw new DatabaseError(72, 'must specify either index name or key pattern');
  }
  if (expireAfterSeconds === undefined) throw new DatabaseError(72, 'no expireAfterSeconds field');
  return { wanted: keyPattern ?? name, expireAfterSeconds };
}

async function collMod(command: Command): Promise<Doc> {
  const { engine, body } = command;
  const name = collectionName(command);
  for (const option of LEFT_OUT) if (body[option] !== undefined) throw notSupported(`collMod with '${option}' is`);
  const change = body.index === undefined ? undefined : readChange(body.index);
  return engine.write((writer) => {
    const collection = findCollection(command);
    if (!collection) throw new DatabaseError(26, `ns does not exist: ${command.database}.${name}`);
    if (!change) return { ok: 1 };
    const index = findIndex(collection, change.wanted);
    if (!index) throw new DatabaseError(27, `cannot find index for ns ${collection.namespace}`);
    const before = index.expireAfterSeconds;
    const after = setExpiry(index, change.expireAfterSeconds);
    engine.catalogue.save(writer, collection);
    return {
      ...(before !== undefined && { expireAfterSeconds_old: Long.fromNumber(before) }),
      expireAfterSeconds_new: Long.fromNumber(after),
      ok: 1,
    };
  });
}

/** The index stays the same one, with its entries and those who are reading it. */
function setExpiry(index: Index, expireAfterSeconds: unknown): number {
  const spec = checkIndexSpec({ ...index.spec, expireAfterSeconds });
  const seconds = Number(spec.expireAfterSeconds);
  Object.assign(index, { spec, expireAfterSeconds: seconds });
  return seconds;
}

export const modifyCollectionCommands: CommandTable = {
  collMod: { fields: ['index', ...LEFT_OUT], run: collMod },
};
