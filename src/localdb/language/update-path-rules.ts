/** Which paths an update may name, in which order they are taken, and which exclude one another. */
import { DatabaseError, badValue } from '../errors.ts';
import { isArrayIndex } from '../values/paths.ts';
import { isPositional } from './update-paths.ts';

/** The parts of a path. Refuses empty names (56) and positional parts where they make no sense (2). */
export function parsePath(path: string): string[] {
  const parts = path.split('.');
  if (!path) throw new DatabaseError(56, 'An empty update path is not valid.');
  if (parts.some((part) => part === '')) {
    throw new DatabaseError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  }
  if (parts.includes('__proto__')) throw badValue('__proto__ is not allowed in a path');
  if (isPositional(parts[0]!)) {
    throw badValue(`Cannot have array filter or positional element in the first position in path '${path}'`);
  }
  if (parts.filter((part) => part === '$').length > 1) {
    throw badValue(`Too many positional (i.e. '$') elements found in path '${path}'`);
  }
  return parts;
}

/** Lexicographic by part, numbers by value: the order in which MongoDB applies an update. */
export function comparePaths(a: string[], b: string[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a[i]!, b[i]!];
    if (x === y) continue;
    if (isArrayIndex(x) && isArrayIndex(y)) return Number(x) - Number(y);
    return x < y ? -1 : 1;
  }
  return a.length - b.length;
}

/** Refuses two changes of one place (40). */
export function refuseConflicts(paths: string[]): void {
  const sorted = [...paths].sort((a, b) => comparePaths(a.split('.'), b.split('.')));
  for (const [i, path] of sorted.entries()) {
    const previous = sorted[i - 1];
    if (previous === undefined || (path !== previous && !path.startsWith(`${previous}.`))) continue;
    throw new DatabaseError(40, `Updating the path '${path}' would create a conflict at '${previous}'`);
  }
}
