// Requests that name themselves: carried out once, answered the same, however often and at whichever process they arrive.

import { expect } from 'chai';
import request from 'supertest';
import { anotherSystem, type AnotherSystem } from './another-system.ts';

describe('an Idempotency-Key', () => {
  let system: AnotherSystem;
  let item: object;
  before(async () => {
    system = await anotherSystem();
    item = { student: { userId: system.students[0] }, dates: { enrolledOn: '2026-07-06' } };
  });
  after(() => system.all.close());

  const named = (name: string) => ({ 'Idempotency-Key': name });
  const factsOfAct = async (): Promise<number> => {
    const acts = await system.all.application.services.audit.of(system.administrator, system.visitors[0]!.personId);
    return acts.length;
  };

  it('gives the same answer again', async () => {
    const first = await system.post('facts', item, named('a'));
    expect([first.status, first.body.changed]).to.deep.equal([200, true]);
    expect(first.headers).to.not.have.property('idempotency-replayed');
    const again = await system.post('facts', item, named('a'));
    expect(again.text).to.equal(first.text);
    expect(again.headers['idempotency-replayed']).to.equal('true');
    const unnamed = await system.post('facts', item);
    expect(unnamed.body.changed).to.equal(false);
  });

  it('does not mind the order of members', async () => {
    const [a, b] = [
      { student: { userId: system.students[0] }, priorAttempts: 1 },
      { priorAttempts: 1, student: { userId: system.students[0] } },
    ];
    await system.post('facts', a, named('order'));
    expect((await system.post('facts', b, named('order'))).headers['idempotency-replayed']).to.equal('true');
  });

  it('gives a refusal again, too', async () => {
    const unknown = { student: { userId: 'nobody' }, dates: { enrolledOn: '2026-07-06' } };
    const first = await system.post('facts', unknown, named('refused'));
    const again = await system.post('facts', unknown, named('refused'));
    expect([first.status, again.status]).to.deep.equal([404, 404]);
    expect(again.text).to.equal(first.text);
  });

  it('names one request: with another body it is refused, and nothing is carried out', async () => {
    await system.post('facts', item, named('b'));
    const answer = await system.post('facts', { ...item, dates: { enrolledOn: '2020-01-01' } }, named('b'));
    expect(answer.status).to.equal(422);
    expect(answer.body.error).to.include({ reason: 'invalid', path: 'Idempotency-Key' });
    const file = await system.all.application.stores.files.find(system.visitors[0]!);
    expect(file?.dates['enrolledOn']?.value).to.equal('2026-07-06');
  });

  it('is each key’s own, and each address’s', async () => {
    const other = await system.makeKey();
    await system.post('facts', item, named('c'));
    expect((await system.post('facts', item, named('c'), other.token)).headers).to.not.have.property(
      'idempotency-replayed',
    );
    const completion = { student: { userId: system.students[0] }, completedOn: '2026-11-01' };
    expect((await system.post('completions', completion, named('c'))).status).to.equal(200);
  });

  it('must be visible characters', async () => {
    for (const name of [' ', 'x'.repeat(201), 'a b']) {
      const answer = await system.post('facts', item, named(name));
      expect(answer.status).to.equal(422);
      expect(answer.body.error.path).to.equal('Idempotency-Key');
    }
  });

  it('carries 20 requests at once out once, over two processes', async () => {
    const other = await system.all.openSecond();
    const [, second] = system.students;
    const body = {
      items: [
        { student: { userId: second }, values: { optedIn: true } },
        { student: { userId: 'nobody' }, values: { optedIn: true } },
      ],
    };
    const elsewhere = () =>
      request(other.url)
        .post(`/api/v1/courses/${system.courseId}/facts`)
        .set({ Authorization: `Bearer ${system.token}`, ...named('many') })
        .send(body);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? system.post('facts', body, named('many')) : elsewhere())),
    );
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).to.equal(1);
    expect(answers[0]!.body.results[0]).to.include({ status: 200, changed: true });
    expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === undefined)).to.have.length(1);
    const acts = await system.all.application.services.audit.of(system.administrator, system.visitors[1]!.personId);
    expect(acts).to.have.length(1);
    await other.close();
  });

  it('is forgotten after 24 hours', async () => {
    await system.post('facts', item, named('old'));
    system.all.clock.advance(24 * 3_600_000 - 1);
    expect((await system.post('facts', item, named('old'))).headers['idempotency-replayed']).to.equal('true');
    system.all.clock.advance(1);
    expect((await system.post('facts', item, named('old'))).headers).to.not.have.property('idempotency-replayed');
  });

  it('is taken over when whoever carried it out has vanished', async () => {
    const { apiRequests } = system.all.application.stores;
    await system.post('facts', item, named('crashed'));
    const requests = system.all.connection.db!.collection('apiRequests');
    const [kept] = await requests.find().sort({ forgetAt: -1 }).limit(1).toArray();
    await requests.updateOne({ _id: kept!._id }, { $set: { answer: null } });
    system.all.clock.advance(121_000);
    const before = await factsOfAct();
    expect((await system.post('facts', item, named('crashed'))).status).to.equal(200);
    expect(await factsOfAct()).to.equal(before);
    expect((await apiRequests.find(String(kept!._id)))?.answer?.status).to.equal(200);
  });
});
