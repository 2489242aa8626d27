// Kinder or not: more time, fewer conditions and lower scores are kinder; what cannot be compared is for a person to weigh.

import { expect } from 'chai';
import { isWorse, toWeigh, weigh } from '../../../src/domain/policies/kindness.ts';
import type { RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import { startingPoints } from '../../../src/domain/policies/starting-points.ts';

const window = (days: number) => ({ window: { anchor: 'enrolledOn', amount: { days } } });
const base = {
  timeZone: 'America/Chicago',
  requires: {
    all: [
      { id: 'opt_in', rule: 'opt_in', ...window(7) },
      {
        id: 'attendance',
        rule: 'attendance',
        require: { all: true },
        minPresencePct: 90,
        makeup: { max: 2, within: { days: 7 } },
      },
      { id: 'mock', rule: 'mock', mode: 'best', count: 2, minScore: 70, lookback: { days: 30 } },
      { id: 'lead', rule: 'min_lead', fact: 'courseStart', amount: { weeks: 10 } },
    ],
  },
  claim: { window: { anchor: 'result1', amount: { days: 30 } } },
  remedies: [{ type: 'exam_fee_refund', amount: 290, currency: 'USD' }],
};
const [optIn, attendance, mock, lead] = base.requires.all as readonly RawPolicy[];
const rules = (...all: readonly unknown[]): RawPolicy => ({ ...base, requires: { all } });

describe('kindness', () => {
  const cases: readonly (readonly [string, RawPolicy, string])[] = [
    ['more days', rules({ ...optIn, ...window(10) }, attendance, mock, lead), 'kinder'],
    ['fewer days', rules({ ...optIn, ...window(5) }, attendance, mock, lead), 'stricter'],
    [
      'a month for 27 days',
      rules({ ...optIn, window: { anchor: 'enrolledOn', amount: { months: 1 } } }, attendance, mock, lead),
      'kinder',
    ],
    [
      'another day to count from',
      rules({ ...optIn, window: { anchor: 'courseStart', amount: { days: 7 } } }, attendance, mock, lead),
      'unclear',
    ],
    ['more makeups', rules(optIn, { ...attendance, makeup: { max: 3, within: { days: 7 } } }, mock, lead), 'kinder'],
    ['makeups without a limit', rules(optIn, { ...attendance, makeup: { within: { days: 7 } } }, mock, lead), 'kinder'],
    ['no makeups', rules(optIn, { ...attendance, makeup: undefined }, mock, lead), 'stricter'],
    ['a higher score', rules(optIn, attendance, { ...mock, minScore: 80 }, lead), 'stricter'],
    ['a lower score', rules(optIn, attendance, { ...mock, minScore: 65 }, lead), 'kinder'],
    ['any age of mock', rules(optIn, attendance, { ...mock, lookback: undefined }, lead), 'kinder'],
    ['a longer wait', rules(optIn, attendance, mock, { ...lead, amount: { weeks: 12 } }), 'stricter'],
    ['a rule less', rules(optIn, attendance, mock), 'kinder'],
    ['a rule more', rules(optIn, attendance, mock, lead, { id: 'r', rule: 'reported' }), 'stricter'],
    ['rules of which one is enough', { ...base, requires: { any: base.requires.all } }, 'unclear'],
    ['more time to claim', { ...base, claim: { window: { anchor: 'result1', amount: { days: 60 } } } }, 'kinder'],
    ['another remedy', { ...base, remedies: [...base.remedies, { type: 'retake_voucher' }] }, 'kinder'],
    ['no remedy', { ...base, remedies: [] }, 'stricter'],
    ['less money', { ...base, remedies: [{ type: 'exam_fee_refund', amount: 200, currency: 'USD' }] }, 'stricter'],
    ['another cutoff', { ...base, cutoff: '17:00' }, 'unclear'],
  ];
  for (const [name, after, leaning] of cases)
    it(`finds ${name} ${leaning}`, () => {
      const points = weigh(base, after);
      expect(points.length).to.be.greaterThan(0);
      const found = new Set(points.map((point) => point.leaning));
      if (name === 'no makeups') expect([...found]).to.include('stricter');
      else expect([...found], JSON.stringify(points)).to.deep.equal([leaning]);
    });

  it('leaves what stands in conditions, or among rules of which one is enough, to a person', () => {
    const among = (...any: readonly unknown[]): RawPolicy => rules(attendance, { any });
    expect(weigh(among(optIn, mock), among(optIn, mock, lead)).map(({ leaning }) => leaning)).to.deep.equal([
      'unclear',
    ]);
    const turned = (days: number): RawPolicy => rules(attendance, { not: { ...optIn, ...window(days) } });
    expect(weigh(turned(7), turned(10)).map(({ leaning }) => leaning)).to.deep.equal(['unclear']);
    const some = (days: number): RawPolicy =>
      rules(attendance, { onlyWhen: { ...optIn, ...window(days) }, apply: mock });
    expect(weigh(some(7), some(10)).map(({ leaning }) => leaning)).to.deep.equal(['unclear']);
  });

  it('finds nothing to weigh in what does not differ', () => {
    for (const { policy } of startingPoints) expect(weigh(policy, policy)).to.deep.equal([]);
  });

  it('turns round with the direction: nothing is kinder both ways', () => {
    for (const [name, after] of cases) {
      const [there, back] = [weigh(base, after), weigh(after, base)];
      expect(toWeigh(there).length + toWeigh(back).length, name).to.be.greaterThan(0);
    }
  });

  it('knows which verdict is worse', () => {
    expect(isWorse('on_track', 'ineligible')).to.equal(true);
    expect(isWorse('eligible', 'on_track')).to.equal(true);
    expect(isWorse('ineligible', 'needs_review')).to.equal(false);
    expect(isWorse('on_track', 'on_track')).to.equal(false);
  });
});
