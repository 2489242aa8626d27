// Terms inside a policy as cards: begun, each part made their own or left to the policy, removed and put back; nothing beside it changes.

import { expect } from 'chai';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import { lintPolicy } from '../../../src/domain/guarantee/lint/lint-policy.ts';
import { cardAt, cardsOf } from '../../../src/domain/policies/cards.ts';
import { differences } from '../../../src/domain/policies/difference.ts';
import { patched } from '../../../src/domain/policies/entries.ts';
import { addTerms, makeOwn } from '../../../src/domain/policies/inner-terms.ts';
import { actsOf, addRemedy, addRule, isListOfRules, moveCard } from '../../../src/domain/policies/rearrange.ts';
import type { RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import { removeCard, restoreCard } from '../../../src/domain/policies/removing.ts';
import { startingPointOf } from '../../../src/domain/policies/starting-points.ts';

const plain = startingPointOf('archetype:A1-coder-timeframe')!.policy;
const several = startingPointOf('archetype:A9-lookback-versions')!.policy;
const versionsIn = (policy: RawPolicy): RawPolicy[] => policy['versions'] as RawPolicy[];
const reads = (policy: RawPolicy): boolean => compilePolicy(policy).ok;

describe('terms inside a policy', () => {
  it('are laid out with the cards of what they say themselves', () => {
    const [first] = cardsOf(several).versions;
    expect(first?.self).to.include({ path: 'versions[0]', type: 'terms' });
    expect(first?.requires?.path).to.equal('versions[0].requires');
    expect(first?.remedies).to.equal(null);
    expect(cardAt(cardsOf(several), 'versions[1].requires.all[0].equals').type).to.equal('flag');
  });

  it('are begun as two sets where there were none: as it was for everybody until then, and the new ones', () => {
    const { policy, path } = addTerms(plain, '2026-12-01');
    expect(path).to.equal('versions[1]');
    expect(versionsIn(policy).map(({ effectiveFrom }) => effectiveFrom)).to.deep.equal(['2000-01-01', '2026-12-01']);
    expect(reads(policy)).to.equal(true);
    expect(lintPolicy(policy).filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  });

  it('begin as the latest say, on a day and under a name of their own', () => {
    const latest = versionsIn(several).at(-1)!;
    const { policy } = addTerms(several, String(latest['effectiveFrom']));
    const fresh = versionsIn(policy).at(-1)!;
    expect(fresh['requires']).to.deep.equal(latest['requires']);
    expect(fresh['effectiveFrom']).to.equal('2025-04-01');
    expect(new Set(versionsIn(policy).map(({ version }) => version)).size).to.equal(3);
    expect(reads(policy)).to.equal(true);
  });

  it('say a part anew as it is for everybody, and leave it to the policy again', () => {
    const begun = addTerms(plain, '2026-12-01').policy;
    const own = makeOwn(begun, 'versions[1].claim').policy;
    expect(versionsIn(own)[1]!['claim']).to.deep.equal(plain['claim']);
    const changed = patched(own, { 'versions[1].claim~window.amount~count': '45' }).policy;
    expect(versionsIn(changed)[1]).to.have.nested.property('claim.window.amount.days', 45);
    expect(changed['claim']).to.deep.equal(plain['claim']);
    const { policy: left, removed } = removeCard(changed, 'versions[1].claim', []);
    expect(versionsIn(left)[1]).to.not.have.property('claim');
    expect(removed.map(({ title }) => title)).to.deep.equal(['Claim']);
    expect(restoreCard(left, 0, removed).policy).to.deep.equal(changed);
    // What stands there meanwhile is kept in turn.
    const swapped = restoreCard(makeOwn(left, 'versions[1].claim').policy, 0, removed);
    expect(swapped.policy).to.deep.equal(changed);
    expect(swapped.removed).to.have.length(1);
    expect(makeOwn(begun, 'versions[7].claim').policy).to.equal(begun);
    expect(makeOwn(begun, 'versions[1].timeZone').policy).to.equal(begun);
  });

  it('have rules added, moved and removed as the policy itself has', () => {
    const list = 'versions[1].requires.all';
    expect(isListOfRules(several, list)).to.equal(true);
    expect(isListOfRules(several, 'remedies')).to.equal(false);
    const { policy, path } = addRule(several, list, 'mock');
    const { id } = (versionsIn(policy)[1]!['requires'] as { all: RawPolicy[] }).all.at(-1)!;
    expect([path.startsWith(list), id]).to.deep.equal([true, 'mock']);
    const moved = moveCard(policy, path, 'up');
    expect(moved.path).to.match(/^versions\[1\]\.requires/);
    expect(actsOf(policy, cardAt(cardsOf(policy), path))).to.include.members(['up', 'group', 'remove']);
    const bare = addTerms({ timeZone: 'UTC' }, '2026-12-01').policy;
    const first = addRule(makeOwn(bare, 'versions[1].requires').policy, `${list}`, 'reported');
    expect(first.path).to.equal('versions[1].requires.all[0]');
    const remedies = makeOwn(bare, 'versions[1].remedies').policy;
    expect(addRemedy(remedies, 'versions[1].remedies').path).to.equal('versions[1].remedies[0]');
  });

  it('change their day by a field, and are told apart by what they are called', () => {
    const { policy } = patched(several, { 'versions[1]~effectiveFrom': '2026-12-15' });
    const said = differences(several, policy).map(({ title, fields }) => [
      title,
      fields.map(({ from, to }) => [from, to]),
    ]);
    expect(said).to.deep.equal([['Terms from Tue 15 Dec 2026', [['2025-03-31', '2026-12-15']]]]);
  });

  it('show what the draft changes in them, with the terms named', () => {
    const { policy } = removeCard(several, 'versions[1].requires.all[0]', []);
    expect(differences(several, policy).map(({ kind, title }) => [kind, title])).to.deep.equal([
      ['removed', 'Terms from Mon 31 Mar 2025: Plan'],
    ]);
  });

  it('are removed and put back; with the last of them the policy keeps none', () => {
    const one = removeCard(several, 'versions[0]', []);
    expect(versionsIn(one.policy)).to.have.length(1);
    const none = removeCard(one.policy, 'versions[0]', one.removed);
    expect(none.policy).to.not.have.property('versions');
    const back = restoreCard(none.policy, 1, none.removed);
    const all = restoreCard(back.policy, 0, back.removed);
    expect(all.policy).to.deep.equal(several);
    expect(all.removed).to.deep.equal([]);
  });
});
