// The flow finds the cheapest of the largest flows, also where taking the nearest first would not.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { cheapestFlow, type Pipe } from '../../../src/domain/exam/flow.ts';

const pipe = (from: number, to: number, capacity: number, cost: number): Pipe => ({ from, to, capacity, cost });

describe('the cheapest flow', () => {
  it('takes back an early choice when a later one needs it', () => {
    const pipes = [
      pipe(0, 2, 1, 0),
      pipe(0, 3, 1, 0),
      pipe(2, 4, 1, 1),
      pipe(2, 5, 1, 5),
      pipe(3, 4, 1, 1),
      pipe(4, 1, 1, 0),
      pipe(5, 1, 1, 0),
    ];
    expect(cheapestFlow(6, pipes, 0, 1)).to.deep.equal({ amount: 2, cost: 6, through: [1, 1, 0, 1, 1, 1, 1] });
  });

  it('is nothing where no way leads', () => {
    expect(cheapestFlow(3, [pipe(0, 2, 5, 1)], 0, 1)).to.deep.equal({ amount: 0, cost: 0, through: [0] });
  });

  it('is as cheap as the best of all assignments, tried one by one', () => {
    const costs = fc.array(fc.array(fc.nat(9), { minLength: 4, maxLength: 4 }), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(costs, (table) => {
        const people = table.map((_, at) => pipe(0, 2 + at, 1, 0));
        const tasks = [0, 1, 2, 3].map((at) => pipe(5 + at, 1, 1, 0));
        const ways = table.flatMap((row, person) => row.map((cost, task) => pipe(2 + person, 5 + task, 1, cost)));
        const flow = cheapestFlow(9, [...people, ...ways, ...tasks], 0, 1);
        const all = [0, 1, 2, 3].flatMap((a) => [0, 1, 2, 3].flatMap((b) => [0, 1, 2, 3].map((c) => [a, b, c])));
        const possible = all.filter((choice) => new Set(choice).size === 3);
        const best = Math.min(
          ...possible.map((choice) => choice.reduce((sum, task, person) => sum + table[person]![task]!, 0)),
        );
        expect([flow.amount, flow.cost]).to.deep.equal([3, best]);
      }),
    );
  });
});
