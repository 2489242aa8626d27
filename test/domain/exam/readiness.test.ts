// The chance of passing: against known figures, against simulation by hand, and with the pass line met exactly.

import { expect } from 'chai';
import type { Beta } from '../../../src/domain/exam/beta.ts';
import { cpcAapc, cpcHalf, cpcSeed, passRuleOf } from '../../../src/domain/exam/presets.ts';
import { chanceWords, readinessOf } from '../../../src/domain/exam/readiness.ts';

/** A level that is known almost exactly. */
const known = (level: number): Beta => ({ a: level * 1e7, b: (1 - level) * 1e7 });
const everywhere = (blueprint: typeof cpcSeed, level: Beta) =>
  new Map(blueprint.sections.flatMap((section) => section.quotas.map((quota) => [quota.leaf, level] as const)));
const chanceAt = (level: number): number =>
  readinessOf(cpcAapc, cpcAapc.passRule, everywhere(cpcAapc, known(level))).chanceOfPassing;

describe('readiness', () => {
  it('is 55 % at a true 70 %, 71 % at 72 %, 90 % at 75 %, 98 % at 78 % and 99.4 % at 80 %', () => {
    const chances = [0.7, 0.72, 0.75, 0.78, 0.8].map(chanceAt);
    [0.549, 0.707, 0.9, 0.98, 0.994].forEach((chance, at) => expect(chances[at]).to.be.closeTo(chance, 0.015));
  });

  it('is more doubtful the less is known', () => {
    const sure = readinessOf(cpcSeed, cpcSeed.passRule, everywhere(cpcSeed, { a: 80, b: 20 }));
    const unsure = readinessOf(cpcSeed, cpcSeed.passRule, everywhere(cpcSeed, { a: 4, b: 1 }));
    expect(unsure.chanceOfPassing).to.be.below(sure.chanceOfPassing);
    expect(unsure.high - unsure.low).to.be.above(sure.high - sure.low);
    const nothing = readinessOf(cpcSeed, cpcSeed.passRule, new Map());
    expect(nothing.chanceOfPassing).to.be.within(0.3, 0.7);
  });

  it('is lower where every named section must reach the line', () => {
    const levels = everywhere(cpcSeed, { a: 30, b: 10 });
    const overall = readinessOf(cpcSeed, cpcSeed.passRule, levels);
    const strict = readinessOf(cpcSeed, passRuleOf(cpcSeed, 'everySection'), levels);
    expect(strict.chanceOfPassing).to.be.below(overall.chanceOfPassing - 0.1);
    expect(strict.median).to.equal(overall.median);
  });

  it('weighs sections as the score does', () => {
    const levels = new Map([
      ['medical-concepts', known(0.999999)],
      ['surgery-modifiers', known(0.999999)],
      ['guidelines-regulations', known(0.000001)],
      ['other', known(0.000001)],
    ]);
    const { median, chanceOfPassing } = readinessOf(cpcHalf, cpcHalf.passRule, levels);
    expect(median).to.be.closeTo(65, 1e-9);
    expect(chanceOfPassing).to.be.below(0.001);
  });

  it('counts exactly 70 % as passing', () => {
    const one = {
      ...cpcSeed,
      sections: [{ ...cpcSeed.sections[0]!, quotas: [{ leaf: 'medical-concepts', count: 10 }] }],
    };
    const even = new Map([['medical-concepts', { a: 1, b: 1 }]]);
    expect(readinessOf(one, one.passRule, even).chanceOfPassing).to.be.closeTo(4 / 11, 1e-9);
  });

  it('is fast enough for a page', () => {
    const start = performance.now();
    readinessOf(cpcAapc, passRuleOf(cpcAapc, 'everySection'), new Map());
    readinessOf(cpcHalf, cpcHalf.passRule, new Map());
    expect(performance.now() - start).to.be.below(250);
  });

  it('stays fast and near for an exam whose scores are finer than anybody could tell apart', () => {
    const counts = [7, 11, 13, 9, 16, 5, 17, 19];
    const sections = cpcAapc.sections.slice(0, 8).map((section, at) => ({
      ...section,
      quotas: [{ leaf: section.id, count: counts[at]! }],
    }));
    const odd = { ...cpcAapc, sections };
    const start = performance.now();
    const { median } = readinessOf(odd, odd.passRule, everywhere(odd, known(0.75)));
    expect(median).to.be.closeTo(75, 1);
    expect(performance.now() - start).to.be.below(250);
  });

  it('promises no more than it knows', () => {
    expect([0.99, 0.79, 0.5, 0.01].map(chanceWords)).to.deep.equal([
      'More than 95 in 100',
      'About 80 in 100',
      'About 50 in 100',
      'Less than 5 in 100',
    ]);
  });
});
