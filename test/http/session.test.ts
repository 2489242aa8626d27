// Visits: one cookie per launch, nothing mixed, nothing forged, nothing lost when a visit ends; cases X.. and E.. of the conformance list.

import { expect } from 'chai';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import { arrive, people, setUpExam, sit } from '../support/candidates.ts';
import type { Visit } from '../support/browser.ts';

const hour = 3_600_000;

describe('a visit', () => {
  let all: TestApplication;
  let examId: string;
  before(async () => {
    all = await openTestApplication();
    examId = (await setUpExam(all, 'moodle')).exam.id;
  });
  after(() => all.close());

  const [ana, ben] = people.moodle.students;
  const launch = (person: string, browser = all.browser()): Promise<Visit> =>
    browser.launch(all.campus, 'moodle', { person, activity: '1' });
  const cookieNames = (cookies: Map<string, string>): string[] =>
    [...cookies.keys()].filter((name) => name.startsWith('__Host-resit-'));

  it('X02: is not opened by tokens in the address or in headers', async () => {
    const visit = await launch(ana);
    const stranger = all.browser();
    for (const headers of [{}, { authorization: 'Bearer abc' }] as Record<string, string>[])
      expect((await stranger.ask(`${visit.base}/?ltik=abc`, { headers })).status).to.equal(401);
    const wrong = all.browser();
    wrong.cookies.set(`__Host-resit-${visit.base.slice(3)}`, 'guessed');
    expect((await wrong.ask(`${visit.base}/`)).status).to.equal(401);
  });

  it('X04: ends at once when the platform is disabled, and goes on when it is enabled again', async () => {
    const visit = await launch(ana);
    const platform = (await all.application.registry.list()).find((one) => one.kind === 'moodle')!;
    await all.application.registry.disable(platform.id);
    all.clock.advance(11_000);
    expect((await visit.get('/')).status).to.equal(401);
    await all.application.registry.enable(platform.id);
    all.clock.advance(11_000);
    expect((await visit.get('/')).status).to.equal(200);
  });

  it('X05: two people in one browser never mix', async () => {
    const browser = all.browser();
    const anas = await launch(ana, browser);
    const bens = await launch(ben, browser);
    expect((await anas.get('/')).$('.who').text()).to.contain('Ana');
    expect((await bens.get('/')).$('.who').text()).to.contain('Ben');
    expect(cookieNames(browser.cookies)).to.have.length(2);
  });

  it('X06: takes no change with another visit’s token, without one, or from another site', async () => {
    const anas = await launch(ana);
    const bens = await launch(ben);
    const forged = { form: { csrf: bens.csrf, zone: 'Asia/Tokyo' } };
    const browser = all.browser();
    for (const [name, value] of await cookiesOf(anas)) browser.cookies.set(name, value);
    expect((await browser.ask(`${anas.base}/time-zone`, forged)).status).to.equal(403);
    expect((await browser.ask(`${anas.base}/time-zone`, { form: { zone: 'Asia/Tokyo' } })).status).to.equal(403);
    const honest = { form: { csrf: anas.csrf, zone: 'Asia/Tokyo' } };
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }])
      expect((await browser.ask(`${anas.base}/time-zone`, { ...honest, headers })).status).to.equal(403);
    expect((await browser.ask(`${anas.base}/time-zone`, honest)).status).to.equal(303);
  });

  /** The cookie of a visit, as its browser would send it. */
  async function cookiesOf(visit: Visit): Promise<[string, string][]> {
    return [...visit.cookies].filter(([name]) => name === `__Host-resit-${visit.base.slice(3)}`);
  }

  it('X07: shares nothing across origins', async () => {
    const visit = await launch(ana);
    const browser = all.browser();
    const answer = await browser.ask(`${visit.base}/`, { headers: { origin: 'https://evil.example' } });
    expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).to.deep.equal([]);
  });

  it('X11: has a new id and a new cookie at every launch', async () => {
    const browser = all.browser();
    const bases = [await launch(ana, browser), await launch(ana, browser)].map((visit) => visit.base);
    expect(new Set(bases).size).to.equal(2);
  });

  it('X12: exports a name that looks like a formula as text', async () => {
    all.campus.school('moodle').tamper((draft) => {
      draft.claims['name'] = '=HYPERLINK("https://evil.example","x")';
    });
    const student = await arrive(all, 'moodle', ben);
    await sit(all, student, examId, 10);
    const staff = await launch(people.moodle.instructor);
    const csv = await staff.get(`/exams/${examId}/results.csv`);
    expect(csv.status).to.equal(200);
    expect(csv.text).to.contain('HYPERLINK');
    expect(csv.text).not.to.match(/(^|[\n,"])=HYPERLINK/);
  });

  it('leads from a page that is not there back to its first page, and a stranger nowhere', async () => {
    const visit = await launch(ana);
    const wayBack = (await visit.get('/attempts/nothing/result')).$('main a');
    expect(wayBack.attr('href')).to.equal(`${visit.base}/`);
    expect((await all.browser().ask('/nowhere')).$('main a')).to.have.length(0);
  });

  it('sets one cookie: __Host-, HttpOnly, Secure, SameSite=None, Partitioned', async () => {
    const visit = await launch(ana);
    const cookie = visit.setCookies.find((one) => one.startsWith('__Host-resit-'))!;
    for (const attribute of ['HttpOnly', 'Secure', 'SameSite=None', 'Partitioned', 'Path=/'])
      expect(cookie).to.contain(attribute);
  });

  it('keeps at most twelve launches a browser and drops the oldest', async () => {
    const browser = all.browser();
    const visits = [];
    for (let count = 0; count < 14; count += 1) {
      visits.push(await launch(ana, browser));
      all.clock.advance(1000);
    }
    expect(cookieNames(browser.cookies)).to.have.length(12);
    expect((await visits[0]!.get('/')).status).to.equal(401);
    expect((await visits[13]!.get('/')).status).to.equal(200);
  });

  it('ends two hours after it was last used', async () => {
    const visit = await launch(ana);
    all.clock.advance(1.5 * hour);
    expect((await visit.get('/')).status).to.equal(200);
    all.clock.advance(1.5 * hour);
    expect((await visit.get('/')).status).to.equal(200);
    all.clock.advance(2 * hour);
    expect((await visit.get('/')).status).to.equal(401);
  });

  it('lives as long as an exam that is under way', async () => {
    const { exam } = await setUpExam(all, 'moodle', { allowedMinutes: 240 });
    const visit = await launch(ana);
    const started = await visit.post('/attempts', { examId: exam.id });
    all.clock.advance(3.9 * hour);
    expect((await visit.get(started.location)).status).to.equal(200);
  });

  it('keeps what was typed when it has ended, and goes on after a relaunch', async () => {
    const browser = all.browser();
    const visit = await launch(people.moodle.instructor, browser);
    all.clock.advance(3 * hour);
    const late = await visit.post('/time-zone', { zone: 'Asia/Tokyo' });
    expect(late.status).to.equal(401);
    expect(late.$('input[name=zone]').attr('value')).to.equal('Asia/Tokyo');
    await launch(people.moodle.instructor, browser);
    const again = await browser.ask(String(late.$('form').attr('action')), {
      form: { csrf: String(late.$('input[name=csrf]').attr('value')), zone: 'Asia/Tokyo' },
    });
    expect(again.status).to.equal(303);
    const fresh = await launch(people.moodle.instructor, browser);
    expect((await fresh.get('/time-zone')).text).to.contain('Tokyo');
  });

  it('opens the exam’s own window by a ticket, once and within a minute', async () => {
    const { exam } = await setUpExam(all, 'moodle', {});
    const visit = await launch(ben);
    const issue = async (): Promise<string> =>
      (await visit.send('POST', '/exam/ticket', { examId: exam.id })).json<{ ticket: string }>().ticket;
    const stale = await issue();
    all.clock.advance(61_000);
    const fresh = await issue();
    const window = all.browser();
    expect((await window.ask('/window', { form: { ticket: stale } })).status).to.equal(409);
    expect(
      (await window.ask('/window', { form: { ticket: fresh }, headers: { 'sec-fetch-site': 'cross-site' } })).status,
    ).to.equal(403);
    const opened = await window.ask('/window', { form: { ticket: fresh } });
    expect(opened.status).to.equal(303);
    expect(cookieNames(window.cookies)).to.have.length(1);
    expect((await window.ask(opened.location)).status).to.equal(200);
    expect((await all.browser().ask('/window', { form: { ticket: fresh } })).status).to.equal(409);
  });

  it('E05: tells nothing of its insides when a path is unknown', async () => {
    const browser = all.browser();
    for (const [path, method] of [
      ['/', 'POST'],
      ['/nothing', 'GET'],
      ['//evil.example/x', 'GET'],
      ['/s/none/', 'GET'],
      ['/lti/launch/extra', 'POST'],
    ] as const) {
      const answer = await browser.ask(`${all.publicUrl}${path}`, { method });
      expect(answer.status, path).to.be.oneOf([401, 404]);
      expect(answer.text).not.to.match(/\bat .*\.ts:\d+/);
      expect(answer.headers.getSetCookie()).to.deep.equal([]);
    }
  });
});

describe('the time zone of a visit', () => {
  let all: TestApplication;
  before(async () => {
    all = await openTestApplication({ itemBank: false });
  });
  after(() => all.close());

  it('follows the browser until the person chooses one, and the choice stays', async () => {
    const browser = all.browser();
    const visit = await browser.launch(all.campus, 'moodle', { person: '4', activity: '1' });
    expect((await visit.get('/')).$('script[src="/assets/time-zone.js"]')).to.have.length(1);
    expect((await visit.send('POST', '/time-zone', { zone: 'America/Chicago', from: 'browser' })).status).to.equal(204);
    const page = await visit.get('/');
    expect(page.$('footer').text()).to.contain('Chicago time').and.to.contain('browser');
    expect(page.$('script[src="/assets/time-zone.js"]')).to.have.length(0);
    await visit.post('/time-zone', { zone: 'Asia/Kolkata' });
    await visit.send('POST', '/time-zone', { zone: 'America/Chicago', from: 'browser' });
    const later = await browser.launch(all.campus, 'moodle', { person: '4', activity: '1' });
    expect(later.page.$('footer').text()).to.contain('your own setting');
    expect((await visit.post('/time-zone', { zone: 'Mars/Olympus' })).status).to.equal(422);
  });
});
