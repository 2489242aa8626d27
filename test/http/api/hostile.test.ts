// Bodies that nobody sane would send: always an answer in the API's form, never a defect, and nothing recorded but by an item that was taken.

import { expect } from 'chai';
import fc from 'fast-check';
import { anotherSystem, type AnotherSystem } from './another-system.ts';

const names = ['attendance', 'completions', 'facts', 'official-results'] as const;

/** Keys that mean something to JavaScript, to the database or to our shapes, and any other. */
const key = fc.oneof(
  fc.constantFrom(
    '__proto__',
    'constructor',
    'prototype',
    '$set',
    '$where',
    'a.b',
    '',
    'toString',
    'hasOwnProperty',
    '\u0000',
    'items',
  ),
  fc.constantFrom(
    'student',
    'userId',
    'email',
    'class',
    'on',
    'status',
    'dates',
    'values',
    'result',
    'parts',
    'makeup',
    'completedOn',
    'module',
    'startAt',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const leaf = fc.oneof(
  fc.constantFrom(
    '2026-11-20',
    '9999-99-99',
    '2026-02-30',
    'present',
    'pass',
    true,
    false,
    null,
    0,
    -1,
    1e308,
    1e-320,
    '2026-11-20T25:61:00Z',
    '\ud800',
    '\u0000',
  ),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const { any } = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    fc.array(tie('any'), { maxLength: 4 }),
    objectOf(tie('any')),
  ),
}));

/** Objects with keys of their own, `__proto__` among them, as JSON can bring them. */
function objectOf(value: fc.Arbitrary<unknown>): fc.Arbitrary<object> {
  return fc
    .array(fc.tuple(key, value), { maxLength: 5 })
    .map(
      (entries) =>
        JSON.parse(
          `{${entries.map(([name, member]) => `${JSON.stringify(name)}:${JSON.stringify(member)}`).join(',')}}`,
        ) as object,
    );
}

/** Items that are nearly right. */
const nearly = fc.record(
  {
    student: fc.oneof(fc.constant({ userId: '4' }), fc.record({ email: fc.oneof(fc.emailAddress(), leaf) }), any),
    class: fc.oneof(fc.record({ on: leaf }), fc.record({ id: leaf, title: leaf }), any),
    status: fc.oneof(fc.constant('present'), leaf),
    completedOn: fc.oneof(fc.constant('2026-11-20'), leaf),
    dates: fc.oneof(objectOf(fc.oneof(fc.constant('2026-11-20'), leaf)), any),
    values: fc.oneof(objectOf(leaf), any),
    coursework: fc.oneof(fc.record({ done: leaf, total: leaf }), any),
    progress: fc.array(fc.record({ on: leaf, pct: leaf }), { maxLength: 3 }),
    on: fc.oneof(fc.constant('2026-11-20'), leaf),
    result: fc.oneof(fc.constant('pass'), leaf),
    parts: fc.oneof(objectOf(fc.double({ noNaN: true })), any),
    startAt: leaf,
    verified: leaf,
  },
  { requiredKeys: [] },
);

describe('a hostile body', function () {
  // Many requests, on machines that are busy with other tests too.
  this.timeout(60_000);
  let system: AnotherSystem;
  let token: string;
  before(async () => {
    system = await anotherSystem();
    await system.addClass('2026-11-20');
  });
  after(() => system.all.close());
  beforeEach(async () => {
    // A key of its own for each test: hundreds of requests a minute are more than one may send.
    ({ token } = await system.makeKey());
  });

  const answered = async (name: string, body: unknown): Promise<void> => {
    const answer = await system.post(name, JSON.stringify(body), {}, token);
    expect(answer.status, `${JSON.stringify(body)} got ${answer.text}`).to.be.oneOf([200, 400, 404, 409, 422]);
    const statuses =
      answer.status === 200 ? (answer.body.results ?? []).map(({ status }: { status: number }) => status) : [];
    for (const status of statuses) expect(status).to.be.below(500);
    if (answer.status === 200) return;
    expect(answer.body.error).to.include.keys('reason', 'message', 'path');
    expect(answer.body.error.message).to.not.match(/undefined|\[object|invalid input|expected/i);
  };

  for (const name of names) {
    it(`is answered at ${name}, whatever it is`, () =>
      fc.assert(
        fc.asyncProperty(any, (body) => answered(name, body)),
        { numRuns: 120 },
      ));
    it(`is answered at ${name} when it is nearly right, alone or among others`, () =>
      fc.assert(
        fc.asyncProperty(fc.oneof(nearly, fc.record({ items: fc.array(nearly, { maxLength: 6 }) })), (body) =>
          answered(name, body),
        ),
        { numRuns: 150 },
      ));
  }

  it('is refused when it is nested beyond all measure, also where it names itself', async () => {
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    for (const body of [`{"items":[${deep}]}`, `{"student":${deep}}`, deep])
      for (const name of ['', `deep-${body.length}`]) {
        const answer = await system.post('facts', body, name === '' ? {} : { 'Idempotency-Key': name }, token);
        expect(answer.status, body.slice(0, 20)).to.equal(422);
        expect(answer.body.error.message).to.match(/nested deeper/);
      }
  });

  it('leaves every student’s file whole', async () => {
    const judged = await system.get(`/courses/${system.courseId}/verdicts`);
    expect(judged.status).to.equal(200);
    for (const { state } of judged.body.verdicts) expect(state).to.not.equal('unjudged');
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    const { audit } = system.all.application.services;
    expect((await audit.verify(system.courseId)).fault).to.equal(null);
  });
});
