/** collMod: another expiry for an index, other rules for documents, another pipeline for a view. */
import { Long } from 'bson';
import { DatabaseError, failedToParse, notSupported } from '../errors.ts';
import { findIndex } from '../storage/catalogue.ts';
import type { Collection, Index } from '../storage/catalogue.ts';
import { checkValidator, checkView } from '../storage/collection-options.ts';
import { checkIndexSpec } from '../storage/index-spec.ts';
import type { Doc } from '../values/values.ts';
import { isDocument } from '../values/values.ts';
import type { Command, CommandTable } from './command.ts';
import { checkFields, collectionName, findCollection } from './command.ts';

const RULES = ['validator', 'validationLevel', 'validationAction'];
const VIEW = ['viewOn', 'pipeline'];

const LEFT_OUT = ['expireAfterSeconds', 'cappedSize', 'cappedMax', 'changeStreamPreAndPostImages', 'timeseries'];

const INDEX_FIELDS = ['keyPattern', 'name', 'expireAfterSeconds', 'hidden', 'unique', 'prepareUnique'];

interface IndexChange {
  wanted: unknown;
  expireAfterSeconds: unknown;
  hidden: unknown;
}

function readChange(change: unknown): IndexChange {
  if (!isDocument(change))
    throw failedToParse("collMod takes 'index', a document that says which index and what of it");
  checkFields('collMod.index', change, INDEX_FIELDS);
  for (const option of ['unique', 'prepareUnique']) {
    if (change[option] !== undefined) throw notSupported(`changing '${option}' of an index is`);
  }
  const { keyPattern, name, expireAfterSeconds, hidden } = change;
  if ((keyPattern === undefined) === (name === undefined)) {
    throw new DatabaseError(72, 'must specify either index name or key pattern');
  }
  if (expireAfterSeconds === undefined && hidden === undefined) {
    throw new DatabaseError(72, 'no expireAfterSeconds or hidden field');
  }
  return { wanted: keyPattern ?? name, expireAfterSeconds, hidden };
}

async function collMod(command: Command): Promise<Doc> {
  const { engine, body } = command;
  const name = collectionName(command);
  for (const option of LEFT_OUT) if (body[option] !== undefined) throw notSupported(`collMod with '${option}' is`);
  const change = body.index === undefined ? undefined : readChange(body.index);
  return engine.write((writer) => {
    const collection = findCollection(command);
    if (!collection) throw new DatabaseError(26, `ns does not exist: ${command.database}.${name}`);
    const options = reshaped(collection, body);
    if (options !== collection.options) engine.catalogue.reshape(writer, collection, options);
    if (!change) return { ok: 1 };
    const index = findIndex(collection, change.wanted);
    if (!index) throw new DatabaseError(27, `cannot find index for ns ${collection.namespace}`);
    const reply = changeIndex(index, change);
    engine.catalogue.save(writer, collection);
    return { ...reply, ok: 1 };
  });
}

/** The options of a collection after a collMod: an empty validator ends all rules. */
function reshaped({ options, view }: Collection, body: Doc): Doc {
  const given = (names: readonly string[]): boolean => names.some((name) => body[name] !== undefined);
  const asked = (names: readonly string[]): Doc =>
    Object.fromEntries(
      names.map((name) => [name, body[name] ?? options[name]]).filter(([, value]) => value !== undefined),
    );
  if (given(VIEW) && !view) throw new DatabaseError(72, 'a pipeline can be given to a view only');
  if (given(VIEW)) return { ...options, ...checkView(asked(VIEW)) };
  return given(RULES) ? { ...options, ...checkValidator({ validator: {}, ...asked(RULES) }) } : options;
}

/** The index stays the same one, with its entries and those who are reading it. Answers what was and what is. */
function changeIndex(index: Index, { expireAfterSeconds, hidden }: IndexChange): Doc {
  const before = { seconds: index.expireAfterSeconds, hidden: index.hidden };
  const spec = checkIndexSpec({
    ...index.spec,
    ...(expireAfterSeconds !== undefined && { expireAfterSeconds }),
    ...(hidden !== undefined && { hidden }),
  });
  const seconds = spec.expireAfterSeconds === undefined ? undefined : Number(spec.expireAfterSeconds);
  Object.assign(index, { spec, expireAfterSeconds: seconds, hidden: spec.hidden === true });
  return {
    ...(expireAfterSeconds !== undefined && {
      ...(before.seconds !== undefined && { expireAfterSeconds_old: Long.fromNumber(before.seconds) }),
      expireAfterSeconds_new: Long.fromNumber(seconds!),
    }),
    ...(hidden !== undefined && { hidden_old: before.hidden, hidden_new: index.hidden }),
  };
}

export const modifyCollectionCommands: CommandTable = {
  collMod: { fields: ['index', ...RULES, ...VIEW, ...LEFT_OUT], run: collMod },
};
