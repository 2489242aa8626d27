// How tables write moments.

import { expect } from 'chai';
import fc from 'fast-check';
import { countdown, isoInZone, momentOf, secondOf, shortDay } from '../../../src/http/instructor/table-moments.ts';
import { minute, now, reader, zone } from './a-class.ts';

describe('moments in tables', () => {
  it('are as short as the day is near', () => {
    expect(momentOf(now + minute, reader).words).to.equal('12:04');
    expect(momentOf(Date.UTC(2026, 10, 22, 22, 40), reader).words).to.equal('Sun 22 Nov, 16:40');
    expect(momentOf(Date.UTC(2027, 0, 2, 22, 40), reader).words).to.equal('Sat 2 Jan 2027, 16:40');
    expect(secondOf(now, reader).words).to.equal('12:03:24');
    expect(shortDay(Date.UTC(2026, 10, 30, 5, 59), reader)).to.equal('Sun 29 Nov');
  });

  it('carry the exact instant', () => {
    expect(momentOf(now, reader)).to.include({
      iso: '2026-11-23T18:03:24.000Z',
      exact: 'Mon 23 Nov 2026, 12:03:24 Chicago time',
    });
  });

  it('name the offset of their zone in ISO 8601', () => {
    expect(isoInZone(now, zone)).to.equal('2026-11-23T12:03:24-06:00');
    expect(isoInZone(Date.UTC(2026, 6, 1, 12), 'Asia/Kathmandu')).to.equal('2026-07-01T17:45:00+05:45');
    expect(isoInZone(now, 'UTC')).to.equal('2026-11-23T18:03:24+00:00');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4e9 }),
        fc.constantFrom(zone, 'Asia/Kolkata', 'Australia/Lord_Howe'),
        (seconds, where) => {
          expect(Date.parse(isoInZone(seconds * 1000, where))).to.equal(seconds * 1000);
        },
      ),
    );
  });

  it('count down in hours, minutes and seconds, never below nothing', () => {
    expect(countdown(14_316_999)).to.equal('3:58:36');
    expect(countdown(59_000)).to.equal('0:00:59');
    expect(countdown(-5)).to.equal('0:00:00');
  });
});
