// The application with the whole story told, for whoever looks at pages as they are in life.

import { openPostOffice } from '../../fixtures/campus/post-office.ts';
import type { ReceivedLetter } from '../../fixtures/campus/read-letter.ts';
import { connect } from '../../fixtures/story-platforms.ts';
import { seed } from '../../fixtures/seed.ts';
import { storyClock } from '../../fixtures/story-clock.ts';
import { storySchools } from '../../fixtures/story-schools.ts';
import { smtpMail } from '../../src/outside/mail.ts';
import { openTestApplication, runningClock, type TestApplication } from './application.ts';

export interface Story extends TestApplication {
  /** Every mail that was sent, as it came over the wire, the oldest first. */
  readonly letters: readonly ReceivedLetter[];
}

/** Opens everything and tells the story at both schools, with a post office beside them; the clock runs afterwards. */
export async function openStory(): Promise<Story> {
  const running = runningClock();
  const told = storyClock(running.now);
  const office = await openPostOffice(told.now);
  const mail = smtpMail({ smtpUrl: office.url, from: 'resit@lakeshore.example' });
  const all = await openTestApplication({
    clock: { now: told.now, advance: running.advance },
    schools: storySchools().map(({ plan }) => plan),
    connect,
    itemBank: false,
    post: mail,
    letters: office.letters,
  });
  await seed(all.application, all.campus, told);
  return {
    ...all,
    letters: office.letters,
    async close() {
      await all.close();
      mail.close();
      await office.close();
    },
  };
}
