// The attempt protocol against the real routes: two tabs, a network that loses, doubles and reorders, takeover, expiry, sweeper, submit.

import { expect } from 'chai';
import fc from 'fast-check';
import { settingsFor } from '../../src/services/exams.ts';
import { cpcDemo } from '../../src/domain/exam/presets.ts';
import { orderNumber, type Answer, type Attempt } from '../../src/domain/exam/attempt.ts';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import type { Visit } from '../support/browser.ts';
import { visitorOfVisit } from '../support/visitors.ts';

type Step =
  | { readonly kind: 'edit'; readonly tab: 0 | 1; readonly slot: number; readonly option: number }
  | { readonly kind: 'deliver'; readonly which: number; readonly isLost: boolean; readonly isDoubled: boolean }
  | { readonly kind: 'take over'; readonly tab: 0 | 1 }
  | { readonly kind: 'pass time'; readonly minutes: number }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'submit'; readonly tab: 0 | 1 };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('edit' as const),
      tab: fc.constantFrom(0, 1),
      slot: fc.integer({ min: 1, max: 4 }),
      option: fc.integer({ min: 0, max: 3 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('deliver' as const),
      which: fc.nat(50),
      isLost: fc.boolean(),
      isDoubled: fc.boolean(),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('take over' as const), tab: fc.constantFrom(0, 1) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('pass time' as const), minutes: fc.constantFrom(1, 5, 15) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('sweep' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('submit' as const), tab: fc.constantFrom(0, 1) }) },
);

interface Message {
  readonly tab: 0 | 1;
  readonly slots: Readonly<Record<string, { readonly q: number; readonly v: readonly string[] }>>;
}

/** One attempt over the real routes, with what the two browsers believe. */
class Room {
  readonly visit: Visit;
  readonly path: string;
  readonly options: readonly (readonly string[])[];
  readonly epochs: [number, number] = [1, 1];
  readonly sequences: [number, number] = [0, 0];
  readonly unsent: [Record<string, { q: number; v: string[] }>, Record<string, { q: number; v: string[] }>] = [{}, {}];
  readonly wire: Message[] = [];
  /** The highest-ranking edit that reached the server while the attempt was open, by slot. */
  readonly expected = new Map<string, { q: number; v: readonly string[] }>();

  constructor(visit: Visit, path: string, options: readonly (readonly string[])[]) {
    this.visit = visit;
    this.path = path;
    this.options = options;
  }

  edit(tab: 0 | 1, slot: number, option: number): void {
    this.sequences[tab] += 1;
    const q = orderNumber(this.epochs[tab], this.sequences[tab] * 2 + tab);
    this.unsent[tab][`s${slot}`] = { q, v: [this.options[slot - 1]![option]!] };
    this.wire.push({ tab, slots: { ...this.unsent[tab] } });
  }

  send({ tab, slots }: Message) {
    return this.visit.send('PUT', `${this.path}/answers`, { tab: `tab-${tab}`, epoch: this.epochs[tab], slots });
  }
}

describe('the attempt protocol over the real routes', () => {
  let all: TestApplication;
  let student: Visit;
  let examId: string;
  before(async () => {
    all = await openTestApplication();
    const staff = await all.browser().launch(all.campus, 'moodle', { person: '3', activity: '1' });
    const visitor = await visitorOfVisit(all, staff);
    const { exams } = all.application.services;
    const exam = await exams.create(visitor, 'cpc-demo', { ...settingsFor(cpcDemo), attemptsAllowed: null });
    await exams.choose(visitor, { examId: exam.id });
    examId = exam.id;
  });
  after(() => all.close());

  // A visit ends after 12 hours, and the runs together move the clock further than that.
  beforeEach(async () => {
    student = await all.browser().launch(all.campus, 'moodle', { person: '4', activity: '1' });
  });

  async function newRoom(): Promise<Room> {
    student = await all.browser().launch(all.campus, 'moodle', { person: '4', activity: '1' });
    // A run that failed may have left its attempt open.
    const open = await all.application.stores.attempts.openOfPerson(...(await personOf(student)));
    for (const attempt of open) await student.send('POST', `/attempts/${attempt.id}/submit`, { slots: {} });
    const started = await student.post('/attempts', { examId });
    expect(started.status).to.equal(303);
    const paper = JSON.parse((await student.get(started.location)).$('#paper').text());
    return new Room(
      student,
      started.location,
      paper.slots.map((slot: { options: { id: string }[] }) => slot.options.map(({ id }) => id)),
    );
  }

  async function personOf(visit: Visit): Promise<[string, string]> {
    const { platformId, personId } = await visitorOfVisit(all, visit);
    return [platformId, personId];
  }

  const stored = async (room: Room): Promise<Attempt> =>
    (await all.application.stores.attempts.find(room.path.split('/').at(-1)!))!;
  const isOpen = (attempt: Attempt): boolean =>
    attempt.state === 'in_progress' && (attempt.timing.hardCloseAt ?? 0) > all.clock.now();

  async function deliver(room: Room, message: Message): Promise<void> {
    const before = await stored(room);
    const answer = await room.send(message);
    if (isOpen(before)) {
      const news = Object.entries(message.slots).filter(([slot, { q }]) => q > (room.expected.get(slot)?.q ?? -1));
      for (const [slot, edit] of news) room.expected.set(slot, edit);
      // A tab that lost the lease and has no news is told so; whatever it sends that is news is taken.
      if (answer.status === 409) {
        expect(answer.json<{ error: { reason: string } }>().error.reason).to.equal('LEASE');
        expect(news).to.deep.equal([]);
        return;
      }
      expect(answer.status).to.equal(200);
      // The browser forgets only what the server named.
      for (const slot of Object.keys(answer.json<{ slots: Record<string, string> }>().slots)) {
        const unsent = room.unsent[message.tab];
        if (unsent[slot]?.q === message.slots[slot]?.q) delete unsent[slot];
      }
    } else expect(answer.status).to.be.oneOf([200, 409]);
  }

  async function take(room: Room, one: Step): Promise<void> {
    switch (one.kind) {
      case 'edit':
        return room.edit(one.tab, one.slot, one.option);
      case 'deliver': {
        if (room.wire.length === 0) return;
        const message = room.wire[one.which % room.wire.length]!;
        if (!one.isLost) await deliver(room, message);
        if (one.isDoubled) await deliver(room, message);
        return;
      }
      case 'take over': {
        const answer = await room.visit.send('POST', `${room.path}/takeover`, { tab: `tab-${one.tab}` });
        const { epoch } = answer.json<{ epoch: number }>();
        if (epoch > room.epochs[one.tab]) [room.epochs[one.tab], room.sequences[one.tab]] = [epoch, 0];
        return;
      }
      case 'pass time':
        return all.clock.advance(one.minutes * 60_000);
      case 'sweep':
        await all.application.services.sitting.closeExpired(50);
        return;
      case 'submit': {
        const before = await stored(room);
        const slots = { ...room.unsent[one.tab] };
        const answer = await room.visit.send('POST', `${room.path}/submit`, { tab: `tab-${one.tab}`, slots });
        expect(answer.status).to.equal(200);
        if (isOpen(before))
          for (const [slot, edit] of Object.entries(slots))
            if (edit.q > (room.expected.get(slot)?.q ?? -1)) room.expected.set(slot, edit);
        return;
      }
    }
  }

  const given = (attempt: Attempt): Record<string, readonly [number, readonly string[]]> =>
    Object.fromEntries(Object.entries(attempt.answers).map(([slot, { q, v }]: [string, Answer]) => [slot, [q, v]]));

  it('loses, overwrites and changes nothing after the close, whatever the network does', async function () {
    this.timeout(120_000);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
        const room = await newRoom();
        let whenClosed: string | null = null;
        for (const one of steps) {
          await take(room, one);
          const attempt = await stored(room);
          const expected = Object.fromEntries([...room.expected].map(([slot, { q, v }]) => [slot, [q, v]]));
          expect(given(attempt)).to.deep.equal(expected);
          if (attempt.end) whenClosed ??= JSON.stringify([given(attempt), attempt.end]);
          if (whenClosed) expect(JSON.stringify([given(attempt), attempt.end])).to.equal(whenClosed);
        }
        // However it went, handing in at the end gives a receipt and one score.
        expect((await room.visit.send('POST', `${room.path}/submit`, { slots: {} })).status).to.equal(200);
        const done = await stored(room);
        expect(done.state).to.equal('graded');
        expect(done.outbox).to.deep.equal([]);
      }),
      { numRuns: 25 },
    );
  });

  it('gives everybody who starts at once the same attempt', async () => {
    const starts = await Promise.all(Array.from({ length: 12 }, () => student.post('/attempts', { examId })));
    expect(new Set(starts.map((answer) => answer.location.split('/').at(-1))).size).to.equal(1);
    expect(starts.map((answer) => answer.status)).to.deep.equal(Array(12).fill(303));
  });

  it('keeps what arrives after the close as late answers and says so', async () => {
    const room = await newRoom();
    all.clock.advance(26 * 60_000);
    room.edit(0, 1, 2);
    const answer = await room.send(room.wire[0]!);
    expect(answer.status).to.equal(409);
    expect(answer.json<{ error: { reason: string } }>().error.reason).to.equal('EXPIRED');
    const attempt = await stored(room);
    expect(attempt.answers).to.deep.equal({});
    expect(attempt.late.map((late) => late.slot)).to.deep.equal(['s1']);
  });

  it('refuses a slot that the form does not have, and harmful names of slots', async () => {
    const room = await newRoom();
    for (const slot of ['s99', 's0', 'x', '__proto__', 's1.v', '$set']) {
      const body = JSON.parse(`{ "slots": { "${slot}": { "q": ${2 ** 24 + 5}, "v": ["a"] } } }`);
      const answer = await room.visit.send('PUT', `${room.path}/answers`, body);
      expect(answer.status, slot).to.be.oneOf([200, 409, 422]);
      expect(answer.text, slot).not.to.contain('taken');
    }
    expect((await stored(room)).answers).to.deep.equal({});
  });
});
