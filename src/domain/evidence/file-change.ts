// What an entry changes in a student's file, and what follows from it; nothing where it says nothing new.

import type { CoursePlan } from './course-plan.ts';
import { completionLost, completionReached } from './completion.ts';
import type { Entry } from './entry.ts';
import { withChanges, type FieldChange } from './field-change.ts';
import type { Origin } from './recorded.ts';
import { entryKey, type StudentFile } from './student-file.ts';

/** Why an entry cannot be recorded. */
export interface EntryFault {
  readonly path: string;
  readonly message: string;
}

export type FileChange =
  | { readonly kind: 'changes'; readonly changes: readonly FieldChange[] }
  | { readonly kind: 'nothing new' }
  | { readonly kind: 'fault'; readonly fault: EntryFault };

/**
 * The changes that an entry makes. The first is the entry's own; a completion that follows from it comes after.
 * A change of what is recorded already, or taking it back, needs a reason where `needsReason` says so.
 */
export function changeBy(
  file: StudentFile,
  plan: Pick<CoursePlan, 'modules'>,
  entry: Entry,
  origin: Origin,
  needsReason: boolean,
): FileChange {
  const placed = placeOf(file, entry);
  if (entry.kind === 'module' && entry.on !== null && !plan.modules.some(({ id }) => id === entry.module))
    return fault('module', 'There is no such module in this course. Choose one of its modules.');
  if (isSame(placed.before, placed.value)) return { kind: 'nothing new' };
  const isCorrection = placed.before !== undefined;
  if (isCorrection && needsReason && entry.reason === '')
    return fault('reason', 'This is recorded already. Give a reason for the change; it stands in the history.');
  const own = fieldChange(file, placed, origin);
  const completion = entry.kind === 'module' ? completionWith(withChanges(file, [own]), plan, entry, origin.at) : null;
  return { kind: 'changes', changes: completion ? [own, completion] : [own] };
}

function completionWith(
  file: StudentFile,
  plan: Pick<CoursePlan, 'modules'>,
  { module, on }: Extract<Entry, { kind: 'module' }>,
  now: number,
): FieldChange | null {
  return on === null ? completionLost(file, plan, module) : completionReached(file, plan, now);
}

interface Placed {
  readonly room: FieldChange['room'];
  readonly key: string | null;
  /** The value as it is recorded now; undefined: it is not. */
  readonly before: unknown;
  /** The value that the entry gives; undefined takes it back. */
  readonly value: unknown;
}

function placeOf(file: StudentFile, entry: Entry): Placed {
  switch (entry.kind) {
    case 'date':
      return at(file, 'dates', entry.name, entry.on ?? undefined);
    case 'value': {
      const { name, value, from, before } = entry;
      return at(
        file,
        'values',
        name,
        value === null ? undefined : { value, from, before: from === null ? null : before },
      );
    }
    case 'progress': {
      const { list, on, pct, modules } = entry;
      const isGiven = pct !== null || modules !== null;
      return at(file, 'progress', entryKey(list ?? 'progress', on), isGiven ? { list, on, pct, modules } : undefined);
    }
    case 'questionBank': {
      const { on, answered, correctPct, clearedPct, hours } = entry;
      const isGiven = [answered, correctPct, clearedPct, hours].some((number) => number !== null);
      return at(file, 'qbank', on, isGiven ? { on, answered, correctPct, clearedPct, hours } : undefined);
    }
    case 'baseline': {
      const { of, on, score } = entry;
      return at(file, 'baselines', entryKey(of, on), score === null ? undefined : { kind: of, on, score });
    }
    case 'module': {
      const { module, on, grade } = entry;
      return at(file, 'modules', module, on === null ? undefined : { on, grade });
    }
    case 'coursework': {
      const { done, total, grade, late, outageLogged } = entry;
      const isGiven = [done, total, grade, late, outageLogged].some((given) => given !== null);
      const value = isGiven ? { done, total, grade, late, outageLogged } : undefined;
      return { room: 'coursework', key: null, before: file.coursework?.value, value };
    }
    case 'priorAttempts':
      return {
        room: 'priorAttempts',
        key: null,
        before: file.priorAttempts?.value,
        value: entry.count ?? undefined,
      };
  }
}

type KeyedRoom = Exclude<FieldChange['room'], 'coursework' | 'priorAttempts'>;

function at(file: StudentFile, room: KeyedRoom, key: string, value: unknown): Placed {
  const kept = Object.hasOwn(file[room], key) ? file[room][key] : undefined;
  return { room, key, before: kept?.value, value };
}

function fieldChange(file: StudentFile, { room, key, value }: Placed, origin: Origin): FieldChange {
  const kept = key === null ? file[room] : (file[room] as Record<string, unknown>)[key];
  const { source, by, byName, at: when } = origin;
  return {
    room,
    key,
    before: kept ?? null,
    after: value === undefined ? null : { value, source, by, byName, at: when },
  };
}

/** Whether two values say the same; members in any order. */
export function isSame(a: unknown, b: unknown): boolean {
  return ordered(a) === ordered(b);
}

function ordered(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : member,
    ) ?? ''
  );
}

function fault(path: string, message: string): FileChange {
  return { kind: 'fault', fault: { path, message } };
}
