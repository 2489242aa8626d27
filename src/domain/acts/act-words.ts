// Every act that the audit trail notes, as it reads after the name of whoever did it: "waived “mock”", "approved the claim: retake voucher".

import { classActs } from './class-acts.ts';
import { claimActs } from './claim-acts.ts';
import { evidenceActs } from './evidence-acts.ts';
import { examActs } from './exam-acts.ts';
import { organizationActs } from './organization-acts.ts';
import { retakeActs } from './retake-acts.ts';
import { recordedWords, toldBy, type ActTable } from './told.ts';

/** All acts by name; `test/domain/acts/act-words.test.ts` holds the names that services note against it. */
export const actTable: ActTable = {
  ...examActs,
  ...evidenceActs,
  ...classActs,
  ...claimActs,
  ...retakeActs,
  ...organizationActs,
};

/** What was done, without who and why. An act of another version of Resit is told by its name, with what it changed. */
export function actWords(act: string, detail: Readonly<Record<string, unknown>>, zone: string): string {
  const words = Object.hasOwn(actTable, act) ? actTable[act] : undefined;
  if (words) return words(toldBy(detail, zone)).replace(/\s+/g, ' ').trim();
  const { before, after } = detail;
  const change =
    before === undefined && after === undefined ? '' : `, from ${recordedWords(before)} to ${recordedWords(after)}`;
  return `noted “${act}”${change}`;
}
