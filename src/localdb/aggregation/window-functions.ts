/** Functions that need the place of a document among its neighbors: ranks, shifts, slopes, areas, and gaps filled in. */
import { DatabaseError, failedToParse } from '../errors.ts';
import { doubleValue } from '../values/raw-bson.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isNumeric, toInteger, toNumber } from '../values/values.ts';
import { unitMs } from './calendar.ts';
import { compileExpression } from './expressions.ts';
import { isNothing } from './operator.ts';
import type { Scope } from './scope.ts';

/** The documents of one partition in their order, as the functions look at them. */
export interface Partition {
  docs: readonly Doc[];
  /** Equal for documents that the order does not tell apart. */
  ties: readonly string[];
  /** The value that a document is sorted by, as a number (of a date its milliseconds). */
  positionOf: (doc: Doc) => number | undefined;
}

/** From a partition and the windows of its documents (first and last index, the last not included) to a value for each. */
export type WindowFunction = (partition: Partition, windows: readonly (readonly [number, number])[]) => unknown[];

type Reader = (argument: unknown, scope: Scope) => WindowFunction;

/** Functions that look at the whole partition: they take no window. */
export const WITHOUT_WINDOW: Record<string, Reader> = {
  $rank:
    () =>
    ({ ties }) =>
      ties.map((tie) => ties.indexOf(tie) + 1),
  $denseRank:
    () =>
    ({ ties }) => {
      const ranks = new Map([...new Set(ties)].map((tie, i) => [tie, i + 1]));
      return ties.map((tie) => ranks.get(tie));
    },
  $documentNumber:
    () =>
    ({ docs }) =>
      docs.map((_doc, i) => i + 1),
  $shift: readShift,
  $expMovingAvg: readMovingAverage,
  $linearFill: readLinearFill,
  $locf: readLastSeen,
};

/** Functions over the window of each document. */
export const WITH_WINDOW: Record<string, Reader> = {
  $derivative: readDerivative,
  $integral: readIntegral,
  $covariancePop: (argument, scope) => readCovariance(argument, scope, 0),
  $covarianceSamp: (argument, scope) => readCovariance(argument, scope, 1),
};

/** Functions that mean nothing without an order. */
export const NEEDING_ORDER = new Set([...Object.keys(WITHOUT_WINDOW), '$derivative', '$integral']);

function partsOf(name: string, argument: unknown): Doc {
  if (isDocument(argument)) return argument;
  throw failedToParse(`${name} takes an object of named arguments`);
}

function readShift(argument: unknown, scope: Scope): WindowFunction {
  const { output, by, default: otherwise = null } = partsOf('$shift', argument);
  const step = toInteger(by);
  if (step === undefined) throw failedToParse("'$shift:by' field must be an integer");
  const valueOf = compileExpression(output, scope);
  const fallback = compileExpression(otherwise, scope)({});
  return ({ docs }) =>
    docs.map((_doc, i) => {
      const neighbor = docs[i + step];
      return neighbor ? (valueOf(neighbor) ?? null) : fallback;
    });
}

function readMovingAverage(argument: unknown, scope: Scope): WindowFunction {
  const { input, N, alpha } = partsOf('$expMovingAvg', argument);
  if ((N === undefined) === (alpha === undefined)) {
    throw failedToParse("$expMovingAvg requires exactly one of 'N' and 'alpha'");
  }
  const weight = alpha === undefined ? 2 / (toNumber(N)! + 1) : toNumber(alpha)!;
  if (!(weight > 0 && weight <= 1)) throw failedToParse("'N' must be a positive integer, 'alpha' between 0 and 1");
  const valueOf = compileExpression(input, scope);
  return ({ docs }) => {
    let average: number | undefined;
    return docs.map((doc) => {
      const value = toNumber(valueOf(doc));
      if (value !== undefined) average = average === undefined ? value : value * weight + average * (1 - weight);
      return average === undefined ? null : doubleValue(average);
    });
  };
}

/** Missing values lie on the line between their neighbors. */
function readLinearFill(argument: unknown, scope: Scope): WindowFunction {
  const valueOf = compileExpression(argument, scope);
  return ({ docs, positionOf }) => {
    const values = docs.map(valueOf);
    const positions = docs.map(positionOf);
    return values.map((value, i) => {
      if (!isNothing(value)) return value;
      const before = values.findLastIndex((other, at) => at < i && !isNothing(other));
      const after = values.findIndex((other, at) => at > i && !isNothing(other));
      if (before < 0 || after < 0) return null;
      const [from, to] = [toNumber(values[before])!, toNumber(values[after])!];
      const share = (positions[i]! - positions[before]!) / (positions[after]! - positions[before]!);
      return doubleValue(from + (to - from) * share);
    });
  };
}

function readLastSeen(argument: unknown, scope: Scope): WindowFunction {
  const valueOf = compileExpression(argument, scope);
  return ({ docs }) => {
    let last: unknown = null;
    return docs.map((doc) => {
      const value = valueOf(doc);
      if (!isNothing(value)) last = value;
      return last;
    });
  };
}

/** The values of an input over a window, with where they stand; what is no number is left out. */
type Curve = { at: number; value: number }[];

function readCurve(
  name: string,
  argument: unknown,
  scope: Scope,
  compute: (curve: Curve, unit: number) => number | null,
): WindowFunction {
  const { input, unit } = partsOf(name, argument);
  const scale = unit === undefined ? 1 : unitMs[String(unit)];
  if (scale === undefined) throw failedToParse(`unknown time unit for ${name}: ${String(unit)}`);
  const valueOf = compileExpression(input, scope);
  return ({ docs, positionOf }, windows) =>
    windows.map(([first, end]) => {
      const curve = docs.slice(first, end).flatMap((doc) => {
        const [at, value] = [positionOf(doc), toNumber(valueOf(doc))];
        return at === undefined || value === undefined ? [] : [{ at, value }];
      });
      const result = compute(curve, scale);
      return result === null ? null : doubleValue(result);
    });
}

function readDerivative(argument: unknown, scope: Scope): WindowFunction {
  return readCurve('$derivative', argument, scope, (curve, unit) => {
    const [first, last] = [curve[0], curve.at(-1)];
    if (!first || !last || first.at === last.at) return null;
    return ((last.value - first.value) / (last.at - first.at)) * unit;
  });
}

function readIntegral(argument: unknown, scope: Scope): WindowFunction {
  return readCurve('$integral', argument, scope, (curve, unit) => {
    let area = 0;
    for (const [i, { at, value }] of curve.slice(1).entries()) {
      area += ((value + curve[i]!.value) / 2) * (at - curve[i]!.at);
    }
    return area / unit;
  });
}

function readCovariance(argument: unknown, scope: Scope, missing: 0 | 1): WindowFunction {
  if (!Array.isArray(argument) || argument.length !== 2) {
    throw new DatabaseError(5424407, 'the covariance takes an array of two expressions');
  }
  const [xOf, yOf] = argument.map((one) => compileExpression(one, scope)) as [
    (doc: Doc) => unknown,
    (doc: Doc) => unknown,
  ];
  return ({ docs }, windows) =>
    windows.map(([first, end]) => {
      const pairs = docs
        .slice(first, end)
        .map((doc) => [xOf(doc), yOf(doc)] as const)
        .filter(([x, y]) => isNumeric(x) && isNumeric(y))
        .map(([x, y]) => [toNumber(x)!, toNumber(y)!] as const);
      if (pairs.length <= missing) return null;
      const mean = (which: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[which], 0) / pairs.length;
      const [meanX, meanY] = [mean(0), mean(1)];
      return doubleValue(pairs.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / (pairs.length - missing));
    });
}
