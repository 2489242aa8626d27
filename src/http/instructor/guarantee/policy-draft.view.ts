// Two drafts of one policy, because two people saved at once: what differs, in words and side by side, and which one goes on.

import type { PolicyRecord, SetAside } from '../../../domain/policies/policy-record.ts';
import type { RawPolicy } from '../../../domain/policies/raw-policy.ts';
import type { Page } from '../../page.ts';
import { momentOf, type Reader } from '../table-moments.ts';
import { changesView, changesWords } from './policy-changes.ts';
import { sideBySide } from './policy-terms.ts';

export interface DraftAsked {
  readonly policy: PolicyRecord;
  readonly aside: SetAside;
  readonly theirs: RawPolicy;
  readonly mine: RawPolicy;
  /** Null where a text cannot be written yet. */
  readonly texts: { readonly theirs: string | null; readonly mine: string | null };
  /** Whether the reader wrote the draft that was kept. */
  readonly isMine: boolean;
}

/** Everything `policy-draft.hbs` prints. */
export function policyDraftView(
  { policy, aside, theirs, mine, texts, isMine }: DraftAsked,
  page: Page,
  reader: Reader,
) {
  const path = `${page.base}/policies/${policy.id}`;
  const changes = changesView(theirs, mine);
  const kept = isMine ? 'Yours' : `The one by ${aside.byName}`;
  return {
    page,
    crumb: { href: path, label: policy.name },
    title: 'Two drafts',
    answer: answerOf(policy, aside, isMine),
    savedAt: momentOf(policy.savedAt, reader),
    keptAt: momentOf(aside.at, reader),
    words: changesWords(changes),
    changes,
    names: { before: `The draft now (${policy.savedByName})`, after: kept },
    /** Texts that cannot be written yet cannot be compared; the cards can. */
    rows: texts.theirs !== null && texts.mine !== null ? sideBySide(texts.theirs, texts.mine) : [],
    form: { action: `${path}/drafts/${aside.id}`, csrf: page.csrf, rev: policy.draftRev },
    take: `Go on with ${isMine ? 'mine' : `the one by ${aside.byName}`}`,
    drop: `Go on with the draft now, and throw ${isMine ? 'mine' : 'the other'} away`,
    editorHref: path,
  };
}

function answerOf({ savedByName }: PolicyRecord, { byName, why }: SetAside, isMine: boolean): string {
  if (why === 'replaced') return `A draft by ${byName} gave way to the one by ${savedByName}. Both are kept.`;
  return isMine
    ? `${savedByName} saved this policy while you were working on it. Both drafts are kept.`
    : `${byName} saved this policy while ${savedByName} was working on it. Both drafts are kept.`;
}
