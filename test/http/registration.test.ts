// Registration by invitation from end to end: the administrator's invitation, the LMS's own registration, and the first launches.

import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { firstOrganizationId } from '../../src/stores/organization-store.ts';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import { people } from '../support/candidates.ts';

const hour = 3_600_000;

describe('registration by invitation', () => {
  for (const school of ['canvas', 'moodle'] as const)
    describe(`from a ${school}-shaped LMS`, () => {
      let all: TestApplication;
      before(async () => {
        // Nobody has introduced the schools and the application to each other.
        all = await openTestApplication({ connect: () => Promise.resolve() });
      });
      after(() => all.close());

      async function invite(): Promise<string> {
        const token = randomBytes(24).toString('base64url');
        const expiresAt = all.clock.now() + hour;
        await all.application.stores.invitations.add(token, {
          organizationId: firstOrganizationId,
          name: 'Lakeshore College',
          expiresAt,
        });
        return token;
      }

      /** What an administrator's browser opens: the address that the LMS made of our invitation's. */
      const open = (token: string) =>
        all.browser().ask(all.campus.school(school).registrationAddress(`${all.publicUrl}/lti/register/${token}`));

      it('registers, and then its people launch and its gradebook and roster are at hand', async () => {
        const token = await invite();
        const done = await open(token);
        expect(done.status, done.text).to.equal(200);
        expect(done.headers.get('set-cookie')).to.equal(null);
        const [platform, ...others] = await all.application.registry.list();
        expect(others).to.deep.equal([]);
        expect(platform).to.include({ name: 'Lakeshore College', kind: school, status: 'active' });
        all.campus.school(school).activateTool(platform!.clientId);
        const person = { person: people[school].instructor, activity: people[school].activity };
        const visit = await all.browser().launch(all.campus, school, person);
        expect(visit.page.status).to.equal(200);
        expect(await all.application.services.roster.readDue(5)).to.equal(1);
        expect(all.campus.school(school).requests.map((request) => request.status)).to.not.include(403);
      });

      it('is refused before anything is called once the invitation is used, expired or made up', async () => {
        const used = await invite();
        await open(used);
        const expired = await invite();
        all.clock.advance(hour);
        for (const token of [used, expired, 'made-up']) expect((await open(token)).status).to.equal(403);
      });
    });
});
