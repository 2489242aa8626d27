// What something would do to a student's verdict: from where to where, and which rules change with it; shown before anything is saved.

import type { Judgment } from '../../../services/guarantee/eligibility.ts';
import type { Chip } from '../../chips.ts';
import { findingChip } from '../../finding-lines.ts';
import { standingChip } from '../../standing-chips.ts';

/** Exactly the names that `verdict-move.hbs` prints. */
export interface VerdictMove {
  readonly answer: string;
  readonly before: Chip;
  readonly after: Chip;
  readonly isMove: boolean;
  /** Where the student would stand, in a sentence. */
  readonly words: string;
  readonly rules: readonly { readonly title: string; readonly before: Chip; readonly after: Chip }[];
}

/** The move from one judgment to another. */
export function verdictMove(before: Judgment, after: Judgment, name: string): VerdictMove {
  const [from, to] = [standingChip(before), standingChip(after)];
  const rules = changedRules(before, after);
  const isMove = from.word !== to.word;
  return {
    answer: answerOf(from, to, rules.length, name),
    before: from,
    after: to,
    isMove,
    words: after.kind === 'judged' ? after.json.staffWords : '',
    rules,
  };
}

function answerOf(from: Chip, to: Chip, rules: number, name: string): string {
  if (from.word !== to.word)
    return `With this, ${name} moves from “${from.word.toLowerCase()}” to “${to.word.toLowerCase()}”.`;
  const rest = rules === 0 ? 'and no rule changes' : rules === 1 ? 'and one rule changes' : `and ${rules} rules change`;
  return `With this, ${name} stays “${to.word.toLowerCase()}”, ${rest}.`;
}

function changedRules(before: Judgment, after: Judgment): VerdictMove['rules'] {
  if (before.kind !== 'judged' || after.kind !== 'judged') return [];
  const known = new Map(before.verdict.rules.map((rule) => [rule.id, rule]));
  return after.verdict.rules.flatMap((rule) => {
    const was = known.get(rule.id);
    if (!was || was.judgement.result === rule.judgement.result) return [];
    const title = rule.rule.terms(rule.evidence.calendar);
    return [{ title, before: findingChip(was, 'staff'), after: findingChip(rule, 'staff') }];
  });
}
