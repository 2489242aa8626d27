// A draft against the version in force: what each changed field was, and the way back for one card without touching another.

import { expect } from 'chai';
import { differences } from '../../../src/domain/policies/difference.ts';
import { everyCard, cardsOf } from '../../../src/domain/policies/cards.ts';
import { entriesOfCard, patched } from '../../../src/domain/policies/entries.ts';
import { stamped, type RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import { moveCard } from '../../../src/domain/policies/rearrange.ts';
import { removeCard, restoreCard, withChangeKept } from '../../../src/domain/policies/removing.ts';
import { backToForce, bringBack, changedSince, goneSince } from '../../../src/domain/policies/since.ts';
import { startingPointOf, startingPoints } from '../../../src/domain/policies/starting-points.ts';

const draft = startingPointOf('archetype:A1-coder-timeframe')!.policy;
const inForce = stamped(draft, '3', '2026-11-01');
const change = (policy: RawPolicy, entries: Record<string, string>): RawPolicy => patched(policy, entries).policy;
const rulesOf = (policy: RawPolicy): RawPolicy[] => (policy['requires'] as { all: RawPolicy[] }).all;
const placeOfRule = (id: string): string => `requires.all[${rulesOf(draft).findIndex((rule) => rule['id'] === id)}]`;

describe('a draft against the version in force', () => {
  it('says of each changed field what it was, and of nothing else', () => {
    const path = placeOfRule('attendance');
    const changed = change(draft, { [`${path}~makeup.max`]: '3', '~cutoff': '17:00' });
    const since = changedSince(changed, inForce);
    expect([...since.keys()]).to.have.members([path, '']);
    expect([...since.get(path)!.was]).to.deep.equal([['makeup.max', '2']]);
    expect([...since.get('')!.was]).to.deep.equal([['cutoff', 'nothing']]);
    expect([...changedSince(draft, inForce)]).to.deep.equal([]);
  });

  it('takes one card back and leaves the others as they are', () => {
    const path = placeOfRule('attendance');
    const both = change(draft, { [`${path}~makeup.max`]: '3', '~cutoff': '17:00' });
    const rule = backToForce(both, inForce, path).policy;
    expect(rulesOf(rule)).to.deep.equal(rulesOf(draft));
    expect(rule['cutoff']).to.equal('17:00');
    const calendar = backToForce(both, inForce, '').policy;
    expect(calendar).to.not.have.property('cutoff');
    expect(rulesOf(calendar)).to.deep.equal(rulesOf(both));
    expect(backToForce(both, inForce, 'requires.all[99]').policy).to.equal(both);
  });

  it('keeps what a card said before it went back, so that a press by mistake is undone', () => {
    const path = placeOfRule('attendance');
    const changed = change(draft, { [`${path}~makeup.max`]: '3', '~cutoff': '17:00' });
    for (const place of [path, '']) {
      const removed = withChangeKept(changed, place, []);
      const back = backToForce(changed, inForce, place).policy;
      const undone = restoreCard(back, 0, removed);
      expect(undone.policy).to.deep.equal(changed);
      // And what it said in between is kept in turn.
      expect(restoreCard(undone.policy, 0, undone.removed).policy).to.deep.equal(back);
    }
    const moved = moveCard(backToForce(changed, inForce, path).policy, path, 'up');
    const undone = restoreCard(moved.policy, 0, withChangeKept(changed, path, []));
    expect([undone.path, changedSince(undone.policy, inForce).get(moved.path)?.kind]).to.deep.equal([
      moved.path,
      'changed',
    ]);
    expect(withChangeKept(changed, 'requires.all[99]', [])).to.deep.equal([]);
  });

  it('knows a rule by its name wherever it stands now', () => {
    const path = placeOfRule('attendance');
    const changed = change(draft, { [`${path}~makeup.max`]: '3' });
    const moved = moveCard(changed, path, 'up');
    const back = backToForce(moved.policy, inForce, moved.path);
    expect(differences(inForce, back.policy)).to.deep.equal([]);
  });

  it('tells new cards, and brings back what is gone', () => {
    const { policy } = removeCard(draft, placeOfRule('attendance'), []);
    expect(goneSince(policy, inForce).map(({ title }) => title)).to.deep.equal(['Attend the classes']);
    const [gone] = goneSince(policy, inForce);
    expect(rulesOf(bringBack(policy, inForce, gone!.path).policy)).to.deep.equal(rulesOf(draft));
    expect(bringBack(draft, inForce, gone!.path).policy).to.equal(draft);
    expect(changedSince(draft, policy).get(placeOfRule('attendance'))?.kind).to.equal('new');
    const { claim: _claim, ...unclaimed } = draft;
    // A policy that says nothing of claims still has their card.
    expect(backToForce(unclaimed, inForce, 'claim').policy['claim']).to.deep.equal(draft['claim']);
  });

  it('goes back card by card to what is in force, whatever was changed in any starting point', () => {
    for (const { id, policy } of startingPoints) {
      const numbers = everyCard(cardsOf(policy)).flatMap((card) =>
        Object.entries(entriesOfCard(card)).filter(([, text]) => /^[1-9]\d*$/.test(text)),
      );
      const changed = change(policy, Object.fromEntries(numbers.map(([name, text]) => [name, `${text}1`])));
      let back = changed;
      for (const path of changedSince(changed, policy).keys()) back = backToForce(back, policy, path).policy;
      const left = differences(policy, back).filter(({ type }) => type !== 'nOf');
      expect(left, id).to.deep.equal([]);
    }
  });
});
