// Retakes in every state: as students see theirs, and as staff see the course's.

import type { Page } from 'playwright-core';
import type { Visitor } from '../../../src/domain/person.ts';
import type { Grant } from '../../../src/services/guarantee/granting.ts';
import type { TestApplication } from '../../support/application.ts';
import { once } from './once.ts';
import { openAll } from './opened.ts';
import { visitorAt } from './people.ts';
import type { Picture } from './picture.ts';
import { instructorAt } from './staff.ts';

const day = 86_400_000;
const terms = { timeZone: 'America/Chicago', cancelNoticeHours: 24, waits: [30, 60, 90], maxIn12Months: 4 };
const usd = (minor: number) => ({ minor, currency: 'USD' });

/** The ids of what stands in the pictures. */
interface Granted {
  readonly voucher: string;
  readonly booked: string;
  readonly access: string;
  readonly ended: string;
  /** Waits for a second person. */
  readonly refund: string;
  /** Is to be paid. */
  readonly toPay: string;
}

/** Grants once, so that the first picture in which retakes stand brings them for all. */
export const withRetakes = once(grantAll);

async function grantAll(all: TestApplication): Promise<Granted> {
  const { retakes } = all.application.services;
  const visitorOf = (person: string): Promise<Visitor> => visitorAt(all, 'canvas', person);
  const dana = await instructorAt(all, 'canvas', 'mock-1');
  const dayText = (days: number) => new Date(all.clock.now() + days * day).toISOString().slice(0, 10);
  let number = 0;
  const grant = async (person: Visitor, given: Partial<Grant> & Pick<Grant, 'kind'>): Promise<string> => {
    const source = given.source ?? { type: 'claim', id: `claim-${(number += 1)}` };
    const whole = { personId: person.personId, terms, expiresOn: dayText(300), ...given, source };
    return (await retakes.grant(person, whole, { by: dana.personId, byName: dana.name })).id;
  };
  const why = (reason: string) => ({ reason, actId: `press-${(number += 1)}` });

  const [amara, grace, marcus, daniela] = await Promise.all(['amara', 'grace', 'marcus', 'daniela'].map(visitorOf));
  const voucher = await grant(amara!, { kind: 'retake_voucher', code: 'CPC-RT-7Q4K-M2XD', value: usd(42_500) });
  const booked = await grant(amara!, { kind: 'second_attempt', source: { type: 'purchase', id: 'order-118' } });
  const booking = { startAt: Date.parse(`${dayText(40)}T15:00:00Z`), place: 'Lakeshore test center, room 4' };
  await retakes.reserve(amara!, booked, { ...booking, actId: 'book' });
  await grant(amara!, {
    kind: 'choice',
    expiresOn: dayText(29),
    options: [{ kind: 'tuition_refund', value: usd(129_000) }, { kind: 'access_extension' }],
  });
  await grant(amara!, { kind: 'extra_mocks', units: 2 });
  const used = await grant(amara!, { kind: 'tutoring_hours', units: 6, expiresOn: null });
  const hours = { outcome: 'taken', units: 6, on: dayText(-2), reference: '' } as const;
  await retakes.desk.recordUse(dana, used, { ...why('Three evenings with Noah'), ...hours });
  const ended = await grant(amara!, { kind: 'retake_voucher' });
  await retakes.desk.void(dana, ended, why('Granted twice by mistake'));
  const bo = await visitorOf('benjamin');
  await grant(bo, { kind: 'exam_voucher', code: 'CPC-EX-2B9H-77QT', terms: { ...terms, waits: [120] } });
  await grant(grace!, { kind: 'retake_voucher', expiresOn: dayText(9) });
  await grant(marcus!, { kind: 'free_reattendance', expiresOn: dayText(80) });
  const refund = await grant(daniela!, {
    kind: 'exam_fee_refund',
    expiresOn: null,
    value: usd(29_000),
    needsSecondPerson: true,
  });
  const access = await grant(grace!, { kind: 'access_extension' });
  const toPay = await grant(marcus!, { kind: 'tuition_refund', value: usd(129_000) });
  return { voucher, booked, access, ended, refund, toPay };
}

const mine = (person: string, bring: (page: Page) => Promise<unknown> = async () => undefined): Picture['show'] => {
  return async (studio) => {
    await withRetakes(studio);
    const page = await (await studio.seats.at(person, 'mock-1')).open('/retakes');
    await bring(page);
    return page;
  };
};

const desk = (
  path: string | ((ids: Granted) => string),
  bring: (page: Page) => Promise<unknown> = async () => undefined,
  person = 'dana',
): Picture['show'] => {
  return async (studio) => {
    const ids = await withRetakes(studio);
    const page = await (await studio.seats.at(person, 'mock-1')).open(typeof path === 'string' ? path : path(ids));
    await bring(page);
    return page;
  };
};

/** One retake's page with a dialog of it open. */
const dialog = (which: keyof Granted, button: string, person = 'dana'): Picture['show'] =>
  desk(
    (ids) => `/retakes-ledger/${ids[which]}`,
    (page) => page.getByRole('button', { name: button }).first().click(),
    person,
  );

/** Sends a form with nothing in it, as a browser without its own checks would. */
const sendEmpty = (form: string) => async (page: Page) => {
  await page
    .locator(form)
    .first()
    .evaluate((element) => {
      (element as HTMLFormElement).noValidate = true;
      (element as HTMLFormElement).requestSubmit();
    });
  await page.locator('#error-summary').waitFor();
};

export const retakePages: readonly Picture[] = [
  { name: 'retakes-none', show: mine('chidi') },
  { name: 'retakes', show: mine('amara') },
  { name: 'retakes-opened-up', show: mine('amara', openAll) },
  { name: 'retakes-waiting', show: mine('benjamin') },
  { name: 'retakes-expiring', show: mine('grace') },
  {
    name: 'retakes-code-shown',
    show: mine('amara', async (page) => {
      await page.getByRole('button', { name: 'Show code' }).first().click();
      await page.locator('[data-code]').waitFor();
    }),
  },
  {
    name: 'retakes-book-dialog',
    show: mine('grace', (page) => page.getByRole('button', { name: 'Note my booking' }).click()),
  },
  { name: 'retakes-book-refused', show: mine('grace', sendEmpty('form[data-act="book"]')) },
  {
    name: 'retakes-cancel-dialog',
    show: mine('amara', (page) => page.getByRole('button', { name: 'Cancel the booking' }).first().click()),
  },
  {
    name: 'retakes-choose-dialog',
    show: mine('amara', (page) => page.getByRole('button', { name: 'Choose this' }).first().click()),
  },
  {
    name: 'retakes-ledger-none',
    show: async ({ seats }) => (await seats.at('dana', 'mock-2', 'moodle')).open('/retakes-ledger'),
  },
  { name: 'retakes-ledger', show: desk('/retakes-ledger') },
  { name: 'retakes-ledger-nobody-found', show: desk('/retakes-ledger?q=Nobody%20of%20this%20name') },
  { name: 'retakes-ledger-voucher', show: desk(({ voucher }) => `/retakes-ledger/${voucher}`) },
  { name: 'retakes-ledger-refund', show: desk(({ refund }) => `/retakes-ledger/${refund}`) },
  { name: 'retakes-ledger-extend-dialog', show: dialog('voucher', 'Move the last day') },
  { name: 'retakes-ledger-replace-dialog', show: dialog('voucher', 'Replace') },
  { name: 'retakes-ledger-code-dialog', show: dialog('voucher', 'Enter another code') },
  { name: 'retakes-ledger-release-dialog', show: dialog('booked', 'Take the booking out') },
  { name: 'retakes-ledger-void-dialog', show: dialog('voucher', 'Make it void') },
  { name: 'retakes-ledger-void', show: desk(({ ended }) => `/retakes-ledger/${ended}?done=void`) },
  { name: 'retakes-ledger-undo-dialog', show: dialog('ended', 'Undo: grant it again') },
  { name: 'retakes-ledger-to-give', show: desk(({ access }) => `/retakes-ledger/${access}`) },
  { name: 'retakes-ledger-given-dialog', show: dialog('access', 'Record that it was given') },
  { name: 'retakes-ledger-agree-dialog', show: dialog('refund', 'Agree to the payment', 'ruth') },
  { name: 'retakes-ledger-pay-dialog', show: dialog('toPay', 'Record the payment', 'ruth') },
  { name: 'retakes-ledger-of-an-administrator', show: desk('/retakes-ledger', undefined, 'ruth') },
  {
    name: 'retakes-ledger-void-refused',
    show: desk(({ voucher }) => `/retakes-ledger/${voucher}`, sendEmpty('form[data-act="void"]')),
  },
  { name: 'retakes-grant-to-whom', show: desk('/retakes-ledger/grant') },
  {
    name: 'retakes-grant',
    show: desk('/retakes-ledger/grant', async (page) => {
      await page.getByRole('link', { name: 'Ana Álvarez' }).click();
      await page.locator('form.panel').waitFor();
    }),
  },
  {
    name: 'retakes-grant-refused',
    show: desk('/retakes-ledger/grant', async (page) => {
      await page.getByRole('link', { name: 'Ana Álvarez' }).click();
      await sendEmpty('form.panel')(page);
    }),
  },
];
