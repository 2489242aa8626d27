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

/** A policy begun from a starting point. */
const begunFrom =
  (start: string, bring: (page: Page) => Promise<unknown>) =>
  async (studio: Studio): Promise<Page> => {
    const page = await (
      await studio.seats.at('ruth', 'mock-1')
    ).open(`/policies/new?from=${encodeURIComponent(start)}`);
    if (start === 'blank') await page.getByLabel('Name').fill('A new guarantee');
    await page.getByRole('button', { name: 'Begin' }).click();
    await page.locator('#editor').waitFor();
    await bring(page);
    return page;
  };

/** The later of two sets of terms inside, with a claim of its own. */
async function innerTerms(page: Page): Promise<void> {
  await page.locator('details[data-inner] > summary').last().click();
  await page.getByRole('button', { name: /^Say it anew here ?: How they claim, Terms from Mon 31 Mar 2025/ }).click();
  await page.locator('#card-versions-1-claim').waitFor();
}

const openCard =
  (title: string) =>
  (page: Page): Promise<void> =>
    page.locator('summary').filter({ hasText: title }).first().click();

/** Rules by the format of the course, with a value that cannot be one. */
async function factValues(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /^Add a rule/ })
    .first()
    .click();
  await page.getByRole('button', { name: /^Add ?: Depends on a fact/ }).click();
  await page.getByLabel('Another value').fill('on.line');
  await page.getByRole('button', { name: /^Add this value/ }).click();
  await page.locator('#error-summary').waitFor();
}

/** Publishing is tried with a fault in the draft. */
async function publishFaulty(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^Publish version/ }).click();
  await page.getByRole('heading', { name: 'To put right' }).waitFor();
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
  { name: 'policy-add', show: pageOf(({ id }) => `/policies/${id}/add?to=requires.all`) },
  { name: 'policy-add-found', show: pageOf(({ id }) => `/policies/${id}/add?to=requires.all&q=mock+exam`) },
  { name: 'policy-blank', show: pageOf(() => '/policies/new') },
  { name: 'policy-inner-terms', show: begunFrom('archetype:A9-lookback-versions', innerTerms) },
  { name: 'policy-ladder', show: begunFrom('archetype:A2-ladder', openCard('Class, exam, class again, refund')) },
  { name: 'policy-voucher', show: begunFrom('archetype:A10-entitlement', openCard('The life of a voucher')) },
  { name: 'policy-values', show: begunFrom('archetype:A8-score-gain', factValues) },
  { name: 'policy-publish-faults', show: begunFrom('blank', publishFaulty) },
  { name: 'policy-json', show: pageOf(({ id }) => `/policies/${id}/json`) },
  // Last: what is typed here is saved.
  { name: 'policy-editor-fault', show: pageOf(({ id }) => `/policies/${id}`, faulty) },
];
