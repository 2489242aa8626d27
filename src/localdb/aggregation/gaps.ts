/** `$densify` and `$fill`: documents and values where there are none. */
import { DatabaseError, failedToParse } from '../errors.ts';
import { encodeKey } from '../values/keys.ts';
import { findValues } from '../values/paths.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isNumeric, show, toNumber } from '../values/values.ts';
import { calendarUnits, unitMs } from './calendar.ts';
import { moved } from './dates.ts';
import { compileExpression } from './expressions.ts';
import type { Stage } from './group.ts';
import { withPath } from './lookup.ts';
import { isNothing } from './operator.ts';
import { readSort } from './read-sort.ts';
import type { Scope } from './scope.ts';
import { partitioner } from './window.ts';
import type { WindowFunction } from './window-functions.ts';
import { WITHOUT_WINDOW } from './window-functions.ts';

/** So many documents at most come out of `$densify`, as in MongoDB. */
const MOST_DOCUMENTS = 500_000;

/** How the steps of a range are taken: in numbers, or in units of time. */
interface Steps {
  isTime: boolean;
  /** The value so many steps from a start. */
  at: (start: number, count: number) => number;
}

/** Reads `$densify`: documents for every step of a range, where there is none. */
export function densifyStage(spec: unknown): Stage {
  const { field, partitionByFields = [], range } = isDocument(spec) ? spec : ({} as Doc);
  if (typeof field !== 'string' || !field) throw failedToParse("$densify needs the name of a 'field'");
  if (!isDocument(range)) throw new DatabaseError(40414, "BSON field '$densify.range' is missing but a required field");
  if (!Array.isArray(partitionByFields)) throw failedToParse('partitionByFields must be an array of field names');
  const steps = readSteps(range);
  const limits = readLimits(range.bounds, steps);
  const path = field.split('.');
  const names = partitionByFields.map(String);
  const valueOf = (doc: Doc): number | undefined => {
    const [value] = findValues(doc, path);
    if (isNothing(value)) return undefined;
    if (value instanceof Date === steps.isTime && (steps.isTime || isNumeric(value))) {
      return value instanceof Date ? value.getTime() : toNumber(value);
    }
    throw new DatabaseError(
      6053600,
      `PlanExecutor error: densify field type must be ${steps.isTime ? 'a date' : 'numeric'}`,
    );
  };
  return (docs) => {
    const whole = extent(docs.flatMap((doc) => valueOf(doc) ?? []));
    const result: Doc[] = [];
    for (const part of partsBy(docs, names)) {
      const [from, to] =
        limits ?? (range.bounds === 'full' ? whole : extent(part.flatMap((doc) => valueOf(doc) ?? [])));
      result.push(...densify(part, { from, to, steps, valueOf, isOpen: limits !== undefined, name: field, names }));
      if (result.length > MOST_DOCUMENTS) throw new DatabaseError(5897900, 'Generated too many documents in $densify');
    }
    return result;
  };
}

function readSteps({ step, unit }: Doc): Steps {
  const size = toNumber(step);
  if (size === undefined || size <= 0)
    throw new DatabaseError(
      5733401,
      'the step parameter in a range statement must be a strictly positive numeric value',
    );
  if (unit === undefined) return { isTime: false, at: (start, count) => start + count * size };
  const name = String(unit);
  if (Object.hasOwn(calendarUnits, name))
    return { isTime: true, at: (start, count) => moved(new Date(start), name, count * size, 'UTC').getTime() };
  const length = unitMs[name];
  if (length === undefined) throw failedToParse(`unknown time unit value: ${name}`);
  return { isTime: true, at: (start, count) => start + count * size * length };
}

function readLimits(bounds: unknown, { isTime }: Steps): [number, number] | undefined {
  if (bounds === 'full' || bounds === 'partition') return undefined;
  const values = Array.isArray(bounds)
    ? bounds.map((one) => (one instanceof Date ? one.getTime() : toNumber(one)))
    : [];
  const isRight = Array.isArray(bounds) && bounds.every((one) => one instanceof Date === isTime);
  const [from, to] = values;
  if (!isRight || values.length !== 2 || from === undefined || to === undefined || from > to) {
    throw new DatabaseError(
      5733402,
      `a bounding array must be an ascending array of either two dates or two numbers, found ${show(bounds)}`,
    );
  }
  return [from, to];
}

function extent(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)];
}

function partsBy(docs: readonly Doc[], names: readonly string[]): Doc[][] {
  const parts = new Map<string, Doc[]>();
  for (const doc of docs) {
    const key = encodeKey(names.map((name) => findValues(doc, name.split('.'))[0] ?? null)).toString('latin1');
    const part = parts.get(key);
    if (part) part.push(doc);
    else parts.set(key, [doc]);
  }
  return [...parts.values()];
}

interface Gaps {
  from: number;
  to: number;
  steps: Steps;
  valueOf: (doc: Doc) => number | undefined;
  /** Is the end of the range not a part of it? */
  isOpen: boolean;
  name: string;
  names: readonly string[];
}

function densify(part: readonly Doc[], { from, to, steps, valueOf, isOpen, name, names }: Gaps): Doc[] {
  const without = part.filter((doc) => valueOf(doc) === undefined);
  const placed = part
    .map((doc) => ({ doc, at: valueOf(doc) }))
    .filter((one): one is { doc: Doc; at: number } => one.at !== undefined);
  const known = new Set(placed.map(({ at }) => at));
  const [sample] = part;
  const base = names.reduce<Doc>((doc, one) => withPath(doc, one, findValues(sample, one.split('.'))[0]), {});
  for (let count = 0; count <= MOST_DOCUMENTS; count++) {
    const at = steps.at(from, count);
    if (!(isOpen ? at < to : at <= to)) break;
    if (!known.has(at)) placed.push({ doc: withPath(base, name, steps.isTime ? new Date(at) : at), at });
  }
  return [...without, ...placed.sort((a, b) => a.at - b.at).map(({ doc }) => doc)];
}

/** Reads `$fill`: values for fields that are missing or null. */
export function fillStage(spec: unknown, scope: Scope): Stage {
  const { partitionBy, partitionByFields, sortBy, output } = isDocument(spec) ? spec : ({} as Doc);
  if (!isDocument(output) || !Object.keys(output).length) {
    throw new DatabaseError(40414, "BSON field '$fill.output' is missing but a required field");
  }
  if (partitionBy !== undefined && partitionByFields !== undefined) {
    throw failedToParse("Maximum one of 'partitionBy' and 'partitionByFields can be specified in '$fill'");
  }
  const parts = Array.isArray(partitionByFields)
    ? Object.fromEntries(partitionByFields.map((name, i) => [`part${i}`, `$${String(name)}`]))
    : partitionBy;
  const fills = Object.entries(output).map(([name, how]) => readFill(name, how, sortBy !== undefined, scope));
  const partition = partitioner(parts, sortBy === undefined ? [] : readSort(sortBy, scope), scope);
  return (docs) =>
    partition(docs).flatMap((one) => {
      const columns = fills.map(({ name, fill }) => ({ name, values: fill(one, []) }));
      return one.docs.map((doc, i) =>
        columns.reduce((result, { name, values }) => withPath(result, name, values[i]), doc),
      );
    });
}

interface Fill {
  name: string;
  fill: WindowFunction;
}

function readFill(name: string, how: unknown, isSorted: boolean, scope: Scope): Fill {
  const { value, method } = isDocument(how) ? how : ({} as Doc);
  if (isDocument(how) && 'value' in how) {
    const [present, fallback] = [compileExpression(`$${name}`, scope), compileExpression(value, scope)];
    return { name, fill: ({ docs }) => docs.map((doc) => present(doc) ?? fallback(doc)) };
  }
  const filler = method === 'linear' ? '$linearFill' : method === 'locf' ? '$locf' : undefined;
  if (!filler) throw new DatabaseError(6050202, `Method must be either locf or linear, found ${show(method)}`);
  if (!isSorted) throw new DatabaseError(6050203, '$fill with a method needs a sortBy');
  return { name, fill: WITHOUT_WINDOW[filler]!(`$${name}`, scope) };
}
