// A picture: one page in one state, and how to get there.

import type { Browser, Page } from 'playwright-core';
import type { Story } from '../../support/story.ts';
import { seats, type Seats } from './seats.ts';

/** Everything a picture may need to come about. */
export interface Studio {
  readonly all: Story;
  readonly browser: Browser;
  readonly seats: Seats;
}

export interface Picture {
  /** In kebab-case, as the file is called. */
  readonly name: string;
  /** Brings a page into the state to be seen. Whoever looks closes the page afterwards. */
  show(studio: Studio): Promise<Page>;
}

/** A studio over a story that has been told. */
export function openStudio(all: Story, browser: Browser): Studio {
  return { all, browser, seats: seats(all, browser) };
}
