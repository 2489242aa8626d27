// All versions of a policy, newest first: since when each holds, who published it and why, and how many students keep it.

import { dayInWords, readDay } from '../../../domain/day.ts';
import type { PolicyRecord, PublishedVersion } from '../../../domain/policies/policy-record.ts';
import type { Page } from '../../page.ts';
import { momentOf, type Reader } from '../table-moments.ts';

export interface VersionsAsked {
  readonly policy: PolicyRecord;
  readonly versions: readonly PublishedVersion[];
  /** Students who keep each, in the same order. */
  readonly kept: readonly number[];
}

/** Everything `policy-versions.hbs` prints. */
export function policyVersionsView({ policy, versions, kept }: VersionsAsked, page: Page, reader: Reader) {
  const path = `${page.base}/policies/${policy.id}`;
  return {
    page,
    crumb: { href: path, label: policy.name },
    title: 'Versions',
    answer:
      versions.length === 0
        ? 'Nothing is published yet.'
        : `${versions.length === 1 ? 'One version is' : `${versions.length} versions are`} published. None of them ever changes.`,
    rows: versions.map((version, index) => ({
      number: version.number,
      href: `${path}/versions/${version.number}`,
      label: `Version ${version.label}`,
      from: dayWords(version.effectiveFrom),
      kept: String(kept[index] ?? 0),
      publishedAt: momentOf(version.publishedAt, reader),
      by: version.byName,
      note: version.note,
      differenceHref: version.number > 1 ? `${path}/difference?from=${version.number - 1}&to=${version.number}` : '',
    })),
    editorHref: path,
    compareHref: versions.length === 0 ? '' : `${path}/difference?from=${versions[0]!.number}&to=draft`,
  };
}

const dayWords = (text: string): string => {
  const day = readDay(text);
  return day === null ? text : dayInWords(day);
};
