// The program against an independent evaluator: the worked cases, and thousands of random ones.
import { expect } from 'chai';
import fc from 'fast-check';
import archetypes from '../../../src/domain/guarantee/archetypes.json' with { type: 'json' };
import { judge } from '../../../src/domain/guarantee/judge.ts';
import { verdictJson } from '../../../src/domain/guarantee/verdict-json.ts';
import { type OracleCase, oracleCase } from './oracle-case.ts';
import { nearWorkedCase } from './oracle-worked-case.ts';
import { oracle } from './oracle.ts';
import type { RawFacts, RawPolicy } from './oracle-world.ts';
import scenarios from './scenarios.json' with { type: 'json' };

const RUNS = 3_000;
const MOST_SECONDS = 15;
/** How far ahead the naive search for a change looks; later changes of the program are not compared. */
const DAYS_AHEAD = 120;
const DAY_MS = 86_400_000;

const COMPARED = [
  'verdict',
  'reason',
  'claimBy',
  'remedies',
  'refundPct',
  'readyUntil',
  'stage',
  'expires',
  'usableFrom',
  'lastUsableDay',
  'changesOn',
  'changesTo',
  'changeReason',
];

function programSays(given: OracleCase, daysAhead: number): Record<string, unknown> {
  const judged = judge(given);
  if (!judged.ok) throw new Error(JSON.stringify(judged.faults));
  const verdict = judged.value;
  const isFarAhead = verdict.change !== undefined && verdict.change.at >= verdict.asOf + daysAhead * DAY_MS;
  const printed = verdictJson(isFarAhead ? { ...verdict, change: undefined } : verdict);
  return answerOf({ ...printed }, Object.fromEntries(printed.findings.map(({ id, result }) => [id, result])));
}

function oracleSays({ policy, facts, asOf }: OracleCase, daysAhead: number): Record<string, unknown> {
  const { findings, ...answer } = oracle(policy, facts, asOf, daysAhead);
  return answerOf(answer, findings);
}

function answerOf(said: Readonly<Record<string, unknown>>, findings: unknown): Record<string, unknown> {
  return { ...Object.fromEntries(COMPARED.map((key) => [key, said[key]])), findings };
}

describe('the evaluator and one written independently', function compare() {
  this.timeout(60_000);

  it('agree on the worked cases', () => {
    for (const { id, policyArchetype, facts, asOf, expected } of scenarios) {
      const policy = archetypes[policyArchetype as keyof typeof archetypes] as unknown as RawPolicy;
      const said = oracleSays({ policy, facts: facts as unknown as RawFacts, asOf }, 420);
      const compared = Object.fromEntries(Object.keys(expected).map((key) => [key, said[key]]));
      expect(compared, id).to.deep.equal(expected);
    }
  });

  it('agree near the worked cases: dates, marks and clocks moved a little', () => {
    fc.assert(
      fc.property(nearWorkedCase, (given) => {
        expect(programSays(given, DAYS_AHEAD)).to.deep.equal(oracleSays(given, DAYS_AHEAD));
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: MOST_SECONDS * 500, markInterruptAsFailure: false },
    );
  });

  it('agree on random policies and facts: verdict, findings, and when time alone changes it', () => {
    fc.assert(
      fc.property(oracleCase, (given) => {
        expect(programSays(given, DAYS_AHEAD)).to.deep.equal(oracleSays(given, DAYS_AHEAD));
      }),
      { numRuns: RUNS, interruptAfterTimeLimit: MOST_SECONDS * 500, markInterruptAsFailure: false },
    );
  });
});
