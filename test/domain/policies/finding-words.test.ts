// Findings in the words of the cards: no JSON is asked of somebody who fills in fields.

import { expect } from 'chai';
import { lintPolicy } from '../../../src/domain/guarantee/lint/lint-policy.ts';
import { cardsOf } from '../../../src/domain/policies/cards.ts';
import { findingInWords } from '../../../src/domain/policies/finding-words.ts';
import type { RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import { startingPoints } from '../../../src/domain/policies/starting-points.ts';

const cures = (policy: RawPolicy): string[] =>
  lintPolicy(policy).map((finding) => findingInWords(finding, cardsOf(policy)).cure);

const base: RawPolicy = { timeZone: 'America/Chicago', version: '1' };

describe('what is wrong, in the words of the cards', () => {
  it('names fields and rules by what stands on the cards', () => {
    const all = cures({
      ...base,
      requires: {
        all: [
          { id: 'o', rule: 'opt_in', window: { anchor: 'enrolledOn', amount: { days: 1 } } },
          { id: 'p', rule: 'flag', fact: 'approved', equals: true },
        ],
      },
      claim: { evidence: ['receipt'] },
      remedies: [{ type: 'tuition_refund', amount: 100 }],
    });
    expect(all).to.include.members([
      'Add the rule “Not pass the exam”.',
      'Name who decides: “Who decides”: the lead instructor.',
      'Add “Currency”: USD.',
    ]);
    expect(all.join(' ')).to.contain('counted from the result of your 1st exam');
  });

  it('names other rules by their titles, and leaves names that somebody wrote', () => {
    const flag = (id: string, equals: boolean) => ({ id, rule: 'flag', fact: 'discounted', equals, decidedBy: 'x' });
    const policy = { ...base, requires: { all: [flag('a', true), flag('b', false)] } };
    expect(cures(policy).join(' ')).to.contain('(the other is at “Discounted”)');
    const twice = { ...base, requires: { all: [flag('a', true), { ...flag('a', true), fact: 'other' }] } };
    const faults = lintPolicy(twice).map((finding) => findingInWords(finding, cardsOf(twice)).fault);
    expect(faults.join(' ')).to.contain('The id "a" is that of “Discounted” too');
    const slip = {
      ...base,
      requires: { id: 's', rule: 'opt_in', window: { anchor: 'enroledOn', amount: { days: 7 } } },
    };
    expect(cures(slip).join(' ')).to.contain('Write "enrolledOn"');
  });

  it('asks for no JSON in any finding on any starting point, whole or with parts taken out', () => {
    const parts = ['claim', 'remedies', 'timeZone', 'scoreBased', 'ladder', 'entitlement', 'requires'];
    for (const { id, policy } of startingPoints)
      for (const part of ['', ...parts]) {
        const { [part]: _taken, ...rest } = policy;
        for (const cure of cures(rest)) {
          expect(cure, id).to.not.match(/"\w+": |the the |a the /);
          expect(cure, id).to.match(/[.)]$/);
        }
      }
  });
});
