// Terms that a policy keeps inside for whoever enrolled from a day on: begun, and each of their parts made their own or left to the policy.

import { dayText, readDay } from '../day.ts';
import { joinPath } from '../guarantee/reading.ts';
import { PARTS, cardsOf, versionsOf, type Part, type PolicyKind, type TermsCards } from './cards.ts';
import { placeOf, valueAt } from './place.ts';
import type { RawPolicy } from './raw-policy.ts';
import { withAt, type Rearranged } from './rearrange.ts';

/** From the first day on that anybody can have enrolled: the terms as they were before others began. */
const EVER = '2000-01-01';

/**
 * Adds terms from a day on (`YYYY-MM-DD`) that say what the latest terms say. A policy that kept none inside gets two:
 * one for everybody until then, which says nothing by itself, and the new one.
 */
export function addTerms(policy: RawPolicy, from: string): Rearranged {
  const versions = versionsOf(policy);
  const latest = versions.toSorted((a, b) => dayOf(a).localeCompare(dayOf(b))).at(-1);
  const before = latest ? versions : [{ effectiveFrom: EVER, version: '1' }];
  const taken = new Set(before.map(dayOf));
  let day = from;
  while (taken.has(day)) day = dayAfter(day);
  const copied = structuredClone(latest ?? {});
  const fresh = { ...copied, effectiveFrom: day, version: freshLabel(before) };
  return {
    policy: { ...policy, versions: [...before, fresh] },
    path: joinPath('versions', [before.length]),
  };
}

const dayOf = ({ effectiveFrom }: RawPolicy): string => String(effectiveFrom ?? '');

function dayAfter(day: string): string {
  const read = readDay(day);
  return read === null ? `${day}'` : dayText(read + 1);
}

/** "3" after "1" and "2": a label that none of them bears. */
function freshLabel(versions: readonly RawPolicy[]): string {
  const taken = new Set(versions.map(({ version }) => String(version)));
  for (let number = versions.length + 1; ; number += 1) if (!taken.has(String(number))) return String(number);
}

/** The parts that terms of a kind can have, in the order of the page. */
export function partsOfKind(kind: PolicyKind): readonly Part[] {
  return PARTS.filter((part) =>
    kind === 'guarantee' ? part !== 'ladder' && part !== 'entitlement' : part === kind || part === 'assumes',
  );
}

/** Whether terms inside a policy say a part themselves. */
export function isOwn(policy: RawPolicy, { path }: Pick<TermsCards, 'path'>, part: Part): boolean {
  return valueAt(policy, placeOf(joinPath(path, [part]))) !== undefined;
}

/**
 * Makes a part ("versions[1].claim") the terms' own: as the policy has it for all, else as the first other terms that say
 * it have it, else as a new policy begins.
 */
export function makeOwn(policy: RawPolicy, path: string): Rearranged {
  const [terms, part] = [path.slice(0, path.lastIndexOf('.')), path.slice(path.lastIndexOf('.') + 1)];
  const isKnown = PARTS.some((known) => known === part) && cardsOf(policy).versions.some((each) => each.path === terms);
  if (!isKnown || valueAt(policy, placeOf(path)) !== undefined) return { policy, path };
  const others = [policy, ...versionsOf(policy)].map((each) => each[part]);
  const given = others.find((each) => each !== undefined) ?? NEW[part as Part];
  return { policy: withAt(policy, placeOf(path), structuredClone(given)), path };
}

const NEW: Readonly<Record<Part, unknown>> = {
  requires: { all: [] },
  claim: {},
  remedies: [],
  assumes: {},
  ladder: {},
  entitlement: {},
};
