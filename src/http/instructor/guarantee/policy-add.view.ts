// Everything that can be added to a list of rules: in groups, each in plain words, with an example as the student would read it.

import { cardAt, cardsOf } from '../../../domain/policies/cards.ts';
import { foundInCatalog, type CatalogEntry } from '../../../domain/policies/catalog-search.ts';
import type { PolicyRecord } from '../../../domain/policies/policy-record.ts';
import type { RawPolicy } from '../../../domain/policies/raw-policy.ts';
import { titleOf } from '../../../domain/policies/sentences.ts';
import { countWords } from '../../../domain/time.ts';
import type { Page } from '../../page.ts';
import { cardId } from './policy-card.ts';

export interface AddAsked {
  readonly policy: PolicyRecord;
  readonly draft: RawPolicy;
  /** The list that it is added to: "requires.all". */
  readonly to: string;
  readonly search: string;
}

/** Everything `policy-add.hbs` prints. */
export function policyAddView({ policy, draft, to, search }: AddAsked, page: Page) {
  const path = `${page.base}/policies/${policy.id}`;
  const found = foundInCatalog(search);
  const groups = [...new Set(found.map(({ group }) => group))];
  const around = cardAt(cardsOf(draft), to);
  const where = around.path === '' || around.path.endsWith('requires') ? '' : ` to “${titleOf(around)}”`;
  return {
    page,
    crumb: { href: `${path}#${cardId(around.path)}`, label: policy.name },
    title: 'Add a rule',
    answer: `What do you want to ask for?${where === '' ? '' : ` It is added${where}.`}`,
    find: { action: `${path}/add`, to, value: search, clearHref: `${path}/add?to=${encodeURIComponent(to)}` },
    found: search === '' ? '' : `${countWords(found.length, 'rule')} found`,
    form: { action: `${path}/add`, csrf: page.csrf, rev: policy.draftRev, to, cancelHref: path },
    groups: groups.map((title) => ({
      title,
      entries: found.filter(({ group }) => group === title).map(entryView),
    })),
  };
}

function entryView({ name, title, about, example, words }: CatalogEntry) {
  return { name, title, about, example, words };
}
