// Warnings of the linter as things to acknowledge: each has a key that changes when what it says changes.

import type { LintFinding } from '../guarantee/lint/lint-policy.ts';

/** The key of a finding, for a check box: the same finding has the same key. */
export function findingKey({ path, fault }: Pick<LintFinding, 'path' | 'fault'>): string {
  return `${path}: ${fault}`;
}

/** Findings that keep a policy from being published: every error, and each warning that nobody has acknowledged. */
export function inTheWay(findings: readonly LintFinding[], acknowledged: readonly string[]): readonly LintFinding[] {
  return findings.filter((finding) => finding.severity === 'error' || !acknowledged.includes(findingKey(finding)));
}
