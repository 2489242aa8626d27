// Reads policies, once, to judge any number of students by them: every fault with its path and its cure.
import { z } from 'zod';
import { type Zone, findZone } from '../zone.ts';
import type { Calendar } from './amount.ts';
import { factNamesOf } from './anchor.ts';
import { claimSchema } from './claim.ts';
import { entitlementSchema } from './entitlement.ts';
import type { FactNames } from './facts.ts';
import { ladderSchema } from './ladder.ts';
import type { CompiledPolicy, GuaranteeTerms, LadderOfTerms, PolicyVersion, Terms, VoucherTerms } from './policy.ts';
import { readRequirement } from './read-requirement.ts';
import {
  type Fault,
  type Read,
  asObject,
  cure,
  daySchema,
  joinPath,
  listSchema,
  memberOf,
  objectSchema,
  oneOfSchema,
  optional,
  readBy,
  refuse,
  textSchema,
  yesNoSchema,
} from './reading.ts';
import { flagsOf, remediesSchema } from './remedy.ts';
import { partListsIn, rulesOf, variantFactsIn } from './requirement.ts';

type RawPolicy = Readonly<Record<string, unknown>>;

const ZONE_CURE = 'name a time zone of the IANA list, for example "America/Chicago"';
const CUTOFF_CURE = 'write a time of day as HH:MM or HH:MM:SS, for example "17:00"';
const CUTOFF = /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/;

const zoneSchema = z.string(cure(ZONE_CURE)).transform((name, context): Zone => {
  const zone = findZone(name);
  if (zone) return zone;
  context.addIssue({ code: 'custom', message: ZONE_CURE });
  return z.NEVER;
});

const cutoffSchema = z.string(cure(CUTOFF_CURE)).transform((text, context): number => {
  const match = CUTOFF.exec(text);
  if (match) return ((Number(match[1]) * 60 + Number(match[2])) * 60 + Number(match[3] ?? 0)) * 1000;
  context.addIssue({ code: 'custom', message: CUTOFF_CURE });
  return z.NEVER;
});

const labelSchema = optional(z.union([z.string(), z.number()], cure('give a text or a number'))).transform((label) =>
  label === undefined ? undefined : String(label),
);

const commonSchema = objectSchema({
  id: labelSchema,
  version: labelSchema,
  effectiveFrom: optional(daySchema),
  kind: optional(oneOfSchema(['guarantee', 'ladder', 'entitlement'])),
  timeZone: zoneSchema,
  cutoff: optional(cutoffSchema),
  holidays: optional(listSchema(daySchema)),
  plannedDates: optional(listSchema(textSchema('the name of a date fact'))),
});

/** Reads a policy once, to judge any number of students by it; refuses with every fault, its path and its cure. */
export function compilePolicy(raw: unknown): Read<CompiledPolicy> {
  const given = asObject(raw);
  if (!given) return refuse('', 'give the policy as an object: { ... }');
  if (memberOf(given, 'versions') !== undefined) return compileVersions(given);
  const terms = readTerms(given);
  if (!terms.ok) return terms;
  return {
    ok: true,
    value: { id: idOf(given), pinOn: undefined, versions: [{ effectiveFrom: -Infinity, terms: terms.value }] },
  };
}

function compileVersions(given: RawPolicy): Read<CompiledPolicy> {
  const { versions: list } = given;
  if (!Array.isArray(list) || list.length === 0) return refuse('versions', 'give a list with at least one version');
  const faults = new Map<string, Fault>();
  const note = (fault: Fault) => faults.set(`${fault.path}\n${fault.message}`, fault);
  const versions: PolicyVersion[] = [];
  for (const [index, each] of list.entries()) {
    const path = joinPath('versions', [index]);
    const read = readVersion(given, each, path);
    if (read.ok) versions.push(read.value);
    else for (const fault of read.faults) note(fault);
    if (read.ok && versions.filter((other) => other.effectiveFrom === read.value.effectiveFrom).length > 1) {
      note({ path: `${path}.effectiveFrom`, message: 'give each version a day of its own' });
    }
  }
  const pinOn = readBy(optional(textSchema('the name of a date fact')), memberOf(given, 'pinOn'), 'pinOn');
  if (!pinOn.ok) for (const fault of pinOn.faults) note(fault);
  if (faults.size > 0 || !pinOn.ok) return { ok: false, faults: [...faults.values()] };
  versions.sort((a, b) => a.effectiveFrom - b.effectiveFrom);
  return { ok: true, value: { id: idOf(given), versions, pinOn: pinOn.value ?? 'enrolledOn' } };
}

/** A version's own keys replace the policy's; a fault is named where the key that bears it stands. */
function readVersion(given: RawPolicy, raw: unknown, path: string): Read<PolicyVersion> {
  const own = asObject(raw);
  if (!own) return refuse(path, 'give a version as an object: { ... }');
  const effectiveFrom = readBy(daySchema, memberOf(own, 'effectiveFrom'), `${path}.effectiveFrom`);
  const terms = readTerms({ ...given, ...own });
  if (effectiveFrom.ok && terms.ok) {
    return { ok: true, value: { effectiveFrom: effectiveFrom.value, terms: terms.value } };
  }
  const placed = (fault: Fault): Fault => {
    const key = /^[^.[]*/.exec(fault.path)![0];
    return Object.hasOwn(own, key) || !Object.hasOwn(given, key) ? { ...fault, path: `${path}.${fault.path}` } : fault;
  };
  const termFaults = terms.ok ? [] : terms.faults.filter(({ path: at }) => at !== 'effectiveFrom').map(placed);
  return { ok: false, faults: [...(effectiveFrom.ok ? [] : effectiveFrom.faults), ...termFaults] };
}

function readTerms(given: RawPolicy): Read<Terms> {
  const common = readBy(commonSchema, given, '');
  const kind = common.ok ? (common.value.kind ?? 'guarantee') : kindOf(given);
  const body =
    kind === 'ladder' ? readLadder(given) : kind === 'entitlement' ? readVoucher(given) : readGuarantee(given);
  if (!common.ok || !body.ok) {
    return { ok: false, faults: [...(common.ok ? [] : common.faults), ...(body.ok ? [] : body.faults)] };
  }
  const { version, timeZone: zone, cutoff, holidays, plannedDates } = common.value;
  const calendar: Calendar = { zone, cutoff: cutoff ?? null, holidays: new Set(holidays) };
  const names = { ...body.value.names, plannedDates: new Set(plannedDates) };
  return { ok: true, value: { version, calendar, ...body.value, names } };
}

function kindOf(given: RawPolicy): unknown {
  return memberOf(given, 'kind') ?? 'guarantee';
}

type BodyOf<T> = Omit<T, 'version' | 'calendar'>;

const NO_NAMES: FactNames = {
  dates: new Set(),
  flags: new Set(),
  sessionLists: new Set(),
  progressLists: new Set(),
  plannedDates: new Set(),
  parts: new Set(),
};

function readLadder(given: RawPolicy): Read<BodyOf<LadderOfTerms>> {
  const ladder = readBy(ladderSchema, memberOf(given, 'ladder'), 'ladder');
  return ladder.ok ? { ok: true, value: { kind: 'ladder', ladder: ladder.value, names: NO_NAMES } } : ladder;
}

function readVoucher(given: RawPolicy): Read<BodyOf<VoucherTerms>> {
  const read = readBy(entitlementSchema, memberOf(given, 'entitlement'), 'entitlement');
  return read.ok ? { ok: true, value: { kind: 'entitlement', entitlement: read.value, names: NO_NAMES } } : read;
}

function readGuarantee(given: RawPolicy): Read<BodyOf<GuaranteeTerms>> {
  const requires = readRequirement(memberOf(given, 'requires'), 'requires');
  const claim = readBy(claimSchema, memberOf(given, 'claim'), 'claim');
  const remedies = readBy(optional(remediesSchema), memberOf(given, 'remedies'), 'remedies');
  const scoreBased = readBy(optional(yesNoSchema), memberOf(given, 'scoreBased'), 'scoreBased');
  if (requires.ok && claim.ok && remedies.ok && scoreBased.ok) {
    const parts = { requires: requires.value, claim: claim.value, remedies: remedies.value ?? [] };
    const names = namesOf(parts);
    return { ok: true, value: { kind: 'guarantee', isScoreBased: scoreBased.value === true, ...parts, names } };
  }
  const faults = [requires, claim, remedies, scoreBased].flatMap((read) => (read.ok ? [] : read.faults));
  return { ok: false, faults };
}

/** The names in the facts that a guarantee reads. */
function namesOf({ requires, claim, remedies }: Pick<GuaranteeTerms, 'requires' | 'claim' | 'remedies'>): FactNames {
  const rules = rulesOf(requires);
  const anchors = [claim.window?.anchor, ...remedies.map(({ noActivityAfter }) => noActivityAfter)];
  return {
    dates: new Set([...rules.flatMap(({ uses }) => uses.dates ?? []), ...factNamesOf(...anchors)]),
    flags: new Set([
      ...rules.flatMap(({ uses }) => uses.flags ?? []),
      ...variantFactsIn(requires),
      ...flagsOf(remedies),
    ]),
    parts: new Set(partListsIn(requires)),
    sessionLists: new Set(rules.flatMap(({ uses }) => uses.sessionLists ?? [])),
    progressLists: new Set(rules.flatMap(({ uses }) => uses.progressLists ?? [])),
    plannedDates: new Set(),
  };
}

function idOf(given: RawPolicy): string | undefined {
  const id = memberOf(given, 'id');
  return typeof id === 'string' ? id : undefined;
}
