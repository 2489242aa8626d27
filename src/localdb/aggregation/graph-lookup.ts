/** The stage $graphLookup: follows references from document to document. */
import { Long } from 'bson';
import { DatabaseError } from '../errors.ts';
import { parseFilter } from '../language/filter.ts';
import { encodeKey } from '../values/keys.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toInteger } from '../values/values.ts';
import type { Scope } from './scope.ts';
import { compileExpression } from './expressions.ts';
import type { Stage } from './group.ts';
import type { Source } from './lookup.ts';
import { joinValues, withPath } from './lookup.ts';

const REQUIRED = ['from', 'as', 'connectFromField', 'connectToField'];

/** `$graphLookup`: every document that is reached from the start, step by step, each once. */
export function graphLookupStage(spec: unknown, scope: Scope, source: Source): Stage {
  if (!isDocument(spec)) throw new DatabaseError(9, 'the $graphLookup stage specification must be an object');
  const isComplete = REQUIRED.every((name) => typeof spec[name] === 'string') && spec.startWith !== undefined;
  if (!isComplete) {
    throw new DatabaseError(
      40105,
      "$graphLookup requires 'from', 'as', 'startWith', 'connectFromField', and 'connectToField' to be specified.",
    );
  }
  const walk = readWalk(spec, source);
  const startOf = compileExpression(spec.startWith, scope);
  return (docs) => docs.map((doc) => withPath(doc, String(spec.as), walk(startOf(doc))));
}

function readWalk(spec: Doc, source: Source): (start: unknown) => Doc[] {
  const maxDepth = spec.maxDepth === undefined ? Infinity : toInteger(spec.maxDepth);
  if (maxDepth === undefined || maxDepth < 0) {
    throw new DatabaseError(40101, 'maxDepth requires a nonnegative argument');
  }
  const restriction = spec.restrictSearchWithMatch ?? {};
  if (!isDocument(restriction)) throw new DatabaseError(40185, 'restrictSearchWithMatch must be an object');
  parseFilter(restriction);
  const fromPath = String(spec.connectFromField).split('.');
  const step = (values: unknown[]): Doc[] => {
    const next = { [String(spec.connectToField)]: { $in: values } };
    return source(String(spec.from), parseFilter({ $and: [next, restriction] }));
  };
  return (start) => {
    const reached = new Map<string, Doc>();
    let frontier = Array.isArray(start) ? (start as unknown[]) : [start ?? null];
    for (let depth = 0; frontier.length && depth <= maxDepth; depth++) {
      const fresh = step(frontier).filter((doc) => !reached.has(identity(doc)));
      for (const doc of fresh) reached.set(identity(doc), withDepth(doc, spec.depthField, depth));
      frontier = fresh.flatMap((doc) => joinValues(doc, fromPath));
    }
    return [...reached.values()];
  };
}

function identity(doc: Doc): string {
  return encodeKey(doc._id).toString('latin1');
}

function withDepth(doc: Doc, field: unknown, depth: number): Doc {
  return typeof field === 'string' ? withPath(doc, field, Long.fromNumber(depth)) : doc;
}
