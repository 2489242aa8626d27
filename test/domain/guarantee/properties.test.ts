// What must hold for every policy and every student, tried on random ones.
import { expect } from 'chai';
import * as fc from 'fast-check';
import { DAY_MS, dayText } from '../../../src/domain/day.ts';
import { evaluate, readFacts } from '../../../src/domain/guarantee/evaluate.ts';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import type { Read } from '../../../src/domain/guarantee/reading.ts';
import { differ } from '../../../src/domain/guarantee/standing.ts';
import { verdictJson } from '../../../src/domain/guarantee/verdict-json.ts';
import { facts as anyFacts, policy as anyPolicy, today, waiver } from './random-case.ts';

const RUNS = 100;
const now = today * DAY_MS + DAY_MS / 2;
const anyForms = ['all', 'any', 'nOf', 'not', 'onlyWhen'] as const;

function orThrow<T>(read: Read<T>): T {
  if (read.ok) return read.value;
  throw new Error(read.faults.map(({ path, message }) => `${path}: ${message}`).join('; '));
}

function judgeAt(rawPolicy: unknown, rawFacts: unknown, instant: number) {
  const policy = orThrow(compilePolicy(rawPolicy));
  return evaluate(policy, orThrow(readFacts(rawFacts, policy)), instant);
}

describe('the evaluator, whatever the policy', () => {
  it('changes a verdict by time alone only at the moment it announces, and into what it announces', () => {
    // A few instants of every day for six weeks: just after the midnights and cut-offs of the zones tried.
    const steps = Array.from({ length: 60 }, (_, day) =>
      [0, 1, 5, 5.5, 11, 13, 17, 18.5, 22, 23].map((h) => now + (day * 24 + h) * 3_600_000),
    ).flat();
    fc.assert(
      fc.property(anyPolicy(anyForms), anyFacts, (rawPolicy, rawFacts) => {
        const policy = orThrow(compilePolicy(rawPolicy));
        const facts = orThrow(readFacts(rawFacts, policy));
        const first = evaluate(policy, facts, now);
        const changesAt = first.change?.at ?? Infinity;
        for (const instant of steps) {
          if (instant >= changesAt) break;
          if (differ(first, evaluate(policy, facts, instant)))
            throw new Error(`changes unannounced by ${new Date(instant).toISOString()}`);
        }
        if (!first.change) return;
        expect(differ(first, evaluate(policy, facts, changesAt - 1)), 'a millisecond before').to.equal(false);
        const then = evaluate(policy, facts, changesAt);
        expect(differ(then, first.change.to), 'at the moment').to.equal(false);
        expect(then.reason).to.equal(first.change.to.reason);
        expect(differ(first, then)).to.equal(true);
      }),
      { numRuns: RUNS },
    );
  });

  it('never makes a student lose by a waiver, except that the last one met may show that claiming is over', () => {
    const afterwards = ['claim_window', 'evidence', 'remedy_not_available'];
    fc.assert(
      fc.property(anyPolicy(['all', 'any', 'nOf']), anyFacts, waiver(), (rawPolicy, rawFacts, granted) => {
        const before = judgeAt(rawPolicy, rawFacts, now);
        const waivers = [...(rawFacts['waivers'] as unknown[]), granted];
        const after = judgeAt(rawPolicy, { ...rawFacts, waivers }, now);
        if (before.verdict === 'ineligible' || after.verdict !== 'ineligible') return;
        expect(afterwards).to.include(after.reason);
        expect(before.verdict, `${before.reason} became ${after.reason}`).to.be.oneOf(['on_track', 'needs_review']);
      }),
      { numRuns: RUNS },
    );
  });

  it('does not look at facts dated after the instant', () => {
    const later = dayText(today + 1);
    const laterFacts = {
      mocks: { at: `${dayText(today + 2)}T10:00:00Z`, score: 95 },
      exams: { on: later, result: 'pass' },
      progress: { on: later, pct: 100 },
      waivers: { rule: 'r0', action: 'waive', grantedOn: later },
      priorClaims: { approvedOn: later },
      baselines: { kind: 'official', on: later, score: 1 },
      activity: { on: later },
      remediesTaken: { type: 'voucher', on: later },
    };
    fc.assert(
      fc.property(anyPolicy(anyForms), anyFacts, (rawPolicy, rawFacts) => {
        const added = Object.entries(laterFacts).map(([key, fact]) => [key, [...(rawFacts[key] as unknown[]), fact]]);
        const dates = { paidOn: rawFacts['paidOn'] ?? later, optInOn: rawFacts['optInOn'] ?? later };
        const claim = rawFacts['claim'] ?? { receivedAt: `${later}T09:00:00Z`, evidence: ['report'] };
        const more = { ...rawFacts, ...Object.fromEntries(added), ...dates, claim };
        expect(verdictJson(judgeAt(rawPolicy, more, now))).to.deep.equal(
          verdictJson(judgeAt(rawPolicy, rawFacts, now)),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('does not care in which order facts are given', () => {
    fc.assert(
      fc.property(anyPolicy(anyForms), anyFacts, (rawPolicy, rawFacts) => {
        const turned = Object.entries(rawFacts).map(([key, value]) => [
          key,
          Array.isArray(value) ? value.toReversed() : value,
        ]);
        const reversed = Object.fromEntries(turned.toReversed());
        expect(verdictJson(judgeAt(rawPolicy, reversed, now))).to.deep.equal(
          verdictJson(judgeAt(rawPolicy, rawFacts, now)),
        );
      }),
      { numRuns: RUNS },
    );
  });
});
