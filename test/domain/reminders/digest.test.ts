// The weekly digest: on Monday morning of the course's zone, and silent when nothing needs anybody.

import { expect } from 'chai';
import { readDay } from '../../../src/domain/day.ts';
import { digestDue, digestMail, type Digest } from '../../../src/domain/reminders/digest.ts';
import { findZone } from '../../../src/domain/zone.ts';

const quiet: Digest = {
  courseTitle: 'CPC',
  atRisk: [],
  lostCount: 2,
  claimsWaiting: 0,
  toPay: 0,
  toGive: 0,
  gradesFailed: 0,
  unreached: [],
};

describe('the weekly digest', () => {
  const cases: [string, string | null][] = [
    ['2026-11-22T23:00:00-06:00', null],
    ['2026-11-23T07:59:00-06:00', null],
    ['2026-11-23T08:00:00-06:00', '2026-11-23'],
    ['2026-11-25T23:59:00-06:00', '2026-11-23'],
    ['2026-11-26T00:00:00-06:00', null],
    ['2026-11-30T08:00:00-06:00', '2026-11-30'],
  ];
  for (const [now, monday] of cases)
    it(`at ${now} it is ${monday === null ? 'not due' : `the one of ${monday}`}`, () => {
      expect(digestDue(Date.parse(now), findZone('America/Chicago')!)).to.equal(monday);
    });

  it('is not written in a week in which nothing needs anybody', () => {
    expect(digestMail(quiet, 'Ines')).to.equal(null);
  });

  it('says first what waits, and names who is at risk, 25 at most', () => {
    const atRisk = Array.from({ length: 30 }, (_, index) => ({
      name: `Student ${index}`,
      lastDay: readDay('2026-11-25')!,
      todo: 'Opt in.',
    }));
    const mail = digestMail({ ...quiet, atRisk, claimsWaiting: 1, gradesFailed: 3, unreached: ['Ben'] }, 'Ines')!;
    expect(mail.subject).to.equal('CPC, this week: 1 claim waits for you');
    expect(mail.paragraphs[0]).to.equal(
      'This week in CPC: 1 claim waits for you, 30 students at risk, 3 grades not accepted by the LMS, 1 student not reached by mail.',
    );
    expect(mail.lists[0]!.items).to.have.length(26);
    expect(mail.lists[0]!.items.at(-1)).to.equal('and 5 more on the board');
    expect(mail.lists[1]!.items).to.deep.equal(['Ben']);
  });

  it('says what staff owe, and where it is recorded', () => {
    const mail = digestMail({ ...quiet, toPay: 1, toGive: 2 }, 'Ines')!;
    expect(mail.subject).to.equal('CPC, this week: 1 refund to be paid');
    expect(mail.paragraphs.join(' '))
      .to.contain('1 refund to be paid, 2 retakes to be given.')
      .and.to.contain('under Retakes');
  });
});
