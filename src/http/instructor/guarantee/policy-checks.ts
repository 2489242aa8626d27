// The linter's findings as pages print them: each with the card it is about, a link to the input, and in words what to do.

import type { LintFinding } from '../../../domain/guarantee/lint/lint-policy.ts';
import { cardAt, cardsOf } from '../../../domain/policies/cards.ts';
import { inputOf } from '../../../domain/policies/entries.ts';
import { findingInWords } from '../../../domain/policies/finding-words.ts';
import type { RawPolicy } from '../../../domain/policies/raw-policy.ts';
import { titleOf } from '../../../domain/policies/sentences.ts';
import { findingKey } from '../../../domain/policies/warnings.ts';
import { chips, type Chip } from '../../chips.ts';
import { fieldId } from '../../form-field.ts';

export interface CheckView {
  readonly chip: Chip;
  readonly card: string;
  readonly href: string;
  readonly fault: string;
  readonly cure: string;
  /** For the box with which a warning is acknowledged. */
  readonly key: string;
}

const errorChip: Chip = { ...chips.failed, word: 'Fault' };
const warningChip: Chip = { ...chips.atRisk, word: 'Warning' };

/** The findings for a page; links begin with `editorHref`, "" on the editor itself. Faults come first. */
export function checksView(policy: RawPolicy, findings: readonly LintFinding[], editorHref = ''): CheckView[] {
  const cards = cardsOf(policy);
  const view = (finding: LintFinding): CheckView => {
    const card = cardAt(cards, finding.path);
    return {
      chip: finding.severity === 'error' ? errorChip : warningChip,
      card: card.path === '' && finding.path !== '' ? (memberName(finding.path) ?? titleOf(card)) : titleOf(card),
      href: `${editorHref}#${fieldId(inputOf(card, finding.path))}`,
      ...findingInWords(finding, cards),
      key: findingKey(finding),
    };
  };
  const errors = findings.filter(({ severity }) => severity === 'error');
  return [...errors, ...findings.filter(({ severity }) => severity !== 'error')].map(view);
}

/** What a place beside the cards is called. */
function memberName(path: string): string | null {
  if (path.startsWith('remedies')) return 'Remedies';
  if (path.startsWith('requires')) return 'Rules';
  return path.startsWith('claim') ? 'Claim' : null;
}

/** "One fault", "3 faults"; "" for none. */
export function faultsWords(count: number): string {
  return count === 0 ? '' : count === 1 ? 'One fault' : `${count} faults`;
}

/** "one warning", "3 warnings"; "" for none. */
export function warningsWords(count: number): string {
  return count === 0 ? '' : count === 1 ? 'one warning' : `${count} warnings`;
}

/** How many of each there are. */
export function counted(findings: readonly LintFinding[]): { readonly errors: number; readonly warnings: number } {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return { errors, warnings: findings.length - errors };
}
