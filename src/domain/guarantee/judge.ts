// From raw JSON to a verdict: policy, facts and instant read together, and every fault of all three named at once.
import { isKnownDay } from '../day.ts';
import { dayOfInstant } from '../zone.ts';
import { archetype, archetypeNames } from './archetypes.ts';
import { type Verdict, calendarFor, evaluate, readFacts } from './evaluate.ts';
import { compilePolicy } from './compile-policy.ts';
import type { CompiledPolicy } from './policy.ts';
import { type Fault, type Read, instantSchema, joinPath, readBy, refuse, settle } from './reading.ts';

/** A case as it is given: the policy inline or an archetype's name, the facts, and an instant as text. */
export interface RawCase {
  readonly policy: unknown;
  readonly facts: unknown;
  readonly asOf: unknown;
}

const compiledArchetypes = new Map<string, Read<CompiledPolicy>>();

/** Judges a raw case; refuses with faults whose paths begin with "policy", "facts" or "asOf". */
export function judge({ policy: rawPolicy, facts: rawFacts, asOf: rawAsOf }: RawCase): Read<Verdict> {
  const policy = under('policy', readPolicy(rawPolicy));
  const asOf = readBy(instantSchema, rawAsOf, 'asOf');
  const facts = policy.ok ? under('facts', readFacts(rawFacts, policy.value)) : undefined;
  if (!policy.ok || !asOf.ok || !facts?.ok) {
    return { ok: false, faults: [policy, asOf, facts].flatMap((read) => (read?.ok === false ? read.faults : [])) };
  }
  const { zone } = calendarFor(policy.value, facts.value);
  const verdict = evaluate(policy.value, facts.value, settle(asOf.value, zone));
  const faults = datesOutOfRange(verdict);
  return faults.length === 0 ? { ok: true, value: verdict } : { ok: false, faults };
}

/** Reads a policy: an object, or the name of an archetype. */
export function readPolicy(raw: unknown): Read<CompiledPolicy> {
  if (typeof raw !== 'string') return compilePolicy(raw);
  const known = compiledArchetypes.get(raw);
  if (known) return known;
  const found = archetype(raw);
  if (found === undefined) return refuse('', `name an archetype that there is: ${archetypeNames.join(', ')}`);
  const compiled = compilePolicy(found);
  compiledArchetypes.set(raw, compiled);
  return compiled;
}

/** An answer that only dates outside 1900 to 2200 could give is none: the facts and amounts together lead too far. */
function datesOutOfRange({ claimBy, expires, usableFrom, lastUsableDay, readyUntil, calendar }: Verdict): Fault[] {
  const readyDay = readyUntil === undefined ? undefined : dayOfInstant(readyUntil, calendar.zone);
  const days = Object.entries({ claimBy, expires, usableFrom, lastUsableDay, readyUntil: readyDay });
  return days
    .filter(([, day]) => day !== undefined && !isKnownDay(day))
    .map(([name]) => ({
      path: 'facts',
      message: `"${name}" would lie outside the years 1900 to 2200: check the dates`,
    }));
}

function under<T>(name: string, read: Read<T>): Read<T> {
  if (read.ok) return read;
  const placed = read.faults.map(({ path, message }) => ({
    path: path.startsWith('[') ? `${name}${path}` : joinPath(name, path === '' ? [] : [path]),
    message,
  }));
  return { ok: false, faults: placed };
}
