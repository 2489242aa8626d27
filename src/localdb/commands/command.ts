/** What a command is made of, and what every command checks first. */
import type { Collection } from '../storage/catalogue.ts';
import type { Engine } from '../engine.ts';
import { DatabaseError, badValue, failedToParse, typeMismatch } from '../errors.ts';
import type { Scope } from '../aggregation/scope.ts';
import { compileExpression } from '../aggregation/expressions.ts';
import { sortFields } from '../aggregation/read-sort.ts';
import type { Collation } from '../values/collation.ts';
import { readCollation } from '../values/collation.ts';
import type { KeyField } from '../values/index-keys.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isTruthy, toInteger, toNumber, typeName } from '../values/values.ts';
import type { Reply } from '../wire.ts';

/** A command as it came, with the engine to run it on. */
export interface Command {
  name: string;
  database: string;
  body: Doc;
  engine: Engine;
  /** The list of documents under this name, from within the body or beside it, as bytes. */
  rawDocuments: (field: string) => Buffer[];
  connectionId: number;
}

/** One command: which fields it knows, and what it does. */
export interface CommandDefinition {
  /** Fields besides the command's name; undefined for commands that take anything (greetings). */
  fields?: readonly string[];
  /** Is it for collections alone, and not for views? */
  notOnViews?: boolean;
  run: (command: Command) => Reply | Promise<Reply>;
}

export type CommandTable = Record<string, CommandDefinition>;

/** Fields that every command may carry and that change nothing here. */
const COMMON_FIELDS = new Set([
  '$db',
  '$clusterTime',
  '$readPreference',
  'apiDeprecationErrors',
  'apiStrict',
  'apiVersion',
  'comment',
  'lsid',
  'maxTimeMS',
  'readConcern',
  'writeConcern',
]);

/** Refuses what no command of this database can do, and fields that it would otherwise ignore. */
export function checkCommand(name: string, body: Doc, definition: CommandDefinition): void {
  if (!definition.fields) return;
  if (body.txnNumber !== undefined || body.startTransaction !== undefined || body.autocommit !== undefined) {
    throw new DatabaseError(20, 'Transaction numbers are only allowed on a replica set member or mongos');
  }
  checkConcerns(body);
  checkFields(name, body, [name, 'collation', ...definition.fields]);
  if (body.collation !== undefined) readCollation(body.collation);
}

/** Refuses an unknown field (40415). `what` is the command's name, or the path of a part of it. */
export function checkFields(what: string, doc: Doc, known: readonly string[]): void {
  for (const field of Object.keys(doc)) {
    if (known.includes(field) || COMMON_FIELDS.has(field)) continue;
    throw new DatabaseError(40415, `BSON field '${what}.${field}' is an unknown field.`);
  }
}

function checkConcerns(body: Doc): void {
  const level = isDocument(body.readConcern) ? body.readConcern.level : undefined;
  if (level === 'snapshot') {
    throw new DatabaseError(123, 'node needs to be a replica set member to use readConcern: snapshot');
  }
  if (level === 'linearizable') {
    throw new DatabaseError(123, 'node needs to be a replica set member to use readConcern: linearizable');
  }
  if (level !== undefined && !['local', 'available', 'majority'].includes(String(level))) {
    throw failedToParse(`Enumeration value '${String(level)}' for field 'readConcern.level' is not a valid value.`);
  }
  const w = isDocument(body.writeConcern) ? body.writeConcern.w : undefined;
  if ((toNumber(w) ?? 0) > 1 || (typeof w === 'string' && w !== 'majority')) {
    throw badValue("cannot use 'w' > 1 when a host is not replicated");
  }
}

/** The collection that a command names in its first field. Refuses a name that cannot be one (73). */
export function collectionName(command: Command): string {
  return checkName(command.database, command.body[command.name]);
}

/** Refuses what cannot be the name of a collection (73). */
export function checkName(database: string, name: unknown): string {
  if (typeof name !== 'string') {
    throw new DatabaseError(73, `collection name has invalid type ${typeName(name)}`);
  }
  if (!name || name.startsWith('.') || name.endsWith('.') || /[$\0]/.test(name) || /[/\\. "$\0]/.test(database)) {
    throw new DatabaseError(73, `Invalid namespace specified '${database}.${name}'`);
  }
  if (Buffer.byteLength(`${database}.${name}`) > 255) {
    throw new DatabaseError(73, `Fully qualified namespace is too long. Namespace: ${database}.${name} Max: 255`);
  }
  return name;
}

/** The collection that a command works on; undefined when there is none yet. */
export function findCollection(command: Command): Collection | undefined {
  return command.engine.catalogue.find(command.database, collectionName(command));
}

/** A whole number that may not be negative; undefined when it is missing. */
export function wholeNumber(body: Doc, field: string): number | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  const integer = toInteger(value);
  if (integer === undefined)
    throw typeMismatch(
      `BSON field '${field}' is the wrong type '${typeName(value)}', expected types '[long, int, decimal, double]'`,
    );
  if (integer < 0) {
    throw new DatabaseError(51024, `BSON field '${field}' value must be >= 0, actual value '${integer}'`);
  }
  return integer;
}

/** A yes or no; numbers count too, as in MongoDB. */
export function flag(body: Doc, field: string): boolean {
  const value = body[field];
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean' && toNumber(value) === undefined) {
    throw typeMismatch(
      `BSON field '${field}' is the wrong type '${typeName(value)}', expected types '[bool, long, int, decimal, double]'`,
    );
  }
  return isTruthy(value);
}

/** The documents in a list; refuses anything else (14). */
export function documentsIn(value: unknown, field: string): Doc[] {
  if (!Array.isArray(value))
    throw typeMismatch(`BSON field '${field}' is the wrong type '${typeName(value)}', expected type 'array'`);
  return value.map((item) => {
    if (!isDocument(item)) throw typeMismatch(`BSON field '${field}' must hold documents only`);
    return item;
  });
}

/** Reads a sort: `{ a: 1, b: -1 }`. Refuses other directions (15975). */
export function parseSort(value: unknown, scope: Scope): KeyField[] {
  if (value === undefined || value === null) return [];
  if (!isDocument(value)) throw typeMismatch(`Expected field sort to be of type object`);
  for (const [name, direction] of Object.entries(value)) {
    const sign = toNumber(direction);
    if (sign !== 1 && sign !== -1 && !(isDocument(direction) && '$meta' in direction)) {
      throw new DatabaseError(15975, '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    if (!name || name.startsWith('$') || name.split('.').includes('')) {
      throw new DatabaseError(name.startsWith('$') ? 16410 : 40352, `FieldPath '${name}' is not a field to sort by`);
    }
  }
  return sortFields(value, scope);
}

/** What the filters and expressions of a command refer to: its `let`, its collation or that of the collection, and now. */
export function scopeOf(command: Command, collection: Collection | undefined, body = command.body): Scope {
  const now = command.engine.now();
  const collation = collationOf(body.collation, collection);
  return { ...parseLet(body.let, now), collation, collection: collection ?? null };
}

/** The collation asked for, or else the one that the collection was made with. */
export function collationOf(asked: unknown, collection: Collection | undefined): Collation | undefined {
  return asked === undefined ? collection?.collation : readCollation(asked);
}

/** The scope of one statement, which may have a collation of its own. */
export function withCollation(scope: Scope, { collation }: Doc): Scope {
  return collation === undefined ? scope : { ...scope, collation: collationOf(collation, undefined) };
}

/** The variables of a `let`, each a constant expression. */
export function parseLet(value: unknown, now: number): Scope {
  const scope: Scope = { variables: {}, now };
  if (value === undefined) return scope;
  if (!isDocument(value)) throw typeMismatch("BSON field 'let' is the wrong type, expected type 'object'");
  const values = Object.entries(value).map(([name, expression]) => [name, compileExpression(expression, scope)({})]);
  return { variables: Object.fromEntries(values), now };
}
