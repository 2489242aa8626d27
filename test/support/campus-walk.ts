// How people walk through Campus in a real browser: enter as somebody, open an activity, look into the gradebook.

import type { BrowserContext, FrameLocator, Page } from 'playwright-core';
import type { SchoolDesk } from '../../fixtures/campus/desk.ts';
import type { TestApplication } from './application.ts';
import { visitorOfVisit } from './visitors.ts';

/** A school of Campus's example and the people in it, by what they do there. */
export interface School {
  readonly id: 'canvas' | 'moodle';
  readonly course: string;
  readonly activity: string;
  readonly teacher: string;
  readonly student: string;
  readonly classmate: string;
}

export const canvas: School = {
  id: 'canvas',
  course: '10',
  activity: '501',
  teacher: '535fa085-f22b-4655-8f48-5a36a9215f64',
  student: 'a445ca99-1a64-4697-9bfa-508a118245ea',
  classmate: 'c0ddc1b2-52f8-4c42-9d3e-0f8d7f6f1e02',
};

export const moodle: School = { id: 'moodle', course: '2', activity: '1', teacher: '3', student: '4', classmate: '5' };

/** Puts an exam of 20 questions and 25 minutes behind the school's activity, as its teacher would. */
export async function setExamUp(all: TestApplication, school: School): Promise<void> {
  const visit = await all
    .browser()
    .launch(all.campus, school.id, { person: school.teacher, activity: school.activity });
  await all.application.services.exams.choose(await visitorOfVisit(all, visit), { blueprintId: 'cpc-demo' });
}

/** The ways of a person through one school in one browser window. */
export interface Walk {
  readonly page: Page;
  /** Opens an activity of the course; answers the frame in which the tool is shown. */
  openActivity(activity?: string): Promise<FrameLocator>;
  /** Opens any page of the course, such as `grades`. */
  openCoursePage(path: string): Promise<void>;
}

/** Enters Campus as a person of a school, in a new tab of a browser. */
export async function enter(
  all: TestApplication,
  context: BrowserContext,
  school: School,
  person: string,
): Promise<Walk> {
  const page = await context.newPage();
  const desk: SchoolDesk = all.campus.school(school.id);
  await page.goto(all.campus.baseUrl);
  await page.click(`section[data-school="${desk.url}"] [data-enter-as="${person}"]`);
  const openCoursePage = async (path: string): Promise<void> => {
    await page.goto(`${desk.url}/courses/${school.course}/${path}`);
  };
  return {
    page,
    openCoursePage,
    async openActivity(activity = school.activity) {
      await openCoursePage(`activities/${activity}`);
      return page.frameLocator('[data-tool-frame]');
    },
  };
}

/** The score that the gradebook's page shows for a person, once it shows one: "72.5" of "72.5 / 100". */
export async function scoreShownFor(walk: Walk, person: string): Promise<number> {
  const cell = walk.page.locator(
    `[data-cell^="${person}/"] [data-score]:not([data-score=""]), [data-cell^="${person}/"] .score`,
  );
  return Number.parseFloat(await cell.first().innerText());
}
