// What becomes of a student who has met every requirement: the claim window, evidence, and which remedies are open.
import { expect } from 'chai';
import { guarantee, short, verdictOf } from './asking.ts';

const failed = { id: 'failed', rule: 'outcome' };
const exam = { on: '2026-06-01', result: 'fail', resultReleasedOn: '2026-06-10' };
const window = { anchor: 'result1', amount: { days: 20 } };
const asks = (claim: object, remedies: object[] = [{ type: 'refund' }], more: object = {}) =>
  guarantee(failed, { claim, remedies, ...more });
const filed = (receivedAt: string, more: object = {}) => ({ exams: [exam], claim: { receivedAt, ...more } });

describe('the claim window', () => {
  it('is open from the release through its last day', () => {
    expect(short(verdictOf(asks({ window }), { exams: [exam] }, '2026-06-09'))).to.equal(
      'on_track failed until 2026-06-10: eligible all_met',
    );
    expect(short(verdictOf(asks({ window }), { exams: [exam] }, '2026-06-30T23:59:59'))).to.equal(
      'eligible all_met until 2026-07-01: ineligible claim_window',
    );
    expect(short(verdictOf(asks({ window }), { exams: [exam] }, '2026-07-01T00:00'))).to.equal(
      'ineligible claim_window',
    );
    expect(verdictOf(asks({ window }), { exams: [exam] }, '2026-06-10').claimBy).to.equal('2026-06-30');
  });

  it('takes what arrives in its last second, and nothing at midnight', () => {
    expect(short(verdictOf(asks({ window }), filed('2026-06-30T23:59:59'), '2026-08-01'))).to.equal('approve all_met');
    expect(short(verdictOf(asks({ window }), filed('2026-07-01T00:00:00'), '2026-08-01'))).to.equal(
      'ineligible claim_window',
    );
  });

  it('ends at the cut-off', () => {
    const policy = asks({ window }, [{ type: 'refund' }], { cutoff: '17:00' });
    expect(short(verdictOf(policy, filed('2026-06-30T17:00:00'), '2026-08-01'))).to.equal('approve all_met');
    expect(short(verdictOf(policy, filed('2026-06-30T17:00:01'), '2026-08-01'))).to.equal('ineligible claim_window');
    expect(verdictOf(policy, { exams: [exam] }, '2026-06-30').changesOn).to.equal('2026-06-30T17:00:01-05:00');
  });

  it('waits for its anchor', () => {
    const policy = asks({ window: { anchor: 'accessEndsOn', amount: { days: 5 } } });
    expect(short(verdictOf(policy, { exams: [exam] }, '2026-07-01'))).to.equal('on_track claim_anchor');
    expect(verdictOf(policy, { exams: [exam], accessEndsOn: '2026-09-01' }, '2026-07-01').claimBy).to.equal(
      '2026-09-06',
    );
  });

  it('moves by an extension of claim_window', () => {
    const waivers = [{ rule: 'claim_window', action: 'extend', until: '2026-07-15', grantedOn: '2026-06-20' }];
    expect(verdictOf(asks({ window }), { exams: [exam], waivers }, '2026-07-10').claimBy).to.equal('2026-07-15');
  });

  it('never ends where the policy has none', () => {
    expect(short(verdictOf(asks({}), { exams: [exam] }, '2030-01-01'))).to.equal('eligible all_met');
  });

  it('does not see a claim that is still to come', () => {
    expect(short(verdictOf(asks({ window }), filed('2026-06-20T10:00'), '2026-06-20T09:59'))).to.contain('eligible');
  });
});

describe('evidence', () => {
  const claim = { window, evidence: ['report', 'letter'], evidenceGrace: { days: 15 } };
  const later = (on: string) => ({ evidence: ['report'], laterEvidence: [{ item: 'letter', on }] });

  it('may follow through the later of window and grace', () => {
    const facts = filed('2026-06-20T10:00', { evidence: ['report'] });
    expect(short(verdictOf(asks(claim), facts, '2026-06-21'))).to.equal(
      'needs_review evidence until 2026-07-06: ineligible evidence',
    );
    expect(short(verdictOf(asks(claim), filed('2026-06-11T10:00', { evidence: [] }), '2026-06-21'))).to.equal(
      'needs_review evidence until 2026-07-01: ineligible evidence',
    );
  });

  it('counts on its last day, not a day later', () => {
    expect(short(verdictOf(asks(claim), filed('2026-06-20T10:00', later('2026-07-05')), '2026-08-01'))).to.equal(
      'approve all_met',
    );
    expect(short(verdictOf(asks(claim), filed('2026-06-20T10:00', later('2026-07-06')), '2026-08-01'))).to.equal(
      'ineligible evidence',
    );
    expect(short(verdictOf(asks(claim), filed('2026-06-20T10:00', later('2026-07-05')), '2026-07-04'))).to.equal(
      'needs_review evidence until 2026-07-06: ineligible evidence',
    );
  });

  it('has its last day moved by an extension of "evidence"', () => {
    const waivers = [{ rule: 'evidence', action: 'extend', until: '2026-07-20', grantedOn: '2026-07-01' }];
    const facts = { ...filed('2026-06-20T10:00', later('2026-07-20')), waivers };
    expect(short(verdictOf(asks(claim), facts, '2026-08-01'))).to.equal('approve all_met');
  });
});

describe('remedies', () => {
  const either = [
    { type: 'refund', exclusiveWith: ['access'], noActivityAfter: 'exam1' },
    { type: 'access', exclusiveWith: ['refund'] },
  ];
  const open = (facts: object, remedies: object[] = either) =>
    verdictOf(asks({ window }, remedies), { exams: [exam], ...facts }, '2026-06-20').remedies;

  it('are listed in policy order', () => expect(open({})).to.deep.equal(['refund', 'access']));
  it('close when the other was taken', () =>
    expect(open({ remediesTaken: [{ type: 'access', on: '2026-06-20' }] })).to.deep.equal(['access']));
  it('stay open while the other is not taken yet', () =>
    expect(open({ remediesTaken: [{ type: 'access', on: '2026-06-21' }] })).to.deep.equal(['refund', 'access']));
  it('close by activity after their day', () =>
    expect(open({ activity: [{ on: '2026-06-02' }] })).to.deep.equal(['access']));
  it('do not close by activity on that day', () =>
    expect(open({ activity: [{ on: '2026-06-01' }] })).to.deep.equal(['refund', 'access']));
  it('stay open where that day is not known', () => {
    const remedies = [{ type: 'refund', noActivityAfter: 'accessEndsOn' }];
    expect(open({ activity: [{ on: '2026-06-02' }] }, remedies)).to.deep.equal(['refund']);
  });
  it('are judged on the day of the claim', () => {
    const facts = { ...filed('2026-06-15T10:00', { choice: 'refund' }), activity: [{ on: '2026-06-16' }] };
    expect(short(verdictOf(asks({ window }, either), facts, '2026-06-20'))).to.equal('approve all_met');
  });
  it('refuse a choice that is not open, and say what is', () => {
    const facts = { ...filed('2026-06-15T10:00', { choice: 'refund' }), activity: [{ on: '2026-06-15' }] };
    const verdict = verdictOf(asks({ window }, either), facts, '2026-06-20');
    expect(short(verdict)).to.equal('ineligible remedy_not_available');
    expect(verdict.remedies).to.deep.equal(['access']);
  });
  it('are all listed where none was chosen', () => {
    expect(verdictOf(asks({ window }, either), filed('2026-06-15T10:00'), '2026-06-20').remedies).to.deep.equal([
      'refund',
      'access',
    ]);
  });
  it('leave a student without any', () => {
    const verdict = verdictOf(asks({ window }, []), { exams: [exam] }, '2026-06-20');
    expect(short(verdict)).to.equal('ineligible remedy_not_available until 2026-07-01: ineligible claim_window');
    expect(verdict.remedies).to.deep.equal([]);
  });
  it('may depend on what was bought and on the number of fails', () => {
    const remedies = [
      { type: 'class', onlyWhen: { fact: 'plan', equals: 'crash' } },
      { type: 'coaching', afterFails: 1 },
      { type: 'refund', afterFails: 2 },
    ];
    expect(open({ plan: 'crash' }, remedies)).to.deep.equal(['class', 'coaching']);
    const second = { on: '2026-06-12', result: 'fail', resultReleasedOn: '2026-06-25' };
    const verdict = verdictOf(asks({ window }, remedies), { exams: [exam, second] }, '2026-06-20');
    expect(verdict.remedies).to.deep.equal(['coaching']);
    expect(verdict.changesOn).to.equal('2026-06-25');
  });
});

describe('a refund by gain', () => {
  const gain = { id: 'gain', rule: 'gain', target: 100 };
  const remedies = [
    { type: 'refund', table: { pctPerPoint: 1.5 } },
    { type: 'repeat', onlyIfGainAtMost: 10 },
  ];
  const policy = guarantee(gain, { claim: { window }, remedies, scoreBased: true });
  const after = (score: number, more: object = {}) => ({
    courseStart: '2026-02-01',
    baselines: [{ kind: 'official', on: '2026-01-01', score: 1000 }],
    exams: [{ ...exam, result: 'pass', score }],
    ...more,
  });
  const say = (score: number, more?: object) => {
    const { verdict, remedies: open, refundPct } = verdictOf(policy, after(score, more), '2026-06-20');
    return [verdict, open, refundPct];
  };

  it('falls by the points, within 0 and 100, unrounded', () => {
    expect(say(1010)).to.deep.equal(['eligible', ['refund', 'repeat'], 85]);
    expect(say(1011)).to.deep.equal(['eligible', ['refund'], 83.5]);
    expect(say(1000.1)).to.deep.equal(['eligible', ['refund', 'repeat'], 99.85]);
    expect(say(990)).to.deep.equal(['eligible', ['refund', 'repeat'], 100]);
    expect(say(1099)).to.deep.equal(['eligible', ['refund'], 0]);
  });
  it('is known even where the rule is waived', () => {
    expect(say(1200, { waivers: [{ rule: 'gain', action: 'waive', grantedOn: '2026-06-01' }] })).to.deep.equal([
      'eligible',
      ['refund'],
      0,
    ]);
  });
  it('is closed by the promise kept', () => expect(say(1100)[0]).to.equal('not_applicable'));
});

describe('the order of the verdict', () => {
  const paid = { id: 'paid', rule: 'flag', fact: 'paid', equals: true };
  const policy = asks({ window });
  const both = guarantee({ all: [paid, failed] });

  it('a pass that is out closes everything, from its day on', () => {
    const passed = { exams: [{ ...exam, result: 'pass' }] };
    expect(short(verdictOf(policy, passed, '2026-06-20'))).to.equal('not_applicable passed');
    expect(short(verdictOf(policy, passed, '2026-06-05'))).to.equal(
      'on_track failed until 2026-06-10: not_applicable passed',
    );
  });
  it('failed comes before unknown, unknown before not yet only where nothing is open', () => {
    expect(short(verdictOf(both, { paid: false, exams: [] }, '2026-06-20'))).to.equal('ineligible paid');
    expect(short(verdictOf(both, { exams: [] }, '2026-06-20'))).to.equal('on_track failed');
    expect(short(verdictOf(both, { exams: [exam] }, '2026-06-20'))).to.equal('needs_review paid');
  });
  it('a target reached is no loss, unless something else failed too', () => {
    const gain = { id: 'gain', rule: 'gain', target: 1 };
    const facts = {
      courseStart: '2026-02-01',
      baselines: [{ kind: 'diagnostic', on: '2026-01-01', score: 1 }],
      exams: [{ ...exam, score: 9 }],
    };
    const say = (requires: object, more: object) =>
      short(verdictOf(guarantee(requires, { scoreBased: true }), { ...facts, ...more }, '2026-06-20'));
    expect(say({ all: [paid, gain] }, { paid: true })).to.equal('not_applicable target_reached');
    expect(say({ all: [paid, gain] }, { paid: false })).to.equal('ineligible paid');
    expect(say({ all: [{ any: [gain] }, { nOf: 1, of: [gain, gain] }] }, {})).to.equal('not_applicable target_reached');
    expect(say({ not: { not: gain } }, {})).to.equal('ineligible gain');
  });
});

describe('versions', () => {
  const paid = { id: 'paid', rule: 'flag', fact: 'paid', equals: true };
  const versions = [
    { effectiveFrom: '2026-03-01', requires: failed },
    { effectiveFrom: '2026-01-01', requires: paid, timeZone: 'Asia/Kolkata' },
  ];
  const policy = guarantee(paid, { versions });
  const say = (facts: object, more: object = {}) => short(verdictOf({ ...policy, ...more }, facts, '2026-06-20'));

  it('the latest in effect on the pinned day counts, for ever', () => {
    expect(say({ enrolledOn: '2026-02-28', paid: false })).to.equal('ineligible paid');
    expect(say({ enrolledOn: '2026-03-01', paid: false })).to.equal('on_track failed');
  });
  it('before all versions, or without the pinned day, none applies', () => {
    expect(say({ enrolledOn: '2025-12-31', paid: false })).to.equal('needs_review version');
    expect(say({ paid: false })).to.equal('needs_review version');
  });
  it('may be pinned on another fact, known in advance', () => {
    expect(say({ purchasedOn: '2026-12-01' }, { pinOn: 'purchasedOn' })).to.equal('on_track failed');
  });
});
