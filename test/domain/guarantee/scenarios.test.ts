// The worked cases: facts, an instant, and what the evaluator must say of them.
import { expect } from 'chai';
import { judge } from '../../../src/domain/guarantee/judge.ts';
import { verdictJson } from '../../../src/domain/guarantee/verdict-json.ts';
import scenarios from './scenarios.json' with { type: 'json' };

interface Scenario {
  readonly id: string;
  readonly policyArchetype: string;
  readonly title: string;
  readonly facts: unknown;
  readonly asOf: string;
  readonly expected: Readonly<Record<string, unknown>>;
}

describe('worked cases of the guarantee', () => {
  for (const { id, policyArchetype, title, facts, asOf, expected } of scenarios as readonly Scenario[]) {
    it(`${id}: ${title}`, () => {
      const judged = judge({ policy: policyArchetype, facts, asOf });
      if (!judged.ok) throw new Error(JSON.stringify(judged.faults));
      const printed: Readonly<Record<string, unknown>> = { ...verdictJson(judged.value) };
      const compared = Object.fromEntries(Object.keys(expected).map((key) => [key, printed[key]]));
      expect(compared).to.deep.equal(expected);
    });
  }
});
