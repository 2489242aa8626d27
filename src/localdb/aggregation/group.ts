/** The stages that put documents together: $group, $sortByCount, $count. */
import { DatabaseError } from '../errors.ts';
import { compareValues, encodeKey } from '../values/keys.ts';
import type { Doc } from '../values/values.ts';
import { isDocument } from '../values/values.ts';
import { ACCUMULATORS } from './accumulators.ts';
import type { Scope } from './scope.ts';
import { compileExpression } from './expressions.ts';
import { readRanking } from './ranked.ts';

/** A stage that has been read: from the documents before it to those after it. */
export type Stage = (docs: Doc[]) => Doc[];

/** A field of a group: the value of its expression for each document, put together. */
export interface Output {
  name: string;
  valueOf: (doc: Doc) => unknown;
  accumulate: (values: readonly unknown[]) => unknown;
}

function readOutput(name: string, spec: unknown, scope: Scope): Output {
  if (!isDocument(spec)) {
    throw new DatabaseError(40234, `The field '${name}' must be an accumulator object`);
  }
  const [[accumulator, expression], second] = [Object.entries(spec)[0] ?? ['', undefined], Object.keys(spec)[1]];
  if (second !== undefined) throw new DatabaseError(40238, `The field '${name}' must specify one accumulator`);
  if (name.includes('.')) throw new DatabaseError(40235, `The field name '${name}' cannot contain '.'`);
  const ranking = readRanking(accumulator, expression, scope, compileExpression);
  if (ranking) return { name, ...ranking };
  const accumulate = Object.hasOwn(ACCUMULATORS, accumulator) ? ACCUMULATORS[accumulator] : undefined;
  if (!accumulate) {
    throw new DatabaseError(
      15952,
      `unknown group operator '${accumulator}' (or one that the embedded database does not support)`,
    );
  }
  return { name, valueOf: compileExpression(accumulator === '$count' ? null : expression, scope), accumulate };
}

/** Reads the fields of a group. */
export function readOutputs(spec: Doc, scope: Scope): Output[] {
  return Object.entries(spec).map(([name, output]) => readOutput(name, output, scope));
}

/** One document for a group. */
export function putTogether(id: unknown, docs: readonly Doc[], outputs: readonly Output[]): Doc {
  const group: Doc = { _id: id };
  for (const { name, valueOf, accumulate } of outputs) group[name] = accumulate(docs.map(valueOf));
  return group;
}

/** `$group`: missing and null are one group, and so are equal numbers of different types. */
export function groupStage(spec: unknown, scope: Scope): Stage {
  if (!isDocument(spec)) throw new DatabaseError(15947, "a group's fields must be specified in an object");
  if (!('_id' in spec)) throw new DatabaseError(15955, 'a group specification must include an _id');
  const { _id, ...fields } = spec;
  const idOf = compileExpression(_id, scope);
  const outputs = readOutputs(fields, scope);
  return (docs) => {
    const groups = new Map<string, { id: unknown; docs: Doc[] }>();
    for (const doc of docs) {
      const id = idOf(doc) ?? null;
      const key = encodeKey(id, scope.collation?.textKey).toString('latin1');
      const group = groups.get(key);
      if (group) group.docs.push(doc);
      else groups.set(key, { id, docs: [doc] });
    }
    return [...groups.values()].map((group) => putTogether(group.id, group.docs, outputs));
  };
}

/** `$sortByCount`: the groups of an expression, the largest first. */
export function sortByCountStage(spec: unknown, scope: Scope): Stage {
  const group = groupStage({ _id: spec, count: { $sum: 1 } }, scope);
  return (docs) => group(docs).sort((a, b) => compareValues(b.count, a.count));
}

/** `$count`: one document with the number of documents; none for none. */
export function countStage(spec: unknown): Stage {
  if (typeof spec !== 'string' || !spec || spec.startsWith('$') || spec.includes('.')) {
    throw new DatabaseError(40156, 'the count field must be a non-empty string without a $ or a dot');
  }
  return (docs) => (docs.length ? [{ [spec]: docs.length }] : []);
}
