// The proof of the attempt protocol: random schedules of two tabs, a bad network and crashes, run through the very transitions that stores run.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { faults, type Fault } from './protocol-server.ts';
import { Violation } from './protocol-witness.ts';
import { acts, World, type Happening } from './protocol-world.ts';

const seed = 20261122;

const names = Object.keys(acts) as (keyof typeof acts)[];
const happening: fc.Arbitrary<Happening> = fc.record({
  act: fc.oneof(...names.map((act) => ({ weight: acts[act], arbitrary: fc.constant(act) }))),
  pick: fc.nat(999),
  other: fc.nat(999),
});
/** Every schedule begins with both tabs asking to start, one after the other or in step; the rest is chance. */
const schedule = fc.record({
  isRace: fc.boolean(),
  happenings: fc.array(happening, { minLength: 80, maxLength: 200, size: 'max' }),
});
type Schedule = typeof schedule extends fc.Arbitrary<infer S> ? S : never;

function sit({ isRace, happenings }: Schedule, fault: Fault | null): World {
  const world = new World(fault);
  for (const tab of [0, 1]) world.happen({ act: 'start', pick: tab, other: 0 });
  for (const pick of [0, 0]) world.happen({ act: 'deliver', pick, other: 0 });
  for (let at = 0; at < 16; at += 1) world.happen({ act: 'step', pick: isRace ? at : 0, other: 0 });
  for (const happens of happenings) {
    world.happen(happens);
    world.check();
  }
  world.settleDown();
  world.checkSettled();
  return world;
}

describe('the attempt protocol', function () {
  this.timeout(240_000);

  it('loses no answer, overwrites none, closes once and grades once, whatever the network, the tabs and the crashes do', () => {
    const runs = Number(process.env.MODEL_RUNS ?? 300);
    const seen = { attempts: 0, answers: 0, late: 0, byUser: 0, byTime: 0, reopened: 0 };
    fc.assert(
      fc.property(schedule, (chances) => {
        const world = sit(chances, null);
        for (const [id, { closings, best }] of world.server.witness.memory) {
          const { late, end } = world.server.attempts.byId.get(id) as unknown as {
            late: unknown[];
            end: { by: string } | null;
          };
          seen.attempts += 1;
          seen.answers += best.size;
          seen.late += late.length;
          seen.byUser += end?.by === 'user' ? 1 : 0;
          seen.byTime += end && end.by !== 'user' ? 1 : 0;
          seen.reopened += closings > 1 ? 1 : 0;
        }
      }),
      { seed: Number(process.env.MODEL_SEED ?? seed), numRuns: runs },
    );
    if (process.env.MODEL_RUNS) console.log(seen);
    for (const [what, times] of Object.entries(seen)) expect(times, `schedules with ${what}`).to.be.above(runs / 50);
  });

  for (const fault of faults)
    it(`is found out when it has the fault "${fault}"`, () => {
      const details = fc.check(
        fc.property(schedule, (chances) => {
          sit(chances, fault);
        }),
        { seed, numRuns: 500, endOnFailure: true },
      );
      if (process.env.MODEL_RUNS) console.log(details.numRuns, String(details.errorInstance).slice(0, 120));
      expect(details.errorInstance, `500 schedules do not notice "${fault}"`).to.be.instanceOf(Violation);
    });
});
