// A plain copy of whatever the linter is given, so that no getter, cycle or endless nesting can surprise a check.

const DEEPEST = 64;
const MOST_VALUES = 50_000;

/** Why no copy could be made. */
export class NoPlainValue extends Error {}

/** Copies objects, lists and plain values; what is neither is left out. Throws NoPlainValue where there is no end. */
export function snapshot(raw: unknown): unknown {
  let left = MOST_VALUES;
  const copy = (value: unknown, depth: number): unknown => {
    left -= 1;
    if (left < 0 || depth > DEEPEST) throw new NoPlainValue('too large or too deep');
    if (Array.isArray(value)) return value.map((each) => copy(each, depth + 1));
    if (typeof value === 'object' && value !== null) return copyObject(value, depth);
    return typeof value === 'function' || typeof value === 'symbol' ? undefined : value;
  };
  const copyObject = (value: object, depth: number) => {
    const members = Object.entries(value).map(([key, each]) => [key, copy(each, depth + 1)] as const);
    return Object.fromEntries(members.filter(([key]) => key !== '__proto__'));
  };
  try {
    return copy(raw, 0);
  } catch (cause) {
    if (cause instanceof NoPlainValue) throw cause;
    throw new NoPlainValue('not readable', { cause });
  }
}
