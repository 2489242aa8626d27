// Who may frame a page: the LMS that its visit came from, also when the visit is over and only words are left to show.

import { expect } from 'chai';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import type { Answer, Visit } from '../support/browser.ts';

const ancestorsOf = ({ headers }: Answer): string[] =>
  /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1]?.split(' ') ?? [];

describe('framing', () => {
  let all: TestApplication;
  let visit: Visit;

  before(async () => {
    all = await openTestApplication({ itemBank: false });
    visit = await all.browser().launch(all.campus, 'moodle', { person: '4', activity: '1' });
  });
  after(() => all.close());

  it('lets the LMS of a visit frame its pages', async () => {
    expect(ancestorsOf(await visit.get('/results'))).to.include(all.campus.baseUrl);
  });

  it('lets it frame what is said to a browser without the cookie of the visit', async () => {
    const answer = await all.browser().ask(`${visit.base}/results`);
    expect(answer.status).to.equal(401);
    expect(ancestorsOf(answer)).to.include(all.campus.baseUrl);
  });

  it('lets it frame the words that a visit has ended', async () => {
    all.clock.advance(13 * 3_600_000);
    const answer = await visit.get('/results');
    expect(answer.status).to.equal(401);
    expect(ancestorsOf(answer)).to.include(all.campus.baseUrl);
  });

  it('lets nobody else frame a page of no visit', async () => {
    expect(ancestorsOf(await all.browser().ask('/nowhere'))).to.deep.equal(["'self'"]);
  });
});
