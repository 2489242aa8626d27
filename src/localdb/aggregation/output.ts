/** The stages that write what a pipeline gives: $out and $merge, read before the first document comes. */
import { DatabaseError, failedToParse, notSupported } from '../errors.ts';
import type { Doc } from '../values/values.ts';
import { isDocument } from '../values/values.ts';
import { readStages } from './stages.ts';

/** Where a pipeline's documents go. */
export interface Destination {
  database: string;
  name: string;
}

/** `$out`: the documents take the place of what the collection holds. `$merge`: each goes to its match. */
export type Output =
  | { kind: 'out'; into: Destination }
  | { kind: 'merge'; into: Destination; on: string[]; whenMatched: unknown; whenNotMatched: string; variables: Doc };

const WHEN_MATCHED = ['replace', 'keepExisting', 'merge', 'fail'];
const WHEN_NOT_MATCHED = ['insert', 'discard', 'fail'];

/** Takes the output from the end of a pipeline. Refuses it anywhere else (40601). */
export function splitOutput(pipeline: unknown, database: string): { stages: unknown; output: Output | undefined } {
  const isOutput = (name: string): boolean => name === '$out' || name === '$merge';
  const stages = readStages(pipeline);
  const at = stages.findIndex(({ name }) => isOutput(name));
  if (at < 0) return { stages: pipeline, output: undefined };
  const { name, spec } = stages[at]!;
  if (at < stages.length - 1) throw new DatabaseError(40601, `${name} can only be the final stage in the pipeline`);
  const output = name === '$out' ? readOut(spec, database) : readMerge(spec, database);
  return { stages: (pipeline as unknown[]).slice(0, -1), output };
}

function readDestination(spec: unknown, database: string): Destination | undefined {
  if (typeof spec === 'string') return { database, name: spec };
  if (!isDocument(spec) || typeof spec.coll !== 'string') return undefined;
  return { database: typeof spec.db === 'string' ? spec.db : database, name: spec.coll };
}

function readOut(spec: unknown, database: string): Output {
  const into = readDestination(spec, database);
  if (!into) throw new DatabaseError(16990, '$out only supports a string or object argument');
  if (isDocument(spec) && spec.timeseries !== undefined) throw notSupported('time series collections are');
  return { kind: 'out', into };
}

function readMerge(spec: unknown, database: string): Output {
  const fields = isDocument(spec) ? spec : { into: spec };
  for (const field of Object.keys(fields)) {
    if (['into', 'on', 'let', 'whenMatched', 'whenNotMatched'].includes(field)) continue;
    throw new DatabaseError(40415, `BSON field '$merge.${field}' is an unknown field.`);
  }
  const into = readDestination(fields.into, database);
  if (!into) throw new DatabaseError(51178, "$merge requires 'into', a collection or { db, coll }");
  const { whenMatched = 'merge', whenNotMatched = 'insert', let: variables = { new: '$$ROOT' } } = fields;
  if (!Array.isArray(whenMatched) && !WHEN_MATCHED.includes(String(whenMatched)))
    throw badMode('whenMatched', whenMatched);
  if (!WHEN_NOT_MATCHED.includes(String(whenNotMatched))) throw badMode('whenNotMatched', whenNotMatched);
  if (!isDocument(variables)) throw failedToParse("'let' of $merge must be an object");
  const on = readOn(fields.on);
  return { kind: 'merge', into, on, whenMatched, whenNotMatched: String(whenNotMatched), variables };
}

function readOn(on: unknown): string[] {
  const names = on === undefined ? ['_id'] : Array.isArray(on) ? (on as unknown[]) : [on];
  if (!names.length || !names.every((name) => typeof name === 'string')) {
    throw new DatabaseError(51186, "$merge 'on' must be a string or an array of strings");
  }
  return names;
}

function badMode(field: string, value: unknown): DatabaseError {
  return failedToParse(`Enumeration value '${String(value)}' for field '$merge.${field}' is not a valid value.`);
}
