/** `$setWindowFields`: fields computed for each document over its neighbors. */
import { DatabaseError, failedToParse } from '../errors.ts';
import type { KeyField } from '../values/index-keys.ts';
import { sortKey } from '../values/index-keys.ts';
import { encodeKey } from '../values/keys.ts';
import { findValues } from '../values/paths.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, show, toInteger, toNumber, typeName } from '../values/values.ts';
import { unitMs } from './calendar.ts';
import { compileExpression } from './expressions.ts';
import type { Stage } from './group.ts';
import { readOutputs } from './group.ts';
import { withPath } from './lookup.ts';
import { readSort } from './read-sort.ts';
import type { Scope } from './scope.ts';
import type { Partition, WindowFunction } from './window-functions.ts';
import { NEEDING_ORDER, WITHOUT_WINDOW, WITH_WINDOW } from './window-functions.ts';

/** One field to be computed. */
interface Field {
  name: string;
  windowsOf: (partition: Partition) => [number, number][];
  compute: WindowFunction;
}

/** Reads `$setWindowFields`. Refuses unknown functions and windows that cannot be (9, 5397900 and the like). */
export function windowStage(spec: unknown, scope: Scope): Stage {
  if (!isDocument(spec)) {
    throw failedToParse(`the $setWindowFields stage specification must be an object, found ${typeName(spec)}`);
  }
  const unknown = Object.keys(spec).find((name) => !['partitionBy', 'sortBy', 'output'].includes(name));
  if (unknown !== undefined)
    throw new DatabaseError(40415, `BSON field '$setWindowFields.${unknown}' is an unknown field.`);
  if (!isDocument(spec.output))
    throw new DatabaseError(40414, "BSON field '$setWindowFields.output' is missing but a required field");
  const order = spec.sortBy === undefined ? [] : readSort(spec.sortBy, scope);
  const fields = Object.entries(spec.output).map(([name, output]) => readField(name, output, order, scope));
  const partition = partitioner(spec.partitionBy, order, scope);
  return (docs) => partition(docs).flatMap((one) => withFields(one, fields));
}

/** Splits documents by an expression and puts each part in order. The parts come in the order of what they are split by. */
export function partitioner(
  partitionBy: unknown,
  order: readonly KeyField[],
  scope: Scope,
): (docs: readonly Doc[]) => Partition[] {
  const partOf = partitionBy === undefined ? () => null : compileExpression(partitionBy, scope);
  const path = order.length === 1 ? order[0]!.path : undefined;
  const positionOf = (doc: Doc): number | undefined => {
    const [value] = path ? findValues(doc, path) : [];
    return value instanceof Date ? value.getTime() : toNumber(value);
  };
  return (docs) => {
    const parts = new Map<string, { doc: Doc; key: Buffer }[]>();
    for (const doc of docs) {
      const part = encodeKey(partOf(doc), scope.collation?.textKey).toString('latin1');
      const keyed = { doc, key: sortKey(doc, order) };
      const found = parts.get(part);
      if (found) found.push(keyed);
      else parts.set(part, [keyed]);
    }
    return [...parts.entries()]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, members]) => {
        members.sort((a, b) => Buffer.compare(a.key, b.key));
        return {
          docs: members.map(({ doc }) => doc),
          ties: members.map(({ key }) => key.toString('latin1')),
          positionOf,
        };
      });
  };
}

function withFields(partition: Partition, fields: readonly Field[]): Doc[] {
  const columns = fields.map(({ name, windowsOf, compute }) => ({
    name,
    values: compute(partition, windowsOf(partition)),
  }));
  return partition.docs.map((doc, i) =>
    columns.reduce((result, { name, values }) => withPath(result, name, values[i]), doc),
  );
}

function readField(name: string, output: unknown, order: readonly KeyField[], scope: Scope): Field {
  if (!isDocument(output)) throw failedToParse(`the field '${name}' must be an object, found ${typeName(output)}`);
  const { window, ...functions } = output;
  const [[operator, argument] = ['', undefined], ...more] = Object.entries(functions);
  if (!operator || more.length) throw failedToParse(`the field '${name}' must specify exactly one window function`);
  if (NEEDING_ORDER.has(operator) && !order.length) {
    throw new DatabaseError(5371602, `${operator} must be specified with a top level sortBy expression`);
  }
  if (Object.hasOwn(WITHOUT_WINDOW, operator)) {
    if (window !== undefined) throw new DatabaseError(5371601, `${operator} does not accept a 'window' field`);
    return { name, windowsOf: () => [], compute: WITHOUT_WINDOW[operator]!(argument, scope) };
  }
  const windowsOf = readWindow(window, order);
  const read = Object.hasOwn(WITH_WINDOW, operator) ? WITH_WINDOW[operator] : undefined;
  return { name, windowsOf, compute: read ? read(argument, scope) : accumulation(operator, argument, scope) };
}

/** The accumulators of `$group` over each window. */
function accumulation(operator: string, argument: unknown, scope: Scope): WindowFunction {
  const [{ valueOf, accumulate } = { valueOf: () => null, accumulate: () => null }] = readOutputs(
    { value: { [operator]: argument } },
    scope,
  );
  return ({ docs }, windows) => {
    const values = docs.map(valueOf);
    return windows.map(([first, end]) => accumulate(values.slice(first, end)));
  };
}

type Bound = 'unbounded' | 'current' | number;

function readWindow(window: unknown, order: readonly KeyField[]): Field['windowsOf'] {
  if (window === undefined) return ({ docs }) => docs.map(() => [0, docs.length]);
  const { documents, range, unit } = isDocument(window) ? window : ({} as Doc);
  if ((documents === undefined) === (range === undefined)) {
    throw failedToParse(`a window takes either 'documents' or 'range', found ${show(window)}`);
  }
  if (!order.length) throw new DatabaseError(5339901, 'Document-based and range-based windows require a sortBy');
  const [low, high] = readBounds(documents ?? range, documents !== undefined);
  if (documents !== undefined) return ({ docs }) => docs.map((_doc, i) => byPosition(i, docs.length, low, high));
  const scale = unit === undefined ? 1 : unitMs[String(unit)];
  if (scale === undefined) throw failedToParse(`a range cannot be measured in the unit ${String(unit)}`);
  if (order.length !== 1) throw new DatabaseError(5339902, 'Range-based windows require sortBy a single field');
  return (partition) => byValue(partition, low, high, scale);
}

function readBounds(value: unknown, whole: boolean): [Bound, Bound] {
  const bounds = Array.isArray(value) && value.length === 2 ? value.map((bound) => readBound(bound, whole)) : [];
  if (bounds.length !== 2 || bounds.includes(undefined)) {
    throw failedToParse(
      `Window bounds must be a 2-element array of numbers, 'current' and 'unbounded', found ${show(value)}`,
    );
  }
  const [low, high] = bounds as [Bound, Bound];
  const number = (bound: Bound): number | undefined =>
    bound === 'current' ? 0 : typeof bound === 'number' ? bound : undefined;
  if ((number(low) ?? -Infinity) > (number(high) ?? Infinity)) {
    throw new DatabaseError(5339900, 'Lower bound must not exceed upper bound');
  }
  return [low, high];
}

function readBound(bound: unknown, whole: boolean): Bound | undefined {
  if (bound === 'unbounded' || bound === 'current') return bound;
  return whole ? toInteger(bound) : toNumber(bound);
}

function byPosition(i: number, length: number, low: Bound, high: Bound): [number, number] {
  const first = low === 'unbounded' ? 0 : i + (low === 'current' ? 0 : low);
  const last = high === 'unbounded' ? length - 1 : i + (high === 'current' ? 0 : high);
  const start = Math.min(Math.max(first, 0), length);
  return [start, Math.max(start, Math.min(last + 1, length))];
}

function byValue({ docs, positionOf }: Partition, low: Bound, high: Bound, scale: number): [number, number][] {
  const positions = docs.map((doc) => {
    const position = positionOf(doc);
    if (position === undefined) throw new DatabaseError(5429413, 'a range needs numbers or dates to sort by');
    return position;
  });
  return positions.map((position) => {
    const from = low === 'unbounded' ? -Infinity : position + (low === 'current' ? 0 : low * scale);
    const to = high === 'unbounded' ? Infinity : position + (high === 'current' ? 0 : high * scale);
    const first = positions.findIndex((one) => one >= from);
    const end = positions.findLastIndex((one) => one <= to) + 1;
    return first < 0 || end <= first ? [0, 0] : [first, end];
  });
}
