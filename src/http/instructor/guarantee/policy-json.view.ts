// A policy as JSON: the text, what is wrong with it by its places, and the file to take along.

import type { LintFinding } from '../../../domain/guarantee/lint/lint-policy.ts';
import type { PolicyRecord } from '../../../domain/policies/policy-record.ts';
import type { Fault } from '../../../domain/refusal.ts';
import { chips } from '../../chips.ts';
import { errorSummary, fieldId } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { counted, faultsWords, warningsWords } from './policy-checks.ts';

export interface JsonAsked {
  readonly policy: PolicyRecord;
  readonly text: string;
  readonly rev: number;
  readonly faults: readonly Fault[];
  readonly findings: readonly LintFinding[];
}

/** Everything `policy-json.hbs` prints. */
export function policyJsonView({ policy, text, rev, faults, findings }: JsonAsked, page: Page) {
  const path = `${page.base}/policies/${policy.id}`;
  const { errors, warnings } = counted(findings);
  const words = [faultsWords(errors), warningsWords(warnings)].filter(Boolean).join(' and ');
  return {
    page,
    crumb: { href: path, label: policy.name },
    title: 'JSON',
    summary: errorSummary(faults),
    answer: faults.length > 0 ? 'This is no policy yet.' : words === '' ? 'Every check is passed.' : `${words}.`,
    form: { action: `${path}/json`, csrf: page.csrf, rev, cancelHref: path },
    json: { id: fieldId('json'), value: text, error: faults[0]?.message ?? '' },
    findings: findings.map(({ path: place, severity, fault, cure }) => ({
      chip: severity === 'error' ? { ...chips.failed, word: 'Fault' } : { ...chips.atRisk, word: 'Warning' },
      place: place === '' ? 'the whole policy' : place,
      fault,
      cure,
    })),
    fileHref: `${path}/policy.json`,
  };
}
