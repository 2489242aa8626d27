// Trying a policy on: situations that say what they are called, and rules side by side.

import { expect } from 'chai';
import { readDay } from '../../../src/domain/day.ts';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import type { CompiledPolicy } from '../../../src/domain/guarantee/policy.ts';
import type { RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import { factsIn, situationOf, situations } from '../../../src/domain/policies/situations.ts';
import { startingPoints } from '../../../src/domain/policies/starting-points.ts';
import { isMoved, rulesSideBySide, triedOn, type Tried } from '../../../src/domain/policies/trial.ts';
import { policy as lakeshore } from '../../../fixtures/story-guarantee.ts';

const today = readDay('2026-11-23')!;
const noon = Date.parse('2026-11-23T18:00:00Z');

function compiled(raw: RawPolicy): CompiledPolicy {
  const read = compilePolicy(raw);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
}

const tried = (raw: RawPolicy, id: string): Tried => {
  const policy = compiled(raw);
  return triedOn(policy, factsIn(situationOf(id)!, { raw, policy, today }), noon);
};
const verdictOf = (one: Tried): string =>
  one.kind === 'judged' ? `${one.verdict.verdict} ${one.verdict.reason}` : 'unread';

describe('trying a policy on', () => {
  const expected: readonly (readonly [string, string])[] = [
    ['new', 'on_track'],
    ['halfway', 'on_track'],
    ['fails', 'eligible all_met'],
    ['missed', 'ineligible attendance'],
    ['unmarked', 'needs_review attendance'],
    ['low-mocks', 'on_track mock_passed'],
    ['late', 'ineligible course_in_time'],
    ['waited', 'ineligible exam_in_time'],
    ['pending', 'on_track not_passed'],
    ['passes', 'not_applicable passed'],
  ];
  for (const [id, verdict] of expected)
    it(`finds “${situationOf(id)!.title}” where anybody would`, () => {
      expect(verdictOf(tried(lakeshore, id))).to.match(new RegExp(`^${verdict}`));
    });

  it('reads every situation for every starting point', () => {
    for (const { id, policy } of startingPoints) {
      if (policy['kind'] === 'ladder' || policy['kind'] === 'entitlement') continue;
      for (const situation of situations) {
        const one = tried(policy, situation.id);
        expect(one.kind, `${id}: ${situation.id} ${JSON.stringify(one.kind === 'unread' && one.faults)}`).to.equal(
          'judged',
        );
      }
    }
  });

  it('stands rules of both side by side, what is asked no more last', () => {
    const [optIn, attendance, ...others] = lakeshore.requires.all;
    const stricter = { ...lakeshore, requires: { all: [{ ...attendance, makeup: { max: 0 } }, ...others] } };
    const missedOnce = (raw: RawPolicy): Tried => {
      const policy = compiled(raw);
      const facts = factsIn(situationOf('fails')!, { raw, policy, today });
      const sessions = (facts['sessions'] as { on: string; present: number | null }[]).map((session, index) =>
        index === 4 ? { ...session, present: 0, makeup: { on: session.on, mode: 'recording' } } : session,
      );
      return triedOn(policy, { ...facts, sessions }, noon);
    };
    const [before, after] = [missedOnce(lakeshore), missedOnce(stricter)];
    const rows = rulesSideBySide(before, after);
    expect(rows.map(({ id }) => id).at(-1)).to.equal(optIn!.id);
    expect(rows.at(-1)!.after).to.equal(null);
    expect(rows.filter(({ isMove }) => isMove).map(({ id }) => id)).to.deep.equal(['attendance', 'opt_in']);
    expect(isMoved(before, after)).to.equal(true);
    expect(isMoved(before, before)).to.equal(false);
  });
});
