// What people see when something cannot be: pages that are not there or not theirs, visits that have ended, launches that fail.

import type { Page } from 'playwright-core';
import { storySchools } from '../../../fixtures/story-schools.ts';
import type { Picture, Studio } from './picture.ts';

/** A page of nobody's visit. */
async function strangerAt({ all, browser }: Studio, path: string): Promise<Page> {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  await page.goto(all.publicUrl + path);
  return page;
}

/** A form that is sent when the cookie of its visit is gone. */
async function formAfterTheEnd({ seats }: Studio): Promise<Page> {
  const seat = await seats.at('dana', 'half');
  const page = await seat.open('/');
  await page.getByRole('link', { name: 'Exam settings' }).click();
  await page.getByLabel('Title').fill('Half mock for the evening group');
  await seat.context.clearCookies();
  await page.getByRole('button', { name: 'Save the settings' }).click();
  await page.getByText('What you typed is kept on this page.').waitFor();
  return page;
}

/** A launch whose token was changed on the way. */
async function brokenLaunch({ all, browser }: Studio): Promise<Page> {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  const school = all.campus.school('canvas');
  await page.goto(all.campus.baseUrl);
  await page.locator(`section[data-school="${school.url}"] [data-enter-as]`).first().click();
  school.tamper((draft) => void (draft.signature = 'stranger'));
  await page.goto(`${school.url}/launch?kind=activity&activity=501&target=window`);
  await page.waitForURL(`${all.publicUrl}/lti/launch`);
  return page;
}

/** The page that finds out about cookies, in a browser that sends none back. */
async function noCookies({ all, browser }: Studio): Promise<Page> {
  const page = await (await browser.newContext({ reducedMotion: 'reduce' })).newPage();
  const school = all.campus.school('moodle');
  const story = storySchools().find(({ plan }) => plan.id === 'moodle')!;
  const { fields } = school.launchForm({ person: story.personId('ana'), activity: story.activityId('mock-1') });
  const answer = await fetch(`${all.publicUrl}/lti/login`, {
    method: 'POST',
    headers: { 'sec-fetch-dest': 'iframe' },
    body: new URLSearchParams(fields),
  });
  const html = await answer.text();
  const headers = {
    'content-type': 'text/html',
    'content-security-policy': answer.headers.get('content-security-policy')!,
  };
  await page.route('**/lti/login', (route) => route.fulfill({ body: html, headers }));
  await page.route('**/lti/login/check', (route) => route.fulfill({ json: { cookie: false } }));
  await page.goto(`${all.publicUrl}/lti/login`);
  await page.getByRole('heading', { name: 'One more click' }).waitFor();
  return page;
}

export const refusals: readonly Picture[] = [
  { name: 'unknown-page', show: (studio) => strangerAt(studio, '/nowhere') },
  { name: 'visit-ended', show: (studio) => strangerAt(studio, '/s/0d7c8d2e-0000-4000-8000-000000000000/') },
  { name: 'visit-ended-over-a-form', show: formAfterTheEnd },
  {
    name: 'not-found-in-a-visit',
    show: async ({ seats }) => (await seats.at('grace', 'demo')).open('/attempts/nothing/result'),
  },
  { name: 'not-allowed', show: async ({ seats }) => (await seats.at('grace', 'demo')).open('/accommodations') },
  { name: 'launch-refused', show: brokenLaunch },
  { name: 'launch-without-cookies', show: noCookies },
];
