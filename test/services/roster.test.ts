// Rosters that are owed: a platform that does not answer holds up nobody else's.

import { expect } from 'chai';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import { arrive, people } from '../support/candidates.ts';
import { rosterService } from '../../src/services/roster.ts';

describe('rosters', () => {
  let all: TestApplication;
  before(async () => {
    all = await openTestApplication();
  });
  after(() => all.close());

  it('are read beside that of a platform that does not answer', async () => {
    const slow = await arrive(all, 'moodle', people.moodle.instructor);
    all.clock.advance(1);
    const quick = await arrive(all, 'canvas', people.canvas.instructor);
    const asked: string[] = [];
    let answerAtLast = (): void => undefined;
    const service = rosterService({
      ...all.application.stores,
      surroundings: all.application.surroundings,
      source: {
        async read(platformId) {
          asked.push(platformId);
          if (platformId === slow.platformId) await new Promise<void>((resolve) => (answerAtLast = resolve));
          return { ok: true, members: [] };
        },
      },
    });
    const first = service.readDue(1);
    while (asked.length === 0) await new Promise((resolve) => setImmediate(resolve));
    // Owed again while it is being read: no second lane waits for the same platform.
    await all.application.stores.courses.oweRoster(slow.courseId, 'https://lms.example/roster', all.clock.now());
    expect(await service.readDue(5)).to.equal(1);
    expect(asked).to.deep.equal([slow.platformId, quick.platformId]);
    answerAtLast();
    expect(await first).to.equal(1);
  });
});
