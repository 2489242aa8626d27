/** The `arrayFilters` of an update: conditions on elements, by name. */
import { DatabaseError, badValue, failedToParse } from '../errors.ts';
import type { Condition } from './filter.ts';
import { parseFilter } from './filter.ts';
import type { ArrayFilters } from './update-paths.ts';
import { arrayFilterName } from './update-paths.ts';
import { isDocument } from '../values/values.ts';

/** Reads the filters. Refuses names that no path uses (9), and names in paths that no filter has (2). */
export function parseArrayFilters(specs: unknown, paths: readonly (readonly string[])[]): ArrayFilters {
  const filters = new Map<string, (element: unknown) => boolean>();
  if (specs !== undefined && !Array.isArray(specs)) throw failedToParse('arrayFilters must be an array');
  for (const spec of (specs as unknown[] | undefined) ?? []) {
    if (!isDocument(spec)) throw new DatabaseError(14, 'each arrayFilter must be an object');
    const filter = parseFilter(spec);
    const name = filterName(filter.condition);
    if (filters.has(name))
      throw failedToParse(`Found multiple array filters with the same top-level field name ${name}`);
    filters.set(name, (element) => filter.matches({ [name]: element }));
  }
  const used = new Set(paths.flatMap((parts) => parts.map(arrayFilterName)));
  for (const name of filters.keys()) {
    if (!used.has(name)) {
      throw failedToParse(`The array filter for identifier '${name}' was not used in the update`);
    }
  }
  for (const parts of paths) {
    for (const name of parts.map(arrayFilterName)) {
      if (name !== undefined && !filters.has(name)) {
        throw badValue(`No array filter found for identifier '${name}' in path '${parts.join('.')}'`);
      }
    }
  }
  return filters;
}

/** The one top-level field that an array filter speaks of. */
function filterName(condition: Condition): string {
  const names = new Set<string>();
  const collect = (part: Condition): void => {
    if (part.kind === 'field') names.add(part.path[0]!);
    else if (part.kind !== 'expression') part.parts.forEach(collect);
  };
  collect(condition);
  const [name, second] = [...names];
  if (name === undefined)
    throw failedToParse('Cannot use an expression without a top-level field name in arrayFilters');
  if (second !== undefined) {
    throw failedToParse(
      `Error parsing array filter :: caused by :: Expected a single top-level field name, found '${name}' and '${second}'`,
    );
  }
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
    throw badValue(
      `Error parsing array filter :: caused by :: The top-level field name must be an alphanumeric string beginning with a lowercase letter, found '${name}'`,
    );
  }
  return name;
}
