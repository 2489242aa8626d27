// Proof by records alone: a claim is approved without a person only if nothing it rests on is merely somebody's word.

import type { Source } from '../evidence/recorded.ts';
import type { StudentFile } from '../evidence/student-file.ts';
import type { FactNames, Facts } from '../guarantee/facts.ts';
import type { Verdict } from '../guarantee/evaluate.ts';
import { nameWords } from '../guarantee/anchor.ts';
import type { Claim } from './claim.ts';
import { itemWords, sittingOfItem } from './papers.ts';
import { dayInWords, readDay } from '../day.ts';

/** What is looked at. `names`: the date facts and stored values that the student's terms read. */
export interface ProofCase {
  readonly verdict: Pick<Verdict, 'verdict' | 'rules'>;
  readonly names: Pick<FactNames, 'dates' | 'flags'>;
  readonly facts: Pick<Facts, 'claimsApprovedOn'>;
  /** Days on which earlier claims were denied. */
  readonly deniedOn: readonly string[];
  readonly file: StudentFile;
  readonly claim: Pick<Claim, 'items'>;
}

/**
 * What keeps a claim from being approved without a person, each as a phrase; empty: records prove all of it. A student's own word is
 * no proof until staff have checked it, and an unknown always goes to a person.
 */
export function unproved({ verdict, names, facts, deniedOn, file, claim }: ProofCase): string[] {
  const doubts: string[] = [];
  // The same records have given something already: whether they give it again is no question of records.
  for (const day of facts.claimsApprovedOn) doubts.push(`a claim was approved before, on ${dayInWords(day)}`);
  // Whoever denied one saw what records do not tell.
  for (const day of deniedOn) doubts.push(`a claim was denied before, on ${dayWordsOf(day)}`);
  if (verdict.verdict !== 'approve') doubts.push('not every condition is met by what is recorded');
  for (const { judgement } of verdict.rules)
    if (judgement.result === 'unknown') doubts.push('something that was never recorded');
  doubts.push(...recordsInDoubt(file, names));
  for (const sitting of Object.values(file.sittings)) {
    if (sitting.result === 'booked' || sitting.verified !== null) continue;
    doubts.push(`the exam of ${dayWordsOf(sitting.on)} is not checked`);
  }
  for (const item of claim.items)
    if (!sittingOfItem(item, file)?.verified) doubts.push(`the ${itemWords(item)} is not checked`);
  return [...new Set(doubts)];
}

function recordsInDoubt(file: StudentFile, names: ProofCase['names']): string[] {
  const doubts: string[] = [];
  const doubt = (source: Source, words: string): void => {
    if (source === 'student') doubts.push(`${words} is the student’s own entry`);
  };
  for (const [name, { source }] of Object.entries(file.dates))
    if (names.dates.has(name)) doubt(source, `the date “${nameWords(name)}”`);
  for (const [name, { source }] of Object.entries(file.values))
    if (names.flags.has(name)) doubt(source, `“${nameWords(name)}”`);
  for (const { source } of Object.values(file.marks)) doubt(source, 'an attendance mark');
  for (const { source } of Object.values(file.modules)) doubt(source, 'a completed module');
  for (const { source } of Object.values(file.progress)) doubt(source, 'a measure of progress');
  for (const { source } of Object.values(file.baselines)) doubt(source, 'a starting score');
  if (file.coursework) doubt(file.coursework.source, 'the coursework');
  if (file.priorAttempts) doubt(file.priorAttempts.source, 'the number of earlier attempts');
  return doubts;
}

function dayWordsOf(day: string): string {
  return dayInWords(readDay(day)!);
}
