// Claims in every state: as students file and follow theirs, and as staff read and decide them; exam results beside their reports.

import type { Page } from 'playwright-core';
import { arrive } from '../../../fixtures/story-launch.ts';
import { storySchools } from '../../../fixtures/story-schools.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import type { TestApplication } from '../../support/application.ts';
import { bytesOf, choicePolicy, pdf } from '../../support/claimants.ts';
import { giveGuarantee } from '../../support/guarantee.ts';
import type { Picture, Studio } from './picture.ts';
import { instructorAt } from './staff.ts';

const day = 86_400_000;

/** What stands in the pictures. */
interface Claimed {
  readonly submitted: string;
  readonly denied: string;
  readonly proposed: string;
  readonly toCheck: string;
}

const claimed = new WeakMap<TestApplication, Promise<Claimed>>();

/** Files once, so that the first picture in which claims stand brings them for all. */
function withClaims({ all }: Studio): Promise<Claimed> {
  const known = claimed.get(all) ?? claimAll(all);
  claimed.set(all, known);
  return known;
}

async function claimAll(all: TestApplication): Promise<Claimed> {
  const { claims, claimDecisions, evidence, officialExam, uploads } = all.application.services;
  const school = storySchools().find(({ plan }) => plan.id === 'canvas')!;
  const visitorOf = (person: string): Promise<Visitor> =>
    arrive(all.application, all.campus.school('canvas'), {
      person: school.personId(person),
      activity: school.activityId('mock-1'),
    });
  const dana = await instructorAt(all, 'canvas', 'mock-1');
  const dayText = (days: number) => new Date(all.clock.now() + days * day).toISOString().slice(0, 10);
  const refund = { type: 'exam_fee_refund', amount: 290, currency: 'USD', exclusiveWith: ['retake_voucher'] };
  const remedies = [{ type: 'retake_voucher', validFor: { months: 10 } }, refund];
  await giveGuarantee(all, dana, { ...choicePolicy, remedies }, dayText(0));

  const said = { on: dayText(-2), startAt: null, result: 'fail', resultReleasedOn: dayText(-1) } as const;
  const more = { score: 66, place: 'Lakeshore test center', version: null };
  const paper = async (who: Visitor) => (await uploads.keep(who, { name: 'score-report.pdf', bytes: bytesOf(pdf) })).id;
  const enroll = (who: Visitor) =>
    evidence.recordFor(dana, who.personId, { kind: 'date', name: 'enrolledOn', on: dayText(-30), reason: '' });
  const filing = { how: 'file', words: 'I was close both times. The report is attached.', choice: null } as const;
  const file = async (who: Visitor) => {
    await enroll(who);
    return claims.file(who, filing);
  };
  const [amara, grace, marcus, daniela, benjamin] = await Promise.all(
    ['amara', 'grace', 'marcus', 'daniela', 'benjamin'].map(visitorOf),
  );
  await officialExam.enterFor(dana, amara!.personId, { ...said, ...more }, 'Report by mail');
  const submitted = await file(amara!);
  await claims.attach(amara!, submitted.id, 'official_report_1', await paper(amara!));
  await file(grace!);
  const { id: toCheck } = await officialExam.report(marcus!, null, { ...said, ...more });
  await officialExam.addReport(marcus!, toCheck, await paper(marcus!));
  const third = await file(marcus!);
  const grounds = {
    rule: 'exam',
    ruleWords: 'Sit the official exam within 60 days of enrolling.',
    fact: 'The report is of a practice test.',
    on: dayText(-2),
    wouldHaveChanged: 'A report of the official exam.',
  };
  const words = 'Dear Marcus, I am sorry: the report is not of the official exam.';
  await claimDecisions.deny(dana, third.id, { rev: third.rev, words, note: '', grounds });
  const fourth = await file(daniela!);
  const approval = {
    words: 'Dear Daniela, the fee comes back.',
    note: 'Seen the letter',
    remedies: ['exam_fee_refund'],
  };
  await claimDecisions.approve(dana, fourth.id, { ...approval, rev: fourth.rev });
  await enroll(benjamin!);
  return { submitted: submitted.id, denied: third.id, proposed: fourth.id, toCheck: `${marcus!.personId}/${toCheck}` };
}

type Bring = (page: Page) => Promise<unknown>;
const nothing: Bring = async () => undefined;

const seat = (person: string, path: string | ((ids: Claimed) => string), bring: Bring = nothing): Picture['show'] => {
  return async (studio) => {
    const ids = await withClaims(studio);
    const page = await (await studio.seats.at(person, 'mock-1')).open(typeof path === 'string' ? path : path(ids));
    await bring(page);
    return page;
  };
};

const openAll: Bring = (page) =>
  page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));

export const claimPages: readonly Picture[] = [
  { name: 'claim-to-file', show: seat('benjamin', '/claim') },
  { name: 'claim-papers-to-follow', show: seat('grace', '/claim', openAll) },
  { name: 'claim-with-staff', show: seat('amara', '/claim') },
  { name: 'claim-denied', show: seat('marcus', '/claim') },
  { name: 'official-exam-none', show: seat('benjamin', '/official-exam', openAll) },
  { name: 'official-exam-to-check', show: seat('marcus', '/official-exam') },
  { name: 'claims-queue', show: seat('dana', '/claims') },
  { name: 'claims-over', show: seat('dana', '/claims?show=over', openAll) },
  { name: 'claim-review', show: seat('dana', ({ submitted }) => `/claims/${submitted}`) },
  { name: 'claim-review-ways', show: seat('dana', ({ submitted }) => `/claims/${submitted}`, openAll) },
  { name: 'claim-review-second', show: seat('dana', ({ proposed }) => `/claims/${proposed}`) },
  { name: 'claim-review-denied', show: seat('dana', ({ denied }) => `/claims/${denied}`) },
  { name: 'official-result', show: seat('dana', ({ toCheck }) => `/official-results/${toCheck}`) },
  { name: 'official-results', show: seat('dana', '/official-results') },
];
