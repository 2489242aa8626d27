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
}

/** Options that stay in the list and change nothing here. */
const NOTED: readonly string[] = [];

/** Options that change nothing here and are not listed. */
const HARMLESS = ['autoIndexId', 'idIndex', 'storageEngine', 'indexOptionDefaults', 'flags'];

const LEFT_OUT: Record<string, string> = {
  timeseries: 'time series collections are',
  clusteredIndex: 'clustered indexes are',
  expireAfterSeconds: 'expireAfterSeconds of a collection is',
  encryptedFields: 'encrypted fields are',
  changeStreamPreAndPostImages: 'change streams are',
};

const LEVELS = ['off', 'strict', 'moderate'];
const ACTIONS = ['error', 'warn'];
const OWN = ['capped', 'size', 'max', 'validator', 'validationLevel', 'validationAction', 'viewOn', 'pipeline'];

/** All the options of `create`. */
export const CREATE_OPTIONS: readonly string[] = [...OWN, ...NOTED, ...HARMLESS, ...Object.keys(LEFT_OUT)];

/** Checks the options of `create`; answers them as they are stored and listed. */
export function checkCreateOptions(body: Doc): Doc {
  for (const [option, words] of Object.entries(LEFT_OUT)) {
    if (body[option] !== undefined && body[option] !== false) throw notSupported(words);
  }
  const options: Doc = {};
  if (isTruthy(body.capped)) Object.assign(options, checkCapped(body));
  else if (body.size !== undefined && body.capped !== undefined) sizeOf('size', body.size);
  if (body.validator !== undefined) Object.assign(options, checkValidator(body));
  if (body.collation !== undefined) {
    const collation = readCollation(body.collation);
    if (collation) options.collation = collation.spec;
  }
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
  const { validator: rules, viewOn } = options;
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
    view: typeof viewOn === 'string' ? { on: viewOn, pipeline: options.pipeline as unknown[] } : undefined,
  };
}
