// A raw policy: read from text with its faults by place, written as text, and what publishing stamps on it.

import { asObject } from '../guarantee/reading.ts';
import type { Fault } from '../refusal.ts';

/** A policy as JSON has it. Nothing is known of its members but that there are some. */
export type RawPolicy = Readonly<Record<string, unknown>>;

/** The longest policy that is taken, in characters. */
export const LONGEST_POLICY = 200_000;

/** Deeper nesting than any policy can mean. */
const DEEPEST = 64;

/** Reads a policy from text; refuses what is no JSON object, with the place in the text where reading stopped. */
export function readPolicy(
  text: string,
): { readonly ok: true; readonly policy: RawPolicy } | { readonly ok: false; readonly fault: Fault } {
  if (text.trim() === '') return refused('There is nothing here. Paste the policy as JSON.');
  if (text.length > LONGEST_POLICY)
    return refused('This is longer than any policy. Paste one policy of at most 200,000 characters.');
  try {
    const policy = asObject(JSON.parse(text));
    if (!policy) return refused('A policy is an object: it begins with { and ends with }.');
    if (depthOf(policy) > DEEPEST) return refused('This is nested deeper than any policy. Take out some levels.');
    return { ok: true, policy };
  } catch (error) {
    return refused(
      `This cannot be read as JSON${placeWords(text, error)}. Look for a missing comma, quote or bracket there.`,
    );
  }
}

function refused(message: string): { readonly ok: false; readonly fault: Fault } {
  return { ok: false, fault: { path: 'json', message } };
}

/** ", line 3, column 14": where the parser stopped, if it says so. */
function placeWords(text: string, error: unknown): string {
  const at = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (at === undefined) return ': it ends too early';
  const before = text.slice(0, Number(at)).split('\n');
  return `, line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}

function depthOf(value: unknown, deep = 0): number {
  if (typeof value !== 'object' || value === null || deep > DEEPEST) return deep;
  return Object.values(value).reduce<number>((most, each) => Math.max(most, depthOf(each, deep + 1)), deep);
}

/** A policy as people read it. */
export function writtenPolicy(policy: RawPolicy): string {
  return JSON.stringify(policy, null, 2);
}

/** The policy as it is published: bearing its version and the day from which it counts; all else as it was. */
export function stamped(policy: RawPolicy, version: string, effectiveFrom: string): RawPolicy {
  return { ...policy, version, effectiveFrom };
}

/** A published policy as a draft to go on from: without the version and the day that publishing gave it. */
export function unstamped({ version: _version, effectiveFrom: _from, ...policy }: RawPolicy): RawPolicy {
  return policy;
}

/** The draft of a policy. */
export function draftOf({ draft }: { readonly draft: string }): RawPolicy {
  return storedPolicy(draft);
}

/** A stored policy as JSON. What is stored was read before, so a failure here is a defect. */
export function storedPolicy(json: string): RawPolicy {
  const read = readPolicy(json);
  if (!read.ok) throw new Error(`a stored policy cannot be read: ${read.fault.message}`);
  return read.policy;
}
