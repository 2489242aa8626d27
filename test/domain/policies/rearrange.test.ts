// Adding, moving, grouping, removing and putting back: no rule is ever lost, and what a step does another undoes.

import { expect } from 'chai';
import fc from 'fast-check';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import { combinatorKinds } from '../../../src/domain/policies/combinator-catalog.ts';
import { cardsOf } from '../../../src/domain/policies/cards.ts';
import { allCards } from '../../../src/domain/policies/node-cards.ts';
import { valueAt, placeOf } from '../../../src/domain/policies/place.ts';
import type { RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import {
  actsOf,
  addCase,
  addRemedy,
  addRule,
  groupCard,
  joinCard,
  moveCard,
  ungroupCard,
} from '../../../src/domain/policies/rearrange.ts';
import { removeCard, restoreCard } from '../../../src/domain/policies/removing.ts';

type Tree = string | Tree[];

/** Rules by their ids; a list is a group of which one is enough. */
const node = (tree: Tree): RawPolicy =>
  typeof tree === 'string' ? { id: tree, rule: 'reported' } : { any: tree.map(node) };
const policyOf = (...trees: Tree[]): RawPolicy => ({ timeZone: 'UTC', requires: { all: trees.map(node) } });
const treeOf = (raw: unknown): Tree => {
  const { id, any } = raw as { id: string; any?: unknown[] };
  return any ? any.map(treeOf) : id;
};
const treesOf = (policy: RawPolicy): Tree[] => (policy['requires'] as { all: unknown[] }).all.map(treeOf);
const flat = (trees: Tree[]): string[] => trees.flatMap((tree) => (typeof tree === 'string' ? tree : flat(tree)));
const at = (first: number, ...further: number[]): string =>
  `requires.all[${first}]${further.map((step) => `.any[${step}]`).join('')}`;

describe('rearranging', () => {
  const moves: [string, RawPolicy, string, 'up' | 'down', Tree[], string][] = [
    ['past a neighbor', policyOf('a', 'b', 'c'), at(1), 'up', ['b', 'a', 'c'], at(0)],
    ['past the next', policyOf('a', 'b', 'c'), at(1), 'down', ['a', 'c', 'b'], at(2)],
    ['into a group above', policyOf(['a'], 'b'), at(1), 'up', [['a', 'b']], at(0, 1)],
    ['into a group below', policyOf('a', ['b', 'c']), at(0), 'down', [['a', 'b', 'c']], at(0, 0)],
    ['out of a group upward', policyOf('x', ['a', 'b']), at(1, 0), 'up', ['x', 'a', ['b']], at(1)],
    ['out of a group downward', policyOf(['a', 'b'], 'x'), at(0, 1), 'down', [['a'], 'b', 'x'], at(1)],
    ['out of a group that is empty then', policyOf('x', ['a'], 'y'), at(1, 0), 'up', ['x', 'a', 'y'], at(1)],
    ['downward out of it', policyOf('x', ['a'], 'y'), at(1, 0), 'down', ['x', 'a', 'y'], at(1)],
    ['out of a group within a group', policyOf([['a', 'b'], 'c']), at(0, 0, 1), 'down', [[['a'], 'b', 'c']], at(0, 1)],
    ['nowhere from the top', policyOf('a', 'b'), at(0), 'up', ['a', 'b'], at(0)],
  ];
  for (const [name, policy, path, direction, trees, to] of moves)
    it(`moves ${name}`, () => {
      const moved = moveCard(policy, path, direction);
      expect(treesOf(moved.policy)).to.deep.equal(trees);
      expect(moved.path).to.equal(to);
    });

  it('loses no rule, whatever is moved where', () => {
    const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
      tree: fc.oneof({ maxDepth: 3 }, fc.uuid(), fc.array(tie('tree'), { minLength: 1, maxLength: 3 })),
    }));
    const acts = {
      up: (policy: RawPolicy, path: string) => moveCard(policy, path, 'up'),
      down: (policy: RawPolicy, path: string) => moveCard(policy, path, 'down'),
      group: groupCard,
      ungroup: ungroupCard,
      takeAndPutBack: (policy: RawPolicy, path: string) => {
        const taken = removeCard(policy, path, []);
        return restoreCard(taken.policy, 0, taken.removed);
      },
    };
    const step = fc.tuple(fc.nat(), fc.constantFrom(...(Object.keys(acts) as (keyof typeof acts)[])));
    fc.assert(
      fc.property(fc.array(tree, { minLength: 1, maxLength: 4 }), fc.array(step, { maxLength: 12 }), (trees, steps) => {
        let policy = policyOf(...trees);
        const before = flat(treesOf(policy)).toSorted();
        for (const [pick, act] of steps) {
          const cards = allCards(cardsOf(policy).requires!).slice(1);
          ({ policy } = acts[act](policy, cards[pick % cards.length]!.path));
        }
        expect(flat(treesOf(policy)).toSorted()).to.deep.equal(before);
      }),
      { numRuns: 500 },
    );
  });

  it('goes into and out of conditions, three levels deep and back, without losing a rule', () => {
    const inside = { onlyWhen: node('c'), apply: { all: [{ not: { any: [node('x')] } }] } };
    let policy: RawPolicy = { timeZone: 'UTC', requires: { all: [node('a'), inside] } };
    const idsOf = (): string[] => [...JSON.stringify(policy).matchAll(/"id":"(\w+)"/g)].map(([, id]) => id!).toSorted();
    let path = at(0);
    const walk: string[] = [];
    for (const direction of ['down', 'down', 'down', 'down', 'down', 'down', 'up', 'up'] as const) {
      ({ policy, path } = moveCard(policy, path, direction));
      walk.push(path);
      expect(idsOf()).to.deep.equal(['a', 'c', 'x']);
    }
    expect(walk.slice(0, 5)).to.deep.equal([
      'requires.all[0].apply.all[0]',
      'requires.all[0].apply.all[0].not.any[0]',
      'requires.all[0].apply.all[0].not.any[1]',
      'requires.all[0].apply.all[1]',
      'requires.all[1]',
    ]);
    expect(walk.at(-2)).to.equal('requires.all[0].apply.all[1]');
  });

  it('adds groups and conditions that only wait for their rules', () => {
    for (const { form } of combinatorKinds) {
      const added = addRule(policyOf('a'), 'requires.all', form);
      const card = allCards(cardsOf(added.policy).requires!).find(({ path }) => path === added.path)!;
      expect(card.type).to.equal(form);
      const lists = allCards(card).flatMap(({ below }) => below.map(({ list }) => list));
      let { policy } = added;
      for (const list of lists.filter((name) => name !== '')) ({ policy } = addRule(policy, list, 'reported'));
      expect(compilePolicy({ ...policy, claim: {} }), form).to.have.property('ok', true);
    }
  });

  it('dissolves a condition and keeps what it was about', () => {
    const policy: RawPolicy = {
      timeZone: 'UTC',
      requires: { all: [{ onlyWhen: node('c'), apply: node('a') }, { not: node('b') }] },
    };
    expect(treesOf(ungroupCard(ungroupCard(policy, at(0)).policy, at(1)).policy)).to.deep.equal(['a', 'b']);
  });

  it('adds a rule with an id of its own, also where nothing or one thing is asked', () => {
    const first = addRule({ timeZone: 'UTC' }, 'requires.all', 'opt_in');
    const second = addRule(first.policy, 'requires.all', 'opt_in');
    expect(treesOf(second.policy)).to.deep.equal(['opt_in', 'opt_in_2']);
    expect(second.path).to.equal(at(1));
    const alone = addRule({ requires: node('a') }, 'requires.all', 'reported');
    expect(treesOf(alone.policy)).to.deep.equal(['a', 'reported']);
  });

  it('groups two and dissolves the group again', () => {
    const grouped = groupCard(policyOf('a', 'b', 'c'), at(0));
    expect(treesOf(grouped.policy)).to.deep.equal([['a', 'b'], 'c']);
    expect(treesOf(ungroupCard(grouped.policy, at(0)).policy)).to.deep.equal(['a', 'b', 'c']);
  });

  it('removes and puts back at the same place, or at the end where that is gone', () => {
    const policy = policyOf('a', ['b', 'c'], 'd');
    const { policy: without, removed, path } = removeCard(policy, at(1, 0), []);
    expect(treesOf(without)).to.deep.equal(['a', ['c'], 'd']);
    expect(path).to.equal(at(1, 0));
    expect(restoreCard(without, 0, removed).policy).to.deep.equal(policy);
    const gone = removeCard(without, at(1), removed);
    expect(treesOf(restoreCard(gone.policy, 0, gone.removed).policy)).to.deep.equal(['a', 'd', 'b']);
  });

  it('adds, moves and removes remedies as well', () => {
    const two = addRemedy(addRemedy({ timeZone: 'UTC' }).policy);
    expect(two.path).to.equal('remedies[1]');
    expect(valueAt(moveCard(two.policy, two.path, 'up').policy, placeOf('remedies'))).to.have.length(2);
    expect(removeCard(two.policy, 'remedies[0]', []).policy['remedies']).to.have.length(1);
  });

  it('offers what a card can do', () => {
    const policy = policyOf('a', ['b', 'c']);
    const acts = (path: string, kind: 'rule' | 'group' = 'rule') => actsOf(policy, { path, kind, type: 'any' });
    expect(acts(at(0))).to.deep.equal(['down', 'group', 'remove']);
    expect(acts(at(1), 'group')).to.deep.equal(['up', 'group', 'ungroup', 'remove']);
    expect(acts(at(1, 0))).to.deep.equal(['up', 'down', 'group', 'remove']);
    expect(acts('requires', 'group')).to.deep.equal([]);
  });

  it('makes a group of what stands alone, such as a condition, and takes the group away again', () => {
    const condition = { id: 'plan', rule: 'flag', fact: 'plan', equals: 'x' };
    const policy: RawPolicy = { timeZone: 'UTC', requires: { all: [{ onlyWhen: condition, apply: node('a') }] } };
    const path = 'requires.all[0].onlyWhen';
    expect(actsOf(policy, { path, kind: 'rule', type: 'flag' })).to.deep.equal(['join']);
    const joined = joinCard(policy, path).policy;
    expect(valueAt(joined, placeOf(path))).to.deep.equal({ all: [condition] });
    expect(actsOf(joined, { path, kind: 'group', type: 'all' })).to.deep.equal(['ungroup']);
    const more = addRule(joined, `${path}.all`, 'reported');
    expect(more.path).to.equal(`${path}.all[1]`);
    expect(actsOf(more.policy, { path, kind: 'group', type: 'all' })).to.deep.equal([]);
    expect(ungroupCard(joined, path).policy).to.deep.equal(policy);
  });

  it('asks something for another value of a fact, or for all others, and takes it out again', () => {
    const { policy, path } = addRule(policyOf('a'), 'requires.all', 'variant');
    const added = addCase(policy, path, 'evening');
    expect(added.path).to.equal(`${path}.cases.evening`);
    expect(addCase(added.policy, path, 'evening').policy).to.equal(added.policy);
    const all = addCase(added.policy, path, '');
    expect(all.path).to.equal(`${path}.else`);
    for (const place of [added.path, all.path]) {
      expect(actsOf(all.policy, { path: place, kind: 'group', type: 'all' })).to.include('remove');
      const { policy: without, removed } = removeCard(all.policy, place, []);
      expect(valueAt(without, placeOf(place))).to.equal(undefined);
      expect(valueAt(restoreCard(without, 0, removed).policy, placeOf(place))).to.deep.equal({ all: [] });
    }
  });
});
