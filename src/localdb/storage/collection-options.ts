/** What a collection is created with: what may be asked for, and what follows from it for its documents. */
import { DatabaseError, badValue, notSupported, typeMismatch } from '../errors.ts';
import { NO_SCOPE } from '../aggregation/scope.ts';
import type { Filter } from '../language/filter.ts';
import { parseFilter } from '../language/filter.ts';
import type { Collation } from '../values/collation.ts';
import { readCollation } from '../values/collation.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isTruthy, toInteger, typeName } from '../values/values.ts';

/** What the documents of a collection must look like. */
export interface Validator {
  filter: Filter;
  /** As it was given. */
  rules: Doc;
  /** `moderate` leaves documents alone that broke the rules before. */
  level: 'off' | 'strict' | 'moderate';
  action: 'error' | 'warn';
}

/** A collection that is nothing but a question to another one. */
export interface View {
  on: string;
  pipeline: unknown[];
}

/** What the options of a collection mean for its documents. */
export interface Rules {
  /** How text is compared where a command does not say. */
  collation: Collation | undefined;
  validator: Validator | undefined;
  /** The oldest documents go when there are more than this. */
  capped: { bytes: number; documents: number } | undefined;
  view: View | undefined;
  /** Of a time series: the field that must hold a date. */
  timeField: string | undefined;
}

/** Options that are listed and change nothing here: they are meant for other stores. */
const NOTED = ['storageEngine', 'indexOptionDefaults'];

/** Options that change nothing here and are not listed. */
const HARMLESS = ['autoIndexId', 'idIndex', 'flags'];

const LEFT_OUT: Record<string, string> = {
  encryptedFields: 'encrypted fields are',
  changeStreamPreAndPostImages: 'change streams are',
};

const LEVELS = ['off', 'strict', 'moderate'];
const ACTIONS = ['error', 'warn'];
const OWN = [
  'capped',
  'size',
  'max',
  'validator',
  'validationLevel',
  'validationAction',
  'viewOn',
  'pipeline',
  'timeseries',
  'clusteredIndex',
  'expireAfterSeconds',
];

/** All the options of `create`. */
export const CREATE_OPTIONS: readonly string[] = [...OWN, ...NOTED, ...HARMLESS, ...Object.keys(LEFT_OUT)];

/** Checks the options of `create`; answers them as they are stored and listed. */
export function checkCreateOptions(body: Doc): Doc {
  for (const [option, words] of Object.entries(LEFT_OUT)) {
    if (body[option] !== undefined && body[option] !== false) throw notSupported(words);
  }
  const options: Doc = Object.fromEntries(
    NOTED.filter((name) => isDocument(body[name])).map((name) => [name, body[name]]),
  );
  if (isTruthy(body.capped)) Object.assign(options, checkCapped(body));
  else if (body.size !== undefined && body.capped !== undefined) sizeOf('size', body.size);
  if (body.validator !== undefined) Object.assign(options, checkValidator(body));
  if (body.collation !== undefined) {
    const collation = readCollation(body.collation);
    if (collation) options.collation = collation.spec;
  }
  if (body.clusteredIndex !== undefined && body.clusteredIndex !== false) {
    options.clusteredIndex = checkClustered(body.clusteredIndex);
  }
  if (body.timeseries !== undefined) options.timeseries = checkTimeSeries(body.timeseries);
  if (body.expireAfterSeconds !== undefined) options.expireAfterSeconds = checkExpiry(body, options);
  if (body.viewOn === undefined) {
    if (body.pipeline !== undefined) throw new DatabaseError(72, "'pipeline' requires 'viewOn' to also be specified");
    return options;
  }
  return { ...options, ...checkView(body) };
}

function checkCapped(body: Doc): Doc {
  if (body.size === undefined) throw new DatabaseError(72, "the 'size' field is required when 'capped' is true");
  // Sizes are kept in steps of 256 bytes, as MongoDB does.
  const size = Math.max(4096, Math.ceil(sizeOf('size', body.size) / 256) * 256);
  return { capped: true, size, ...(body.max !== undefined && { max: sizeOf('max', body.max) }) };
}

/** The collection lies in the order of its `_id`. */
function checkClustered(value: unknown): Doc {
  const { key, unique, name } = isDocument(value) ? value : ({} as Doc);
  if (!isDocument(key) || Object.keys(key).join() !== '_id' || toInteger(key._id) !== 1) {
    throw new DatabaseError(197, 'The clusteredIndex option supports the key {_id: 1} only');
  }
  if (unique !== true) throw new DatabaseError(40414, "BSON field 'create.clusteredIndex.unique' must be true");
  return { v: 2, key, name: name === undefined ? '_id_' : String(name), unique };
}

const GRANULARITIES: Record<string, number> = { seconds: 3600, minutes: 86_400, hours: 2_592_000 };
const SERIES_OPTIONS = ['timeField', 'metaField', 'granularity', 'bucketMaxSpanSeconds', 'bucketRoundingSeconds'];

/** A time series is kept as any collection is; it demands a date. */
function checkTimeSeries(value: unknown): Doc {
  if (!isDocument(value))
    throw typeMismatch("BSON field 'create.timeseries' is the wrong type, expected type 'object'");
  const unknown = Object.keys(value).find((name) => !SERIES_OPTIONS.includes(name));
  if (unknown !== undefined)
    throw new DatabaseError(40415, `BSON field 'create.timeseries.${unknown}' is an unknown field.`);
  const { timeField, metaField, granularity = 'seconds' } = value;
  if (timeField === undefined) {
    throw new DatabaseError(40414, "BSON field 'create.timeseries.timeField' is missing but a required field");
  }
  if (typeof timeField !== 'string' || !timeField || timeField.includes('.')) {
    throw new DatabaseError(72, "'timeField' must be a top-level field");
  }
  if (metaField === '_id' || metaField === timeField) {
    throw new DatabaseError(72, "'metaField' cannot be '_id' or the same as 'timeField'");
  }
  const span = GRANULARITIES[String(granularity)];
  if (span === undefined) {
    throw badValue(
      `Enumeration value '${String(granularity)}' for field 'create.timeseries.granularity' is not a valid value.`,
    );
  }
  return { ...value, granularity, bucketMaxSpanSeconds: value.bucketMaxSpanSeconds ?? span };
}

function checkExpiry(body: Doc, options: Doc): number {
  if (!options.timeseries && !options.clusteredIndex) {
    throw new DatabaseError(
      72,
      "'expireAfterSeconds' is only supported on time-series collections or when the 'clusteredIndex' option is specified",
    );
  }
  const seconds = toInteger(body.expireAfterSeconds);
  if (seconds === undefined || seconds < 0)
    throw new DatabaseError(72, "'expireAfterSeconds' must be a non-negative number");
  return seconds;
}

function sizeOf(name: string, value: unknown): number {
  const size = toInteger(value);
  if (size === undefined) throw typeMismatch(`BSON field 'create.${name}' is the wrong type '${typeName(value)}'`);
  if (size < (name === 'size' ? 1 : 0)) {
    throw new DatabaseError(51024, `BSON field '${name}' value must be >= 1, actual value '${size}'`);
  }
  return size;
}

/** Checks the rules for documents, with their level and action. */
export function checkValidator({ validator, validationLevel = 'strict', validationAction = 'error' }: Doc): Doc {
  if (!isDocument(validator)) {
    throw typeMismatch(`BSON field 'validator' is the wrong type '${typeName(validator)}', expected type 'object'`);
  }
  if (!LEVELS.includes(String(validationLevel))) {
    throw badValue(`Enumeration value '${String(validationLevel)}' for field 'validationLevel' is not a valid value.`);
  }
  if (!ACTIONS.includes(String(validationAction))) {
    throw badValue(
      `Enumeration value '${String(validationAction)}' for field 'validationAction' is not a valid value.`,
    );
  }
  parseFilter(validator);
  return { validator, validationLevel, validationAction };
}

/** Checks what a view is made of. */
export function checkView({ viewOn, pipeline = [] }: Doc): Doc {
  if (typeof viewOn !== 'string') throw typeMismatch("BSON field 'viewOn' is the wrong type, expected type 'string'");
  if (!viewOn) throw badValue("'viewOn' cannot be empty");
  if (!Array.isArray(pipeline)) throw typeMismatch("BSON field 'pipeline' is the wrong type, expected type 'array'");
  return { viewOn, pipeline };
}

/** What checked options mean. */
export function rulesOf(options: Doc): Rules {
  const collation = options.collation === undefined ? undefined : readCollation(options.collation);
  const { validator: rules, viewOn, timeseries } = options;
  return {
    collation,
    validator: isDocument(rules)
      ? {
          filter: parseFilter(rules, { ...NO_SCOPE, collation }),
          rules,
          level: options.validationLevel as Validator['level'],
          action: options.validationAction as Validator['action'],
        }
      : undefined,
    capped:
      options.capped === true ? { bytes: Number(options.size), documents: Number(options.max) || Infinity } : undefined,
    timeField: isDocument(timeseries) ? String(timeseries.timeField) : undefined,
    view: typeof viewOn === 'string' ? { on: viewOn, pipeline: options.pipeline as unknown[] } : undefined,
  };
}
