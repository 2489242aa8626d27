// Published versions ready to judge by: each compiled once and kept, bounded; which one is in force on a day is remembered for some seconds.

import { compilePolicy } from '../../domain/guarantee/compile-policy.ts';
import type { CompiledPolicy } from '../../domain/guarantee/policy.ts';
import type { PublishedVersion } from '../../domain/policies/policy-record.ts';
import type { PolicyStore } from '../../stores/guarantee/policy-store.ts';
import type { Surroundings } from '../surroundings.ts';

/** A published version with its policy compiled. */
export interface VersionInForce extends PublishedVersion {
  readonly compiled: CompiledPolicy;
}

/** So many versions stay compiled; a provider has a handful alive at a time. */
const mostKept = 500;
/** Another process may publish; here it is seen after this time at the latest. */
const rememberedMs = 5000;

export type PoliciesInForce = ReturnType<typeof policiesInForce>;

export function policiesInForce(needs: {
  readonly policies: Pick<PolicyStore, 'version' | 'inForceOn'>;
  readonly surroundings: Pick<Surroundings, 'now'>;
}) {
  const { policies, surroundings } = needs;
  const kept = new Map<string, VersionInForce>();
  const inForce = new Map<string, { readonly at: number; readonly version: VersionInForce | null }>();

  /** A version with its policy compiled. What was published was readable, so a failure here is a defect. */
  function compiled(version: PublishedVersion): VersionInForce {
    const known = kept.get(version.id);
    if (known) return known;
    const read = compilePolicy(JSON.parse(version.json));
    if (!read.ok) throw new Error(`the published policy ${version.id} cannot be compiled`);
    const ready = { ...version, compiled: read.value };
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
    kept.set(version.id, ready);
    return ready;
  }

  return {
    compiled,

    /** One version; null where there is none of that number in the organization. */
    async version(organizationId: string, policyId: string, number: number): Promise<VersionInForce | null> {
      const known = kept.get(`${policyId}:${number}`);
      if (known?.organizationId === organizationId) return known;
      const version = await policies.version(organizationId, policyId, number);
      return version && compiled(version);
    },

    /** The version in effect on a day (`YYYY-MM-DD`); null before the first. */
    async inForceOn(organizationId: string, policyId: string, day: string): Promise<VersionInForce | null> {
      const key = `${organizationId} ${policyId} ${day}`;
      const now = surroundings.now();
      const known = inForce.get(key);
      if (known && now - known.at < rememberedMs) return known.version;
      const found = await policies.inForceOn(organizationId, policyId, day);
      const version = found && compiled(found);
      if (inForce.size >= mostKept) inForce.clear();
      inForce.set(key, { at: now, version });
      return version;
    },

    /** Looks again at once: something was published here. */
    forgetDays: () => inForce.clear(),
  };
}
