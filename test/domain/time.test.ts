// Dates and times in people's words.
import { expect } from 'chai';
import {
  countWords,
  dayWords,
  deadlineWords,
  distanceWords,
  durationWords,
  isZone,
  momentWords,
  timeOfDayWords,
  zoneName,
} from '../../src/domain/time.ts';

const HOUR = 3_600_000;
const chicago = 'America/Chicago';
const at = (text: string) => Date.parse(text);

describe('time in words', () => {
  it('says a day and a moment in the zone, not in UTC', () => {
    const lateEvening = at('2026-11-25T05:59:00Z');
    expect(dayWords(lateEvening, chicago)).to.equal('Tue 24 Nov 2026');
    expect(momentWords(lateEvening, chicago)).to.equal('Tue 24 Nov 2026, 23:59 Chicago time');
    expect(momentWords(lateEvening, 'Asia/Kathmandu')).to.equal('Wed 25 Nov 2026, 11:44 Kathmandu time');
  });

  it('says a deadline as the last minute of its day, or its cut-off', () => {
    expect(deadlineWords(20_781, null, chicago)).to.equal('Tue 24 Nov 2026, 23:59 Chicago time');
    expect(deadlineWords(20_781, 17 * HOUR, chicago)).to.equal('Tue 24 Nov 2026, 17:00 Chicago time');
    expect(timeOfDayWords(24 * HOUR - 1000)).to.equal('23:59:59');
  });

  it('counts distances in days of the zone', () => {
    const now = at('2026-11-23T15:10:00-06:00');
    const distances = [
      ['2026-11-23T15:10:30-06:00', 'now'],
      ['2026-11-23T15:40:00-06:00', 'in 30 minutes'],
      ['2026-11-23T15:09:00-06:00', '1 minute ago'],
      ['2026-11-23T23:59:00-06:00', 'in 8 hours'],
      ['2026-11-24T00:00:00-06:00', 'tomorrow'],
      ['2026-11-22T23:59:00-06:00', 'yesterday'],
      ['2026-11-25T00:00:00-06:00', 'in 2 days'],
      ['2026-11-08T12:00:00-06:00', '15 days ago'],
    ] as const;
    for (const [moment, words] of distances) expect(distanceWords(at(moment), now, chicago), moment).to.equal(words);
  });

  it('says lengths of time', () => {
    expect(durationWords(6_720_000)).to.equal('1 h 52 min');
    expect(durationWords(45 * 60_000)).to.equal('45 min');
    expect(durationWords(51 * HOUR)).to.equal('2 days 3 h');
    expect(durationWords(59_999)).to.equal('less than a minute');
    expect(countWords(1, 'day')).to.equal('1 day');
  });

  it('names zones as people do', () => {
    expect(zoneName('America/Argentina/Buenos_Aires')).to.equal('Buenos Aires time');
    expect(zoneName('US/Eastern')).to.equal('Eastern time');
    expect(zoneName('Etc/UTC')).to.equal('UTC');
    expect(zoneName('Etc/GMT+5')).to.equal('UTC-5');
  });

  it('knows what a zone is', () => {
    for (const name of ['America/Chicago', 'Asia/Kolkata', 'UTC', 'EST5EDT']) expect(isZone(name), name).to.equal(true);
    for (const name of ['', 'Chicago', '+05:30', 'America/Nowhere', 'CST6; drop'])
      expect(isZone(name), name).to.equal(false);
    expect(() => dayWords(0, 'Mars/Olympus')).to.throw(RangeError);
  });
});
