// Policies and facts of any shape: faults that name the place, never an exception, never a silent default.
import { expect } from 'chai';
import * as fc from 'fast-check';
import { archetype, archetypeNames } from '../../../src/domain/guarantee/archetypes.ts';
import { judge } from '../../../src/domain/guarantee/judge.ts';
import type { Fault } from '../../../src/domain/guarantee/reading.ts';
import { verdictJson } from '../../../src/domain/guarantee/verdict-json.ts';
import scenarios from './scenarios.json' with { type: 'json' };

const someFacts = { enrolledOn: '2026-06-15' };
const asOf = '2026-11-22';

function faultsOf(policy: unknown, facts: unknown, instant: unknown): readonly Fault[] {
  const judged = judge({ policy, facts, asOf: instant });
  if (judged.ok) verdictJson(judged.value);
  return judged.ok ? [] : judged.faults;
}

function pathsOf(policy: unknown, facts: unknown, instant: unknown): string[] {
  return faultsOf(policy, facts, instant).map(({ path }) => path);
}

/** A policy with one requirement. */
function asking(requires: unknown, more: object = {}) {
  return { timeZone: 'America/Chicago', requires, claim: {}, remedies: [], ...more };
}

const paid = { id: 'paid', rule: 'flag', fact: 'paid', equals: true };
const window = { anchor: 'enrolledOn', amount: { days: 7 } };

describe('what is no policy', () => {
  const cases: readonly [name: string, policy: unknown, path: string][] = [
    ['nothing', undefined, 'policy'],
    ['a list', [], 'policy'],
    ['an unknown archetype', 'A99', 'policy'],
    ['no time zone', { requires: paid }, 'policy.timeZone'],
    ['a zone that there is not', asking(paid, { timeZone: 'Mars/Olympus' }), 'policy.timeZone'],
    ['an offset for a zone', asking(paid, { timeZone: '+05:30' }), 'policy.timeZone'],
    ['no requirements', { timeZone: 'UTC' }, 'policy.requires'],
    ['an empty list of requirements', asking({ all: [] }), 'policy.requires.all'],
    ['n above the number of children', asking({ nOf: 2, of: [paid] }), 'policy.requires.nOf'],
    ['n of nothing', asking({ nOf: 0, of: [paid] }), 'policy.requires.nOf'],
    ['two combinators in one', asking({ all: [paid], any: [paid] }), 'policy.requires'],
    ['a misspelled combinator', asking({ al: [paid] }), 'policy.requires'],
    ['a rule that there is not', asking({ all: [paid, { id: 'x', rule: 'flagg' }] }), 'policy.requires.all[1].rule'],
    ['a rule named like a member of every object', asking({ id: 'x', rule: 'constructor' }), 'policy.requires.rule'],
    ['a rule without an id', asking({ rule: 'attempt_number' }), 'policy.requires.id'],
    [
      'a window without an amount',
      asking({ id: 'o', rule: 'opt_in', window: { anchor: 'enrolledOn' } }),
      'policy.requires.window.amount',
    ],
    [
      'an amount in two units',
      asking({ id: 'o', rule: 'opt_in', window: { ...window, amount: { days: 1, weeks: 1 } } }),
      'policy.requires.window.amount',
    ],
    [
      'an amount in no unit',
      asking({ id: 'o', rule: 'opt_in', window: { ...window, amount: { fortnights: 1 } } }),
      'policy.requires.window.amount',
    ],
    [
      'half a day',
      asking({ id: 'o', rule: 'opt_in', window: { ...window, amount: { days: 0.5 } } }),
      'policy.requires.window.amount.days',
    ],
    [
      'hours where days are meant',
      asking({ id: 'o', rule: 'opt_in', window: { ...window, amount: { hours: 48 } } }),
      'policy.requires.window.amount',
    ],
    [
      'a thousand years',
      asking({ id: 'o', rule: 'opt_in', window: { ...window, amount: { years: 1000 } } }),
      'policy.requires.window.amount.years',
    ],
    [
      'an anchor on 30 February',
      asking({ id: 'o', rule: 'opt_in', window: { ...window, anchor: '2026-02-30' } }),
      'policy.requires.window.anchor',
    ],
    [
      'exam 0 as an anchor',
      asking({ id: 'o', rule: 'opt_in', window: { ...window, anchor: 'exam0' } }),
      'policy.requires.window.anchor',
    ],
    ['a mock rule without a mode', asking({ id: 'm', rule: 'mock' }), 'policy.requires.mode'],
    [
      'a score in words',
      asking({ id: 'm', rule: 'mock', mode: 'best', minScore: 'eighty' }),
      'policy.requires.minScore',
    ],
    [
      'before something else',
      asking({ id: 'm', rule: 'mock', mode: 'best', before: 'lunch' }),
      'policy.requires.before',
    ],
    [
      'an attendance that asks two things',
      asking({ id: 'a', rule: 'attendance', require: { all: true, pct: 90 } }),
      'policy.requires.require',
    ],
    [
      'an attendance that asks nothing',
      asking({ id: 'a', rule: 'attendance', require: { all: false } }),
      'policy.requires.require.all',
    ],
    ['110 %', asking({ id: 'a', rule: 'attendance', require: { pct: 110 } }), 'policy.requires.require.pct'],
    ['a flag without a value', asking({ id: 'f', rule: 'flag', fact: 'paid' }), 'policy.requires.equals'],
    ['a cut-off at 25:00', asking(paid, { cutoff: '25:00' }), 'policy.cutoff'],
    ['a holiday in words', asking(paid, { holidays: ['Thanksgiving'] }), 'policy.holidays[0]'],
    ['an unknown kind', asking(paid, { kind: 'lottery' }), 'policy.kind'],
    ['a remedy without a type', asking(paid, { remedies: [{}] }), 'policy.remedies[0].type'],
    ['no version in versions', asking(paid, { versions: [] }), 'policy.versions'],
    ['a version without a day', asking(paid, { versions: [{ requires: paid }] }), 'policy.versions[0].effectiveFrom'],
    [
      'a fault inside a version',
      asking(paid, { versions: [{ effectiveFrom: '2026-01-01', cutoff: 5 }] }),
      'policy.versions[0].cutoff',
    ],
    [
      'two versions of one day',
      asking(paid, { versions: [{ effectiveFrom: '2026-01-01' }, { effectiveFrom: '2026-01-01' }] }),
      'policy.versions[1].effectiveFrom',
    ],
    ['a ladder without steps', { timeZone: 'UTC', kind: 'ladder' }, 'policy.ladder'],
    ['an entitlement that is none', { timeZone: 'UTC', kind: 'entitlement', entitlement: 7 }, 'policy.entitlement'],
    ['parts within parts', asking({ id: 's', perSection: { id: 'r', perRound: paid } }), 'policy.requires'],
  ];
  for (const [name, policy, path] of cases) {
    it(`${name}: named with its place`, () => expect(pathsOf(policy, someFacts, asOf)).to.include(path));
  }

  it('names every fault at once, each with a cure', () => {
    const faults = faultsOf({ requires: { all: [{ rule: 'flag' }] }, remedies: 5, holidays: {} }, {}, 'now');
    expect(faults.map(({ path }) => path)).to.include.members([
      'policy.timeZone',
      'policy.holidays',
      'policy.remedies',
      'policy.requires.all[0].id',
      'policy.requires.all[0].fact',
      'asOf',
    ]);
    for (const { message } of faults) expect(message).to.match(/\b(give|name|write|say|choose)\b/);
  });

  it('nests to a bound', () => {
    const nest = (depth: number): unknown => (depth === 0 ? paid : { all: [nest(depth - 1)] });
    expect(pathsOf(asking(nest(15)), someFacts, asOf)).to.deep.equal([]);
    expect(faultsOf(asking(nest(5000)), someFacts, asOf)[0]!.message).to.match(/nest/);
  });

  it('reads what is only unknown, or null, as if it were not there', () => {
    const policy = asking(
      { ...paid, note: 'x', curable: null },
      { cutoff: null, modelledOn: 7, effectiveFrom: null, zzz: {} },
    );
    expect(faultsOf(policy, { zzz: [[]], mocks: null, paid: true }, asOf)).to.deep.equal([]);
  });
});

describe('what are no facts', () => {
  const policy = asking({
    all: [
      paid,
      { id: 'o', rule: 'opt_in', window },
      { id: 'w', rule: 'attendance', sessions: 'workshops', require: { all: true } },
    ],
  });
  const cases: readonly [name: string, facts: unknown, path: string][] = [
    ['nothing', undefined, 'facts'],
    ['a list', [], 'facts'],
    ['a number for a date', { enrolledOn: 5 }, 'facts.enrolledOn'],
    ['a date with a time', { optInOn: '2026-06-15T10:00:00Z' }, 'facts.optInOn'],
    ['29 February 2027', { completedOn: '2027-02-29' }, 'facts.completedOn'],
    ['the year 1899', { courseStart: '1899-12-31' }, 'facts.courseStart'],
    ['the year 2201', { courseEnd: '2201-01-01' }, 'facts.courseEnd'],
    ['a list for a flag', { paid: [] }, 'facts.paid'],
    ['a dated flag without its day', { paid: { value: true } }, 'facts.paid.from'],
    ['mocks that are no list', { mocks: {} }, 'facts.mocks'],
    ['a mock that is null', { mocks: [null] }, 'facts.mocks[0]'],
    ['a mock at 24:61', { mocks: [{ at: '2026-01-01T24:61' }] }, 'facts.mocks[0].at'],
    ['a score in words', { mocks: [{ at: '2026-01-01', score: '80' }] }, 'facts.mocks[0].score'],
    ['an exam without a result', { exams: [{ on: '2026-01-01' }] }, 'facts.exams[0].result'],
    ['an unknown result', { exams: [{ on: '2026-01-01', result: 'FAIL' }] }, 'facts.exams[0].result'],
    ['a session without a day', { workshops: [{ present: 60 }] }, 'facts.workshops[0].on'],
    ['negative minutes', { workshops: [{ on: '2026-01-01', present: -1 }] }, 'facts.workshops[0].present'],
    ['a session of no minutes', { workshops: [{ on: '2026-01-01', min: 0 }] }, 'facts.workshops[0].min'],
    [
      'an extension without an end',
      { waivers: [{ rule: 'o', action: 'extend', grantedOn: '2026-01-01' }] },
      'facts.waivers[0].until',
    ],
    ['a waiver nobody granted', { waivers: [{ rule: 'o', action: 'waive' }] }, 'facts.waivers[0].grantedOn'],
    [
      'a pause that ends before it begins',
      { pauses: [{ from: '2026-02-01', to: '2026-01-01' }] },
      'facts.pauses[0].to',
    ],
    ['a claim without an instant', { claim: { evidence: [] } }, 'facts.claim.receivedAt'],
    ['progress that measures nothing', { progress: [{ on: '2026-01-01' }] }, 'facts.progress[0]'],
  ];
  for (const [name, facts, path] of cases) {
    it(`${name}: named with its place`, () => expect(pathsOf(policy, facts, asOf)).to.include(path));
  }

  it('does not take an instant that is none', () => {
    for (const instant of [
      undefined,
      5,
      '',
      'now',
      '2026-13-01',
      '2026-11-22 10:00',
      '2026-11-22T10:00:00+25:00',
      '9999-01-01',
    ]) {
      expect(pathsOf(policy, {}, instant), String(instant)).to.deep.equal(['asOf']);
    }
  });

  it('refuses a voucher of which nobody knows how long it lasts', () => {
    const voucher = { timeZone: 'UTC', kind: 'entitlement', entitlement: {} };
    expect(pathsOf(voucher, {}, asOf)).to.deep.equal(['facts.entitlement']);
    expect(pathsOf(voucher, { entitlement: { issuedOn: '2026-01-01' } }, asOf)).to.deep.equal([
      'facts.entitlement.expiresOn',
    ]);
  });

  it('gives no date outside the years 1900 to 2200', () => {
    const late = asking(paid, {
      claim: { window: { anchor: 'enrolledOn', amount: { years: 10 } } },
      remedies: [{ type: 'refund' }],
    });
    expect(pathsOf(late, { paid: true, enrolledOn: '2199-01-01' }, '2199-06-01')).to.deep.equal(['facts']);
    const open = judge({ policy: policy, facts: { enrolledOn: '2200-12-28', paid: true }, asOf: '2200-12-30' });
    expect(open.ok && verdictJson(open.value).changesOn).to.equal(undefined);
  });
});

describe('hostile shapes', function shapes() {
  this.timeout(120_000);

  const strange = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      [],
      {},
      [[]],
      '',
      'x',
      -1,
      1e308,
      0.1,
      true,
      '2026-02-30',
      '2026-11-22',
      '9999-12-31',
    ),
    fc.constantFrom<unknown>({ all: [] }, { rule: 'mock' }, { days: 1e9 }, '__proto__', 'exam1', 'x'.repeat(10_000)),
    fc.jsonValue({ maxDepth: 3 }),
  );

  it('never throw, wherever they are put', () => {
    const cases = scenarios.map(({ policyArchetype, facts }) => ({ policy: archetype(policyArchetype), facts, asOf }));
    fc.assert(
      fc.property(
        fc.constantFrom(...cases),
        fc.array(fc.nat(500), { minLength: 1, maxLength: 3 }),
        strange,
        (good, places, bad) => {
          let mutant: unknown = good;
          for (const place of places) mutant = replaced(mutant, place, bad);
          const { policy, facts, asOf: instant } = mutant as typeof good;
          for (const { path, message } of faultsOf(policy, facts, instant)) {
            expect(path).to.match(/^(policy|facts|asOf)/);
            expect(message).to.not.equal('');
          }
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('do not reach what every object has', () => {
    const facts = JSON.parse('{"__proto__": {"paid": true}, "constructor": 5}') as unknown;
    const judged = judge({ policy: asking(paid), facts, asOf });
    expect(judged.ok && judged.value.verdict).to.equal('needs_review');
    expect(pathsOf(asking({ id: 'f', rule: 'flag', fact: '__proto__', equals: true }), facts, asOf)).to.deep.equal([
      'facts.__proto__.value',
      'facts.__proto__.from',
    ]);
  });
});

describe('large cases', () => {
  const many = 10_000;
  const day = (index: number) =>
    `20${String(10 + (index % 16)).padStart(2, '0')}-0${1 + (index % 9)}-${10 + (index % 18)}`;
  const list = <T>(make: (index: number) => T) => Array.from({ length: many }, (_, index) => make(index));

  for (const name of archetypeNames) {
    it(`${name} judges ten thousand of everything in a moment`, () => {
      const facts = {
        enrolledOn: '2026-01-01',
        completedOn: '2026-02-01',
        entitlement: { issuedOn: '2026-01-01' },
        attempts: list((index) => ({ on: day(index), result: 'fail' })),
        mocks: list((index) => ({ at: `${day(index)}T10:00:00Z`, score: 60 + (index % 40) })),
        sessions: list((index) => ({ on: day(index), present: index % 2 === 0 ? 60 : 0 })),
        waivers: list((index) => ({
          rule: index % 2 === 0 ? 'attendance' : `r${index}`,
          action: 'extend',
          until: day(index),
          grantedOn: day(index),
        })),
        exams: list((index) => ({ on: day(index), result: 'fail' })),
        progress: list((index) => ({ on: day(index), pct: index % 100 })),
        pauses: list((index) => ({ from: day(index), to: day(index), status: 'approved' })),
      };
      const begun = performance.now();
      expect(faultsOf(name, facts, asOf)).to.deep.equal([]);
      expect(performance.now() - begun).to.be.below(4000);
    });
  }

  it('a running average over ten thousand mocks stays linear', () => {
    const rule = { id: 'm', rule: 'mock', mode: 'average', count: 1, minScore: 80, lookback: { years: 30 } };
    const mocks = list((index) => ({ at: `${day(index)}T10:00:00Z`, score: 60 + ((index * 7) % 41) }));
    const begun = performance.now();
    expect(faultsOf(asking({ any: [rule, { ...rule, id: 'n' }] }), { mocks }, asOf)).to.deep.equal([]);
    expect(performance.now() - begun).to.be.below(4000);
  });
});

/** A copy in which the value at the n-th place (counted through the whole tree) is another. */
function replaced(value: unknown, place: number, by: unknown): unknown {
  let left = place;
  const walk = (at: unknown): unknown => {
    left -= 1;
    if (left === 0) return by;
    if (Array.isArray(at)) return at.map(walk);
    if (typeof at !== 'object' || at === null) return at;
    return Object.fromEntries(Object.entries(at).map(([key, child]) => [key, walk(child)]));
  };
  const copy = walk(value);
  return typeof copy === 'object' && copy !== null && 'policy' in copy ? copy : value;
}
