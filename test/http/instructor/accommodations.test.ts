// The page on which staff give a person extra time.

import { expect } from 'chai';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from './staff-at-work.ts';

const minute = 60_000;

describe('extra time', () => {
  let course: StaffAtWork;
  let personId: string;

  before(async () => {
    course = await staffAtWork();
    ({ personId } = await course.visitorOf(course.ana));
  });
  after(() => course.all.close());

  const row = () => `[data-person=${personId}]`;
  const set = (form: Record<string, string>) => course.instructor.post(`/accommodations/${personId}`, form);
  const open = async () => fieldsOf(await course.instructor.get('/accommodations'), `${row()} form`);

  it('lists every student of the course, nobody with extra time at first', async () => {
    const page = await course.instructor.get('/accommodations');
    expect(page.$('[data-person]').length).to.be.at.least(2);
    expect(wordsOf(page, '.answer')).to.match(/^None of the \d students has extra time\.$/);
  });

  it('is set with a reason, shows the limit it makes, and reaches an exam under way', async () => {
    const attemptId = await course.begin(course.ana);
    const answer = await set({ ...(await open()), factor: '1.5', extraMinutes: '10', reason: 'Letter of 2 Nov' });
    expect(answer.status).to.equal(303);
    const page = await course.instructor.get(answer.location);
    expect(wordsOf(page, '[data-notice=done]')).to.equal('Ana Álvarez has extra time now: 1.5 times and 10 min.');
    expect(wordsOf(page, `${row()} [data-label=Limits]`)).to.contain('25 → 47.5 min');
    expect(wordsOf(page, `${row()} [data-label="Set by"]`))
      .to.contain('Ines Instructor')
      .and.to.contain('Letter of 2 Nov');
    const attempt = await course.all.application.stores.attempts.find(attemptId);
    expect(attempt?.timing.limitMs).to.equal(47.5 * minute);
    expect(attempt?.timing.deadlineAt).to.equal(attempt!.timing.startedAt! + 47.5 * minute);
  });

  it('takes a factor of one’s own, also with a comma', async () => {
    expect(
      (await set({ ...(await open()), factor: 'own', ownFactor: '1,75', extraMinutes: '0', reason: 'New letter' }))
        .status,
    ).to.equal(303);
    expect(wordsOf(await course.instructor.get('/accommodations?show=extra'), row())).to.contain('1.75 times');
    expect(await open()).to.include({ factor: 'own', ownFactor: '1.75' });
  });

  const wrong: readonly [string, Record<string, string>, string][] = [
    ['a factor below 1', { factor: 'own', ownFactor: '0.5', extraMinutes: '5', reason: 'x' }, 'ownFactor'],
    ['a factor above 4', { factor: 'own', ownFactor: '4.1', extraMinutes: '5', reason: 'x' }, 'ownFactor'],
    ['no factor of one’s own', { factor: 'own', ownFactor: '', extraMinutes: '5', reason: 'x' }, 'ownFactor'],
    ['minutes below 0', { factor: '2', ownFactor: '', extraMinutes: '-1', reason: 'x' }, 'extraMinutes'],
    ['too many minutes', { factor: '2', ownFactor: '', extraMinutes: '601', reason: 'x' }, 'extraMinutes'],
    ['no reason', { factor: '2', ownFactor: '', extraMinutes: '5', reason: ' ' }, 'reason'],
  ];
  for (const [name, form, field] of wrong)
    it(`is not set for ${name}, and keeps what was typed`, async () => {
      const refused = await set(form);
      expect(refused.status).to.equal(422);
      const target = refused.$('.error-summary a').attr('href') ?? '';
      expect(refused.$(target).attr('name')).to.equal(field);
      expect(fieldsOf(refused, `[id$="-in-hand"] form`)).to.include(form);
    });

  it('is taken away again', async () => {
    await set({ ...(await open()), factor: '1', extraMinutes: '0', reason: 'Over' });
    const page = await course.instructor.get(`/accommodations?done=${personId}`);
    expect(wordsOf(page, '[data-notice=done]')).to.equal('Ana Álvarez has no extra time now.');
    expect((await course.instructor.get('/accommodations?show=extra')).$('[data-person]')).to.have.length(0);
  });

  it('finds students by name and does not know strangers', async () => {
    expect((await course.instructor.get('/accommodations?q=alvarez')).$('[data-person]')).to.have.length(1);
    const form = { factor: '2', extraMinutes: '0', reason: 'x' };
    expect((await course.instructor.post('/accommodations/somebody', form)).status).to.equal(404);
  });
});
