// A weekly series keeps its time on the wall.

import { expect } from 'chai';
import { readDay } from '../../../src/domain/day.ts';
import { classTime, classTimes, mostOfSeries } from '../../../src/domain/evidence/class-series.ts';
import { findZone } from '../../../src/domain/zone.ts';

const chicago = findZone('America/Chicago')!;
const evening = 18 * 3_600_000;
const day = (text: string): number => readDay(text)!;
const pattern = {
  from: day('2026-10-26'),
  to: day('2026-11-08'),
  weekdays: [1, 3],
  everyWeeks: 1,
  except: [],
  startsAt: evening,
  zone: chicago,
};
const iso = (at: number): string => new Date(at).toISOString();

describe('a series of classes', () => {
  it('is held at the same time on the wall before and after the clocks change', () => {
    expect(classTimes(pattern).map(({ on, startsAt }) => [on, iso(startsAt)])).to.deep.equal([
      ['2026-10-26', '2026-10-26T23:00:00.000Z'],
      ['2026-10-28', '2026-10-28T23:00:00.000Z'],
      ['2026-11-02', '2026-11-03T00:00:00.000Z'],
      ['2026-11-04', '2026-11-05T00:00:00.000Z'],
    ]);
  });

  it('leaves out holidays and every other week', () => {
    const days = (more: object): string[] => classTimes({ ...pattern, ...more }).map(({ on }) => on);
    expect(days({ except: [day('2026-10-28')] })).to.deep.equal(['2026-10-26', '2026-11-02', '2026-11-04']);
    expect(days({ everyWeeks: 2 })).to.deep.equal(['2026-10-26', '2026-10-28']);
  });

  it('counts weeks from Monday, also when the series begins on a Sunday', () => {
    const times = classTimes({
      ...pattern,
      from: day('2026-11-01'),
      to: day('2026-11-16'),
      weekdays: [0, 1],
      everyWeeks: 2,
    });
    expect(times.map(({ on }) => on)).to.deep.equal(['2026-11-01', '2026-11-09', '2026-11-15']);
  });

  it('moves a time that the clocks skip on by the gap', () => {
    const skipped = classTime(day('2026-03-08'), 2.5 * 3_600_000, chicago);
    expect(iso(skipped.startsAt)).to.equal('2026-03-08T08:30:00.000Z');
  });

  it('says when there are too many', () => {
    const many = classTimes({ ...pattern, to: day('2030-01-01'), weekdays: [0, 1, 2, 3, 4, 5, 6] });
    expect(many).to.have.length(mostOfSeries + 1);
  });
});
