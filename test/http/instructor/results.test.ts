// The results of an exam: its spreadsheet, its counts, and who is left out of them.

import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import { staffAtWork, wordsOf, type StaffAtWork } from './staff-at-work.ts';

describe('results of an exam', () => {
  let course: StaffAtWork;
  let path: string;

  before(async () => {
    course = await staffAtWork();
    path = `/exams/${course.exam.id}`;
    for (const student of [course.ana, course.ben]) await course.handIn(student, await course.begin(student));
  });
  after(() => course.all.close());

  const download = () => course.instructor.get(`${path}/results.csv`);

  it('come as a spreadsheet with a byte-order mark, one row an attempt', async () => {
    const { headers, text, status } = await download();
    expect(status).to.equal(200);
    expect(headers.get('content-type')).to.equal('text/csv; charset=utf-8');
    expect(headers.get('content-disposition')).to.equal('attachment; filename=results-cpc-demo-exam.csv');
    expect([...(await rawBytes(`${path}/results.csv`)).subarray(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
    const rows: Record<string, string>[] = parse(text, { columns: true, bom: true });
    expect(rows.map((row) => row['Student'])).to.deep.equal(['Ana Álvarez', 'Ben Okafor']);
    expect(rows[0]!['Weighted (%)']).to.match(/^\d+\.\d\d$/);
    expect(rows[0]!['Submitted at']).to.match(/^2026-11-23T\d\d:00:00[+-]\d\d:\d\d$/);
  });

  const formulas = ['=HYPERLINK("http://evil.example","Click")', '+1+1', '-2+3', '@SUM(A1)', '\t=1', '＝1+1'];
  for (const name of formulas)
    it(`never hand a spreadsheet the formula ${JSON.stringify(name)}`, async () => {
      const { people } = course.all.application.stores;
      const { platformId, sub } = (await people.find((await course.visitorOf(course.ben)).personId))!;
      await people.note({ platformId, sub, name });
      const rows: string[][] = parse((await download()).text, { bom: true });
      const cell = rows.find((row) => row.some((one) => one.includes(name)))?.find((one) => one.includes(name));
      expect(cell).to.equal(`'${name}`);
    });

  it('leave previews out of every count and every row', async () => {
    const instructor = await course.visitorOf(course.instructor);
    const { id } = await course.all.application.services.sitting.prepare(instructor, course.exam.id, null);
    await course.all.application.services.sitting.start(instructor, id, 'tab');
    await course.all.application.services.sitting.submit(instructor, id, {});
    const page = await course.instructor.get(path);
    expect(wordsOf(page, '.answer')).to.contain('2 have finished');
    expect(page.$('[data-result]')).to.have.length(2);
    expect(parse((await download()).text, { bom: true })).to.have.length(3);
    const previews = await course.instructor.get(`${path}?show=preview`);
    expect(wordsOf(previews, `[data-result=${id}]`)).to.contain('Previews are never sent.');
  });

  it('do not wait for the LMS’s test student', async () => {
    const { people, courses } = course.all.application.stores;
    const { courseId, platformId } = await course.visitorOf(course.instructor);
    const { id: personId } = await people.note({ platformId, sub: 'tester', name: 'Test Student', isTestUser: true });
    await courses.enroll(
      { courseId, personId, role: 'learner', source: 'roster', isActive: true },
      course.all.clock.now(),
    );
    expect(wordsOf(await course.instructor.get(path), '.answer')).to.contain(
      '2 have finished: everybody of the course.',
    );
  });

  it('send a grade again, and say so', async () => {
    const page = await course.instructor.get(path);
    const form = page.$('form[action$="/grade-again"]').first();
    const action = form.attr('action') ?? '';
    expect(action).to.not.equal('');
    const answer = await course.instructor.post(action, { back: 'exam' });
    expect(answer.status).to.equal(303);
    expect(answer.location).to.contain(path);
    expect(wordsOf(await course.instructor.get(answer.location), '[data-notice=done]')).to.contain('on its way');
  });

  it('lead staff to where a student would begin, without counting anything', async () => {
    const answer = await course.instructor.post(`${path}/preview`);
    expect(answer.status).to.equal(303);
    expect((await course.instructor.get(answer.location)).status).to.equal(200);
  });

  /** As it travels: reading an answer as text would drop the mark. */
  async function rawBytes(address: string): Promise<Uint8Array> {
    const cookie = [...course.instructorCookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(new URL(`${course.instructor.base}${address}`, course.all.publicUrl), {
      headers: { cookie },
    });
    return new Uint8Array(await answer.arrayBuffer());
  }
});
