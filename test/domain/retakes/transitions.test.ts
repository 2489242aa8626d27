// The ledger under fire: any interleaving of acts, each decided on what was read earlier, leaves the balance equal to its entries.

import { expect } from 'chai';
import * as fc from 'fast-check';
import type { Entitlement, StandIn } from '../../../src/domain/retakes/entitlement.ts';
import { balanceOf, granted, isBalanced } from '../../../src/domain/retakes/ledger.ts';
import {
  approve,
  choose,
  consume,
  consumeBooked,
  end,
  enterCode,
  extend,
  fulfill,
  lookAgain,
  opened,
  reinstate,
  release,
  replace,
  reserve,
  restore,
  show,
  stoodIn,
} from '../../../src/domain/retakes/transitions.ts';
import type { Transition } from '../../../src/domain/exam/transitions.ts';
import { Documents, type Document } from '../exam/document-interpreter.ts';
import { act, anEntitlement, now, terms } from './an-entitlement.ts';

/** One entitlement in a store of its own. */
class Ledger {
  readonly documents = new Documents();

  constructor(entitlement: Entitlement) {
    const { id, ...rest } = entitlement;
    this.documents.insert({ _id: id, ...rest } as Document);
  }

  read(): Entitlement {
    const { _id, ...rest } = this.documents.find({ _id: 'e1' })[0]!;
    return { id: _id, ...rest } as unknown as Entitlement;
  }

  run(transition: Transition): boolean {
    return this.documents.run(transition);
  }
}

const startAt = now + 40 * 86_400_000;
const someday = { startAt, place: '' };
const sealed = { keyId: 'k', iv: 'i', tag: 't', data: 'd' };

const standIn: StandIn = {
  id: 'e2',
  kind: 'retake_voucher',
  units: 1,
  terms: terms(),
  expiresOn: null,
  value: null,
  options: [],
  examId: null,
  needsSecondPerson: false,
  keepsCode: false,
  by: 'staff',
  byName: 'Dana Whitfield',
  why: 'because',
};

/** Every act on an entitlement as it was read, whether or not that is still true. */
const acts: Readonly<Record<string, (of: Entitlement, ref: string) => Transition | null>> = {
  reserve: (of, ref) => reserve(of, someday, act(ref)),
  release: (of, ref) => (of.booking ? release(of, of.booking.ref, act(ref)) : null),
  sit: (of, ref) => (of.booking ? consumeBooked({ ...of, booking: of.booking }, 'used', act(ref)) : null),
  cancelLate: (of, ref) =>
    of.booking ? consumeBooked({ ...of, booking: of.booking }, 'late_cancel', act(ref), now) : null,
  take: (of, ref) => consume(of, { outcome: 'taken', units: 2 }, act(ref)),
  takeOne: (of, ref) => consume(of, { outcome: 'taken', units: 1 }, act(ref)),
  open: (of, ref) =>
    of.balance.free > 0 ? consume(of, { outcome: 'opened', units: of.balance.free, examId: 'x' }, act(ref)) : null,
  opened: (of) => opened(of, now),
  restore: (of, ref) => restore(of, 1, act(ref)),
  pay: (of, ref) =>
    fulfill(of, { money: { minor: 29_000, currency: 'USD' }, on: '2026-11-23', reference: '7' }, act(ref)),
  choose: (of, ref) => choose(of, { kind: 'tutoring_hours', units: 6, value: null, examId: null }, act(ref)),
  approve: (of, ref) => approve(of, act(ref)),
  code: (of, ref) => enterCode(of, sealed, act(ref)),
  show: (of) => show(of, { by: 'ana', byName: 'Ana' }, now),
  extend: (of, ref) => extend(of, '2027-12-01', act(ref)),
  expire: (of, ref) => end(of, 'expire', act(ref)),
  void: (of, ref) => end(of, 'void', act(ref)),
  replace: (of, ref) => replace(of, standIn, act(ref)),
  reinstate: (of, ref) => reinstate(of, standIn, act(ref)),
  stoodIn: (of) => stoodIn(of),
  look: (of) => (of.isOpen ? lookAgain(of, now + 5) : null),
};

const step = fc.record({
  name: fc.constantFrom(...Object.keys(acts)),
  /** How many changes ago the actor read the entitlement. */
  age: fc.nat(4),
  /** Some names of acts come up twice: a repeated press. */
  ref: fc.nat(12),
});

describe('an entitlement’s ledger', () => {
  it('balances after any interleaving, is never below zero, holds at most one unit and keeps every entry', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(step, { maxLength: 60 }), (units, steps) => {
        const ledger = new Ledger(anEntitlement({}, units));
        const history = [ledger.read()];
        for (const { name, age, ref } of steps) {
          const asRead = history.at(-1 - Math.min(age, history.length - 1))!;
          const transition = acts[name]!(asRead, `act-${ref}`);
          if (!transition) continue;
          const before = ledger.read();
          const held = ledger.run(transition);
          const after = ledger.read();
          if (!held) expect(after).to.deep.equal(before);
          history.push(after);
          expect(isBalanced(after), JSON.stringify(after.balance)).to.equal(true);
          expect(after.balance.held).to.be.at.most(1);
          expect(after.isOpen).to.equal(after.balance.free + after.balance.held > 0);
          expect(after.entries.slice(0, before.entries.length)).to.deep.equal(before.entries);
          const refs = after.entries.map((entry) => entry.ref);
          expect(new Set(refs).size).to.equal(refs.length);
          const isHeld = after.booking !== null && after.booking.outcome === null;
          expect(isHeld).to.equal(after.balance.held === 1);
          // What was ended once is replaced once at most, and what is owed in its place is looked for until it is granted.
          expect(after.entries.filter(({ act: name }) => name === 'replace')).to.have.length.at.most(1);
          if (after.standIn !== null) expect(after).to.include({ isOpen: false, nextCheckAt: now });
          const isToldOf = after.entries.at(-1)?.act === 'void' || after.standIn !== null;
          if (!after.isOpen && after.tries === null) expect(after.nextCheckAt).to.equal(isToldOf ? now : 0);
        }
      }),
      { numRuns: Number(process.env.MODEL_RUNS ?? 1500), seed: 20261123 },
    );
  });

  it('is spent once, however many spend it from the same reading', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('reserve', 'takeOne', 'pay', 'open'), { minLength: 2, maxLength: 50 }),
        (names) => {
          const ledger = new Ledger(anEntitlement());
          const asRead = ledger.read();
          const won = names.filter((name, at) => ledger.run(acts[name]!(asRead, `ref-${at}`)!));
          expect(won).to.have.length(1);
          expect(ledger.read().balance.free).to.equal(0);
        },
      ),
    );
  });

  it('does an act once, however often it is repeated', () => {
    const ledger = new Ledger(anEntitlement({}, 5));
    for (let go = 0; go < 3; go += 1)
      ledger.run(consume(ledger.read(), { outcome: 'taken', units: 1 }, act('one press')));
    expect(ledger.read().balance).to.deep.equal({ free: 4, held: 0, used: 1, ended: 0 });
  });

  it('frees what a booking held only for the booking that holds it', () => {
    const ledger = new Ledger(anEntitlement());
    ledger.run(reserve(ledger.read(), someday, act('first')));
    const withFirst = ledger.read();
    ledger.run(release(withFirst, 'reserve is called something else', act('wrong')));
    expect(ledger.read().balance.held).to.equal(1);
    ledger.run(release(withFirst, 'first', act('cancel')));
    ledger.run(reserve(ledger.read(), someday, act('second')));
    expect(ledger.run(release(withFirst, 'first', act('cancel again')))).to.equal(false);
    expect(ledger.read().booking?.ref).to.equal('second');
  });

  it('refuses a booking by a stranger’s course and after very many bookings', () => {
    const ledger = new Ledger(anEntitlement());
    expect(ledger.run(reserve({ ...ledger.read(), courseId: 'other' }, someday, act('stranger')))).to.equal(false);
    for (let go = 0; ledger.read().entries.length < 200; go += 1) {
      ledger.run(reserve(ledger.read(), someday, act(`book ${go}`)));
      ledger.run(release(ledger.read(), `book ${go}`, act(`cancel ${go}`)));
    }
    expect(ledger.run(reserve(ledger.read(), someday, act('once more')))).to.equal(false);
  });

  it('makes a choice once and grants what was chosen in whole', () => {
    const ledger = new Ledger(anEntitlement({ kind: 'choice', options: [] }));
    const asRead = ledger.read();
    expect(
      ledger.run(choose(asRead, { kind: 'tutoring_hours', units: 6, value: null, examId: null }, act('a'))),
    ).to.equal(true);
    const refund = { kind: 'tuition_refund', units: 1, value: { minor: 100, currency: 'USD' }, examId: null };
    expect(ledger.run(choose(asRead, refund, act('b')))).to.equal(false);
    expect(ledger.run(choose(ledger.read(), refund, act('c')))).to.equal(false);
    expect(granted(ledger.read().balance)).to.equal(6);
  });

  it('counts moves and nothing else', () => {
    expect(balanceOf([])).to.deep.equal({ free: 0, held: 0, used: 0, ended: 0 });
    const broken = { ...anEntitlement(), balance: { free: 2, held: 0, used: 0, ended: 0 } };
    expect(isBalanced(broken)).to.equal(false);
  });
});
