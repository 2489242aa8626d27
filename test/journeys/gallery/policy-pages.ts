// What administrators and lead instructors see of policies: the list, the editor in its states, publishing, versions, two drafts, JSON.

import type { Page } from 'playwright-core';
import { findingKey } from '../../../src/domain/policies/warnings.ts';
import { draftOf, type RawPolicy } from '../../../src/domain/policies/raw-policy.ts';
import { arrive } from '../../../fixtures/story-launch.ts';
import { storySchools } from '../../../fixtures/story-schools.ts';
import type { Picture, Studio } from './picture.ts';

/** One policy with a published version and a changed draft, made once for each studio. */
const made = new WeakMap<Studio, Promise<{ readonly id: string; readonly draftId: string }>>();

const begun = (studio: Studio): Promise<{ readonly id: string; readonly draftId: string }> => {
  const known = made.get(studio) ?? makePolicy(studio);
  made.set(studio, known);
  return known;
};

async function makePolicy({ all }: Studio): Promise<{ readonly id: string; readonly draftId: string }> {
  const school = storySchools().find(({ plan }) => plan.id === 'canvas')!;
  const request = { person: school.personId('ruth'), activity: school.activityId('mock-1') };
  const ruth = await arrive(all.application, all.campus.school('canvas'), request);
  const { policies } = all.application.services;
  const { id, draft } = await policies.create(ruth, 'CPC pass guarantee, evening', {
    start: 'archetype:A1-coder-timeframe',
  });
  const raw = draftOf({ draft });
  const effectiveFrom = policies.todayOf(ruth, raw);
  const acknowledged = policies.check(ruth, raw).map(findingKey);
  await policies.publish(ruth, id, { rev: 1, effectiveFrom, label: '', note: 'First terms', acknowledged });
  await policies.save(ruth, id, { rev: 1, policy: changedDraft(raw) });
  const late = await policies.save(ruth, id, { rev: 1, policy: { ...raw, cutoff: 'noon' } });
  return { id, draftId: late.kind === 'overtaken' ? late.asideId : '' };
}

/** The second version in the making: three makeups instead of two, and last days that end at 17:00. */
function changedDraft(raw: RawPolicy): RawPolicy {
  const { all } = raw['requires'] as { readonly all: readonly RawPolicy[] };
  const kept = all.filter(({ id }) => id !== 'no_discount');
  const changed = kept.map((rule) =>
    rule['rule'] === 'attendance' ? { ...rule, makeup: { ...(rule['makeup'] as RawPolicy), max: 3 } } : rule,
  );
  return { ...raw, cutoff: '17:00', requires: { all: changed } };
}

const pageOf =
  (
    path: (made: { id: string; draftId: string }) => string,
    bring: (page: Page) => Promise<unknown> = async () => {},
    person = 'ruth',
  ) =>
  async (studio: Studio): Promise<Page> => {
    const page = await (await studio.seats.at(person, 'mock-1')).open(path(await begun(studio)));
    await bring(page);
    return page;
  };

async function faulty(page: Page): Promise<void> {
  await page.locator('summary').filter({ hasText: 'Accept the guarantee' }).click();
  await page.getByLabel('Within', { exact: true }).first().fill('ten');
  await page.locator('.verdict .answer').getByText('is not ready').waitFor();
}

const chooseStudent =
  (name: string) =>
  async (page: Page): Promise<void> => {
    await page.getByLabel('Try it on').selectOption({ label: name });
    await page.getByRole('button', { name: 'Try', exact: true }).click();
    await page.locator('#stand-h').waitFor();
  };

async function publishUnticked(page: Page): Promise<void> {
  await page.locator('main form button.primary').click();
  await page.locator('#error-summary').waitFor();
}

/** A policy that keeps two sets of terms inside. */
async function innerTerms(studio: Studio): Promise<Page> {
  const page = await (
    await studio.seats.at('ruth', 'mock-1')
  ).open('/policies/new?from=archetype%3AA9-lookback-versions');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.locator('details[data-inner] summary').last().click();
  return page;
}

export const policyPages: readonly Picture[] = [
  { name: 'policies', show: pageOf(() => '/policies') },
  { name: 'policy-start', show: pageOf(() => '/policies/new?from=archetype%3AA1-coder-timeframe') },
  { name: 'policy-from-json', show: pageOf(() => '/policies/new?from=json') },
  {
    name: 'policy-editor',
    show: pageOf(
      ({ id }) => `/policies/${id}`,
      (page) => page.locator('summary').filter({ hasText: 'Attend the classes' }).click(),
    ),
  },
  { name: 'policy-try', show: pageOf(({ id }) => `/policies/${id}/try`) },
  { name: 'policy-try-situation', show: pageOf(({ id }) => `/policies/${id}/try?on=situation:missed`) },
  {
    name: 'policy-try-student',
    show: pageOf(({ id }) => `/policies/${id}/try`, chooseStudent('Marcus Bell'), 'dana'),
  },
  { name: 'policy-try-course', show: pageOf(({ id }) => `/policies/${id}/try?on=course`, undefined, 'dana') },
  { name: 'policy-publish', show: pageOf(({ id }) => `/policies/${id}/publish`) },
  { name: 'policy-publish-refused', show: pageOf(({ id }) => `/policies/${id}/publish`, publishUnticked) },
  { name: 'policy-version', show: pageOf(({ id }) => `/policies/${id}/versions/1`) },
  { name: 'policy-versions', show: pageOf(({ id }) => `/policies/${id}/versions`) },
  { name: 'policy-difference', show: pageOf(({ id }) => `/policies/${id}/difference?from=1&to=draft`) },
  { name: 'policy-two-drafts', show: pageOf(({ id, draftId }) => `/policies/${id}/drafts/${draftId}`) },
  { name: 'policy-inner-terms', show: innerTerms },
  { name: 'policy-json', show: pageOf(({ id }) => `/policies/${id}/json`) },
  // Last: what is typed here is saved.
  { name: 'policy-editor-fault', show: pageOf(({ id }) => `/policies/${id}`, faulty) },
];
