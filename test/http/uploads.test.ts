// Papers over HTTP: told by their content, refused with words, kept whole or not at all, shown to nobody whom they do not concern.

import { expect } from 'chai';
import { connect } from 'node:net';
import { pdf } from '../support/claimants.ts';
import { sendFile } from '../support/send-file.ts';
import { staffAtWork, type StaffAtWork } from './instructor/staff-at-work.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
const html = Buffer.from('<!doctype html><script>alert(document.cookie)</script>');

interface Kept {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly href: string;
}

describe('uploads', () => {
  let course: StaffAtWork;
  before(async () => {
    course = await staffAtWork();
  });
  after(() => course.all.close());

  const send = (
    ...[fields, file, headers]: [Record<string, string>, Parameters<typeof sendFile>[3], Record<string, string>?]
  ) => sendFile(course.all, course.ana, fields, file, headers);
  const kept = async () => {
    const database = course.all.connection.db!;
    const [documents, files, chunks] = await Promise.all(
      ['uploads', 'uploads.files', 'uploads.chunks'].map((name) => database.collection(name).countDocuments()),
    );
    return { documents, files, chunks };
  };

  it('keeps a PDF under its own ending and gives it back, byte for byte, in a sandbox', async () => {
    const sent = await send({}, { name: 'Score report.PDF', bytes: pdf, type: 'text/html' });
    expect(sent.status).to.equal(201);
    const { id, name, type, href } = sent.json() as Kept;
    expect({ name, type }).to.deep.equal({ name: 'Score report.pdf', type: 'application/pdf' });
    const shown = await course.ana.get(href);
    expect(shown.status).to.equal(200);
    expect(shown.text).to.equal(pdf.toString());
    expect(shown.headers.get('content-type')).to.equal('application/pdf');
    expect(shown.headers.get('content-disposition')).to.match(/^inline; filename="Score report.pdf"/);
    expect(shown.headers.get('content-security-policy')).to.contain('sandbox');
    expect(shown.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(shown.headers.get('cache-control')).to.equal('no-store');
    expect((await course.ana.get(`${href}?download=1&download=2`)).status).to.equal(200);
    const saved = await course.ana.get(`${href}?download=1`);
    expect(saved.headers.get('content-disposition')).to.match(/^attachment/);
    expect((await course.instructor.get(`/uploads/${id}`)).status).to.equal(200);
  });

  it('is as absent as none to other students, to assistants and to other courses', async () => {
    const { id } = (await send({}, { name: 'x.png', bytes: png })).json() as Kept;
    for (const visit of [course.ben, course.assistant, course.stranger])
      expect((await visit.get(`/uploads/${id}`)).status).to.equal(404);
  });

  const refused: readonly [string, string, Uint8Array][] = [
    ['HTML that is called a PDF', 'report.pdf', html],
    [
      'an SVG with a script in it',
      'report.svg',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
    ],
    ['a program', 'report.pdf', Buffer.from('MZ\u0090\u0000\u0003'.padEnd(300, 'x'), 'latin1')],
    ['a text', 'report.txt', Buffer.from('Fail, 66 %')],
    ['nothing', 'report.pdf', new Uint8Array()],
  ];
  for (const [what, name, bytes] of refused)
    it(`does not take ${what}, says what is taken, and keeps nothing of it`, async () => {
      const before = await kept();
      const answer = await send({}, { name, bytes, type: 'application/pdf' });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.match(/PDF, or a photo|Choose a file/);
      expect(await kept()).to.deep.equal(before);
    });

  it('does not take more than 10 MB, whether it says so or not, and keeps nothing of it', async () => {
    const before = await kept();
    const large = Buffer.alloc(10 * 1024 * 1024 + 1);
    pdf.copy(large);
    const answer = await send({}, { name: 'large.pdf', bytes: large });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.contain('larger than 10 MB');
    const declared = await send({}, { name: 'huge.pdf', bytes: Buffer.alloc(11 * 1024 * 1024, pdf) });
    expect(declared.status).to.equal(422);
    expect(await kept()).to.deep.equal(before);
  });

  it('takes exactly 10 MB', async () => {
    const whole = Buffer.alloc(10 * 1024 * 1024);
    pdf.copy(whole);
    expect((await send({}, { name: 'whole.pdf', bytes: whole })).status).to.equal(201);
  });

  it('takes a name as a name: no folders, no control characters, no end', async () => {
    const name = `../../etc/\u202Epasswd "a".html${'x'.repeat(300)}`;
    const sent = await send({}, { name, bytes: png });
    const { name: clean } = sent.json() as Kept;
    expect(clean).to.match(/^[^/\\\u202E"]{1,80}$/);
    expect(clean.endsWith('.png')).to.equal(true);
  });

  it('is refused without the token, from another site, and to those who may not hand papers in', async () => {
    const file = { name: 'x.png', bytes: png };
    expect((await send({ csrf: '' }, file)).status).to.equal(403);
    expect((await send({}, file, { 'sec-fetch-site': 'cross-site' })).status).to.equal(403);
    expect((await sendFile(course.all, course.assistant, {}, file)).status).to.equal(403);
  });

  it('says so when a form came without a file', async () => {
    const answer = await send({}, null);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.contain('Choose a file');
  });

  it('leaves nothing of a file whose sender went away in the middle', async () => {
    const before = await kept();
    const { base, csrf, cookies } = course.ana;
    const part = (name: string, value: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const head = `${part('csrf', csrf)}--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n`;
    const { port } = new URL(course.all.publicUrl);
    const socket = connect(Number(port));
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const lines = [
      `POST ${base}/uploads HTTP/1.1`,
      'Host: localhost',
      `Cookie: ${cookie}`,
      'Sec-Fetch-Site: same-origin',
      'Content-Type: multipart/form-data; boundary=x',
      'Content-Length: 2000000',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n${head}`);
    socket.write(Buffer.alloc(600_000, pdf));
    const database = course.all.connection.db!;
    await until(async () => (await database.collection('uploads').countDocuments({ state: 'arriving' })) > 0);
    socket.destroy();
    await until(async () => (await database.collection('uploads').countDocuments({ state: 'arriving' })) === 0);
    expect(await kept()).to.deep.equal(before);
  });

  it('is swept after a day if it belongs to nothing', async () => {
    const { id } = (await send({}, { name: 'x.png', bytes: png })).json() as Kept;
    course.all.clock.advance(25 * 3_600_000);
    const { uploads } = course.all.application.services;
    expect(await uploads.sweep(100)).to.be.greaterThan(0);
    expect(await uploads.sweep(100)).to.equal(0);
    expect(await kept()).to.deep.equal({ documents: 0, files: 0, chunks: 0 });
    const visitor = await course.visitorOf(course.ana);
    expect(await course.all.application.stores.uploads.find(id, visitor.courseId, visitor.platformId)).to.equal(null);
  });
});

/** Asks again until it holds; the test's own time limit ends what never does. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setImmediate(resolve));
}
