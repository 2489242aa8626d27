// One open claim a person, whatever order the steps of filing, appealing, joining and parting fall into.

import { expect } from 'chai';
import fc from 'fast-check';
import type { Claim, ClaimOwner } from '../../../src/domain/claims/claim.ts';
import { newClaim } from '../../../src/domain/claims/new-claim.ts';
import { isOfAccount, isOpen } from '../../../src/domain/claims/open-keys.ts';
import { appeal, withdraw } from '../../../src/domain/claims/transitions.ts';
import { accountKey, undoJoin, type Join } from '../../../src/domain/evidence/joined-accounts.ts';
import type { Transition } from '../../../src/domain/exam/transitions.ts';
import { Refusal } from '../../../src/domain/refusal.ts';
import { oneOpenClaim } from '../../../src/services/guarantee/open-claims.ts';
import { Documents, DuplicateKey, type Document } from '../../domain/exam/document-interpreter.ts';

const accounts = ['ana', 'ben', 'cleo'].map((personId): ClaimOwner => ({
  organizationId: 'o',
  platformId: 'p',
  courseId: 'c',
  personId,
}));
const who = { by: 'somebody', byName: 'Somebody', at: 1 };
const said = { ...who, reason: 'Same person' };

/** The two collections in memory, with their unique keys. */
function world() {
  const [claims, joins] = [new Documents([['openKeys']]), new Documents([['keys']])];
  let made = 0;
  const asClaim = (stored: Document): Claim => ({ ...stored, id: stored._id }) as unknown as Claim;
  const asJoin = (stored: Document): Join => ({ ...stored, id: stored._id }) as unknown as Join;
  const run = (store: Documents, id: string, transition: Transition): Document | null => {
    try {
      return store.run(transition) ? structuredClone(store.byId.get(id)!) : null;
    } catch (error) {
      if (error instanceof DuplicateKey) return null;
      throw error;
    }
  };
  const kept = (store: Documents, { id, ...rest }: { readonly id: string }): boolean => {
    try {
      store.insert({ _id: id, ...rest });
      return true;
    } catch (error) {
      if (error instanceof DuplicateKey) return false;
      throw error;
    }
  };
  const held = (owner: { readonly courseId: string; readonly personId: string }): Join | null => {
    const found = joins.find({ keys: accountKey(owner) })[0];
    return found ? asJoin(found) : null;
  };
  return {
    claims: {
      insert: (claim: Claim) => kept(claims, claim),
      holding: (organizationId: string, keys: readonly string[]) =>
        claims.find({ organizationId, openKeys: { $in: keys } }).map(asClaim),
      apply: (transition: Transition) => {
        const changed = run(claims, transition.filter['_id'] as string, transition);
        return changed && asClaim(changed);
      },
      discard: ({ id }: Pick<Claim, 'id'>) =>
        claims.find({ _id: id, rev: 0 }).length > 0 ? claims.byId.delete(id) : false,
      stir: ({ personId }: Pick<Claim, 'personId'>) => {
        const own = claims.find({ personId });
        for (const { _id } of own) claims.run({ filter: { _id }, update: { $inc: { rev: 1 } } });
        return own.length;
      },
    },
    joined: {
      insert: (join: Join) => kept(joins, join),
      of: held,
      apply: (transition: Transition) => {
        const changed = run(joins, transition.filter['_id'] as string, transition);
        return changed && asJoin(changed);
      },
    },
    newId: () => `${(made += 1)}`,
    all: () => [...claims.byId.values()].map(asClaim),
    held,
  };
}
type World = ReturnType<typeof world>;

/** Each call of a store is one step, and others may come between any two. */
function inSteps<Store extends object>(scheduler: fc.Scheduler, store: Store) {
  const steps = Object.entries(store).map(([name, run]) => [
    name,
    scheduler.scheduleFunction((...given: unknown[]) =>
      Promise.resolve((run as (...all: unknown[]) => unknown)(...given)),
    ),
  ]);
  return Object.fromEntries(steps) as {
    [Name in keyof Store]: Store[Name] extends (...given: infer Given) => infer Answer
      ? (...given: Given) => Promise<Answer>
      : never;
  };
}

const act = fc.record({
  what: fc.constantFrom('file', 'file', 'appeal', 'withdraw', 'join', 'join', 'part'),
  one: fc.nat(2),
  two: fc.nat(2),
});
type ActOf = typeof act extends fc.Arbitrary<infer Given> ? Given : never;

/** The people who are joined, and those who are not, each as their accounts. */
function peopleIn({ held }: World): ClaimOwner[][] {
  return accounts.flatMap((account, at) => {
    const join = held(account);
    if (!join) return [[account]];
    const both = accounts.filter((other) => join.keys!.includes(accountKey(other)));
    return both[0] === accounts[at] ? [both] : [];
  });
}

function acting(world: World, scheduler: fc.Scheduler) {
  const [claims, joined] = [inSteps(scheduler, world.claims), inSteps(scheduler, world.joined)];
  const open = oneOpenClaim({ claims, joined, surroundings: { now: () => 1 } });
  const claimOf = (owner: ClaimOwner, openKeys: readonly string[]) =>
    newClaim({
      id: world.newId(),
      owner,
      openKeys,
      move: 'submit',
      who,
      isFiledByStaff: false,
      policyId: 'p',
      policyNumber: 1,
      zone: 'UTC',
      items: [],
      papers: [],
      words: '',
      choice: null,
      dueAt: 2,
    });
  const newest = (owner: ClaimOwner, isWanted: (claim: Claim) => boolean) =>
    world.all().findLast((claim) => isOfAccount(claim, owner) && isWanted(claim));
  const appealTo = async (read: Claim): Promise<void> => {
    // As `claims.ts` does: keys are asked for after the claim was read, and the update holds only for the claim as it was read.
    const openKeys = await open.keysToReopen(read);
    await claims.apply(appeal({ ...read, rev: read.rev }, { words: '', dueAt: 2, openKeys }, who));
  };
  const run = async ({ what, one, two }: ActOf): Promise<string> => {
    const [owner, other] = [accounts[one]!, accounts[two]!];
    switch (what) {
      case 'file':
        return (await open.file(owner, (keys) => claimOf(owner, keys))).isNew ? 'filed' : 'open already';
      case 'appeal': {
        const denied = newest(owner, ({ state }) => state === 'denied');
        if (denied) await appealTo(denied);
        return '';
      }
      case 'withdraw': {
        const undecided = newest(owner, isOpen);
        if (undecided) await claims.apply(withdraw(undecided, who, ''));
        return '';
      }
      case 'join': {
        if (one === two) return '';
        const keys = [accountKey(owner), accountKey(other)];
        const settled = { joined: said, settledAt: null, undone: null };
        return open.join({ id: world.newId(), organizationId: 'o', accounts: [owner, other], keys, ...settled });
      }
      default: {
        const join = world.held(owner);
        if (join) await joined.apply(undoJoin(join, said));
        return '';
      }
    }
  };
  return { open, run, claimOf };
}

/** Runs all at once, in the order of steps that the scheduler chooses; a refusal is an answer too. */
async function atOnce(scheduler: fc.Scheduler, some: readonly (() => Promise<string>)[]): Promise<string[]> {
  const going = some.map((work) =>
    work().catch((error: unknown) => {
      if (error instanceof Refusal) return error.message;
      throw error;
    }),
  );
  await scheduler.waitFor(Promise.all(going));
  return Promise.all(going);
}

describe('one open claim a person', () => {
  it('holds whatever is filed, appealed, withdrawn, joined and parted at once, and nobody stays locked out', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.array(fc.array(act, { minLength: 1, maxLength: 4 }), { maxLength: 4 }),
        async (scheduler, rounds) => {
          const all = world();
          const { open, run, claimOf } = acting(all, scheduler);
          // One of the claims was denied before, so that there is something to appeal.
          for (const owner of accounts) {
            const { openKeys: _keys, ...closed } = claimOf(owner, []);
            all.claims.insert({ ...closed, state: 'denied', waitsFor: 'nobody' } as Claim);
          }
          for (const round of rounds) {
            await atOnce(
              scheduler,
              round.map((one) => () => run(one)),
            );
            for (const person of peopleIn(all)) {
              const theirs = all
                .all()
                .filter((claim) => isOpen(claim) && person.some((own) => isOfAccount(claim, own)));
              expect(theirs.length).to.be.at.most(1);
            }
          }
          // Whoever has no claim open can file one.
          for (const person of peopleIn(all)) {
            const owner = person[0]!;
            const isFree = !all.all().some((claim) => isOpen(claim) && person.some((own) => isOfAccount(claim, own)));
            if (!isFree) continue;
            const [answer] = await atOnce(scheduler, [
              async () => ((await open.file(owner, (keys) => claimOf(owner, keys))).isNew ? 'filed' : 'not'),
            ]);
            expect(answer).to.equal('filed');
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('lets one of a join and a claim win where both accounts would have one open', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const all = world();
        const { run } = acting(all, scheduler);
        await atOnce(scheduler, [() => run({ what: 'file', one: 0, two: 0 })]);
        const answers = await atOnce(scheduler, [
          () => run({ what: 'join', one: 0, two: 1 }),
          () => run({ what: 'file', one: 1, two: 1 }),
        ]);
        const isJoined = all.held(accounts[0]!) !== null;
        expect(answers).to.deep.equal(
          isJoined
            ? ['joined', 'There is an open claim under the other account. It has to be decided or taken back first.']
            : ['both open', 'filed'],
        );
        expect(all.all().filter(isOpen)).to.have.length(isJoined ? 1 : 2);
      }),
      { numRuns: 300 },
    );
  });
});
