// What two versions differ in: rules by their names, fields in words, and texts side by side.

import { expect } from 'chai';
import fc from 'fast-check';
import { differences } from '../../../src/domain/policies/difference.ts';
import type { RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import { startingPointOf, startingPoints } from '../../../src/domain/policies/starting-points.ts';
import { inlineDifference, textDifference, wordDifference } from '../../../src/domain/policies/text-difference.ts';

const base = startingPointOf('archetype:A1-coder-timeframe')!.policy;
const rules = (base['requires'] as { all: RawPolicy[] }).all;
const withRules = (all: readonly unknown[]): RawPolicy => ({ ...base, requires: { all } });
const changedRule = (id: string, change: (rule: RawPolicy) => unknown): RawPolicy =>
  withRules(rules.map((rule) => (rule['id'] === id ? change(rule) : rule)));

describe('the difference of two policies', () => {
  for (const { id, policy } of startingPoints.filter(({ kind }) => kind === 'archetype'))
    it(`is nothing between ${id} and itself`, () => {
      expect(differences(policy, structuredClone(policy))).to.deep.equal([]);
      expect(differences(policy, { ...policy, version: '2', effectiveFrom: '2027-01-01' })).to.deep.equal([]);
    });

  it('says which rule was changed, from what to what, as fields and as the student reads it', () => {
    const after = changedRule('opt_in', (rule) => ({
      ...rule,
      window: { anchor: 'enrolledOn', amount: { days: 14 } },
    }));
    expect(differences(base, after)).to.deep.equal([
      {
        kind: 'changed',
        type: 'opt_in',
        title: 'Accept the guarantee',
        asked: 'all of these',
        before: 'Opt in to the guarantee within 7 days of enrolling.',
        after: 'Opt in to the guarantee within 14 days of enrolling.',
        fields: [
          { at: 'window.amount', was: { days: 7 }, is: { days: 14 }, label: 'Within', from: '7 days', to: '14 days' },
        ],
      },
    ]);
  });

  it('says what was added and what was removed', () => {
    const fresh = { id: 'mocks', rule: 'mock', mode: 'best', count: 2, minScore: 70, before: 'exam' };
    const after = withRules([...rules.slice(1), fresh]);
    const kinds = differences(base, after).map(({ kind, title }) => `${kind}: ${title}`);
    expect(kinds).to.deep.equal(['added: Take or pass mock exams', 'removed: Accept the guarantee']);
  });

  it('says in which group a rule stands now', () => {
    const after = withRules([{ any: [rules[0], rules[1]] }, ...rules.slice(2)]);
    const said = differences(base, after).flatMap(({ fields }) =>
      fields.map(({ label, from, to }) => [label, from, to]),
    );
    const moved = ['Stands among', 'all of these', 'one of these, within all of these'];
    expect(said).to.deep.equal([moved, moved]);
  });

  it('compares claim, remedies, calendar and what only JSON says', () => {
    const after: RawPolicy = {
      ...base,
      cutoff: '17:00',
      modelledOn: ['Somebody else'],
      claim: { ...(base['claim'] as RawPolicy), evidenceGrace: { days: 10 } },
      remedies: [{ type: 'exam_fee_refund', amount: 299, currency: 'USD' }, { type: 'retake_voucher' }],
    };
    const said = differences(base, after).map(({ title, kind, fields }) => [
      title,
      kind,
      fields.map(({ label, from, to }) => `${label}: ${from} → ${to}`),
    ]);
    expect(said).to.deep.equal([
      ['Claim', 'changed', ['Papers may follow within: 0 days → 10 days']],
      [
        'How days count',
        'changed',
        [
          'Last days end at: nothing → 17:00',
          'modelled: ["MCHC CPC","Kaplan NCLEX makeups","Bola Review"] → ["Somebody else"]',
        ],
      ],
      ['Exam fee refund', 'changed', ['Amount: 290 → 299']],
      ['Retake voucher', 'added', []],
    ]);
  });
});

describe('two texts side by side', () => {
  const joined = (side: readonly { words: string }[]): string => side.map(({ words }) => words).join('');

  it('mark the words that came and went', () => {
    const { before, after } = wordDifference('Make up two classes in 7 days.', 'Make up to three classes in 7 days.');
    expect(before).to.deep.equal([
      { words: 'Make up', isChanged: false },
      { words: ' two', isChanged: true },
      { words: ' classes in 7 days.', isChanged: false },
    ]);
    expect(after[1]).to.deep.equal({ words: ' to three', isChanged: true });
  });

  it('stand in one line, what went before what came', () => {
    const marks = inlineDifference('Attend up to two classes.', 'You attend up to three classes.');
    expect(marks.map(({ words, mark }) => [words, mark])).to.deep.equal([
      ['Attend', 'removed'],
      ['You attend', 'added'],
      [' up to', 'same'],
      [' two', 'removed'],
      [' three', 'added'],
      [' classes.', 'same'],
    ]);
  });

  it('put lines of one kind into one row, and others alone', () => {
    const pairs = textDifference(
      ['- Opt in within 7 days of enrolling.', '- Attend all.'],
      ['- Opt in within 9 days of enrolling.', '- Pay in full by Monday.', '- Attend all.'],
    );
    expect(pairs.map(({ before, after }) => [joined(before), joined(after)])).to.deep.equal([
      ['- Opt in within 7 days of enrolling.', '- Opt in within 9 days of enrolling.'],
      ['', '- Pay in full by Monday.'],
      ['- Attend all.', '- Attend all.'],
    ]);
  });

  it('hold each text whole, whatever they are', () => {
    const text = fc.array(fc.stringMatching(/^[ab ]{0,6}$/), { maxLength: 8 });
    fc.assert(
      fc.property(text, text, (before, after) => {
        const pairs = textDifference(before, after);
        const plain = (lines: string[]) => lines.map((line) => line.trimEnd()).filter((line) => line !== '');
        const side = (name: 'before' | 'after') => plain(pairs.map((pair) => joined(pair[name])));
        expect(side('before')).to.deep.equal(plain(before));
        expect(side('after')).to.deep.equal(plain(after));
      }),
    );
  });
});
