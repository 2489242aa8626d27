// The pages about the API: its keys, from none to revoked, and its description.

import type { Page } from 'playwright-core';
import type { Picture, Studio } from './picture.ts';

/** The administrator's page of keys. */
async function keysPage({ seats }: Studio): Promise<Page> {
  return (await seats.at('ruth', 'mock-1')).open('/api-keys');
}

async function fill(page: Page, name: string, ...boxes: string[]): Promise<void> {
  await page.getByRole('button', { name: 'Make a key' }).click();
  await page.getByLabel('Name of the system').fill(name);
  for (const box of boxes) await page.getByLabel(box).check();
}

/** Makes a key; the page shows it. */
async function make(page: Page, name: string, ...boxes: string[]): Promise<void> {
  await fill(page, name, ...boxes);
  await page.getByRole('button', { name: 'Make the key' }).click();
  await page.locator('[data-issued]').waitFor();
}

export const apiPages: readonly Picture[] = [
  { name: 'api-keys-none', show: keysPage },
  {
    name: 'api-keys-dialog',
    show: async (studio) => {
      const page = await keysPage(studio);
      await page.getByRole('button', { name: 'Make a key' }).click();
      return page;
    },
  },
  {
    name: 'api-keys-refused',
    show: async (studio) => {
      const page = await keysPage(studio);
      await fill(page, 'Student information system');
      await page.getByRole('button', { name: 'Make the key' }).click();
      await page.locator('#error-summary').waitFor();
      return page;
    },
  },
  {
    name: 'api-keys-made',
    show: async (studio) => {
      const page = await keysPage(studio);
      await make(page, 'Student information system', 'Record attendance', 'Record dates and facts');
      return page;
    },
  },
  {
    name: 'api-keys',
    show: async (studio) => {
      const page = await keysPage(studio);
      await make(page, 'Old reporting', 'Read where students stand');
      await page.getByRole('button', { name: 'Revoke Old reporting' }).click();
      await page.locator('[popover]:popover-open textarea').fill('Replaced by the new reporting');
      await page.getByRole('button', { name: 'Revoke the key' }).and(page.locator(':visible')).click();
      await page.locator('[data-notice=done]').waitFor();
      return page;
    },
  },
  {
    name: 'api-keys-revoke-dialog',
    show: async (studio) => {
      const page = await keysPage(studio);
      await page.getByRole('button', { name: /^Revoke Student/ }).click();
      return page;
    },
  },
  {
    name: 'api',
    show: async ({ seats, all }) => {
      const page = await (await seats.at('ruth', 'mock-1')).context.newPage();
      await page.goto(`${all.publicUrl}/api/v1/`);
      return page;
    },
  },
];
