// Cards and JSON: whatever policy comes in, goes out to the letter; what somebody changes is changed, and nothing beside it.

import { expect } from 'chai';
import fc from 'fast-check';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import { PART_KEYS, POLICY_KEYS, REMEDY_KEYS, RULE_KEYS } from '../../../src/domain/guarantee/lint/known-names.ts';
import { lintPolicy } from '../../../src/domain/guarantee/lint/lint-policy.ts';
import { cardAt, cardsOf, everyCard } from '../../../src/domain/policies/cards.ts';
import { entriesOfCard, inputOf, patched, restName } from '../../../src/domain/policies/entries.ts';
import { allCards } from '../../../src/domain/policies/node-cards.ts';
import type { CardSpec } from '../../../src/domain/policies/field.ts';
import {
  assumesSpec,
  claimSpec,
  entitlementSpec,
  ladderSpec,
  policySpec,
  remedySpec,
} from '../../../src/domain/policies/part-catalog.ts';
import type { RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import { ruleKinds } from '../../../src/domain/policies/rule-catalog.ts';
import { startingPoints } from '../../../src/domain/policies/starting-points.ts';

const untouched = (policy: RawPolicy): Record<string, string> =>
  Object.assign({}, ...everyCard(cardsOf(policy)).map(entriesOfCard)) as Record<string, string>;

const letter = (value: unknown): string => JSON.stringify(value);

/** A small policy to change. */
const small: RawPolicy = {
  timeZone: 'America/Chicago',
  requires: {
    all: [
      { id: 'opt_in', rule: 'opt_in', window: { anchor: 'enrolledOn', amount: { days: 7 } }, why: 'A promise' },
      {
        id: 'attendance',
        rule: 'attendance',
        require: { all: true },
        makeup: { max: 2, within: { days: 7 }, modes: ['recording'] },
      },
    ],
  },
  claim: { window: { anchor: 'result1', amount: { days: 30 } }, evidence: ['official_report_1'] },
  remedies: [{ type: 'exam_fee_refund', amount: 290, currency: 'USD' }],
  own: { deep: [1, { x: null }] },
};

describe('cards', () => {
  for (const { id, policy } of startingPoints)
    it(`give ${id} back to the letter`, () => {
      const { policy: after, faults } = patched(policy, untouched(policy));
      expect(faults).to.deep.equal([]);
      expect(letter(after)).to.equal(letter(policy));
    });

  it('give any JSON back to the letter, whether or not it is a policy', () => {
    const names =
      'rule all any nOf of not onlyWhen apply variant cases else perSection id requires claim remedies window';
    const more =
      'effectiveFrom version amount anchor days timeZone holidays makeup require attendance mock opt_in kind ladder versions a.b';
    const member = fc.constantFrom(...names.split(' '), ...more.split(' '));
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5, withCrossShrink: true },
        fc.oneof(member, fc.integer(), fc.boolean(), fc.constant(null), fc.constant('7')),
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(member, tie('tree'), { maxKeys: 6, noNullPrototype: true }),
      ),
    }));
    const policies = fc.record(
      {
        requires: tree,
        claim: tree,
        remedies: tree,
        kind: tree,
        ladder: tree,
        assumes: tree,
        timeZone: tree,
        versions: fc.oneof(
          tree,
          fc.array(fc.dictionary(member, tree, { maxKeys: 5, noNullPrototype: true }), { maxLength: 3 }),
        ),
      },
      { requiredKeys: [], noNullPrototype: true },
    );
    fc.assert(
      fc.property(policies, (policy) => {
        const given = policy as RawPolicy;
        expect(letter(patched(given, untouched(given)).policy)).to.equal(letter(given));
      }),
      { numRuns: 1500 },
    );
  });

  it('change what is changed and nothing beside it', () => {
    const change = (name: string, text: string): RawPolicy =>
      patched(small, { ...untouched(small), [name]: text }).policy;
    const rule = (at: number, policy: RawPolicy): unknown => (policy['requires'] as { all: unknown[] }).all[at];
    expect(rule(0, change('requires.all[0]~window.amount~count', '10'))).to.deep.equal({
      id: 'opt_in',
      rule: 'opt_in',
      window: { anchor: 'enrolledOn', amount: { days: 10 } },
      why: 'A promise',
    });
    const weeks = change('requires.all[0]~window.amount~unit', 'weeks');
    expect(rule(0, weeks)).to.nested.include({ 'window.amount.weeks': 7 });
    expect(rule(1, change('requires.all[1]~makeup', ''))).to.not.have.property('makeup');
    const modes = change('requires.all[1]~makeup.modes', 'recording, other_class');
    expect(rule(1, modes)).to.deep.nested.include({ 'makeup.modes': ['recording', 'other_class'] });
    expect(change('remedies[0]~amount', '300,50')['remedies']).to.deep.equal([
      { type: 'exam_fee_refund', amount: 300.5, currency: 'USD' },
    ]);
    expect(change('claim~window.amount~count', '')['claim']).to.deep.nested.include({ 'window.anchor': 'result1' });
    expect(change('~cutoff', '17:00')).to.deep.equal({ ...small, cutoff: '17:00' });
    const assumes = { courseLength: { days: 5 } };
    expect(change('assumes~courseLength~count', '5')).to.deep.equal({ ...small, assumes });
  });

  it('keep what cannot be understood as it was typed, for the checks to name', () => {
    const { policy } = patched(small, { ...untouched(small), 'requires.all[0]~window.amount~count': 'seven' });
    const path = 'requires.all[0].window.amount.days';
    expect(lintPolicy(policy).map((finding) => finding.path)).to.include(path);
    expect(untouched(policy)['requires.all[0]~window.amount~count']).to.equal('seven');
    expect(inputOf(cardAt(cardsOf(policy), path), path)).to.equal('requires.all[0]~window.amount~count');
  });

  it('lead from an empty list to the button that adds to it', () => {
    const empty = { ...small, requires: { all: [{ any: [] }] }, remedies: [] };
    const inputAt = (policy: RawPolicy, path: string): string => inputOf(cardAt(cardsOf(policy), path), path);
    expect(inputAt(empty, 'requires.all[0].any')).to.equal('requires.all[0].any~~add');
    expect(inputAt(empty, 'remedies')).to.equal('remedies~~add');
    const { requires: _none, ...nothing } = small;
    expect(inputAt(nothing, 'requires')).to.equal('requires.all~~add');
    expect(inputAt(small, 'remedies[0].type')).to.equal('remedies[0]~type');
  });

  it('join a group in another way and keep its rules', () => {
    const given = { ...untouched(small), 'requires~~form': 'nOf', 'requires~~n': '1', 'requires.all[0]~label': 'Sign' };
    const { nOf, of } = patched(small, given).policy['requires'] as { nOf: number; of: RawPolicy[] };
    expect(nOf).to.equal(1);
    expect(of.map(({ id }) => id)).to.deep.equal(['opt_in', 'attendance']);
    expect(of[0]).to.include({ label: 'Sign' });
  });

  it('let what has no field be edited as JSON, and name JSON that cannot be read', () => {
    const name = restName({ path: 'requires.all[0]' });
    expect(JSON.parse(untouched(small)[name]!)).to.deep.equal({ why: 'A promise' });
    const changed = patched(small, { ...untouched(small), [name]: '{"why":"Because","note":"n"}' }).policy;
    const [first] = (changed['requires'] as { all: unknown[] }).all;
    expect(first).to.include({ why: 'Because', note: 'n', rule: 'opt_in' });
    const broken = patched(small, { ...untouched(small), [name]: '{"why"' });
    expect(broken.faults.map(({ path }) => path)).to.deep.equal([name]);
    expect(broken.policy).to.deep.equal(small);
  });

  it('leave alone what the form did not hold', () => {
    expect(letter(patched(small, {}).policy)).to.equal(letter(small));
  });

  it('have a field for every parameter of every rule', () => {
    for (const kind of ruleKinds) {
      const fields = new Set(kind.fields.map(({ at }) => at.split('.')[0]));
      expect(
        [...RULE_KEYS[kind.rule]!].filter((key) => !fields.has(key)),
        kind.rule,
      ).to.deep.equal([]);
    }
    expect(ruleKinds.map(({ rule }) => rule).toSorted()).to.deep.equal(Object.keys(RULE_KEYS).toSorted());
  });

  it('have a field for every member of the claim, of remedies, of ladders and vouchers, and of the policy', () => {
    const specs: [string, CardSpec, readonly string[]][] = [
      ['claim', claimSpec, PART_KEYS['claim']!],
      ['remedy', remedySpec({}), REMEDY_KEYS],
      ['ladder', ladderSpec, PART_KEYS['ladder']!],
      ['entitlement', entitlementSpec, PART_KEYS['entitlement']!],
      ['assumes', assumesSpec, PART_KEYS['assumes']!],
      ['policy', policySpec, POLICY_KEYS],
    ];
    // Words for people that no page shows, and where a policy came from: kept as JSON.
    const asJson = ['notes', 'title', 'label', 'why', 'note', 'id', 'modelledOn'];
    for (const [name, { fields, frame }, keys] of specs) {
      const shown = new Set([...frame, ...asJson, ...fields.map(({ at }) => at.split('.')[0])]);
      expect(
        keys.filter((key) => !shown.has(key)),
        name,
      ).to.deep.equal([]);
    }
  });

  it('read scores for each part of an exam, and how many sections must keep a rule, as numbers', () => {
    const requires = {
      all: [
        { id: 'o', rule: 'outcome', nearMiss: { Reading: 60, Writing: 55 } },
        { id: 's', perSection: { id: 'r', rule: 'reported' } },
      ],
    };
    const policy = { ...small, requires };
    expect(untouched(policy)['requires.all[0]~nearMiss']).to.equal('Reading: 60, Writing: 55');
    const typed = { 'requires.all[0]~nearMiss': 'Reading: 61; Writing: 55', 'requires.all[1]~need': '2' };
    const changed = patched(policy, typed).policy;
    expect(changed['requires'])
      .to.have.nested.property('all[0].nearMiss')
      .that.deep.equals({ Reading: 61, Writing: 55 });
    expect(changed['requires']).to.have.nested.property('all[1].need', 2);
    expect(compilePolicy(changed).ok).to.equal(true);
    const single = patched(policy, { 'requires.all[0]~nearMiss': '60' }).policy;
    expect(single['requires']).to.have.nested.property('all[0].nearMiss', 60);
  });

  it('give the values of a fact other names, in their order, and refuse what cannot be one', () => {
    const inside = { id: 'a', rule: 'reported' };
    const cases = { online: inside, classroom: inside };
    const policy = { ...small, requires: { id: 'v', variant: 'format', cases } };
    const names = (typed: string): unknown =>
      Object.keys(
        (patched(policy, { 'requires~~case~online': typed }).policy['requires'] as typeof policy.requires).cases,
      );
    expect(names('evening')).to.deep.equal(['evening', 'classroom']);
    for (const wrong of ['', 'classroom', 'a.b']) {
      expect(names(wrong)).to.deep.equal(['online', 'classroom']);
      const { faults } = patched(policy, { 'requires~~case~online': wrong });
      expect(faults.map(({ path }) => path)).to.deep.equal(['requires~~case~online']);
    }
  });

  it('begin each rule so that it can be read', () => {
    for (const { rule, starter } of ruleKinds) {
      const requires = { id: rule, rule, ...starter };
      expect(compilePolicy({ ...small, requires }), rule).to.have.property('ok', true);
    }
  });

  it('lay out what holds other rules', () => {
    const inside = { id: 'a', rule: 'reported' };
    const all = [
      { not: inside },
      { onlyWhen: inside, apply: { any: [inside, inside] } },
      { id: 's', perSection: inside, need: 'any' },
      { id: 'v', variant: 'format', cases: { online: inside, classroom: inside }, else: inside },
      { id: 'w', variant: 'format', cases: { 'a.b': inside } },
    ];
    const cards = cardsOf({ ...small, requires: { all } });
    const kinds = allCards(cards.requires!).map(({ kind, type }) => `${kind} ${type}`);
    expect(kinds.filter((kind) => kind === 'rule reported')).to.have.length(8);
    expect(kinds).to.include.members(['wrap not', 'wrap onlyWhen', 'wrap perSection', 'wrap variant', 'json json']);
  });
});
