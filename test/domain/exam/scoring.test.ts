// Scores are exact: whoever has the pass line passes, whatever the counts and weights, and no rounding says otherwise.

import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Answer } from '../../../src/domain/exam/attempt.ts';
import type { Blueprint, PassCondition } from '../../../src/domain/exam/blueprint.ts';
import { questionsOf } from '../../../src/domain/exam/blueprint.ts';
import type { Form } from '../../../src/domain/exam/form.ts';
import { itemContentSchema } from '../../../src/domain/exam/item.ts';
import { cpcSeed, passRuleOf, presets } from '../../../src/domain/exam/presets.ts';
import { score } from '../../../src/domain/exam/scoring.ts';

const about = { attemptId: 'a1', version: 1, scoredAt: 5 };
const text = { stem: 'Which one?', rationale: 'Because.', citation: { source: 'Guide', locator: '1' }, topic: 'any' };
const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: id, why: 'So.' }));
const content = itemContentSchema.parse({ kind: 'choice', ...text, difficulty: 'easy', options, key: ['b'] });
const items = new Map([['item:1', { content }]]);

function formOf(blueprint: Blueprint): Form {
  const sections = blueprint.sections.map(({ id, title, weight }) => ({ id, title, weight }));
  const places = blueprint.sections.flatMap((section) => Array.from({ length: questionsOf(section) }, () => section));
  const slots = places.map((section, at) => ({
    slot: `s${at + 1}`,
    itemVersion: 'item:1',
    optionOrder: ['a', 'b', 'c', 'd'],
    section: section.id,
    leaf: section.quotas[0]!.leaf,
    points: 1,
    isPretest: false,
  }));
  return { id: 'f1', organizationId: 'o1', blueprint: { id: blueprint.id, version: 1 }, seed: 1, sections, slots };
}

/** Answers with so many right ones in each section, the others wrong. */
function answersWith(form: Form, right: readonly number[]): Record<string, Pick<Answer, 'v'>> {
  const left = new Map(form.sections.map((section, at) => [section.id, right[at]!]));
  return Object.fromEntries(
    form.slots.map(({ slot, section }) => {
      const more = left.get(section)!;
      left.set(section, more - 1);
      return [slot, { v: [more > 0 ? 'b' : 'c'] }];
    }),
  );
}

function scoreOf(blueprint: Blueprint, right: readonly number[], rule: readonly PassCondition[] = blueprint.passRule) {
  const form = formOf(blueprint);
  return score(form, items, answersWith(form, right), rule, about);
}

/** The weighted share computed the long way, over one common denominator. */
function oracle(blueprint: Blueprint, right: readonly number[]): { of: bigint; over: bigint } {
  const counts = blueprint.sections.map((section) => BigInt(questionsOf(section)));
  const product = counts.reduce((all, count) => all * count, 1n);
  const weights = blueprint.sections.map((section) => BigInt(section.weight));
  const of = weights.reduce((sum, weight, at) => sum + weight * BigInt(right[at]!) * (product / counts[at]!), 0n);
  return { of, over: product * weights.reduce((sum, weight) => sum + weight, 0n) };
}

const rightsOf = (blueprint: Blueprint): fc.Arbitrary<number[]> =>
  fc.tuple(...blueprint.sections.map((section) => fc.nat(questionsOf(section))));

describe('the score', () => {
  for (const blueprint of presets)
    it(`of ${blueprint.id} is what an independent computation with big integers says, and so is passing`, () => {
      fc.assert(
        fc.property(rightsOf(blueprint), (right) => {
          const result = scoreOf(blueprint, right);
          const { of, over } = oracle(blueprint, right);
          expect(BigInt(result.weighted.of) * over).to.equal(of * BigInt(result.weighted.over));
          expect(result.isPassed).to.equal(of * 100n >= 70n * over);
          expect(Number(result.shownWeighted) >= 70).to.equal(result.isPassed);
          expect(Math.abs(Number(result.shownWeighted) - (Number(of) / Number(over)) * 100)).to.be.below(0.01);
          const all = right.reduce((sum, count) => sum + count, 0);
          expect(result.raw.of * result.raw.over > 0 || all === 0).to.equal(true);
          expect(result.raw.of * formOf(blueprint).slots.length).to.equal(all * result.raw.over);
        }),
        { numRuns: 150 },
      );
    });

  it('passes every combination of exactly 70 % of the full mock, of which floating point would fail hundreds', () => {
    let exactly = 0;
    let failedByFloats = 0;
    const form = formOf(cpcSeed);
    for (let a = 0; a <= 35; a += 1)
      for (let b = 0; b <= 30; b += 1)
        for (let c = 0; c <= 20; c += 1) {
          const d = 70 - a - b - c;
          if (d < 0 || d > 15) continue;
          exactly += 1;
          failedByFloats += 0.35 * (a / 35) + 0.3 * (b / 30) + 0.2 * (c / 20) + 0.15 * (d / 15) < 0.7 ? 1 : 0;
          if (exactly % 25 > 0) continue;
          const result = score(form, items, answersWith(form, [a, b, c, d]), cpcSeed.passRule, about);
          expect(result.isPassed, `${a} ${b} ${c} ${d}`).to.equal(true);
          expect(result.shownWeighted).to.equal('70.00');
          const less = [Math.max(0, a - 1), a > 0 ? b : b - 1, c, d];
          expect(score(form, items, answersWith(form, less), cpcSeed.passRule, about).isPassed).to.equal(false);
        }
    expect(exactly).to.equal(4556);
    expect(failedByFloats).to.be.above(200);
  });

  it('fails 69.998 % and shows 69.99, never 70.00', () => {
    const sections = [
      { id: 'medical-concepts', title: 'A', weight: 69998, quotas: [{ leaf: 'medical-concepts', count: 1 }] },
      { id: 'other', title: 'B', weight: 30002, quotas: [{ leaf: 'other', count: 1 }] },
    ];
    const result = scoreOf({ ...cpcSeed, sections }, [1, 0]);
    expect(result.isPassed).to.equal(false);
    expect(result.shownWeighted).to.equal('69.99');
    expect(result.conditions[0]).to.deep.equal({
      isMet: false,
      words: 'Overall at least 70 %',
      have: 'You have 69.99 %',
    });
  });

  it('weighs sections and shows the raw percentage beside it', () => {
    const result = scoreOf(
      presets.find((preset) => preset.id === 'cpc-half')!,
      [18, 0, 0, 7],
    );
    expect([result.shownWeighted, result.shownRaw]).to.deep.equal(['50.00', '50.00']);
    const other = scoreOf(
      presets.find((preset) => preset.id === 'cpc-half')!,
      [18, 15, 0, 0],
    );
    expect([other.shownWeighted, other.shownRaw]).to.deep.equal(['65.00', '66.00']);
  });

  it('spreads the weight of a section without scored questions over the others', () => {
    const form = formOf(cpcSeed);
    const slots = form.slots.map((slot) => ({ ...slot, isPretest: slot.section === 'other' }));
    const result = score({ ...form, slots }, items, answersWith(form, [35, 30, 0, 15]), cpcSeed.passRule, about);
    expect(result.weighted).to.deep.equal({ of: 13, over: 17 });
    expect(result.sections.at(-1)).to.include({ scored: 0, right: 0, shownPercent: '0.00' });
  });

  it('leaves unscored questions out of everything', () => {
    const form = formOf(cpcSeed);
    const answers = answersWith(form, [20, 20, 10, 10]);
    const extra = { ...form.slots[0]!, slot: 's101', isPretest: true };
    const result = score(
      { ...form, slots: [...form.slots, extra] },
      items,
      { ...answers, s101: { v: ['b'] } },
      [],
      about,
    );
    const without = score(form, items, answers, [], about);
    expect(result.weighted).to.deep.equal(without.weighted);
    expect(result.raw).to.deep.equal(without.raw);
    expect(result.slots.s101).to.include({ isRight: true, isScored: false });
  });

  it('gives nothing for nothing, and passes nobody who was asked nothing', () => {
    const form = formOf(cpcSeed);
    const result = score(form, items, {}, cpcSeed.passRule, about);
    expect([result.isPassed, result.shownWeighted, result.slots.s1!.isAnswered]).to.deep.equal([false, '0.00', false]);
    expect(score({ ...form, slots: [] }, items, {}, [], about).isPassed).to.equal(false);
  });

  it('is the same every time, whatever the order in which answers were stored', () => {
    const form = formOf(cpcSeed);
    const answers = answersWith(form, [30, 20, 10, 5]);
    const reversed = Object.fromEntries(Object.entries(answers).reverse());
    const first = score(form, items, answers, cpcSeed.passRule, about);
    expect(score(form, items, reversed, cpcSeed.passRule, about)).to.deep.equal(first);
    expect(first.basis).to.equal('form f1; overall>=70');
  });

  it('refuses to guess at an item version it was not given', () => {
    expect(() => score(formOf(cpcSeed), new Map(), {}, [], about)).to.throw('item:1');
  });
});

describe('the variant that binds every named section', () => {
  const rule = passRuleOf(cpcSeed, 'everySection');

  it('fails whoever has 70 % overall but not in a named section, and names that section', () => {
    const result = scoreOf(cpcSeed, [35, 20, 20, 15], rule);
    expect(result.isPassed).to.equal(false);
    expect(result.conditions.filter((condition) => !condition.isMet)).to.deep.equal([
      { isMet: false, words: 'Surgery and Modifiers at least 70 %', have: 'You have 66.67 %' },
    ]);
  });

  it('lets Other count in the overall only', () => {
    expect(scoreOf(cpcSeed, [35, 30, 20, 0], rule).isPassed).to.equal(true);
    expect(rule.at(-1)).to.deep.include({
      sections: ['medical-concepts', 'surgery-modifiers', 'guidelines-regulations'],
    });
  });

  it('is met by exactly 70 % in a section', () => {
    expect(scoreOf(cpcSeed, [35, 21, 14, 15], rule).isPassed).to.equal(true);
    expect(scoreOf(cpcSeed, [35, 21, 13, 15], rule).isPassed).to.equal(false);
  });

  it('binds a single section by a minimum of its own, next to which its percentage is shown', () => {
    const minimum: PassCondition[] = [{ kind: 'sectionMinimum', section: 'surgery-modifiers', percent: 66.67 }];
    const result = scoreOf(cpcSeed, [0, 20, 0, 0], minimum);
    expect(result.isPassed).to.equal(false);
    expect(result.sections[1]!.shownPercent).to.equal('66.66');
  });
});
