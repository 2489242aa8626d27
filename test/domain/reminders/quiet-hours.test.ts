// Quiet hours by the clock on the wall, also on the nights on which clocks change.

import { expect } from 'chai';
import { afterQuietHours, quietHoursWords, usualQuietHours } from '../../../src/domain/reminders/quiet-hours.ts';
import { findZone } from '../../../src/domain/zone.ts';

const at = (text: string): number => Date.parse(text);

describe('quiet hours', () => {
  const cases: [string, string, string, string, { from: number; to: number }?][] = [
    ['the middle of the day is not quiet', 'America/Chicago', '2026-11-23T12:00:00-06:00', '2026-11-23T12:00:00-06:00'],
    ['20:59 is not quiet', 'America/Chicago', '2026-11-23T20:59:59-06:00', '2026-11-23T20:59:59-06:00'],
    ['21:00 waits until the morning', 'America/Chicago', '2026-11-23T21:00:00-06:00', '2026-11-24T08:00:00-06:00'],
    ['3:00 waits until the same morning', 'America/Chicago', '2026-11-24T03:00:00-06:00', '2026-11-24T08:00:00-06:00'],
    ['8:00 sharp is over', 'America/Chicago', '2026-11-24T08:00:00-06:00', '2026-11-24T08:00:00-06:00'],
    ['the night that loses an hour', 'America/Chicago', '2026-03-07T23:30:00-06:00', '2026-03-08T08:00:00-05:00'],
    ['the night that gains an hour', 'America/Chicago', '2026-10-31T23:30:00-05:00', '2026-11-01T08:00:00-06:00'],
    ['a zone of half hours', 'Asia/Kolkata', '2026-11-23T22:00:00+05:30', '2026-11-24T08:00:00+05:30'],
    [
      'an end that is skipped',
      'America/Chicago',
      '2026-03-08T01:00:00-06:00',
      '2026-03-08T03:00:00-05:00',
      { from: 21, to: 2 },
    ],
    [
      'an end that occurs twice: the first counts',
      'America/Chicago',
      '2026-11-01T00:30:00-05:00',
      '2026-11-01T01:00:00-05:00',
      { from: 21, to: 1 },
    ],
    ['hours within one day', 'UTC', '2026-11-23T13:30:00Z', '2026-11-23T14:00:00Z', { from: 12, to: 14 }],
    ['none', 'UTC', '2026-11-23T03:00:00Z', '2026-11-23T03:00:00Z', { from: 0, to: 0 }],
  ];
  for (const [name, zone, from, until, quiet = usualQuietHours] of cases)
    it(name, () => {
      expect(new Date(afterQuietHours(at(from), quiet, findZone(zone)!)).toISOString()).to.equal(
        new Date(at(until)).toISOString(),
      );
    });

  it('never answers a moment that is quiet or before the one asked', () => {
    const zone = findZone('America/Chicago')!;
    for (const start of [at('2026-03-07T12:00:00-06:00'), at('2026-10-31T12:00:00-05:00')])
      for (let minutes = 0; minutes < 48 * 60; minutes += 7) {
        const asked = start + minutes * 60_000;
        const answer = afterQuietHours(asked, usualQuietHours, zone);
        expect(answer).to.be.at.least(asked);
        expect(afterQuietHours(answer, usualQuietHours, zone)).to.equal(answer);
      }
  });

  it('has words', () => {
    expect(quietHoursWords(usualQuietHours)).to.equal('21:00 to 08:00');
    expect(quietHoursWords({ from: 5, to: 5 })).to.equal('none');
  });
});
