// What "My guarantee" leads to: undated work named beside the dated, each rule with the page on which it is worked, choices told as choices.

import { expect } from 'chai';
import type { RawPolicy } from '../../../../src/domain/policies/raw-policy.ts';
import type { Visitor } from '../../../../src/domain/person.ts';
import { accountKey } from '../../../../src/domain/evidence/joined-accounts.ts';
import type { Evidence } from '../../../../src/services/guarantee/evidence.ts';
import { giveGuarantee, smallPolicy } from '../../../support/guarantee.ts';
import { staffAtWork, wordsOf, type StaffAtWork } from '../../instructor/staff-at-work.ts';

const within30Days = { anchor: 'enrolledOn', amount: { days: 30 } };
const flag = (id: string) => ({ id, rule: 'flag', fact: id, equals: true, curable: true });
const policyOf = (id: string, ...all: object[]): RawPolicy => ({
  ...smallPolicy,
  id,
  requires: { all: [...all, { id: 'failed', rule: 'outcome' }] },
});

/** A guarantee for the course; Ana enrolled last Wednesday and accepts it. */
async function giveTo(work: StaffAtWork, policy: RawPolicy): Promise<void> {
  await giveGuarantee(work.all, await work.visitorOf(work.instructor), policy);
  await record(work, { kind: 'date', name: 'enrolledOn', on: '2026-11-18' });
  const policies = await work.ana.get('/guarantee');
  const field = (name: string): string => policies.$(`#accept input[name=${name}]`).attr('value') ?? '';
  await work.ana.post('/guarantee/accept', { policyId: field('policyId'), number: field('number'), read: 'yes' });
}

async function record(work: StaffAtWork, said: Parameters<Evidence['record']>[2]): Promise<void> {
  const [by, ana] = await Promise.all([work.visitorOf(work.instructor), work.visitorOf(work.ana)]);
  const { organizationId, platformId, courseId, personId } = ana;
  const owner = { organizationId, platformId, courseId, personId };
  const author = { source: 'staff' as const, by: by.personId, byName: by.name };
  await work.all.application.services.evidence.record(author, owner, said);
}

describe('what my guarantee leads to', () => {
  let work: StaffAtWork;
  beforeEach(async () => {
    work = await staffAtWork();
  });
  afterEach(() => work.all.close());

  const linksIn = async (selector: string): Promise<string[]> => {
    const page = await work.ana.get('/guarantee');
    return page
      .$(`${selector} a`)
      .map(
        (_, link) =>
          `${page.$(link).contents().first().text()} ${page.$(link).attr('href')!.replace(work.ana.base, '')}`,
      )
      .get();
  };

  it('names the mock exam that has no date beside the exam that has one, and leads to both', async () => {
    await giveTo(
      work,
      policyOf(
        'mocks',
        { id: 'm', rule: 'mock', kind: 'demo', mode: 'best', count: 1, minScore: 70 },
        { id: 'exam', rule: 'exam_taken', window: within30Days },
      ),
    );
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '[data-answer]')).to.equal(
      'You are on track. Sit the official exam by Fri 18 Dec 2026, 23:59 Chicago time.',
    );
    expect(wordsOf(page, '.next .step')).to.equal('Book the official exam and tell us the day.');
    expect(wordsOf(page, '.next .also')).to.include('Score 70 or more on 1 demo');
    const exam = `/exams/${work.exam.id}/before`;
    expect(await linksIn('.next')).to.deep.equal([
      'My official exam /official-exam',
      `${work.exam.settings.title} ${exam}`,
    ]);
    expect(await linksIn('[data-rule=m] .ways-to')).to.deep.equal([`${work.exam.settings.title} ${exam}`]);
    expect(await linksIn('[data-rule=exam] .ways-to')).to.deep.equal(['My official exam /official-exam']);
    expect((await work.ana.get(exam)).status).to.equal(200);
  });

  it('puts before an exam what has to come before it, and says what is already there', async () => {
    await giveTo(
      work,
      policyOf(
        'first-the-mock',
        { id: 'exam', rule: 'exam_taken', window: within30Days },
        { id: 'm', rule: 'mock', kind: 'demo', mode: 'best', count: 1, minScore: 70, before: 'exam' },
      ),
    );
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '.next .step')).to.equal('Take a mock exam.');
    expect(wordsOf(page, '.next .also')).to.include(
      'Sit the official exam within 30 days of enrolling. By Fri 18 Dec 2026',
    );
    expect(
      page
        .$('[data-group=todo] .finding')
        .map((_, finding) => page.$(finding).attr('data-rule'))
        .get(),
    ).to.deep.equal(['m', 'exam']);
  });

  it('knows of an exam that is booked', async () => {
    await giveTo(work, policyOf('exam', { id: 'exam', rule: 'exam_taken', window: within30Days }));
    const book = async (on: string): Promise<void> => {
      const { officialExam } = work.all.application.services;
      const said = { on, result: 'booked' as const, startAt: null, resultReleasedOn: null, score: null };
      await officialExam.report(await work.visitorOf(work.ana), null, { ...said, place: '', version: null });
    };
    await book('2026-12-01');
    expect(wordsOf(await work.ana.get('/guarantee'), '.next .step')).to.equal(
      'Sit the exam that you have booked, on Tue 1 Dec 2026.',
    );
  });

  it('tells a choice as a choice, and what is not needed apart from what is lost', async () => {
    await giveTo(
      work,
      policyOf(
        'choice',
        { any: [{ id: 'm', rule: 'mock', kind: 'demo', mode: 'taken' }, flag('tutoring'), flag('essay')] },
        { any: [flag('a'), flag('b')] },
      ),
    );
    for (const name of ['tutoring', 'essay', 'b']) await record(work, { kind: 'value', name, value: false });
    await record(work, { kind: 'value', name: 'a', value: true });
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '.next .also')).to.equal('');
    expect(wordsOf(page, '[data-rule=m]')).to.include(
      'Or do this instead: your record says “tutoring: yes”; you can still put this right later; or your record says “essay: yes”',
    );
    expect(
      page
        .$('[data-group=spare] .finding')
        .map((_, finding) => page.$(finding).attr('data-rule'))
        .get(),
    ).to.deep.equal(['b']);
    expect(wordsOf(page, '[data-rule=b] .chip')).to.equal('Not needed');
    expect(wordsOf(page, '[data-rule=a] .chip')).to.equal('Met');
  });

  it('says where no mock exam is open, and puts the sitting last where nothing has a date', async () => {
    await giveTo(
      work,
      policyOf(
        'undated',
        { id: 'exam', rule: 'exam_taken', window: { anchor: 'completedOn', amount: { days: 30 } } },
        { id: 'm', rule: 'mock', kind: 'mock', mode: 'taken', count: 3, before: 'exam' },
      ),
    );
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '.next .step')).to.equal('Take a mock exam.');
    expect(wordsOf(page, '[data-rule=m]')).to.include('No exam of this kind is open in your course now.');
  });

  it('says when what is met runs out by time alone', async () => {
    const lookback = { days: 10 };
    await giveTo(work, policyOf('fresh', { id: 'm', rule: 'mock', kind: 'demo', mode: 'taken', count: 1, lookback }));
    await work.handIn(work.ana, await work.begin(work.ana), 0);
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '[data-rule=m] .chip')).to.equal('Met');
    expect(wordsOf(page, '[data-rule=m]')).to.include(
      'If nothing else happens, this is “not yet” again on Fri 4 Dec 2026.',
    );
  });

  it('has room for forty rules: three beside the first, the rest below', async () => {
    await giveTo(work, policyOf('forty', ...Array.from({ length: 40 }, (_, at) => flag(`f${at}`))));
    for (let at = 0; at < 40; at += 1) await record(work, { kind: 'value', name: `f${at}`, value: false });
    const page = await work.ana.get('/guarantee');
    expect(page.$('.next .also li')).to.have.length(3);
    expect(wordsOf(page, '.next .also')).to.include('And 36 more, below.');
    expect(page.$('[data-group=todo] .finding')).to.have.length(40);
  });

  it('sends whoever has done everything to the exam', async () => {
    await giveTo(work, policyOf('done', flag('a')));
    await record(work, { kind: 'value', name: 'a', value: true });
    const page = await work.ana.get('/guarantee');
    expect(wordsOf(page, '[data-answer]')).to.equal('You are on track. Now sit the official exam.');
    expect(wordsOf(page, '.next .step')).to.equal('Sit the official exam, and tell us how it went.');
    expect(wordsOf(page, '[data-group=later] h2')).to.equal('After the exam (1)');
  });

  it('says that two accounts were joined, by whom and what it means, in the words of no other course’s staff', async () => {
    await giveTo(work, policyOf('joined', flag('a')));
    expect((await work.ana.get('/guarantee')).$('[data-joined]')).to.have.length(0);
    const lead: Visitor = { ...(await work.visitorOf(work.instructor)), role: 'administrator' };
    const [ana, ben] = await Promise.all([work.visitorOf(work.ana), work.visitorOf(work.ben)]);
    await work.all.application.services.joining.join(lead, ana.personId, accountKey(ben), 'She registered twice');
    for (const visit of [work.ana, work.ben]) {
      const words = wordsOf(await visit.get('/guarantee'), '[data-joined]');
      expect(words).to.include(`${lead.name} joined this account with another account of yours on Mon 23 Nov 2026.`);
      expect(words).not.to.include('She registered twice');
    }
  });
});
