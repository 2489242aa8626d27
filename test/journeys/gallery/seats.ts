// Seats: people of the story, each in a browser of their own, launched into the tool at the top of a window.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { exams, unsetActivity } from '../../../fixtures/story-exams.ts';
import { storySchools } from '../../../fixtures/story-schools.ts';
import type { TestApplication } from '../../support/application.ts';

/** One person's visit. */
export interface Seat {
  readonly context: BrowserContext;
  /** `http://.../s/<launch>`: every page of the visit lies below it. */
  readonly base: string;
  /** A new tab at a page of the visit: "/results". */
  open(path: string): Promise<Page>;
}

/** Seats taken once and kept, by person and activity. */
export interface Seats {
  /** `person` and `activity` are keys of the story; `deep-linking` opens the chooser of the LMS. */
  at(person: string, activity: string, school?: 'canvas' | 'moodle'): Promise<Seat>;
}

/** The seats of one application. */
export function seats(all: TestApplication, browser: Browser): Seats {
  const taken = new Map<string, Promise<Seat>>();
  return {
    at(person, activity, school = 'canvas') {
      const key = [school, person, activity].join('/');
      const seat = taken.get(key) ?? sitDown(all, browser, { person, activity, school });
      taken.set(key, seat);
      return seat;
    },
  };
}

async function sitDown(
  all: TestApplication,
  browser: Browser,
  { person, activity, school }: { person: string; activity: string; school: 'canvas' | 'moodle' },
): Promise<Seat> {
  const plan = storySchools().find((candidate) => candidate.plan.id === school)!;
  const desk = all.campus.school(school);
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  const page = await context.newPage();
  await page.goto(all.campus.baseUrl);
  await page.click(`section[data-school="${desk.url}"] [data-enter-as="${plan.personId(person)}"] >> nth=0`);
  const isActivity = [...exams, unsetActivity].some(({ key }) => key === activity);
  const kind = isActivity
    ? `kind=activity&activity=${plan.activityId(activity)}`
    : `kind=${activity}&course=${plan.courseId}`;
  await page.goto(`${desk.url}/launch?${kind}&target=window`);
  await page.waitForURL(`${all.publicUrl}/s/**`);
  // A student's page has a paper put together; half of that would show in the next picture.
  await page.waitForLoadState('networkidle');
  const base = /^[^/]+\/\/[^/]+\/s\/[^/]+/.exec(page.url())?.[0] ?? '';
  await page.close();
  return {
    context,
    base,
    async open(path) {
      const tab = await context.newPage();
      await tab.goto(base + path);
      return tab;
    },
  };
}
