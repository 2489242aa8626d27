/** What takes some of many by rank: the first, last, smallest and largest so many, the top and bottom by an order, percentiles. */
import { DatabaseError } from '../errors.ts';
import { sortKey } from '../values/index-keys.ts';
import { compareValues } from '../values/keys.ts';
import { doubleValue } from '../values/raw-bson.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, isNumeric, toInteger, toNumber, typeName } from '../values/values.ts';
import type { Scope } from './scope.ts';
import { readSort } from './read-sort.ts';

/** An accumulator that has been read: what it wants of each document, and what it makes of it. */
export interface Ranking {
  valueOf: (doc: Doc) => unknown;
  accumulate: (values: readonly unknown[]) => unknown;
}

type Compile = (expression: unknown, scope: Scope) => (doc: Doc) => unknown;

/** The chosen ones of a list, in the order of the result; null where a list has nothing. */
export const CHOICES: Record<string, (values: readonly unknown[], count: number) => unknown[]> = {
  $firstN: (values, count) => values.slice(0, count).map((value) => value ?? null),
  $lastN: (values, count) => values.slice(-count).map((value) => value ?? null),
  $minN: (values, count) => inOrder(values).slice(0, count),
  $maxN: (values, count) => inOrder(values).toReversed().slice(0, count),
};

function inOrder(values: readonly unknown[]): unknown[] {
  return values.filter((value) => value !== null && value !== undefined).sort((a, b) => compareValues(a, b));
}

/** The `n` of an operator: a whole number above zero (5787908). */
export function countIn(name: string, value: unknown): number {
  const count = toInteger(value);
  if (count === undefined || count <= 0) {
    throw new DatabaseError(5787908, `'n' must be greater than 0, found ${String(value)} (${name})`);
  }
  return count;
}

/** Reads one of these accumulators; undefined when the name is none of theirs. */
export function readRanking(name: string, spec: unknown, scope: Scope, compile: Compile): Ranking | undefined {
  if (Object.hasOwn(CHOICES, name)) return readChoice(name, spec, scope, compile);
  if (['$top', '$bottom', '$topN', '$bottomN'].includes(name)) return readTop(name, spec, scope, compile);
  if (name === '$percentile' || name === '$median') return readPercentile(name, spec, scope, compile);
  return undefined;
}

/** The arguments of an operator by name. Refuses other ones and missing ones (9). */
export function namedParts(name: string, spec: unknown, known: readonly string[]): Doc {
  if (!isDocument(spec)) throw new DatabaseError(5787900, `specification must be an object; found ${name}`);
  for (const part of Object.keys(spec)) {
    if (!known.includes(part)) throw new DatabaseError(5787901, `Unknown argument for ${name}: '${part}'`);
  }
  for (const part of known) {
    if (!(part in spec)) throw new DatabaseError(5787906, `Missing value for '${part}' in ${name}`);
  }
  return spec;
}

function readChoice(name: string, spec: unknown, scope: Scope, compile: Compile): Ranking {
  const { input, n } = namedParts(name, spec, ['n', 'input']);
  const count = countIn(name, compile(n, scope)({}));
  return { valueOf: compile(input, scope), accumulate: (values) => CHOICES[name]!(values, count) };
}

interface Ranked {
  key: Buffer;
  output: unknown;
}

function readTop(name: string, spec: unknown, scope: Scope, compile: Compile): Ranking {
  const isOne = !name.endsWith('N');
  const { sortBy, output, n } = namedParts(name, spec, isOne ? ['sortBy', 'output'] : ['sortBy', 'output', 'n']);
  const fields = readSort(sortBy);
  const outputOf = compile(output, scope);
  const count = isOne ? 1 : countIn(name, compile(n, scope)({}));
  const fromEnd = name.startsWith('$bottom');
  return {
    valueOf: (doc): Ranked => ({ key: sortKey(doc, fields), output: outputOf(doc) ?? null }),
    accumulate: (values) => {
      const ranked = (values as Ranked[]).toSorted((a, b) => Buffer.compare(a.key, b.key));
      const chosen = (fromEnd ? ranked.slice(-count) : ranked.slice(0, count)).map((one) => one.output);
      return isOne ? (chosen[0] ?? null) : chosen;
    },
  };
}

function readPercentile(name: string, spec: unknown, scope: Scope, compile: Compile): Ranking {
  const isMedian = name === '$median';
  const { input, method, p } = namedParts(name, spec, isMedian ? ['input', 'method'] : ['input', 'method', 'p']);
  const shares = sharesIn(isMedian ? [0.5] : compile(p, scope)({}));
  checkMethod(method);
  return {
    valueOf: compile(input, scope),
    accumulate: (values) => {
      const found = percentiles(values, shares);
      return isMedian ? found[0] : found;
    },
  };
}

function checkMethod(method: unknown): void {
  if (method === 'approximate') return;
  throw new DatabaseError(2, "Currently only 'approximate' can be used as a percentile 'method'.");
}

function sharesIn(shares: unknown): number[] {
  const numbers = Array.isArray(shares) ? shares.map(toNumber) : [];
  if (!numbers.length || numbers.some((share) => share === undefined || !(share >= 0 && share <= 1))) {
    throw new DatabaseError(7750301, `The $percentile 'p' field must be an array of numbers from 0 to 1`);
  }
  return numbers as number[];
}

/** The smallest value that so large a share of the numbers does not exceed; null when there are no numbers. */
function percentiles(values: readonly unknown[], shares: readonly number[]): unknown[] {
  const numbers = values.filter(isNumeric).sort((a, b) => compareValues(a, b));
  return shares.map((share) => {
    if (!numbers.length) return null;
    const at = Math.max(0, Math.ceil(share * numbers.length) - 1);
    return doubleValue(toNumber(numbers[at])!);
  });
}

/** `$median` and `$percentile` as expressions: of the numbers in one list, or of one number. */
export function percentileOf(name: string, given: Doc): unknown {
  const { input, method, p } = namedParts(
    name,
    given,
    name === '$median' ? ['input', 'method'] : ['input', 'method', 'p'],
  );
  checkMethod(method);
  const found = percentiles(Array.isArray(input) ? input : [input], sharesIn(name === '$median' ? [0.5] : p));
  return name === '$median' ? found[0] : found;
}

/** `$firstN`, `$lastN`, `$minN`, `$maxN` as expressions. */
export function chosenFrom(name: string, given: Doc): unknown {
  const { input, n } = namedParts(name, given, ['n', 'input']);
  if (!Array.isArray(input)) {
    throw new DatabaseError(5788200, `input must be an array, but found ${typeName(input)} (${name})`);
  }
  return CHOICES[name]!(input, countIn(name, n));
}
