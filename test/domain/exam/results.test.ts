// The result page's tables: sections against their line, leaves and topics, pacing, and the way so far.

import { expect } from 'chai';
import type { Form } from '../../../src/domain/exam/form.ts';
import { itemContentSchema } from '../../../src/domain/exam/item.ts';
import { breakdown, pacing, sectionBars, trend } from '../../../src/domain/exam/results.ts';
import { score } from '../../../src/domain/exam/scoring.ts';

const text = { stem: '?', rationale: '.', citation: { source: 'G', locator: '1' }, difficulty: 'easy' };
const options = ['a', 'b'].map((id) => ({ id, text: id, why: '.' }));
const item = (topic: string, aapc: string) => ({
  content: itemContentSchema.parse({ kind: 'choice', ...text, topic, options, key: ['b'] }),
  places: { aapc, seed: 'medical-concepts', subtopic: 'guidelines' },
});
const items = new Map([
  ['x:1', item('Valves', 'radiology')],
  ['y:1', item('Bones', 'anatomy')],
]);
const slot = (at: number, itemVersion: string, section: string) => ({
  slot: `s${at}`,
  itemVersion,
  optionOrder: ['a', 'b'],
  section,
  leaf: 'l',
  points: 1,
  isPretest: false,
});
const form: Form = {
  id: 'f',
  organizationId: 'o',
  blueprint: { id: 'b', version: 1 },
  seed: 1,
  sections: [
    { id: 'one', title: 'One', weight: 60 },
    { id: 'two', title: 'Two', weight: 40 },
  ],
  slots: [slot(1, 'x:1', 'one'), slot(2, 'y:1', 'one'), slot(3, 'y:1', 'one'), slot(4, 'x:1', 'two')],
};
const rule = [
  { kind: 'overall' as const, percent: 70 },
  { kind: 'sectionMinimum' as const, section: 'one', percent: 50 },
];
const about = { attemptId: 'a1', version: 1, scoredAt: 1 };
const scoreWith = (right: readonly string[]) =>
  score(form, items, Object.fromEntries(right.map((name) => [name, { v: ['b'] }])), rule, about);
const result = scoreWith(['s1', 's2']);

describe('sections against the line', () => {
  it('are measured by their own minimum, or else by the overall line without being bound by it', () => {
    const bars = sectionBars(result, rule);
    expect(bars[0]).to.include({ linePercent: 50, isBound: true, isAtLine: true, shownPercent: '66.67', right: 2 });
    expect(bars[1]).to.include({ linePercent: 70, isBound: false, isAtLine: false, shownPercent: '0.00', length: 0 });
    expect(bars[0]!.range.low).to.be.below(bars[0]!.length);
    expect(sectionBars(result, [])[0]).to.include({ linePercent: null, isAtLine: true, isBound: false });
  });
});

describe('the breakdown', () => {
  it('lists the leaves that were asked, in the order of the taxonomy', () => {
    const rows = breakdown(form, result, items, 'aapc').map((row) => [
      row.title,
      row.right,
      row.scored,
      row.shownPercent,
    ]);
    expect(rows).to.deep.equal([
      ['Radiology', 1, 2, '50.00'],
      ['Anatomy', 1, 2, '50.00'],
    ]);
  });

  it('lists topics by name', () => {
    expect(breakdown(form, result, items, 'topic').map((row) => row.id)).to.deep.equal(['Bones', 'Valves']);
  });

  it('gives every row the range of the true level', () => {
    for (const row of breakdown(form, result, items, 'subtopic')) expect(row.range.low).to.be.below(row.range.high);
  });
});

describe('pacing', () => {
  it('compares each question and section with its share of the limit', () => {
    const spent = { s1: { spentMs: 14_000 }, s2: { spentMs: 60_000 }, s3: { spentMs: 130_000 } };
    const { budgetMs, slots, sections } = pacing(form, spent, 240_000);
    expect(budgetMs).to.equal(60_000);
    expect(slots.map((one) => one.pace)).to.deep.equal(['rushed', 'in time', 'stuck', 'not opened']);
    expect(sections[0]).to.deep.equal({
      section: 'one',
      title: 'One',
      spentMs: 204_000,
      budgetMs: 180_000,
      questions: 3,
    });
  });
});

describe('the trend', () => {
  it('goes by number and tells the change from one attempt to the next', () => {
    const attempt = (number: number, right: string[]) => ({
      attemptId: `a${number}`,
      number,
      at: number,
      score: scoreWith(right),
    });
    const points = trend([attempt(2, ['s1', 's2', 's4']), attempt(1, ['s1']), attempt(3, [])]);
    expect(points.map((point) => [point.number, point.shownPercent, point.change])).to.deep.equal([
      [1, '20.00', null],
      [2, '80.00', '+60.00'],
      [3, '0.00', '-80.00'],
    ]);
    expect(points[1]).to.include({ isPassed: true });
    expect(points[1]!.range.high).to.be.above(points[0]!.range.high);
  });
});
