// Any two versions of a policy compared, or one of them with the draft: in words, and their texts side by side.

import type { PolicyRecord, PublishedVersion } from '../../../domain/policies/policy-record.ts';
import { draftOf, storedPolicy, type RawPolicy } from '../../../domain/policies/raw-policy.ts';
import { plainTextOf } from '../../../domain/policies/student-text.ts';
import { formField } from '../../form-field.ts';
import type { Page } from '../../page.ts';
import { changesView, changesWords } from './policy-changes.ts';
import { sideBySide } from './policy-terms.ts';

export interface DifferenceAsked {
  readonly policy: PolicyRecord;
  /** Newest first. */
  readonly versions: readonly PublishedVersion[];
  /** A number, "draft", or "". */
  readonly from: string;
  readonly to: string;
}

interface Side {
  readonly value: string;
  readonly name: string;
  readonly policy: RawPolicy;
  readonly text: string;
}

/** Everything `policy-difference.hbs` prints. */
export function policyDifferenceView(asked: DifferenceAsked, page: Page) {
  const { policy } = asked;
  const sides = sidesOf(asked);
  const path = `${page.base}/policies/${policy.id}`;
  const pick = (value: string, otherwise: Side): Side => sides.find((side) => side.value === value) ?? otherwise;
  const [draft, newest = draft] = sides as [Side, ...Side[]];
  const [from, to] = [pick(asked.from, newest), pick(asked.to, draft)];
  const changes = changesView(from.policy, to.policy);
  const select = (name: string, label: string, chosen: Side) =>
    formField({
      name,
      label,
      size: 'mid',
      options: sides.map(({ value, name: words }) => ({ value, label: words, isSelected: value === chosen.value })),
    });
  return {
    page,
    crumb: { href: `${path}/versions`, label: `${policy.name}, versions` },
    title: 'Compare',
    answer: `${from.name} → ${to.name}: ${changesWords(changes).toLowerCase()}`,
    form: { action: `${path}/difference`, from: select('from', 'From', from), to: select('to', 'To', to) },
    changes,
    names: { before: from.name, after: to.name },
    rows: sideBySide(from.text, to.text),
  };
}

/** What can be compared: the draft, then every version, newest first. */
function sidesOf({ policy, versions }: DifferenceAsked): Side[] {
  const draft = draftOf(policy);
  return [
    {
      value: 'draft',
      name: 'Draft',
      policy: draft,
      text: plainTextOf(draft) ?? 'The text cannot be written yet.',
    },
    ...versions.map(({ number, label, json, text }) => ({
      value: String(number),
      name: `Version ${label}`,
      policy: storedPolicy(json),
      text,
    })),
  ];
}
