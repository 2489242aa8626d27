// Weak areas: pooled over attempts, shrunk toward the cohort, and silent where the evidence is thin.

import { expect } from 'chai';
import { itemContentSchema } from '../../../src/domain/exam/item.ts';
import { areas, evidenceOf, type Evidence } from '../../../src/domain/exam/weak-areas.ts';

const now = 1_800_000_000_000;
const day = 86_400_000;
const answers = (right: number, wrong: number, more: Partial<Evidence> = {}): Evidence[] =>
  Array.from({ length: right + wrong }, (_, at) => ({
    leaf: 'anatomy',
    isRight: at < right,
    at: now,
    source: 'mock',
    ...more,
  }));
const area = (evidence: Evidence[], more: object = {}) =>
  areas({ taxonomy: 'subtopic', evidence, now, target: 0.7, ...more }).find((one) => one.leaf === 'anatomy')!;

describe('an area', () => {
  it('without answers has no verdict and says how many are missing', () => {
    const nothing = area([]);
    expect(nothing).to.include({ verdict: 'not enough evidence', answerMore: 8, answered: 0 });
    expect(nothing.mean).to.be.closeTo(0.7, 1e-12);
  });

  it('of three wrong out of six gets no verdict from a single mock: chance does that to good candidates', () => {
    const thin = area(answers(3, 3));
    expect(thin).to.include({ verdict: 'not enough evidence', answerMore: 2 });
    expect(thin.range.high - thin.range.low).to.be.above(0.3);
  });

  it('gets a verdict with eight answers', () => {
    expect(area(answers(2, 6)).verdict).to.equal('weak');
    expect(area(answers(6, 2)).verdict).to.equal('near the line');
    expect(area(answers(10, 0)).verdict).to.equal('strong');
  });

  it('gets one earlier where there is hardly a doubt', () => {
    expect(area(answers(0, 5))).to.include({ verdict: 'weak', answerMore: 0 });
  });

  it('counts an answer half after three weeks', () => {
    expect(area(answers(4, 4, { at: now - 21 * day })).evidence).to.be.closeTo(4, 1e-9);
    expect(area(answers(4, 4, { at: now + day })).evidence).to.equal(8);
  });

  it('counts practice less than a mock, and repetition least', () => {
    expect(area(answers(5, 5, { source: 'practice' })).evidence).to.be.closeTo(8, 1e-9);
    expect(area(answers(5, 5, { source: 'repeat' })).evidence).to.be.closeTo(3, 1e-9);
  });

  it('starts from what the cohort does, with the strength of four answers', () => {
    const cohort = new Map([['anatomy', 0.5]]);
    expect(area([], { cohort }).level).to.deep.equal({ a: 2, b: 2 });
    expect(area(answers(4, 0), { cohort }).mean).to.be.closeTo(0.75, 1e-12);
  });
});

describe('the order of areas', () => {
  it('puts first where studying pays most: weight of the area, doubt and distance', () => {
    const evidence = [
      ...answers(2, 8),
      ...answers(2, 8, { leaf: 'modifiers' }),
      ...answers(9, 1, { leaf: 'guidelines' }),
    ];
    const shares = new Map([
      ['anatomy', 0.1],
      ['modifiers', 0.3],
      ['guidelines', 0.6],
    ]);
    const order = areas({ taxonomy: 'subtopic', evidence, now, target: 0.7, shares }).map((one) => one.leaf);
    expect(order.slice(0, 3)).to.deep.equal(['modifiers', 'anatomy', 'guidelines']);
    expect(order).to.have.length(11);
  });
});

describe('evidence from an attempt', () => {
  it('is every scored question that was answered', () => {
    const text = { stem: '?', rationale: '.', citation: { source: 'G', locator: '1' }, topic: 't', difficulty: 'easy' };
    const content = itemContentSchema.parse({ kind: 'codes', ...text, key: ['A'] });
    const places = { aapc: 'anatomy', seed: 'medical-concepts', subtopic: 'anatomy' };
    const items = new Map([['i:1', { places, content }]]);
    const slot = (name: string) => ({
      slot: name,
      itemVersion: 'i:1',
      optionOrder: [],
      section: 's',
      leaf: 'anatomy',
      points: 1,
      isPretest: false,
    });
    const slots = ['s1', 's2', 's3', 's4'].map(slot);
    const form = { id: 'f', organizationId: 'o', blueprint: { id: 'b', version: 1 }, seed: 1, sections: [], slots };
    const mark = { earned: { of: 0, over: 1 }, points: 1, isRight: false, isAnswered: true, isScored: true };
    const score = {
      slots: {
        s1: { ...mark, isRight: true },
        s2: mark,
        s3: { ...mark, isAnswered: false },
        s4: { ...mark, isScored: false },
      },
    };
    expect(evidenceOf(form, score, items, 'subtopic', now)).to.deep.equal([
      { leaf: 'anatomy', isRight: true, at: now, source: 'mock' },
      { leaf: 'anatomy', isRight: false, at: now, source: 'mock' },
      { leaf: 'anatomy', isRight: false, at: now, source: 'mock' },
    ]);
  });
});
