// Sending answers: when the rest of typing sends them, how they are sent again, and what a failure says.

import { expect } from 'chai';
import * as fc from 'fast-check';
import { latestMs, patienceMs, pauseAfter, restMs } from '../../../views/assets/exam-room/sync.js';
import { openWorld, type Fate } from './sync-world.ts';

describe('sending answers', () => {
  it('waits until typing has rested, then sends everything that is not confirmed', async () => {
    const world = openWorld();
    world.edit('s1', 'a');
    await world.pass(600);
    world.edit('s2', 'b');
    await world.pass(restMs - 100);
    expect(world.requests).to.have.length(1);
    expect(world.requests[0]?.slots).to.deep.equal(['s1', 's2']);
  });

  it('is never more than 1.5 s behind, however steadily somebody types', async () => {
    const world = openWorld();
    for (let typed = 0; typed < 40; typed += 1) {
      world.edit('s1', `note ${typed}`);
      await world.pass(100);
    }
    const gaps = world.requests.map((request, index) => request.at - (world.requests[index - 1]?.at ?? 0));
    expect(Math.max(...gaps)).to.be.at.most(latestMs + 100);
    expect(world.requests.length).to.be.within(2, 4);
  });

  it('does not wait for rest when the candidate goes on to another question', async () => {
    const world = openWorld();
    world.edit('s1', 'a');
    world.turn();
    await world.pass(0);
    expect(world.requests).to.have.length(1);
  });

  it('asks for nothing while nothing is unsaved', async () => {
    const world = openWorld();
    world.edit('s1', 'a');
    await world.pass(60_000);
    world.turn();
    await world.pass(60_000);
    expect(world.requests).to.have.length(1);
    expect(world.waiting()).to.equal(0);
  });

  it('sends again after a lost reply, and stops once it is confirmed', async () => {
    const world = openWorld();
    world.network = 'reply lost';
    world.edit('s1', 'a');
    await world.pass(2000);
    expect(world.waiting()).to.equal(1);
    world.network = 'fine';
    await world.pass(60_000);
    expect(world.waiting()).to.equal(0);
    expect(world.held('s1')).to.equal('a');
  });

  it('pauses longer after each failure, up to 30 s, so that nobody hammers a server that is down', async () => {
    const world = openWorld();
    world.network = 'request lost';
    world.edit('s1', 'a');
    await world.pass(10 * 60_000);
    expect(world.requests.length).to.be.within(15, 60);
  });

  it('tries at once when the network is back', async () => {
    const world = openWorld();
    world.network = 'request lost';
    world.edit('s1', 'a');
    await world.pass(5 * 60_000);
    world.network = 'fine';
    world.hurry();
    await world.pass(200);
    expect(world.held('s1')).to.equal('a');
  });

  it('sends on after an answer that the server refused to take stays refused: once, not in a loop', async () => {
    const world = openWorld();
    world.close();
    world.edit('s1', 'a');
    await world.pass(60_000);
    expect(world.requests).to.have.length(1);
    expect(world.waiting()).to.equal(1);
  });
});

describe('what the candidate is told', () => {
  it('is nothing while the server answers', async () => {
    const world = openWorld();
    world.edit('s1', 'a');
    await world.pass(3000);
    expect(world.isLate()).to.equal(false);
  });

  it('is that answers wait here, 5 s after an edit without an acknowledgement, and no longer once it came', async () => {
    const world = openWorld();
    world.network = 'request lost';
    world.edit('s1', 'a');
    await world.pass(patienceMs - 1);
    expect(world.isLate()).to.equal(false);
    await world.pass(1);
    expect(world.isLate()).to.equal(true);
    world.network = 'fine';
    world.hurry();
    await world.pass(200);
    expect(world.isLate()).to.equal(false);
  });
});

describe('the pause after failures', () => {
  it('lies between 1 and 30 s and is drawn at random', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (failures, random) => {
        expect(pauseAfter(failures, random)).to.be.within(1000, 30_000);
      }),
    );
    expect(pauseAfter(4, 0)).to.be.lessThan(pauseAfter(4, 1));
  });
});

describe('no answer is ever lost', () => {
  const fate: fc.Arbitrary<Fate> = fc.constantFrom('fine', 'slow', 'request lost', 'reply lost', 'doubled');
  const act = fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('edit' as const), slot: fc.constantFrom('s1', 's2', 's3') }),
    },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), ms: fc.nat(9000) }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('network' as const), fate }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'turn' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'hurry' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'reload' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'crash' as const }) },
  );

  const dice = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));

  it('under loss, duplication, reordering, reloads and crashes: the last edit of every slot is what the server holds', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 60 }), dice, async (acts, rolls) => {
        const world = openWorld(() => rolls.next().value);
        const last = new Map<string, string>();
        for (const [index, step] of acts.entries()) {
          if (step.kind === 'edit') {
            last.set(step.slot, `edit ${index}`);
            world.edit(step.slot, `edit ${index}`);
            await world.pass(25);
          } else if (step.kind === 'pass') await world.pass(step.ms);
          else if (step.kind === 'network') world.network = step.fate;
          else world[step.kind]();
        }
        world.network = 'fine';
        await world.pass(5 * 60_000);
        expect(world.waiting()).to.equal(0);
        for (const [slot, value] of last) expect(world.held(slot)).to.equal(value);
      }),
      { numRuns: 300 },
    );
  });
});
