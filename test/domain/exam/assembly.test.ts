// Forms: exact counts, the freshest items, no enemies, the same paper for the same seed, and an honest word where none exists.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { assemble, feasibility, type ItemHistory, type ItemSummary } from '../../../src/domain/exam/assembly.ts';
import { blueprintSchema, questionCount, type Blueprint } from '../../../src/domain/exam/blueprint.ts';
import { cpcAapc, cpcSeed, presets } from '../../../src/domain/exam/presets.ts';
import { costOf } from '../../../src/domain/exam/selection.ts';
import { aapcLeaves, seedSectionOf } from '../../../src/domain/exam/taxonomy.ts';

const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, pinned: false }));

function item(name: string, leaf: string, more: Partial<ItemSummary> = {}): ItemSummary {
  return {
    versionId: `${name}:1`,
    itemId: name,
    places: { aapc: leaf, seed: seedSectionOf(leaf), subtopic: 'guidelines' },
    edition: '2026',
    enemies: [],
    difficulty: 'medium',
    options,
    fixedOrder: false,
    ...more,
  };
}

/** So many items in each domain of the real exam. */
function bank(each: number): ItemSummary[] {
  return aapcLeaves.flatMap(({ id }) => Array.from({ length: each }, (_, at) => item(`${id}-${at}`, id)));
}

function formOf(
  blueprint: Blueprint,
  items: readonly ItemSummary[],
  seed = 7,
  history = new Map<string, ItemHistory>(),
) {
  const assembly = assemble({ blueprint, items, history, seed });
  if (assembly.kind === 'shortages') throw new Error(assembly.shortages.map((shortage) => shortage.words).join('; '));
  return assembly;
}

const small = (more: object = {}): Blueprint =>
  blueprintSchema.parse({
    ...cpcAapc,
    id: 'small',
    sections: [
      {
        id: 'one',
        title: 'One',
        weight: 1,
        quotas: [
          { leaf: 'anatomy', count: 2 },
          { leaf: 'radiology', count: 2 },
        ],
        ...more,
      },
    ],
  });

describe('a form', () => {
  for (const blueprint of presets)
    it(`of ${blueprint.id} has exactly the counts of the blueprint, section after section, nothing twice`, () => {
      const { form } = formOf(blueprint, bank(30));
      expect(form.slots.map((slot) => slot.slot)).to.deep.equal(form.slots.map((_, at) => `s${at + 1}`));
      expect(form.slots).to.have.length(questionCount(blueprint));
      expect(new Set(form.slots.map((slot) => slot.itemVersion)).size).to.equal(form.slots.length);
      expect([...new Set(form.slots.map((slot) => slot.section))]).to.deep.equal(
        blueprint.sections.map(({ id }) => id),
      );
      for (const { leaf, count } of blueprint.sections.flatMap((section) => section.quotas))
        expect(form.slots.filter((slot) => slot.leaf === leaf)).to.have.length(count);
    });

  it('is the same for the same seed, whatever the order of the bank, and another for another seed', () => {
    const items = bank(12);
    const form = formOf(cpcAapc, items).form;
    expect(formOf(cpcAapc, items.toReversed()).form).to.deep.equal(form);
    expect(formOf(cpcAapc, items, 8).form.slots).to.not.deep.equal(form.slots);
  });

  it('is shuffled inside its sections', () => {
    const leaves = formOf(cpcSeed, bank(30)).form.slots.filter((slot) => slot.section === 'surgery-modifiers');
    const names = leaves.map((slot) => slot.itemVersion);
    expect(names).to.not.deep.equal(names.toSorted());
  });

  it('asks nothing twice in two mocks if the bank has enough', () => {
    const items = bank(20);
    const first = formOf(cpcAapc, items).form;
    const met = first.slots.map((slot) => slot.itemVersion.split(':')[0]!);
    const history = new Map(met.map((name): [string, ItemHistory] => [name, { seen: 'right', wasInLastForm: true }]));
    const second = formOf(cpcAapc, items, 9, history).form.slots.map((slot) => slot.itemVersion.split(':')[0]!);
    expect(second.filter((name) => met.includes(name))).to.deep.equal([]);
  });

  it('prefers unseen to wrong, wrong to right, and anything to what the last form asked', () => {
    const history = new Map<string, ItemHistory>([
      ['anatomy-0', { seen: 'wrong', wasInLastForm: true }],
      ['anatomy-1', { seen: 'right', wasInLastForm: false }],
      ['anatomy-2', { seen: 'wrong', wasInLastForm: false }],
      ['radiology-0', { seen: 'right', wasInLastForm: true }],
      ['radiology-1', { seen: 'wrong', wasInLastForm: true }],
    ]);
    for (const seed of [1, 2, 3, 4]) {
      const { form } = formOf(small(), bank(4), seed, history);
      const chosen = form.slots.map((slot) => slot.itemVersion.split(':')[0]!).toSorted();
      expect(chosen).to.deep.equal(['anatomy-2', 'anatomy-3', 'radiology-2', 'radiology-3']);
    }
  });

  it('leaves out items of another edition', () => {
    const items = [
      ...bank(12),
      ...bank(12).map((old) => ({
        ...old,
        itemId: `old-${old.itemId}`,
        versionId: `old-${old.itemId}:1`,
        edition: '2025',
      })),
    ];
    expect(formOf(cpcAapc, items).form.slots.some((slot) => slot.itemVersion.startsWith('old'))).to.equal(false);
  });

  it('is made from 2,000 items in less than 20 ms', () => {
    const items = bank(112);
    const history = new Map(
      items
        .filter((_, at) => at % 3 > 0)
        .map((one, at): [string, ItemHistory] => [
          one.itemId,
          { seen: at % 2 ? 'right' : 'wrong', wasInLastForm: at % 5 === 0 },
        ]),
    );
    for (let warm = 0; warm < 5; warm += 1) formOf(cpcAapc, items, warm, history);
    const times = Array.from({ length: 9 }, (_, seed) => {
      const start = performance.now();
      formOf(cpcAapc, items, seed, history);
      return performance.now() - start;
    });
    expect(items.length).to.be.above(2000);
    expect(times.toSorted((a, b) => a - b)[4]).to.be.below(20);
  });
});

describe('the order of options', () => {
  const orderOf = (more: Partial<ItemSummary>, seed: number): readonly string[] =>
    formOf(
      small(),
      [
        ...bank(2).filter((one) => one.places.aapc === 'radiology'),
        ...[0, 1].map((at) => item(`x${at}`, 'anatomy', more)),
      ],
      seed,
    ).form.slots.find((slot) => slot.itemVersion.startsWith('x'))!.optionOrder;
  const seeds = Array.from({ length: 40 }, (_, seed) => seed);

  it('is shuffled, so that every option stands everywhere at some time', () => {
    const first = new Set(seeds.map((seed) => orderOf({}, seed)[0]));
    expect([...first].sort()).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('is kept where the author fixed it', () => {
    for (const seed of seeds) expect(orderOf({ fixedOrder: true }, seed)).to.deep.equal(['a', 'b', 'c', 'd']);
  });

  it('keeps pinned options in their place', () => {
    const pinned = options.map((option) => ({ ...option, pinned: option.id === 'd' }));
    for (const seed of seeds) expect(orderOf({ options: pinned }, seed).at(-1)).to.equal('d');
  });

  it('is empty where codes are typed', () => {
    expect(orderOf({ options: [] }, 1)).to.deep.equal([]);
  });
});

describe('enemies', () => {
  const chosenOf = (items: readonly ItemSummary[], seed: number, history = new Map<string, ItemHistory>()) => {
    const assembly = formOf(small(), items, seed, history);
    return {
      names: assembly.form.slots.map((slot) => slot.itemVersion.split(':')[0]!),
      isCheapest: assembly.isCheapest,
    };
  };

  it('never stand in one form, named by one side or both', () => {
    const items = bank(4).map((one) => {
      const other = one.itemId.replace('anatomy', 'radiology');
      return one.itemId === other ? one : { ...one, enemies: [other] };
    });
    for (let seed = 0; seed < 60; seed += 1) {
      const { names } = chosenOf(items, seed);
      for (const name of names) expect(names).to.not.include(name.replace('anatomy', 'radiology').replace(name, '-'));
    }
  });

  it('are kept apart at the least cost: a fresh third item rather than a stale one', () => {
    const items = bank(3).map((one) => (one.itemId === 'anatomy-0' ? { ...one, enemies: ['radiology-0'] } : one));
    const history = new Map<string, ItemHistory>([
      ['anatomy-2', { seen: 'right', wasInLastForm: true }],
      ['radiology-2', { seen: 'wrong', wasInLastForm: false }],
    ]);
    for (let seed = 0; seed < 20; seed += 1) {
      const { names, isCheapest } = chosenOf(items, seed, history);
      expect(isCheapest).to.equal(true);
      expect(names.toSorted()).to.deep.equal(['anatomy-0', 'anatomy-1', 'radiology-1', 'radiology-2']);
    }
  });

  it('are named as the reason where they make a form impossible', () => {
    const items = bank(2).map((one) => ({
      ...one,
      enemies: one.places.aapc === 'anatomy' ? ['radiology-0', 'radiology-1'] : [],
    }));
    const [shortage] = feasibility(small(), items);
    expect(shortage!.words).to.contain('exclude one another');
  });

  it('are kept apart in a bank full of them, as a search over all choices confirms', () => {
    const pairs = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 14 });
    const histories = fc.array(fc.constantFrom(0, 2, 5, 10, 13), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(pairs, histories, (enemies, costs) => {
        const names = ['anatomy', 'radiology'].flatMap((leaf) => [0, 1, 2, 3].map((at) => `${leaf}-${at}`));
        const items = names.map((name, at) =>
          item(name, name.split('-')[0]!, {
            enemies: enemies.filter(([a, b]) => a === at && b !== at).map(([, b]) => names[b]!),
          }),
        );
        const past: Record<number, ItemHistory> = {
          2: { seen: 'wrong', wasInLastForm: false },
          5: { seen: 'right', wasInLastForm: false },
          10: { seen: 'wrong', wasInLastForm: true },
          13: { seen: 'right', wasInLastForm: true },
        };
        const history = new Map(
          names.flatMap((name, at) => (past[costs[at]!] ? [[name, past[costs[at]!]!] as const] : [])),
        );
        const best = cheapestByHand(items, history);
        const assembly = assemble({ blueprint: small(), items, history, seed: 3 });
        expect(assembly.kind).to.equal(best === null ? 'shortages' : 'form');
        if (assembly.kind === 'shortages') return;
        const chosen = assembly.form.slots.map((slot) => items.find((one) => one.versionId === slot.itemVersion)!);
        expect(hasEnemies(chosen)).to.equal(false);
        if (assembly.isCheapest) expect(totalCost(chosen, history)).to.equal(best);
      }),
      { numRuns: 150 },
    );
  });
});

describe('a bank that is too small', () => {
  it('is told what it lacks, by name, count and edition', () => {
    const items = bank(12).filter((one) => one.places.aapc !== 'anesthesia' || one.itemId < 'anesthesia-11');
    const few = items.filter(
      (one) =>
        one.places.aapc !== 'anesthesia' || ['anesthesia-0', 'anesthesia-1', 'anesthesia-10'].includes(one.itemId),
    );
    expect(feasibility(cpcAapc, few)).to.deep.equal([
      { leaf: 'anesthesia', needed: 4, available: 3, words: 'Anesthesia: 4 needed, 3 in the bank for 2026' },
    ]);
    expect(assemble({ blueprint: cpcAapc, items: few, history: new Map(), seed: 1 }).kind).to.equal('shortages');
  });

  it('is told of every shortage at once', () => {
    expect(feasibility(cpcAapc, []).map((shortage) => shortage.leaf)).to.have.length(18);
  });

  it('lacks nothing when it has exactly enough', () => {
    expect(feasibility(cpcAapc, bank(10))).to.deep.equal([]);
  });
});

describe('bounds per difficulty', () => {
  const mixed = ['anatomy', 'radiology'].flatMap((leaf) =>
    (['easy', 'medium', 'hard'] as const).flatMap((difficulty) =>
      [0, 1].map((at) => item(`${leaf}-${difficulty}-${at}`, leaf, { difficulty })),
    ),
  );

  it('are met even at the price of asking stale items', () => {
    const bands = [
      { difficulty: 'hard', min: 2, max: 2 },
      { difficulty: 'easy', min: 1, max: 4 },
    ];
    const history = new Map(
      mixed
        .filter((one) => one.difficulty === 'hard')
        .map((one): [string, ItemHistory] => [one.itemId, { seen: 'right', wasInLastForm: true }]),
    );
    for (let seed = 0; seed < 10; seed += 1) {
      const { form } = formOf(small({ bands }), mixed, seed, history);
      expect(form.slots.filter((slot) => slot.itemVersion.includes('hard'))).to.have.length(2);
      expect(form.slots.filter((slot) => slot.itemVersion.includes('easy')).length).to.be.at.least(1);
    }
  });

  it('that cannot be met are a shortage of the section', () => {
    const bands = [{ difficulty: 'hard', min: 4, max: 4 }];
    const easy = mixed.filter((one) => one.difficulty !== 'hard');
    expect(feasibility(small({ bands }), easy)[0]).to.include({ leaf: 'one', needed: 4 });
  });
});

function hasEnemies(items: readonly ItemSummary[]): boolean {
  return items.some((one) => items.some((other) => other !== one && one.enemies.includes(other.itemId)));
}

function totalCost(items: readonly ItemSummary[], history: ReadonlyMap<string, ItemHistory>): number {
  return items.reduce((sum, one) => sum + costOf(history.get(one.itemId)), 0);
}

/** The cheapest pair of pairs without enemies, by trying all. */
function cheapestByHand(items: readonly ItemSummary[], history: ReadonlyMap<string, ItemHistory>): number | null {
  const pairs = (leaf: string) => {
    const own = items.filter((one) => one.places.aapc === leaf);
    return own.flatMap((a, at) => own.slice(at + 1).map((b) => [a, b]));
  };
  const all = pairs('anatomy').flatMap((two) => pairs('radiology').map((more) => [...two, ...more]));
  const costs = all.filter((four) => !hasEnemies(four)).map((four) => totalCost(four, history));
  return costs.length === 0 ? null : Math.min(...costs);
}
