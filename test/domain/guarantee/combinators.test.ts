// Combinators: all, any, nOf, not, onlyWhen, variant, and the same asked of every section, round or member.
import { expect } from 'chai';
import { guarantee, short, verdictOf } from './asking.ts';

const asOf = '2026-06-20';
/** Rules with each of the four results, by flags m (met), f (failed), u (unknown), n (not yet). */
const r = (letter: string, id = letter) => ({ id, rule: 'flag', fact: letter, equals: true, curable: letter === 'n' });
const flags = { m: true, f: false, n: false };
const say = (requires: object, facts: object = {}) =>
  short(verdictOf(guarantee(requires, { claim: {} }), { ...flags, ...facts }, asOf));

describe('all, any and nOf', () => {
  const rows: readonly [requires: object, expected: string][] = [
    [{ all: [r('m'), r('m')] }, 'eligible all_met'],
    [{ all: [r('m'), r('n')] }, 'on_track n'],
    [{ all: [r('u'), r('n')] }, 'on_track n'],
    [{ all: [r('m'), r('u')] }, 'needs_review u'],
    [{ all: [r('u'), r('n'), r('f')] }, 'ineligible f'],
    [{ any: [r('f'), r('m')] }, 'eligible all_met'],
    [{ any: [r('f'), r('n')] }, 'on_track n'],
    [{ any: [r('f'), r('u')] }, 'needs_review u'],
    [{ any: [r('u'), r('n')] }, 'on_track n'],
    [{ any: [r('f', 'a'), r('f', 'b')] }, 'ineligible a'],
    [{ nOf: 2, of: [r('m'), r('f'), r('m')] }, 'eligible all_met'],
    [{ nOf: 2, of: [r('m'), r('f'), r('f', 'g')] }, 'ineligible f'],
    [{ nOf: 2, of: [r('m'), r('u'), r('f')] }, 'needs_review u'],
    [{ nOf: 2, of: [r('m'), r('u'), r('n')] }, 'on_track n'],
    [{ nOf: 2, of: [r('u'), r('u', 'v'), r('n')] }, 'needs_review u'],
    [{ all: [{ any: [r('f'), r('n')] }, { nOf: 1, of: [r('u')] }] }, 'on_track n'],
  ];
  for (const [requires, expected] of rows)
    it(`${JSON.stringify(requires).replaceAll(/"(rule|fact|equals|curable)":[^,}]*,?/g, '')}: ${expected}`, () =>
      expect(say(requires)).to.equal(expected));
});

describe('not', () => {
  it('turns met and failed round, and leaves what is open or unknown', () => {
    expect(say({ not: r('m') })).to.equal('ineligible m');
    expect(say({ not: r('f') })).to.equal('eligible all_met');
    expect(say({ not: r('n') })).to.equal('on_track n');
    expect(say({ not: r('u') })).to.equal('needs_review u');
  });
  it('changes when what it turns changes', () => {
    const late = { id: 'late', rule: 'opt_in', window: { anchor: '2026-06-25', amount: { days: 0 } } };
    expect(say({ not: late })).to.equal('on_track late until 2026-06-26: eligible all_met');
  });
});

describe('onlyWhen', () => {
  const when = (condition: string, asked: string) => say({ onlyWhen: r(condition, 'if'), apply: r(asked, 'then') });
  it('asks only if the condition holds', () => {
    expect(when('m', 'f')).to.equal('ineligible then');
    expect(when('m', 'n')).to.equal('on_track then');
    expect(when('m', 'm')).to.equal('eligible all_met');
    expect(when('f', 'f')).to.equal('eligible all_met');
    expect(when('f', 'u')).to.equal('eligible all_met');
  });
  it('goes to a person where the condition is unknown, unless what it asks is met anyway', () => {
    expect(when('u', 'f')).to.equal('needs_review if');
    expect(when('u', 'm')).to.equal('eligible all_met');
    expect(when('n', 'f')).to.equal('on_track if');
  });
  it('changes when the condition does', () => {
    const runsOff = { id: 'if', rule: 'mock', mode: 'taken', lookback: { days: 5 } };
    const facts = { mocks: [{ at: '2026-06-18T10:00', score: 1 }] };
    expect(say({ onlyWhen: { not: runsOff }, apply: r('f', 'then') }, facts)).to.equal(
      'eligible all_met until 2026-06-24: on_track if',
    );
  });
  it('opens no readiness window for a rule that does not apply', () => {
    const ready = { id: 'ready', rule: 'exam_after_readiness', within: { days: 9 } };
    const facts = { ...flags, mocks: [{ at: '2026-06-18T10:00', score: 1 }] };
    const until = (condition: string) =>
      verdictOf(guarantee({ all: [{ onlyWhen: r(condition), apply: ready }, r('n')] }), facts, asOf).readyUntil;
    expect(until('m')).to.equal('2026-06-28T00:00:00-05:00');
    expect(until('f')).to.equal(undefined);
  });
});

describe('variant', () => {
  const byFormat = { id: 'format', variant: 'plan', cases: { weekend: r('m'), weeknight: r('f') } };
  it('asks what belongs to the stored value', () => {
    expect(say(byFormat, { plan: 'weekend' })).to.equal('eligible all_met');
    expect(say(byFormat, { plan: 'weeknight' })).to.equal('ineligible f');
  });
  it('goes to a person where no value, or none of the cases, is stored', () => {
    expect(say(byFormat)).to.equal('needs_review format');
    expect(say(byFormat, { plan: 'online' })).to.equal('needs_review format');
  });
  it('has an else', () => expect(say({ ...byFormat, else: r('n') }, { plan: 'online' })).to.equal('on_track n'));
});

describe('the same asked of every part', () => {
  const mini = { id: 'mini', rule: 'mock', mode: 'best', minScore: 50, before: 'exam' };
  const section = (name: string, score: number, more: object = {}) => ({
    name,
    mocks: [{ at: '2026-06-01T10:00', score }],
    ...more,
  });
  const sat = { exams: [{ on: '2026-06-10', result: 'fail' }] };
  const perSection = { id: 'sections', perSection: mini };

  it('asks each section by its own facts, and names the one', () => {
    expect(say(perSection, { sections: [section('AUD', 50), section('FAR', 60)] })).to.equal('eligible all_met');
    expect(say(perSection, { sections: [section('AUD', 50), section('FAR', 49)] })).to.equal('on_track FAR.mini');
    expect(say(perSection, { sections: [section('AUD', 50), section('FAR', 49, sat)] })).to.equal(
      'ineligible FAR.mini',
    );
  });
  it('does not lend one section the mocks of another, or those outside', () => {
    expect(say(perSection, { mocks: [{ at: '2026-06-01T10:00', score: 90 }], sections: [{ name: 'AUD' }] })).to.equal(
      'on_track AUD.mini',
    );
  });
  it('lends dates and values stored outside', () => {
    const both = {
      id: 's',
      perSection: {
        all: [r('m'), { id: 'in', rule: 'opt_in', window: { anchor: 'enrolledOn', amount: { days: 3 } } }],
      },
    };
    expect(say(both, { enrolledOn: '2026-06-18', sections: [{ name: 'AUD' }] })).to.equal(
      'on_track AUD.in until 2026-06-22: ineligible AUD.in',
    );
  });
  it('waives for one section by its name, for all by the rule alone', () => {
    const facts = { sections: [section('AUD', 1), section('FAR', 1)] };
    const waive = (rule: string) => ({ ...facts, waivers: [{ rule, action: 'waive', grantedOn: '2026-06-01' }] });
    expect(say(perSection, waive('AUD.mini'))).to.equal('on_track FAR.mini');
    expect(say(perSection, waive('mini'))).to.equal('eligible all_met');
  });
  it('goes to a person where no section is stored, and begins with the first round', () => {
    expect(say(perSection)).to.equal('needs_review sections');
    expect(say({ id: 'rounds', perRound: mini })).to.equal('on_track rounds');
  });
  it('asks again in every round', () => {
    const again = { id: 'rounds', perRound: { id: 'classes', rule: 'attendance', require: { all: true } } };
    const round = (day: string, present: number) => ({
      classStart: day,
      classEnd: day,
      sessions: [{ on: day, present }],
    });
    expect(say(again, { rounds: [round('2026-05-01', 60), round('2026-06-01', 60)] })).to.equal('eligible all_met');
    expect(say(again, { rounds: [round('2026-05-01', 60), round('2026-06-01', 0)] })).to.equal('ineligible 2.classes');
  });
  it('needs so many of a group', () => {
    const team = { id: 'team', group: r('paid'), need: 2 };
    const members = (...paid: (boolean | null)[]) => ({
      members: paid.map((value, index) => ({ name: `p${index}`, paid: value })),
    });
    expect(say(team, members(true, false, true))).to.equal('eligible all_met');
    expect(say(team, members(true, false, false))).to.equal('ineligible p1.paid');
    expect(say(team, members(true, false, null))).to.equal('needs_review p2.paid');
    expect(say(team, members(true))).to.equal('needs_review team');
  });
});
