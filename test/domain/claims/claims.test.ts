// What a claim is made of: its number, its clock, its papers, two people, choices, and what it is as facts.

import { expect } from 'chai';
import { choicesAmong } from '../../../src/domain/claims/choices.ts';
import { claimNumber } from '../../../src/domain/claims/claim-number.ts';
import { answerBy, decideBy } from '../../../src/domain/claims/clock.ts';
import { claimFactsBeforeFiling, claimFactsOf } from '../../../src/domain/claims/facts-of-claims.ts';
import type { Claim } from '../../../src/domain/claims/claim.ts';
import { itemWords, sittingOfItem } from '../../../src/domain/claims/papers.ts';
import { whySecondPerson } from '../../../src/domain/claims/second-person.ts';
import { cleanName, sizeWords } from '../../../src/domain/claims/upload.ts';
import type { OfficialSitting } from '../../../src/domain/evidence/student-file.ts';
import { dayText, readDay } from '../../../src/domain/day.ts';
import type { Remedy } from '../../../src/domain/guarantee/remedy.ts';
import { dayOfInstant, findZone } from '../../../src/domain/zone.ts';

const zone = findZone('America/Chicago')!;
const calendar = { zone, cutoff: null, holidays: new Set([readDay('2026-11-26')!]) };
/** Mon 23 Nov 2026, 12:00 in Chicago. */
const monday = Date.UTC(2026, 10, 23, 18);
const dayOf = (at: number) => dayText(dayOfInstant(at, zone));

describe('the number of a claim', () => {
  it('is ten letters and digits that are not mistaken for one another', () => {
    expect(claimNumber(new Uint8Array([0, 1, 2, 3, 4, 5, 6, 7, 255, 254]))).to.equal('C-01234-567ZY');
  });
});

describe('the clock of a claim', () => {
  it('gives staff the time the policy promises, over weekends and holidays', () => {
    expect(dayOf(decideBy(calendar, { unit: 'businessDays', count: 5 }, undefined, monday))).to.equal('2026-12-01');
  });

  it('gives ten business days where the policy is silent', () => {
    expect(dayOf(decideBy(calendar, undefined, undefined, monday))).to.equal('2026-12-08');
  });

  it('does not outlast the last day for papers, so that a bad one can still be cured', () => {
    const week = { unit: 'days', count: 7 } as const;
    expect(dayOf(decideBy(calendar, week, readDay('2026-11-28')!, monday))).to.equal('2026-11-28');
    // Unless that is today or over: then nothing can be cured in time anyway.
    expect(dayOf(decideBy(calendar, week, readDay('2026-11-23')!, monday))).to.equal('2026-11-30');
  });

  it('ends with the policy’s cut-off', () => {
    const early = { ...calendar, cutoff: 17 * 3_600_000 };
    const at = decideBy(early, { unit: 'days', count: 1 }, undefined, monday);
    expect(new Date(at).toISOString()).to.equal('2026-11-24T23:00:00.999Z');
  });

  it('stands still while the claim lies with staff: what was left is left', () => {
    const later = monday + 4 * 86_400_000;
    expect(answerBy(calendar, readDay('2026-12-10')!, monday, later).day).to.equal('2026-12-14');
    expect(answerBy(calendar, readDay('2026-11-24')!, monday, later).day).to.equal('2026-12-04');
    expect(answerBy(calendar, undefined, monday, monday).day).to.equal('2026-11-30');
  });
});

describe('the papers of a claim', () => {
  const sitting = (id: string, on: string, result: OfficialSitting['result']) =>
    ({ id, on, result, startAt: null }) as OfficialSitting;
  const file = {
    sittings: {
      b: sitting('b', '2026-10-10', 'fail'),
      a: sitting('a', '2026-08-15', 'fail'),
      c: sitting('c', '2026-09-01', 'no_show'),
      d: sitting('d', '2026-12-19', 'booked'),
    },
  };

  it('are named in words', () => {
    expect(itemWords('official_report_2')).to.equal('second official report');
    expect(itemWords('paid_exam_receipt')).to.equal('paid exam receipt');
  });

  it('belong to the attempt they number; no-shows and bookings are none', () => {
    expect(sittingOfItem('official_report_1', file)?.id).to.equal('a');
    expect(sittingOfItem('official_report_2', file)?.id).to.equal('b');
    expect(sittingOfItem('official_report_3', file)).to.equal(null);
    expect(sittingOfItem('score_report', file)?.id).to.equal('b');
    expect(sittingOfItem('paid_exam_receipt', file)).to.equal(null);
  });
});

describe('four eyes', () => {
  it('are asked for by refunds, by a named approver and by the policy', () => {
    expect(whySecondPerson(false, [{ type: 'exam_fee_refund', written: {} }])).to.contain('refund');
    expect(whySecondPerson(false, [{ type: 'cash', written: { approvedBy: 'the director' } }])).to.contain(
      'the director',
    );
    expect(whySecondPerson(false, [{ type: 'gift_card', written: {} }])).to.contain('A payment needs');
    expect(whySecondPerson(true, [])).to.contain('policy');
    expect(whySecondPerson(false, [{ type: 'retake_voucher', written: {} }])).to.equal(null);
  });
});

describe('choices', () => {
  const remedy = (type: string, exclusiveWith: string[] = []) =>
    ({ type, exclusiveWith, written: {} }) as unknown as Remedy;

  it('are one where nothing excludes anything', () => {
    expect(choicesAmong([remedy('a'), remedy('b')]).map(({ types }) => types)).to.deep.equal([['a', 'b']]);
    expect(choicesAmong([])).to.deep.equal([]);
  });

  it('keep together what goes together, and name what each closes, in whichever remedy the exclusion is written', () => {
    const choices = choicesAmong([remedy('refund', ['access']), remedy('access'), remedy('tutoring')]);
    expect(choices.map(({ types, closes }) => [types, closes])).to.deep.equal([
      [['refund', 'tutoring'], ['access']],
      [['access', 'tutoring'], ['refund']],
    ]);
  });
});

describe('claims as facts', () => {
  const claim = (more: Partial<Claim>): Claim =>
    ({
      state: 'submitted',
      receivedAt: monday,
      zone: 'America/Chicago',
      papers: [],
      questions: [],
      choice: null,
      chosen: null,
      decision: null,
      appealDecision: null,
      ...more,
    }) as Claim;
  const paper = (item: string, at: number, refused: Claim['papers'][number]['refused'] = null) =>
    ({ item, at, on: dayOf(at), refused }) as Claim['papers'][number];

  it('are the last one filed; drafts and withdrawn ones are none', () => {
    expect(claimFactsOf([claim({ state: 'draft', receivedAt: null })]).claim).to.equal(null);
    expect(claimFactsOf([claim({}), claim({ state: 'withdrawn' })]).claim?.receivedAt).to.equal(monday);
  });

  it('tell papers that came with the filing from later ones, and leave out those sent back', () => {
    const refused = { by: 'x', byName: 'x', at: monday, why: 'blurred' };
    const papers = [paper('a', monday - 1), paper('b', monday + 1), paper('c', monday, refused)];
    expect(claimFactsOf([claim({ papers })]).claim).to.deep.include({
      evidence: ['a'],
      laterEvidence: [{ item: 'b', on: '2026-11-23' }],
    });
  });

  it('move the papers’ last day to the day to answer', () => {
    const questions = [{ by: 'x', byName: 'x', at: monday, words: '?', answerBy: '2026-12-04', answer: null }];
    expect(claimFactsOf([claim({ questions })]).papersUntil).to.deep.equal({
      until: '2026-12-04',
      grantedOn: '2026-11-23',
    });
  });

  it('count earlier approvals by their day, and all of them before another filing', () => {
    const decision = { at: monday, second: null } as unknown as Claim['decision'];
    const approved = claim({ state: 'fulfilled', decision });
    expect(claimFactsOf([approved, claim({})]).approvedOn).to.deep.equal(['2026-11-23']);
    expect(claimFactsOf([approved]).approvedOn).to.deep.equal([]);
    expect(claimFactsBeforeFiling([approved]).approvedOn).to.deep.equal(['2026-11-23']);
  });
});

describe('the name of a file', () => {
  const cases: readonly [string, string][] = [
    ['Score report.PDF', 'Score report.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['C:\\Users\\ana\\report.html', 'report.pdf'],
    ['\u202Efdp.exe', 'fdp.pdf'],
    ['a\u0000b\r\nc.pdf', 'abc.pdf'],
    ['.htaccess', 'file.pdf'],
    ['', 'file.pdf'],
    ['<script>.svg', 'script.pdf'],
  ];
  for (const [given, clean] of cases)
    it(`${JSON.stringify(given)} becomes ${clean}`, () => expect(cleanName(given, 'application/pdf')).to.equal(clean));

  it('is cut, with its ending kept', () => {
    expect(cleanName(`${'x'.repeat(200)}.png`, 'image/png'))
      .to.have.length(80)
      .and.to.match(/x\.png$/);
  });

  it('has its size said for people', () => {
    expect([999, 84_200, 2_340_000].map(sizeWords)).to.deep.equal(['999 bytes', '84 kB', '2.3 MB']);
  });
});
