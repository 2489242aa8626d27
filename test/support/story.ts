// The application with the whole story told, for whoever looks at pages as they are in life.

import { connect } from '../../fixtures/story-platforms.ts';
import { seed } from '../../fixtures/seed.ts';
import { storyClock } from '../../fixtures/story-clock.ts';
import { storySchools } from '../../fixtures/story-schools.ts';
import { openTestApplication, runningClock, type TestApplication } from './application.ts';
import { mailbox } from './mailbox.ts';

/** Opens everything and tells the story at both schools; the clock runs afterwards. */
export async function openStory(): Promise<TestApplication> {
  const running = runningClock();
  const told = storyClock(running.now);
  const all = await openTestApplication({
    clock: { now: told.now, advance: running.advance },
    schools: storySchools().map(({ plan }) => plan),
    connect,
    itemBank: false,
    post: mailbox(),
  });
  await seed(all.application, all.campus, told);
  return all;
}
