// Seats: people of the story, each in a browser of their own, launched into the tool at the top of a window.

import type { Browser, BrowserContext, Page } from 'playwright-core';
import { exams, unsetActivity } from '../../../fixtures/story-exams.ts';
import { launch } from '../../../fixtures/story-launch.ts';
import { storySchools } from '../../../fixtures/story-schools.ts';
import type { TestApplication } from '../../support/application.ts';

type SchoolId = 'canvas' | 'moodle';

/** One person's visit. */
export interface Seat {
  readonly context: BrowserContext;
  /** A new tab at a page of the visit: "/results". */
  open(path: string): Promise<Page>;
}

/** Seats taken once and kept, by person and activity. */
export interface Seats {
  /** `person` and `activity` are keys of the story; `deep-linking` opens the chooser of the LMS. */
  at(person: string, activity: string, school?: SchoolId): Promise<Seat>;
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
  asked: { person: string; activity: string; school: SchoolId },
): Promise<Seat> {
  const school = storySchools().find(({ plan }) => plan.id === asked.school)!;
  const isActivity = [...exams, unsetActivity].some(({ key }) => key === asked.activity);
  const target = isActivity
    ? { activity: school.activityId(asked.activity) }
    : { kind: 'deep-linking' as const, course: school.courseId };
  const request = { person: school.personId(asked.person), ...target };
  const { address, cookie } = await launch(all.campus.school(asked.school), request);
  const context = await browser.newContext({ reducedMotion: 'reduce' });
  // A Secure cookie is set by hand only at an https address; whether it is sent to localhost is the browser's own decision again.
  await context.addCookies(
    cookie.split('; ').map((pair) => {
      const equals = pair.indexOf('=');
      const attributes = {
        url: all.publicUrl.replace('http:', 'https:'),
        secure: true,
        httpOnly: true,
        sameSite: 'None' as const,
      };
      return { name: pair.slice(0, equals), value: pair.slice(equals + 1), ...attributes };
    }),
  );
  const base = /^[^/]+\/\/[^/]+\/s\/[^/]+/.exec(address)?.[0] ?? '';
  return {
    context,
    async open(path) {
      const page = await context.newPage();
      await page.goto(base + path);
      return page;
    },
  };
}
