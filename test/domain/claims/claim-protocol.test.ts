// A claim under people who act at the same time on what they have read: whatever the order, it is decided once, and its day stays.

import { expect } from 'chai';
import fc from 'fast-check';
import type { Claim, ClaimDecision, DoneBy } from '../../../src/domain/claims/claim.ts';
import { mayMove, moves, statesBefore, type MoveName } from '../../../src/domain/claims/moves.ts';
import { newClaim } from '../../../src/domain/claims/new-claim.ts';
import * as transitions from '../../../src/domain/claims/transitions.ts';
import { Documents, DuplicateKey, type Document } from '../exam/document-interpreter.ts';

const start = 1_800_000_000_000;
const minute = 60_000;
const owner = { organizationId: 'o', platformId: 'p', courseId: 'c', personId: 'ana' };
const grounds = { rule: 'exam', ruleWords: 'Sit it.', fact: 'None.', on: null, wouldHaveChanged: 'One.' };
const verdict = { verdict: 'approve', reason: 'all_met', words: '' };

const decisionBy = (who: DoneBy, isApproval: boolean): ClaimDecision => ({
  ...who,
  isApproval,
  isByItself: false,
  words: 'Words',
  note: '',
  remedies: isApproval ? ['retake_voucher'] : [],
  sums: {},
  grounds: isApproval ? null : grounds,
  second: null,
  verdict,
});

/** What somebody tries, with what they have read of the claim. */
const tries: Readonly<Record<string, (claim: Claim, who: DoneBy) => transitions.Transition>> = {
  file: (claim, who) => transitions.file(claim, 'fileProvisionally', who, null),
  submit: (claim, who) => transitions.submit(claim, who, start + 9),
  attach: (claim, who) =>
    transitions.attach(
      claim,
      [{ ...who, id: `f${who.at}`, item: 'x', fileId: 'f', fileName: 'f', on: '2027-01-15', refused: null }],
      who,
    ),
  takeUp: (claim, who) => transitions.takeUp(claim, who),
  ask: (claim, who) =>
    transitions.ask(claim, { ...who, words: 'What?', answerBy: '2027-01-20', answer: null }, [], start + 9),
  answer: (claim, who) => transitions.answer(claim, 'That.', who, start + 9),
  propose: (claim, who) => {
    const { isByItself: _, grounds: __, second: ___, ...proposal } = decisionBy(who, true);
    return transitions.propose(claim, proposal);
  },
  confirm: (claim, who) => {
    const { proposal } = claim;
    const decision = proposal
      ? { ...proposal, isByItself: false, grounds: null, second: who }
      : { ...decisionBy(who, true), second: who };
    const move = claim.state === 'appealed' ? 'overturn' : 'approve';
    return transitions.approve(claim, { move, decision, chosen: ['retake_voucher'] });
  },
  takeBack: (claim, who) => transitions.dropProposal(claim, 'takeBack', who, ''),
  sendBack: (claim, who) => transitions.dropProposal(claim, 'sendBack', who, 'No'),
  approve: (claim, who) => {
    const move = claim.state === 'appealed' ? 'overturn' : 'approve';
    return transitions.approve(claim, { move, decision: decisionBy(who, true), chosen: ['retake_voucher'] });
  },
  approveLater: (claim, who) =>
    transitions.approve(claim, { move: 'approve', decision: decisionBy(who, true), chosen: null }),
  deny: (claim, who) => transitions.deny(claim, claim.state === 'appealed' ? 'uphold' : 'deny', decisionBy(who, false)),
  appeal: (claim, who) =>
    transitions.appeal(claim, { words: 'Look again', dueAt: start + 9, openKeys: ['course:student'] }, who),
  choose: (claim, who) => transitions.choose(claim, ['retake_voucher'], who, ''),
  fulfill: (claim, who) => transitions.fulfill(claim, who),
  withdraw: (claim, who) => transitions.withdraw(claim, who, ''),
};
const names = Object.keys(tries);
const people = ['ana', 'ines', 'marcus'] as const;

const stored = (claim: Claim): Document => {
  const { id, ...rest } = claim;
  return { _id: id, ...rest };
};
const readIn = (store: Documents, id: string): Claim => {
  const { _id, ...rest } = store.byId.get(id)!;
  return { id: _id, ...rest } as unknown as Claim;
};

function begun(move: 'begin' | 'fileProvisionally' | 'submit', id = 'C-1'): Claim {
  return newClaim({
    openKeys: ['course:student'],
    id,
    owner,
    move,
    who: { by: 'ana', byName: 'ana', at: start },
    isFiledByStaff: false,
    policyId: 'p',
    policyNumber: 1,
    zone: 'America/Chicago',
    items: ['x'],
    papers: [],
    words: '',
    choice: null,
    dueAt: null,
  });
}

/** One person reads (or acts on what they read earlier) and tries something, some minutes later. */
const stepArbitrary = fc.record({
  who: fc.constantFrom(...people),
  what: fc.constantFrom(...names),
  isStale: fc.boolean(),
  minutes: fc.integer({ min: 0, max: 40 }),
});

describe('a claim and the people around it', () => {
  it('is decided once, filed once and granted once, whoever acts on whatever they have read', () => {
    const beginnings = fc.constantFrom('begin', 'fileProvisionally', 'submit' as const);
    fc.assert(
      fc.property(beginnings, fc.array(stepArbitrary, { maxLength: 40 }), (move, steps) => {
        const store = new Documents([['openKeys']]);
        store.insert(stored(begun(move as 'begin')));
        const seen = new Map<string, Claim>();
        let at = start;
        for (const { who, what, isStale, minutes } of steps) {
          at += minutes * minute;
          const before = readIn(store, 'C-1');
          const read = (isStale && seen.get(who)) || before;
          const applied = store.run(tries[what]!(read, { by: who, byName: who, at }));
          seen.set(who, before);
          const after = readIn(store, 'C-1');
          // Acting on what is out of date does nothing.
          if (read.rev !== before.rev) expect(applied).to.equal(false);
          if (!applied) expect(after).to.deep.equal(before);
          if (before.receivedAt !== null) expect(after.receivedAt).to.equal(before.receivedAt);
          if (before.decision !== null) expect(after.decision).to.deep.equal(before.decision);
          if (before.appealDecision !== null) expect(after.appealDecision).to.deep.equal(before.appealDecision);
          if (before.grantedAt !== null) expect(after.grantedAt).to.equal(before.grantedAt);
          if (before.appeal !== null) expect(after.appeal).to.deep.equal(before.appeal);
          expect(after.history.length).to.be.at.least(before.history.length);
        }
        const last = readIn(store, 'C-1');
        const count = (...some: string[]) => last.history.filter((entry) => some.includes(entry.move)).length;
        expect(count('approve', 'deny', 'approveByItself')).to.be.at.most(1);
        expect(count('uphold', 'overturn')).to.be.at.most(1);
        expect(count('fulfill')).to.be.at.most(1);
        expect(last.outbox.filter(({ key }) => key === 'grant').length + count('fulfill')).to.be.at.most(1);
        // Two people: who proposed never confirmed.
        const { decision } = last;
        if (decision?.second) expect(decision.second.by).to.not.equal(decision.by);
      }),
      { numRuns: 600 },
    );
  });

  it('is decided only by who has it in hand', () => {
    const store = new Documents();
    store.insert(stored(begun('submit')));
    const [ines, marcus] = ['ines', 'marcus'].map((by) => ({ by, byName: by, at: start }));
    expect(store.run(tries['approve']!(readIn(store, 'C-1'), ines!))).to.equal(false);
    expect(store.run(tries['takeUp']!(readIn(store, 'C-1'), ines!))).to.equal(true);
    expect(store.run(tries['takeUp']!(readIn(store, 'C-1'), marcus!))).to.equal(false);
    expect(store.run(tries['deny']!(readIn(store, 'C-1'), marcus!))).to.equal(false);
    const later = { ...marcus!, at: start + transitions.leaseMs };
    expect(store.run(tries['takeUp']!(readIn(store, 'C-1'), later))).to.equal(true);
    expect(store.run(tries['deny']!(readIn(store, 'C-1'), later))).to.equal(true);
  });

  it('is the only open one of its student in the course; another may follow once it is over', () => {
    const store = new Documents([['openKeys']]);
    store.insert(stored(begun('submit')));
    expect(() => store.insert(stored(begun('begin', 'C-2')))).to.throw(DuplicateKey);
    const ana = { by: 'ana', byName: 'ana', at: start };
    expect(store.run(tries['withdraw']!(readIn(store, 'C-1'), ana))).to.equal(true);
    store.insert(stored(begun('begin', 'C-2')));
  });
});

describe('the moves of a claim', () => {
  it('let nobody but people deny, and the program approve only what was handed in', () => {
    for (const name of ['deny', 'uphold', 'ask'] as MoveName[])
      for (const state of statesBefore(name)) expect(mayMove(name, state, 'resit'), name).to.equal(false);
    expect(statesBefore('approveByItself')).to.deep.equal(['submitted']);
  });

  it('let no student decide', () => {
    for (const name of ['approve', 'deny', 'uphold', 'overturn', 'propose', 'takeUp', 'ask', 'fulfill'] as MoveName[])
      for (const state of statesBefore(name)) expect(mayMove(name, state, 'student'), name).to.equal(false);
  });

  it('lead out of every state but the last ones', () => {
    const last = ['fulfilled', 'upheld', 'withdrawn'];
    const from = new Set((Object.keys(moves) as MoveName[]).flatMap(statesBefore));
    for (const state of last) expect(from.has(state as Claim['state']), state).to.equal(false);
  });
});
