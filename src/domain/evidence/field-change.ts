// Changes of single fields of a student's file: what each was and what it becomes, applied to a file or as an update of the database.

import type { StudentFile } from './student-file.ts';

/** One field of the file: `enrolledOn` of `dates`, or a field that stands alone. Null is "not recorded". */
export interface FieldChange {
  readonly room: 'dates' | 'values' | 'modules' | 'progress' | 'qbank' | 'baselines' | 'coursework' | 'priorAttempts';
  /** The key in the room; null where the room is one value. */
  readonly key: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** The file as it is after some changes. */
export function withChanges(file: StudentFile, changes: readonly FieldChange[]): StudentFile {
  let changed: StudentFile = file;
  for (const { room, key, after } of changes) {
    if (key === null) {
      changed = { ...changed, [room]: after };
      continue;
    }
    const { [key]: _before, ...others } = changed[room] as Record<string, unknown>;
    changed = { ...changed, [room]: after === null ? others : { ...others, [key]: after } };
  }
  return changed;
}

/** The same as an update of the database. */
export function updateBy(changes: readonly FieldChange[]): Record<string, Record<string, unknown>> {
  const set: Record<string, unknown> = {};
  const unset: Record<string, unknown> = {};
  for (const { room, key, after } of changes) {
    const path = key === null ? room : `${room}.${key}`;
    if (after !== null) set[path] = after;
    else if (key === null) set[path] = null;
    else unset[path] = '';
  }
  return {
    ...(Object.keys(set).length > 0 ? { $set: set } : {}),
    ...(Object.keys(unset).length > 0 ? { $unset: unset } : {}),
  };
}
