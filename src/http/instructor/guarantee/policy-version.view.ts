// One published version: its text as students accept it, since when, by whom, and its seal.

import { dayInWords, readDay } from '../../../domain/day.ts';
import type { PolicyRecord, PublishedVersion } from '../../../domain/policies/policy-record.ts';
import { storedPolicy } from '../../../domain/policies/raw-policy.ts';
import { textOf } from '../../../domain/policies/student-text.ts';
import { countWords } from '../../../domain/time.ts';
import type { Page } from '../../page.ts';
import { momentOf, type Reader } from '../table-moments.ts';
import { termsView } from './policy-terms.ts';

export interface VersionAsked {
  readonly policy: PolicyRecord;
  readonly version: PublishedVersion;
  readonly keptByCount: number;
  readonly isDone: boolean;
}

/** Everything `policy-version.hbs` prints. */
export function policyVersionView({ policy, version, keptByCount, isDone }: VersionAsked, page: Page, reader: Reader) {
  const path = `${page.base}/policies/${policy.id}`;
  const day = readDay(version.effectiveFrom);
  const sections = textOf(storedPolicy(version.json)) ?? [];
  return {
    page,
    crumb: { href: `${path}/versions`, label: `${policy.name}, versions` },
    title: `${policy.name}, version ${version.label}`,
    notice: isDone
      ? `Version ${version.label} is published. Courses that use this policy go by it from its day on.`
      : '',
    answer: `In force from ${day === null ? version.effectiveFrom : dayInWords(day)} on.`,
    kept:
      keptByCount === 0
        ? 'Nobody has accepted it yet.'
        : `${countWords(keptByCount, 'student')} accepted it and ${keptByCount === 1 ? 'keeps' : 'keep'} it.`,
    publishedAt: momentOf(version.publishedAt, reader),
    by: version.byName,
    note: version.note,
    hash: version.hash,
    terms: termsView(sections),
    back: { action: `${path}/versions/${version.number}/draft`, csrf: page.csrf, rev: policy.draftRev },
    label: version.label,
    jsonHref: `${path}/versions/${version.number}/policy.json`,
    editorHref: path,
    differenceHref: version.number > 1 ? `${path}/difference?from=${version.number - 1}&to=${version.number}` : '',
  };
}
