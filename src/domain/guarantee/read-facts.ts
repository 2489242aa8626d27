// Reads a student's facts for one policy: every shape checked, every fault with its path, parts with facts of their own.
import { z } from 'zod';
import type { Zone } from '../zone.ts';
import type { FactNames, Facts, FlagValue, Part, PartList } from './facts.ts';
import { factsSchema, progressSchema, sessionSchema } from './facts-schema.ts';
import {
  type Fault,
  type Read,
  asObject,
  cure,
  daySchema,
  joinPath,
  listSchema,
  memberOf,
  optional,
  readBy,
  refuse,
  sharedListSchema,
} from './reading.ts';
import { measurementOf, sessionOf, settledFacts, sortedSessions } from './settled-facts.ts';

type RawFacts = Readonly<Record<string, unknown>>;

/** Dates that the language names itself: they are checked and read whatever the policy asks. */
export const COMMON_DATES: readonly string[] = [
  'enrolledOn',
  'optInOn',
  'completedOn',
  'courseStart',
  'courseEnd',
  'courseEndPlanned',
  'accessEndsOn',
  'examRetiresOn',
  'examReportedOn',
];
const plainValueSchema = z.union(
  [z.string(), z.number(), z.boolean()],
  cure('give a text, a number, true or false; or {"value": ..., "from": a day, "before": ...}'),
);
const datedValueSchema = z.object({ value: plainValueSchema, from: daySchema, before: optional(plainValueSchema) });
const NO_PARTS: ReadonlySet<PartList> = new Set();
const sessionListSchema = optional(sharedListSchema(sessionSchema.transform(sessionOf)));
const progressListSchema = optional(listSchema(progressSchema));

/** Reads raw facts for the names that a policy uses; refuses with every fault and its path. */
export function readFactsFor(raw: unknown, names: FactNames, zone: Zone, pinnedOn?: string): Read<Facts> {
  const given = asObject(raw);
  if (given === null) return refuse('', 'give the facts as an object: { ... }');
  const faults: Fault[] = [];
  const keep = <T>(read: Read<T>): T | undefined => {
    if (read.ok) return read.value;
    for (const fault of read.faults) faults.push(fault);
    return undefined;
  };
  const shaped = keep(readBy(factsSchema, given, ''));
  const dates = readNamed(
    given,
    new Set([...COMMON_DATES, ...names.dates, ...(pinnedOn === undefined ? [] : [pinnedOn])]),
    daySchema,
    keep,
  );
  const flags = readFlags(given, names.flags, keep);
  const sessions = readNamed(given, names.sessionLists, sessionListSchema, keep);
  const progressIn = readNamed(given, names.progressLists, progressListSchema, keep);
  if (shaped === undefined || faults.length > 0) return { ok: false, faults };
  const own = {
    ...settledFacts(shaped, zone),
    pinnedOn,
    plannedDates: names.plannedDates,
    dates,
    flags,
    sessions: sortedSessions(sessions),
    progressIn: new Map([...progressIn].map(([name, list]) => [name, (list ?? []).map(measurementOf)])),
    outerRelief: undefined,
    parts: new Map<PartList, Part[]>(),
  };
  for (const list of names.parts) own.parts.set(list, readParts(given, list, own, names, zone, keep));
  return faults.length === 0 ? { ok: true, value: own } : { ok: false, faults };
}

/**
 * The entries of a list as facts of their own. What has no list or record of its own goes on holding inside: dates and
 * values stored outside, pauses, administrations, and waivers.
 */
function readParts(given: RawFacts, list: PartList, outer: Facts, names: FactNames, zone: Zone, keep: Keep): Part[] {
  const entries = memberOf(given, list);
  if (entries === undefined) return [];
  if (!Array.isArray(entries)) return keep(refuse(list, 'give a list: [ ... ]')) ?? [];
  const parts: Part[] = [];
  for (const [index, entry] of entries.entries()) {
    const path = joinPath(list, [index]);
    const read = readFactsFor(entry, { ...names, parts: NO_PARTS }, zone);
    if (!read.ok) {
      keep({
        ok: false,
        faults: read.faults.map((fault) => ({ ...fault, path: joinPath(path, fault.path === '' ? [] : [fault.path]) })),
      });
      continue;
    }
    const name = memberOf(asObject(entry)!, 'name');
    parts.push({
      name: typeof name === 'string' && name !== '' ? name : String(index + 1),
      facts: within(outer, read.value),
    });
  }
  return parts;
}

function within(outer: Facts, own: Facts): Facts {
  return {
    ...own,
    pinnedOn: outer.pinnedOn,
    dates: new Map([...outer.dates, ...own.dates]),
    flags: new Map([...outer.flags, ...own.flags]),
    pauses: own.pauses.length > 0 ? own.pauses : outer.pauses,
    administrations: own.administrations.length > 0 ? own.administrations : outer.administrations,
    outerRelief: outer.relief,
  };
}

type Keep = <T>(read: Read<T>) => T | undefined;

function readNamed<T>(given: RawFacts, names: ReadonlySet<string>, schema: z.ZodType<T>, keep: Keep): Map<string, T> {
  const found = new Map<string, T>();
  for (const name of names) {
    const value = memberOf(given, name);
    if (value === undefined) continue;
    const read = keep(readBy(schema, value, name));
    if (read !== undefined) found.set(name, read);
  }
  return found;
}

function readFlags(given: RawFacts, names: ReadonlySet<string>, keep: Keep): Map<string, FlagValue> {
  const found = new Map<string, FlagValue>();
  for (const name of names) {
    const value = memberOf(given, name);
    if (value === undefined) continue;
    if (asObject(value) === null) {
      const plain = keep(readBy(plainValueSchema, value, name));
      if (plain !== undefined) found.set(name, { value: plain, since: undefined });
    } else {
      const dated = keep(readBy(datedValueSchema, value, name));
      if (dated) found.set(name, { value: dated.value, since: { from: dated.from, before: dated.before } });
    }
  }
  return found;
}
