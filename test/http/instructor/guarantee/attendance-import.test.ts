// Importing over HTTP: a file sent as browsers send it, the queue, applying and taking back; and files that are none.

import { expect } from 'chai';
import type { Answer } from '../../../support/browser.ts';
import { classGiven } from '../../../support/class-given.ts';
import { staffAtWork, wordsOf, type StaffAtWork } from '../staff-at-work.ts';

describe('importing attendance over HTTP', () => {
  let course: StaffAtWork;
  let classId: string;
  let startsAt: number;
  let at: string;

  async function send(
    file: string | Uint8Array,
    fields: Record<string, string> = {},
    name = 'zoom.csv',
  ): Promise<Answer> {
    const form = new FormData();
    const { instructor, all } = course;
    for (const [key, value] of Object.entries({ csrf: instructor.csrf, zone: 'UTC', late: '10', ...fields }))
      form.set(key, value);
    form.set('file', new Blob([file as BlobPart]), name);
    const encoded = new Response(form);
    const response = await fetch(`${all.publicUrl}${instructor.base}${at}`, {
      method: 'POST',
      redirect: 'manual',
      body: Buffer.from(await encoded.arrayBuffer()),
      headers: {
        'content-type': encoded.headers.get('content-type')!,
        'sec-fetch-site': 'same-origin',
        accept: 'text/html',
        cookie: [...course.instructorCookies].map(([key, value]) => `${key}=${value}`).join('; '),
      },
    });
    const { load } = await import('cheerio');
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      location: response.headers.get('location') ?? '',
      $: load(text),
      json: () => JSON.parse(text),
    };
  }
  const time = (minutes: number): string =>
    new Date(startsAt + minutes * 60_000).toISOString().slice(0, 19).replace('T', ' ');
  const report = (): string =>
    [
      'Name (Original Name),User Email,Join Time,Leave Time,Duration (Minutes),Guest',
      `Ana Álvarez,,${time(-3)},${time(119)},122,No`,
      `bens tablet,,${time(20)},${time(120)},100,Yes`,
      `Broken,,whenever,${time(100)},1,Yes`,
    ].join('\r\n');

  before(async () => {
    course = await staffAtWork();
    const visitor = await course.visitorOf(course.instructor);
    const held = await course.all.application.services.schedule.add(
      visitor,
      classGiven(course.all.clock.now() - 3 * 3_600_000),
    );
    classId = held.id;
    startsAt = held.startsAt;
    at = `/classes/${classId}/import`;
  });
  after(() => course.all.close());

  it('gives a table of the course to fill in', async () => {
    const answer = await course.instructor.get(`${at}/template.csv`);
    expect(answer.headers.get('content-type')).to.contain('text/csv');
    expect(answer.text).to.contain('email,name,status,minutes,note').and.to.contain('Ana Álvarez');
  });

  it('says what is wrong with a file beside its field, and keeps the rest of the form', async () => {
    const workbook = await send(new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), { late: '7' });
    expect(workbook.status).to.equal(422);
    expect(wordsOf(workbook, '#field-file-error')).to.contain('This is a workbook');
    expect(workbook.$('input[name="late"]').attr('value')).to.equal('7');
    expect((await send('')).status).to.equal(422);
    expect((await course.instructor.post(at, { zone: 'UTC', late: '' })).text).to.contain('Choose the report');
    expect((await send(new Uint8Array(2_500_000).fill(65))).text).to.contain('larger than 2 MB');
  });

  it('refuses a file from elsewhere, and a form that is damaged', async () => {
    expect((await send(report(), { csrf: 'wrong' })).status).to.equal(403);
    const { all, instructor, instructorCookies } = course;
    const cookie = [...instructorCookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const damaged = await fetch(`${all.publicUrl}${instructor.base}${at}`, {
      method: 'POST',
      body: 'no form at all',
      headers: { 'content-type': 'multipart/form-data', 'sec-fetch-site': 'same-origin', cookie },
    });
    expect(damaged.status).to.equal(422);
  });

  it('shows what it would do, asks whose a name is, applies once, and is taken back', async () => {
    const read = await send(report());
    expect(read.status).to.equal(303);
    const preview = await course.instructor.get(read.location);
    expect(wordsOf(preview, '.answer')).to.equal('1 student would be marked. 1 name waits for you to say whose it is.');
    expect(preview.text).to.contain('Line 4: “whenever” is no date with a time.');
    const ben = (await course.visitorOf(course.ben)).personId;
    const queue = preview.$('[data-queue] form');
    expect((await course.instructor.post(queue.attr('action')!, { at: '1', who: 'stranger' })).status).to.equal(404);
    const said = await course.instructor.post(queue.attr('action')!, { at: '1', who: ben });
    const known = await course.instructor.get(said.location.split('#')[0]!);
    expect(wordsOf(known, `[data-imported="${ben}"]`)).to.contain('Late, 100 min');
    const apply = known.$('[data-apply]').attr('action')!;
    const applied = await course.instructor.post(apply);
    expect(wordsOf(await course.instructor.get(applied.location), '[data-notice="done"]')).to.equal(
      '2 students marked.',
    );
    expect((await course.instructor.post(apply)).location).to.contain('applied-0');
    const mine = await course.ben.get('/attendance');
    expect(wordsOf(mine, `[data-class="${classId}"]`)).to.contain('You came late: 100 of 120 min.');
    const undone = await course.instructor.post(apply.replace(/apply$/, 'undo'));
    expect(undone.location).to.contain('undone-2');
    expect(wordsOf(await course.ben.get('/attendance'), `[data-class="${classId}"]`)).to.contain(
      'Nobody has recorded yet',
    );
    expect((await course.instructor.get(at)).text).to.contain('taken back');
  });

  it('asks which column is which where the headings are not known, having looked at the cells', async () => {
    const rows = [`Ana Álvarez\t${time(0)}\t${time(60)}\t60 min`, `Ben Okafor\t${time(5)}\t${time(120)}\t1 h 55 min`];
    const read = await send(['Nimi\tLiittyi\tPoistui\tKesto', ...rows].join('\n'), {}, 'raportti.csv');
    const asked = await course.instructor.get(read.location);
    const columns = await course.instructor.get(asked.location);
    expect(wordsOf(columns, '.answer')).to.equal('Which column is which?');
    expect(columns.$('select[name=join] option[selected]').text()).to.equal('Liittyi');
    expect(wordsOf(columns, 'tbody tr:first-child')).to.contain('Ana Álvarez');
    const at = asked.location;
    const refused = await course.instructor.post(at, { name: '0', email: '', join: '', leave: '2', minutes: '' });
    expect(refused.status).to.equal(422);
    expect(wordsOf(refused, '#error-summary')).to.contain('Say in which column people join');
    expect(refused.$('select[name=leave] option[selected]').text(), 'what was chosen stays').to.equal('Poistui');
    const chosen = { name: '0', email: '', join: '1', leave: '2', minutes: '3' };
    expect((await course.instructor.post(at, { ...chosen, join: '9' })).status).to.equal(422);
    const preview = await course.instructor.get((await course.instructor.post(at, chosen)).location);
    expect(wordsOf(preview, '.answer')).to.contain('2 students would be marked.');
    expect((await course.instructor.post(at, chosen)).status, 'once').to.equal(409);
  });

  it('is as absent as none to another course', async () => {
    const read = await send(report());
    const path = read.location.slice(course.instructor.base.length);
    expect((await course.stranger.get(path)).status).to.equal(404);
    expect((await course.stranger.post(`${path}/apply`)).status).to.equal(404);
    expect((await course.stranger.get(`${path}/columns`)).status).to.equal(404);
    expect((await course.ana.get(path)).status).to.equal(403);
  });
});
