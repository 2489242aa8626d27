// The probes for whoever runs Resit: alive, ready, and figures for the machine itself.

import { expect } from 'chai';
import supertest from 'supertest';
import { openTestApplication, type TestApplication } from '../support/application.ts';

describe('the probes', () => {
  let all: TestApplication;
  before(async () => {
    all = await openTestApplication({ itemBank: false });
  });
  after(() => all.close());

  it('answer 200 while the process lives and the database answers', async () => {
    await supertest(all.application.app).get('/healthz').expect(200, 'ok');
    await supertest(all.application.app).get('/readyz').expect(200, 'ready');
  });

  it('give figures without a person or a course in them, to the machine itself only', async () => {
    const figures = await supertest(all.application.app).get('/metrics').expect(200);
    expect(figures.text).to.contain('resit_request_seconds').and.to.contain('nodejs_eventloop_lag');
    await supertest(all.application.app).get('/metrics').set('X-Forwarded-For', '203.0.113.7').expect(404);
  });

  it('say 404 to unknown paths, whatever the method, and lead nowhere else', async () => {
    for (const path of ['/', '/nothing', '/lti', '/admin', '/.env']) {
      const got = await supertest(all.application.app).get(path).expect(404);
      expect(got.headers).not.to.have.property('location');
      await supertest(all.application.app).post(path).expect(404);
    }
  });
});
