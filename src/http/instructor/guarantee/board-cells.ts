// Findings at a glance: for each column of the board the rule that matters most, as an icon and a few words.

import type { FoundRule } from '../../../domain/guarantee/judged.ts';
import type { Result } from '../../../domain/guarantee/rule.ts';
import type { JudgedStudent } from '../../../services/guarantee/eligibility.ts';
import { chips } from '../../chips.ts';
import { findingChip } from '../../finding-lines.ts';

/** Exactly the names that a cell of the board prints. */
export interface BoardCell {
  readonly label: string;
  /** "" where no rule of the policy asks for it. */
  readonly state: string;
  readonly drawing: string;
  readonly word: string;
  readonly words: string;
}

interface Column {
  readonly label: string;
  readonly rules: readonly string[];
}

/** Columns by the types of rules they speak for. */
const columns: readonly Column[] = [
  { label: 'Attendance', rules: ['attendance', 'participation'] },
  { label: 'Completion', rules: ['course_complete', 'coursework', 'progress', 'qbank'] },
  { label: 'Mocks', rules: ['mock', 'exam_after_readiness'] },
  { label: 'Official exam', rules: ['exam_taken', 'outcome', 'administration', 'attempt_number', 'gain'] },
];

/** The columns' heads. */
export const boardColumns = columns.map(({ label }) => label);

const weights: Readonly<Record<Result, number>> = { failed: 3, unknown: 2, not_yet: 1, met: 0 };

/** One cell a column. */
export function boardCells(judged: JudgedStudent): BoardCell[] {
  return columns.map(({ label, rules }) => {
    const about = judged.verdict.rules.filter(({ rule }) => rules.includes(rule.rule));
    const worst = about.reduce<FoundRule | undefined>(
      (kept, found) => (kept && weightOf(kept) >= weightOf(found) ? kept : found),
      undefined,
    );
    if (!worst) return { label, state: '', drawing: '', word: '', words: '' };
    // A pass closes the guarantee: for the rule that asks for a fail it is a failure, for the student it is none.
    const hasPassed = judged.verdict.reason === 'passed' && rules.includes('outcome');
    const chip = hasPassed ? chips.passed : findingChip(worst, 'staff');
    return { label, state: chip.state, drawing: chip.icon, word: chip.word, words: haveWords(worst) };
  });
}

function weightOf({ judgement }: FoundRule): number {
  return weights[judgement.result];
}

function haveWords({ rule, judgement, evidence }: FoundRule): string {
  return rule.tell(evidence, judgement).have;
}
