// Cases of the LTI conformance list that need the whole application: who gets in, what they see, and what happens when things break.

import { expect } from 'chai';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import { arrive, people, setUpExam, sit } from '../support/candidates.ts';

const claim = (name: string): string => `https://purl.imsglobal.org/spec/lti/claim/${name}`;
const root = fileURLToPath(new URL('../..', import.meta.url));

describe('people as the LMS sends them', () => {
  let all: TestApplication;
  before(async () => {
    all = await openTestApplication();
    await setUpExam(all, 'moodle');
  });
  after(() => all.close());

  const launch = (change: (claims: Record<string, unknown>) => void, person = '5') => {
    all.campus.school('moodle').tamper((draft) => change(draft.claims));
    return all.browser().launch(all.campus, 'moodle', { person, activity: '1' });
  };

  it('C20: without name and address a pseudonym stands in, and staff see the same one', async () => {
    const visit = await launch((claims) => {
      for (const name of ['name', 'given_name', 'family_name', 'email']) delete claims[name];
    }, '4');
    expect(visit.page.status).to.equal(200);
    expect(visit.page.$('.who').text()).to.match(/Student \S{6}/);
  });

  it('C21: with an address alone, or a name alone', async () => {
    for (const gone of [['name', 'given_name', 'family_name'], ['email']])
      expect((await launch((claims) => gone.forEach((name) => delete claims[name]))).page.status).to.equal(200);
  });

  it('C22: without a course a page says what can be done', async () => {
    const visit = await launch((claims) => delete claims[claim('context')]);
    expect(visit.page.status).to.equal(200);
    expect(visit.page.text).to.contain('course');
    expect((await visit.get('/')).status).to.equal(200);
  });

  it('C14, C16: without a role in the course there is a page and nothing behind it', async () => {
    for (const roles of [[], ['http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor'], ['urn:unknown:role']]) {
      const visit = await launch((claims) => {
        claims[claim('roles')] = roles;
      });
      expect(visit.page.status).to.equal(200);
      for (const path of ['/exams', '/results', '/accommodations'])
        expect((await visit.get(path)).status).to.equal(403);
    }
  });

  it('C25: a name with markup is shown as text', async () => {
    const visit = await launch((claims) => {
      claims['name'] = '<img src=x onerror=alert(1)> \u202Eevil';
    });
    expect(visit.page.text).not.to.contain('<img src=x');
    expect(visit.page.$('.who').text()).to.contain('<img src=x');
  });

  it('null claims and unknown members do no harm', async () => {
    const visit = await launch((claims) => {
      claims['email'] = null;
      claims['unheard_of'] = { deep: [1, 2, 3] };
      claims[claim('custom')] = { due: '$ResourceLink.submission.endDateTime', other: null };
    });
    expect(visit.page.status).to.equal(200);
  });

  it('A03: without a gradebook the result stays here, and says so', async () => {
    const strip = (claims: Record<string, unknown>): unknown =>
      delete claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'];
    all.campus.school('moodle').tamper((draft) => strip(draft.claims));
    const { exam } = await setUpExam(all, 'moodle');
    all.campus.school('moodle').tamper((draft) => strip(draft.claims));
    const student = await arrive(all, 'moodle', '5');
    const done = await sit(all, student, exam.id, 20);
    expect((await all.application.services.results.of(student, done.id)).grade.state).to.equal('not connected');
    expect(await all.application.services.passback.sendDue(5)).to.equal(0);
  });

  it('E07: a login on one process and the launch on another', async () => {
    const second = await all.openSecond();
    try {
      const school = all.campus.school('moodle');
      const browser = all.browser();
      const login = school.launchForm({ person: '4', activity: '1' });
      const asked = await browser.ask(login.action, {
        form: { ...login.fields },
        headers: { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' },
      });
      const answer = await school.authorize(asked.location, '4');
      if (!('form' in answer)) throw new Error('Campus refused');
      const form = { ...answer.form.fields };
      const headers = { 'sec-fetch-site': 'cross-site' };
      const launched = await browser.ask(`${second.url}/lti/launch`, { form, headers });
      expect(launched.status).to.equal(303);
      // And neither takes it a second time.
      expect((await browser.ask('/lti/launch', { form, headers })).status).to.equal(401);
    } finally {
      await second.close();
    }
  });

  it('C26, A14: the LMS’s test student previews and is never graded', async () => {
    const { exam } = await setUpExam(all, 'canvas');
    const tester = await arrive(all, 'canvas', people.canvas.testStudent);
    const done = await sit(all, tester, exam.id, 20);
    expect(done.isPreview).to.equal(true);
    await all.application.services.passback.sendDue(5);
    expect(all.campus.school('canvas').arrivals).to.deep.equal([]);
  });

  it('D14: an exam of another platform cannot be linked into a course', async () => {
    const { exam } = await setUpExam(all, 'canvas');
    const visit = await all.browser().launch(all.campus, 'moodle', { person: '3', activity: '1' });
    expect((await visit.post('/exams/choose', { choice: `exam:${exam.id}`, exam: exam.id })).status).to.be.oneOf([
      404, 422,
    ]);
  });

  it('answers a launch with one 303, to a page that is 200 for everyone, also when it is reloaded', async () => {
    const school = all.campus.school('moodle');
    const requests = [
      ...['3', '4', '5', '6'].map((person) => ({ person, activity: '1' })),
      { person: '3', course: '2', kind: 'deep-linking' as const },
    ];
    for (const request of requests) {
      const browser = all.browser();
      const login = school.launchForm(request);
      const headers = { 'sec-fetch-dest': 'document', 'sec-fetch-site': 'cross-site' };
      const asked = await browser.ask(login.action, { form: { ...login.fields }, headers });
      const answer = await school.authorize(asked.location, request.person);
      if (!('form' in answer)) throw new Error('Campus refused');
      const launched = await browser.ask(answer.form.action, { form: { ...answer.form.fields }, headers });
      expect(launched.status).to.equal(303);
      for (const _time of ['first', 'reloaded'])
        expect((await browser.ask(launched.location)).status, JSON.stringify(request)).to.equal(200);
    }
  });
});

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** Asks until the condition holds; the process needs a moment to come up, which no hand can move. */
async function until(condition: () => Promise<boolean>, patienceMs: number): Promise<void> {
  for (
    const from = Date.now();
    Date.now() - from < patienceMs;
    await new Promise((resolve) => setTimeout(resolve, 100))
  )
    if (await condition().catch(() => false)) return;
  throw new Error('it did not happen in time');
}

describe('the program', function () {
  this.timeout(60_000);
  const start = (env: Record<string, string>) =>
    spawn('npm', ['start'], {
      cwd: root,
      detached: true,
      stdio: 'ignore',
      env: { ...process.env, NODE_ENV: 'production', ...env },
    });
  const status = async (port: number, path: string): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${path}`)).status;

  it('E04: comes up, answers its probes, and ends in order on SIGTERM to npm’s whole group', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'resit-program-'));
    const port = await freePort();
    const child = start({ PORT: String(port), DATA_DIR: directory });
    try {
      await until(async () => (await status(port, '/healthz')) === 200, 40_000);
      await until(async () => (await status(port, '/readyz')) === 200, 20_000);
      const from = Date.now();
      process.kill(-child.pid!, 'SIGTERM');
      await once(child, 'exit');
      await until(
        () =>
          status(port, '/healthz').then(
            () => false,
            () => true,
          ),
        8000,
      );
      expect(Date.now() - from).to.be.below(8000);
    } finally {
      try {
        process.kill(-child.pid!, 'SIGKILL');
      } catch {
        // It has ended, as it should.
      }
      await rm(directory, { recursive: true, force: true });
    }
  });

  it('E02, E03: lives without its database, says so, and refuses launches with 503', async () => {
    const port = await freePort();
    const key = Buffer.alloc(32, 7).toString('base64');
    const child = start({
      PORT: String(port),
      MONGODB_URI: 'mongodb://127.0.0.1:1/none',
      MASTER_KEY: key,
      SESSION_SECRET: key,
    });
    try {
      await until(async () => (await status(port, '/healthz')) === 200, 40_000);
      expect(await status(port, '/readyz')).to.equal(503);
      const login = '/lti/login?iss=https://a.example&login_hint=1&target_link_uri=http://localhost/&client_id=1';
      expect(await status(port, login)).to.equal(503);
      expect(await status(port, '/healthz')).to.equal(200);
    } finally {
      process.kill(-child.pid!, 'SIGKILL');
    }
  });
});
