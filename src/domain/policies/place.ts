// Places in a raw policy: reading and changing the value at "requires.all[2].window" without touching anything beside it.

import { asObject, joinPath } from '../guarantee/reading.ts';

/** A way into JSON, step by step: `['requires', 'all', 2]` for "requires.all[2]". */
export type Place = readonly (string | number)[];

/** The steps of a path as faults write it. */
export function placeOf(path: string): Place {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([word, index]) => (index === undefined ? word : Number(index)));
}

/** The path as faults write it. */
export function pathOf(place: Place): string {
  return joinPath('', place);
}

/** The value at a place; undefined where there is none. */
export function valueAt(raw: unknown, place: Place): unknown {
  return place.reduce<unknown>((at, step) => {
    if (typeof step === 'number') return Array.isArray(at) ? (at[step] as unknown) : undefined;
    const object = asObject(at);
    return object && Object.hasOwn(object, step) ? object[step] : undefined;
  }, raw);
}

/**
 * A copy with another value at a place; `undefined` takes a member away. Members keep their order, and objects that are
 * missing on the way are made. A place inside a list must be there already.
 */
export function withValueAt(raw: unknown, place: Place, value: unknown): unknown {
  const [step, ...further] = place;
  if (step === undefined) return value;
  if (typeof step === 'number') {
    if (!Array.isArray(raw) || step >= raw.length) return raw;
    return raw.map((each: unknown, index) => (index === step ? withValueAt(each, further, value) : each));
  }
  const object = asObject(raw) ?? {};
  if (further.length === 0 && value === undefined) return without(object, step);
  const inside = Object.hasOwn(object, step) ? object[step] : undefined;
  if (inside === undefined && value === undefined) return raw;
  return { ...object, [step]: withValueAt(inside, further, value) };
}

function without(object: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}
