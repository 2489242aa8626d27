// The eligibility board over HTTP: who stands where, what is filtered and found, acts for several, the table for spreadsheets, and who may look.

import { expect } from 'chai';
import { standingChip } from '../../../../src/http/standing-chips.ts';
import type { EntryGiven } from '../../../../src/domain/evidence/entry.ts';
import type { Visitor } from '../../../../src/domain/person.ts';
import { giveGuarantee } from '../../../support/guarantee.ts';
import { fieldsOf, staffAtWork, wordsOf, type StaffAtWork } from '../staff-at-work.ts';

describe('the eligibility board', () => {
  let work: StaffAtWork;
  let dana: Visitor;
  let ana: Visitor;
  let ben: Visitor;

  before(async () => {
    work = await staffAtWork();
    [dana, ana, ben] = [
      await work.visitorOf(work.instructor),
      await work.visitorOf(work.ana),
      await work.visitorOf(work.ben),
    ];
  });
  after(() => work.all.close());

  const record = (of: Visitor, given: EntryGiven) => {
    const { organizationId, platformId, courseId, personId } = of;
    const author = { source: 'staff' as const, by: dana.personId, byName: dana.name };
    return work.all.application.services.evidence.record(
      author,
      { organizationId, platformId, courseId, personId },
      given,
    );
  };
  const row = ({ personId }: Visitor): string => `tr[data-person="${personId}"]`;

  it('says what it is for while the course gives no guarantee', async () => {
    const page = await work.instructor.get('/eligibility');
    expect(page.status).to.equal(200);
    expect(wordsOf(page, '.empty h2')).to.equal('No guarantee is given in this course');
    expect(page.$('.empty a').attr('href')).to.match(/\/course-plan$/);
    expect((await work.assistant.get('/eligibility')).$('.empty a')).to.have.length(0);
  });

  it('shows every student with verdict, change and findings', async () => {
    await giveGuarantee(work.all, dana);
    await record(ana, { kind: 'date', name: 'enrolledOn', on: '2026-11-18' });
    const page = await work.instructor.get('/eligibility');
    expect(page.status).to.equal(200);
    expect(wordsOf(page, '.answer')).to.equal(
      '1 of 2 students is at risk. The next loses the guarantee on Thu 26 Nov 2026, in 3 days.',
    );
    expect(wordsOf(page, `${row(ana)} [data-label=Verdict]`)).to.equal('At risk terms not accepted');
    expect(wordsOf(page, `${row(ana)} [data-label="Changes on"]`)).to.equal('Thu 26 Nov in 3 days: lost');
    expect(wordsOf(page, `${row(ana)} [data-label=Attendance]`)).to.equal('not asked');
    expect(wordsOf(page, `${row(ana)} [data-label=Completion]`)).to.include('Not yet');
  });

  it('never shows a student of whom a date is missing as lost', async () => {
    const page = await work.instructor.get('/eligibility');
    expect(wordsOf(page, `${row(ben)} [data-label=Verdict]`)).not.to.match(/Lost/);
  });

  it('filters, searches and sorts by plain addresses', async () => {
    const shown = async (query: string): Promise<string[]> => {
      const { $ } = await work.instructor.get(`/eligibility?${query}`);
      return $('tr[data-person] th a')
        .toArray()
        .map((link) => $(link).text());
    };
    expect(await shown('')).to.deep.equal(['Ana Álvarez', 'Ben Okafor']);
    expect(await shown('sort=name&order=desc')).to.deep.equal(['Ben Okafor', 'Ana Álvarez']);
    expect(await shown('show=at-risk')).to.deep.equal(['Ana Álvarez']);
    expect(await shown('show=soon')).to.deep.equal(['Ana Álvarez']);
    expect(await shown('q=alvarez')).to.deep.equal(['Ana Álvarez']);
    expect(await shown('show=lost')).to.deep.equal([]);
    expect(await shown('show=nonsense&page=-3&sort=x')).to.have.length(2);
    const none = await work.instructor.get('/eligibility?q=nobody');
    expect(wordsOf(none, '.board')).to.equal('Nobody called “nobody” is here.');
  });

  it('opens a student’s sheet beside the list, and closes it again', async () => {
    const page = await work.instructor.get(`/eligibility?show=at-risk&student=${ana.personId}`);
    expect(wordsOf(page, '[data-sheet] h2')).to.equal('Ana Álvarez');
    expect(wordsOf(page, '[data-sheet]')).to.include('Opt in to the guarantee').and.to.include('Last entries');
    expect(page.$('[data-sheet] .sheet-head a').attr('href')).to.match(/\/eligibility\?show=at-risk$/);
    const stranger = await work.instructor.get('/eligibility?student=somebody-else');
    expect(stranger.$('[data-sheet]')).to.have.length(0);
  });

  it('gives several students more time at once, asking for a reason, and keeps what was typed', async () => {
    const chosen = await work.instructor.get(
      `/eligibility/chosen?act=waive&pick=${ana.personId}&pick=${ben.personId}&pick=stranger`,
    );
    expect(wordsOf(chosen, '.answer')).to.equal('Waive or extend for 2 students.');
    const typed = {
      ...fieldsOf(chosen, 'form[method=post]'),
      pick: [ana.personId, ben.personId],
      rule: 'opt_in',
      action: 'extend',
      until: '2026-12-20',
    };
    const refused = await work.instructor.post('/eligibility/waive', { ...typed, reason: '' });
    expect(refused.status).to.equal(422);
    expect(refused.$('input[name=until]').attr('value')).to.equal('2026-12-20');
    expect(refused.$('input[name=pick]')).to.have.length(2);
    for (const _ of [1, 2])
      expect((await work.instructor.post('/eligibility/waive', { ...typed, reason: 'Holiday' })).status).to.equal(303);
    const { waivers } = (await work.all.application.stores.files.find(ana))!;
    expect(Object.values(waivers).map(({ rule, until }) => ({ rule, until }))).to.deep.equal([
      { rule: 'opt_in', until: '2026-12-20' },
    ]);
    const page = await work.instructor.get('/eligibility?done=waive-2');
    expect(wordsOf(page, '[data-notice=done]')).to.equal('Given to 2 students. They read it with your reason.');
    expect(wordsOf(page, `${row(ana)} [data-label=Verdict]`)).to.include('On track');
  });

  it('grants several students a retake at once, once each however often the button is pressed', async () => {
    const chosen = await work.instructor.get(`/eligibility/chosen?act=grant&pick=${ana.personId}&pick=${ben.personId}`);
    expect(wordsOf(chosen, '.answer')).to.equal('Grant a retake to 2 students.');
    const typed = {
      ...fieldsOf(chosen, 'form[method=post]'),
      pick: [ana.personId, ben.personId],
      kind: 'retake_voucher',
      units: '1',
    };
    const refused = await work.instructor.post('/eligibility/grant', { ...typed, reason: '' });
    expect(refused.status).to.equal(422);
    for (const _ of [1, 2]) {
      const done = await work.instructor.post('/eligibility/grant', { ...typed, reason: 'The test center closed' });
      expect(done.headers.get('location')).to.match(/done=grant-2$/);
    }
    for (const { courseId, personId } of [ana, ben])
      expect(await work.all.application.stores.entitlements.ofPerson(courseId, personId)).to.have.length(1);
  });

  it('counts retakes in a column of their own once there is one, and finds whoever has one to use', async () => {
    const page = await work.instructor.get('/eligibility?show=retake');
    expect(wordsOf(page, `${row(ana)} [data-label=Retakes]`)).to.equal('1 to use');
    expect(wordsOf(page, '.filters [aria-current]')).to.equal('Retake to use 2');
    expect(page.$('td[data-label=Claim]'), 'nobody has claimed anything').to.have.length(0);
  });

  it('shows the claim that counts with its date, a way to it, and whoever has one open', async () => {
    const { officialExam, claims } = work.all.application.services;
    await record(ana, { kind: 'date', name: 'enrolledOn', on: '2026-11-18' });
    const said = { on: '2026-11-21', startAt: null, result: 'fail', resultReleasedOn: '2026-11-22' } as const;
    await officialExam.enterFor(
      dana,
      ana.personId,
      { ...said, score: 66, place: '', version: null },
      'Seen the report',
    );
    const { id } = await claims.file(ana, { how: 'file', words: '', choice: null });
    const page = await work.instructor.get('/eligibility?show=claim&sort=claim');
    expect(page.$('tr[data-person]')).to.have.length(1);
    const cell = `${row(ana)} [data-label=Claim]`;
    expect(wordsOf(page, cell)).to.match(/^Papers to follow ?: the claim of Ana Álvarez by \w{3} \d+ \w{3}/);
    expect(page.$(`${cell} a`).attr('href')).to.match(new RegExp(`/claims/${id}$`));
    expect((await work.assistant.get('/eligibility')).$(`${cell} a`)).to.have.length(0);
    const sheet = await work.instructor.get(`/eligibility?student=${ana.personId}`);
    expect(wordsOf(sheet, '[data-sheet]')).to.include(id).and.to.include('Retakes 1 to use');
    const paper = await work.instructor.get('/eligibility/print');
    expect(wordsOf(paper, 'tbody tr:first-child')).to.match(/Papers to follow, by .*1 to use$/);
    const table = (await work.instructor.get('/eligibility.csv?q=ana')).text.split('\r\n');
    expect(table[0]).to.include('Claim,Claim number,Claim waits for,Claim due,Retakes to use');
    expect(table[1]).to.include(`Papers to follow,${id},student,2026-`);
    const file = await work.instructor.get(`/students/${ana.personId}`);
    expect(wordsOf(file, '[aria-labelledby=claims-h]')).to.include('Papers to follow');
    expect(file.$('[aria-labelledby=claims-h] dt a').attr('href')).to.match(new RegExp(`/claims/${id}$`));
    const official = file.$('[aria-labelledby=official-h] dt a').attr('href')!;
    expect(official).to.contain(`/official-results/${ana.personId}/`);
    expect((await work.instructor.get(official.slice(official.indexOf('/official')))).status).to.equal(200);
  });

  it('shows first whose facts do not fit together, and never as lost', async () => {
    const { files } = work.all.application.stores;
    const { rev, waivers } = (await files.find(ben))!;
    const collection = work.all.connection.db!.collection('studentFiles');
    const write = (more: object, turn: number) =>
      collection.updateOne({ courseId: ben.courseId, personId: ben.personId }, { $set: { ...more, rev: rev + turn } });
    // An extension without a last day: nothing that a page could have made.
    const [[id, waiver]] = Object.entries(waivers) as [[string, object]];
    await write({ waivers: { [id]: { ...waiver, until: null } } }, 1);
    const page = await work.instructor.get('/eligibility?show=unjudged');
    expect(wordsOf(page, '.answer')).to.contain('The facts of 1 student need another look.');
    expect(wordsOf(page, row(ben)))
      .to.contain('Another look')
      .and.to.contain('nothing is said until staff have looked');
    const whole = await work.instructor.get('/eligibility');
    expect(whole.$('tbody tr').first().attr('data-person')).to.equal(ben.personId);
    const sheet = await work.instructor.get(`/eligibility?student=${ben.personId}`);
    expect(wordsOf(sheet, '[data-sheet]')).to.contain('need another look');
    await write({ waivers }, 2);
  });

  it('asks for somebody when nobody was ticked', async () => {
    expect(wordsOf(await work.instructor.get('/eligibility/chosen?act=excuse'), '.empty')).to.include('Go back');
    expect((await work.instructor.post('/eligibility/excuse', { classId: 'x', reason: 'y' })).status).to.equal(422);
  });

  it('exports a table in which no name runs as a formula', async () => {
    await work.all.application.stores.people.note({
      platformId: ben.platformId,
      sub: 'c0ddc1b2-52f8-4c42-9d3e-0f8d7f6f1e02',
      name: '=HYPERLINK("http://x")',
    });
    const answer = await work.instructor.get('/eligibility.csv');
    expect(answer.status).to.equal(200);
    expect(answer.headers.get('content-type')).to.equal('text/csv; charset=utf-8');
    expect(answer.text.split('\r\n')[0]).to.include('Student,Email,LMS id,Standing').and.to.include('opt_in: result');
    expect(answer.text)
      .to.include(`"'=HYPERLINK`)
      .and.not.to.match(/(^|,)"?=/m);
    const some = await work.instructor.get('/eligibility.csv?q=ana');
    expect(some.text.trim().split('\r\n')).to.have.length(2);
  });

  it('prints every student that was asked for', async () => {
    const page = await work.instructor.get('/eligibility/print');
    expect(page.status).to.equal(200);
    expect(page.$('tbody tr')).to.have.length(2);
    expect(page.text).not.to.include('Not yet: not yet');
    expect(page.text).to.include('&quot;http://x&quot;').and.not.to.include('"http://x"');
  });

  it('agrees with the student’s own page', async () => {
    const { eligibility } = work.all.application.services;
    const { rows } = await eligibility.ofCourse(dana);
    for (const [visit, who] of [[work.ana, ana] as const, [work.ben, ben] as const]) {
      const { judgment } = rows.find(({ person }) => person.id === who.personId)!;
      const page = await visit.get('/guarantee');
      expect(wordsOf(page, '.verdict .chip')).to.equal(standingChip(judgment).word);
      if (judgment.kind === 'judged') expect(wordsOf(page, '[data-answer]')).to.equal(judgment.json.words);
    }
  });

  it('lets assistants look and remind but not act, and students neither', async () => {
    const page = await work.assistant.get('/eligibility');
    expect(page.status).to.equal(200);
    expect(wordsOf(page, '[data-bulk] button')).to.equal('Remind');
    expect((await work.assistant.get('/eligibility/chosen?act=waive')).status).to.equal(403);
    expect((await work.ana.get('/eligibility')).status).to.equal(403);
  });

  it('shows nobody of another course', async () => {
    const page = await work.stranger.get(`/eligibility?student=${ana.personId}`);
    expect(page.text).not.to.include('Álvarez');
  });
});
