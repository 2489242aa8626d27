// A student's whole way with the guarantee: from the first launch over classes, modules, a mock and a failed exam to an approved claim, and the retake used.

import { expect } from 'chai';
import type { Browser, BrowserContext, FrameLocator } from 'playwright-core';
import { exampleSchools } from '../../fixtures/campus/example.ts';
import type { SchoolPlan } from '../../fixtures/campus/plan.ts';
import { parametersOf } from '../../src/domain/evidence/completion-link.ts';
import type { RawPolicy } from '../../src/domain/policies/raw-policy.ts';
import { openTestApplication, runningClock, type TestApplication } from '../support/application.ts';
import { canvas, enter } from '../support/campus-walk.ts';
import { arrive, people, setUpExam } from '../support/candidates.ts';
import { pdf } from '../support/claimants.ts';
import { classGiven } from '../support/class-given.ts';
import { chromiumOrSkip } from '../support/chromium.ts';
import { openExamWindow, type WindowRoom } from '../support/exam-room.ts';
import { giveGuarantee } from '../support/guarantee.ts';

const hour = 3_600_000;
const day = 24 * hour;

/** Every kind of fact once: classes, modules, a mock that is passed, and a sitting in time that was failed. */
const policy: RawPolicy = {
  id: 'whole-way',
  timeZone: 'America/Chicago',
  requires: {
    all: [
      { id: 'classes', rule: 'attendance', require: { all: true } },
      { id: 'modules', rule: 'course_complete', window: { anchor: 'enrolledOn', amount: { months: 2 } } },
      { id: 'ready', rule: 'mock', mode: 'best', minScore: 70, before: 'exam' },
      { id: 'exam', rule: 'exam_taken', window: { anchor: 'completedOn', amount: { days: 30 } } },
      { id: 'failed', rule: 'outcome' },
    ],
  },
  claim: {
    window: { anchor: 'result1', amount: { days: 30 } },
    evidence: ['official_report_1'],
    satisfiedBy: 'received',
    decideIn: { businessDays: 5 },
    decidedBy: 'the course team',
  },
  remedies: [{ type: 'retake_voucher', validFor: { months: 10 } }],
};

/** What the decision says. */
const words = 'Everything is in order. Good luck with your second try.';

/** The voucher's. */
const code = 'CPC-9F2K-77XA';

const modules = { m1: 'Anatomy', m2: 'Modifiers' };

/** The example school with a link for each module: one marks when it is opened, the other once the student confirms. */
function schoolWithModules(): SchoolPlan[] {
  const marks = { m1: 'opened', m2: 'confirmed' } as const;
  const links = (['m1', 'm2'] as const).map((module) => ({
    id: module,
    title: `Completion of ${modules[module]}`,
    points: null,
    custom: parametersOf({ module, title: modules[module], marks: marks[module] }),
  }));
  return exampleSchools()
    .filter(({ id }) => id === canvas.id)
    .map((school) => ({
      ...school,
      courses: school.courses.map((course) => ({ ...course, activities: [...(course.activities ?? []), ...links] })),
    }));
}

describe('a student goes from enrollment to an approved claim and uses the retake', function () {
  this.timeout(120_000);
  let browser: Browser;
  let all: TestApplication;
  let atHome: BrowserContext;
  let atSchool: BrowserContext;
  let room: WindowRoom;

  /** The student, or somebody of the staff, comes from the LMS: visits end while the days go by. */
  const ana = async (activity: string = canvas.activity): Promise<FrameLocator> =>
    (await enter(all, atHome, canvas, canvas.student)).openActivity(activity);
  const office = async (): Promise<FrameLocator> => (await enter(all, atSchool, canvas, canvas.teacher)).openActivity();
  const guaranteeOfAna = async (): Promise<FrameLocator> => {
    const frame = await ana();
    await frame.getByRole('link', { name: 'My guarantee' }).click();
    await frame.getByRole('heading', { name: 'My guarantee', level: 1 }).waitFor();
    return frame;
  };
  const finding = (frame: FrameLocator, group: 'todo' | 'done', words: string | RegExp) =>
    frame.locator(`[data-group="${group}"]`).getByText(words).first();

  before(async function () {
    browser = await chromiumOrSkip(this);
    all = await openTestApplication({ clock: runningClock(), schools: schoolWithModules() });
    const { instructor } = await setUpExam(all, 'canvas', { countsAs: 'mock', attemptsAllowed: 3 });
    await giveGuarantee(all, instructor, policy);
    const { coursePlans, schedule } = all.application.services;
    for (const [id, title] of Object.entries(modules))
      await coursePlans.changeModules(instructor, { act: 'add', id, title, isRequired: true });
    await schedule.add(instructor, classGiven(all.clock.now() + hour));
    [atHome, atSchool] = [await browser.newContext(), await browser.newContext()];
  });
  after(async () => {
    await browser?.close();
    await all?.close();
  });

  it('arrives, and reads that the date of enrollment is asked for', async () => {
    const frame = await guaranteeOfAna();
    await frame
      .getByText(/^Your school has not recorded .*enroll.* yet\..* it is never held against you\.$/i)
      .waitFor();
  });

  it('gets the date from staff, who take the day of the first launch for right', async () => {
    const frame = await office();
    await frame.getByRole('link', { name: 'Eligibility' }).click();
    await frame.getByRole('link', { name: 'Missing dates' }).click();
    const row = frame.getByRole('row', { name: /Ana Álvarez/ });
    await row.getByRole('checkbox').first().check();
    await frame.getByRole('button', { name: 'Confirm those chosen' }).click();
    await frame.getByText('1 date recorded.').waitFor();
  });

  it('accepts the terms, which are theirs from then on', async () => {
    const frame = await guaranteeOfAna();
    await frame.getByRole('link', { name: 'Read the terms' }).click();
    await frame.getByRole('checkbox', { name: 'I have read these terms.' }).check();
    await frame.getByRole('button', { name: 'Accept the terms' }).click();
    await frame.getByText('You have accepted the terms. They are yours from now on.').waitFor();
    await frame.getByText(/^Version \S+ of the terms, accepted /).waitFor();
  });

  it('checks in to the class by the code that is shown there', async () => {
    all.clock.advance(hour + 60_000);
    const wall = await office();
    await wall.getByRole('link', { name: 'Classes' }).click();
    await wall.getByRole('link', { name: 'Class 24' }).first().click();
    await wall.getByRole('link', { name: 'Show a code' }).click();
    await wall.getByRole('button', { name: 'Show a code' }).click();
    const shown = await wall.locator('[data-code-shown]').innerText();
    const frame = await ana();
    await frame.getByRole('link', { name: 'Attendance' }).click();
    await frame.getByRole('link', { name: 'Check in by code' }).click();
    await frame.getByLabel('Code').fill(shown);
    await frame.getByRole('button', { name: 'Check in' }).click();
    await frame
      .getByText(/You are checked in/)
      .first()
      .waitFor();
  });

  it('completes the modules by their links', async () => {
    const opened = await ana('m1');
    await opened.getByText('You have done “Anatomy”').waitFor();
    const asked = await ana('m2');
    await asked.getByText('Have you done “Modifiers”?').waitFor();
    await asked.locator('main form button').click();
    await asked.getByText('You have done “Modifiers”').waitFor();
  });

  it('passes a mock exam, which counts', async () => {
    all.clock.advance(day);
    const frame = await guaranteeOfAna();
    await finding(frame, 'done', /module|course/i).waitFor();
    await frame.getByRole('link', { name: 'Exam', exact: true }).click();
    room = await openExamWindow(atHome, frame);
    await answerRight();
    await room.openReview();
    await room.submit();
    await room.page.waitForURL(/\/result/);
    await room.page.getByText('Passed').first().waitFor();
  });

  it('books the official exam, and sees before what the day means', async () => {
    const frame = await guaranteeOfAna();
    await frame.getByRole('link', { name: 'My official exam' }).first().click();
    await frame.getByText(/book/i).and(frame.locator('summary')).click();
    const form = frame.locator('#booking-new');
    await form.getByLabel('Day of the exam').fill('2026-12-12');
    await form.getByLabel('Place', { exact: true }).fill('Chicago');
    await form.getByRole('button', { name: 'See what it means' }).click();
    await frame.getByText('Nothing has been saved yet.').waitFor();
    await frame.getByRole('button', { name: 'Save this' }).click();
    await frame.getByText('Your exam date is kept.').waitFor();
  });

  it('fails it, reports so and adds the score report', async () => {
    all.clock.advance(20 * day);
    const frame = await guaranteeOfAna();
    await frame.getByRole('link', { name: 'My official exam' }).first().click();
    await frame.getByText(/^How did the .* of Sat 12 Dec 2026 go\?/).waitFor();
    const sitting = frame.locator('[data-sitting]');
    await sitting.locator('summary').first().click();
    await sitting.getByLabel('I did not pass').check();
    await sitting.getByLabel('Day the result came out').fill('2026-12-13');
    await sitting.getByLabel('Score').fill('64');
    await sitting.getByRole('button', { name: 'Save', exact: true }).click();
    await frame.getByText('Kept. Staff check it, then it counts.').waitFor();
    await frame
      .locator('[data-sitting] input[type=file]')
      .setInputFiles({ name: 'score-report.pdf', mimeType: 'application/pdf', buffer: pdf });
    const send = frame.locator('[data-sitting]').getByRole('button', { name: /^Send/ });
    if (await send.isVisible()) await send.click();
    await frame
      .locator('[data-sitting]')
      .getByRole('link', { name: /^score-report/ })
      .first()
      .waitFor();
  });

  it('is checked by staff against the report', async () => {
    const frame = await office();
    await frame.getByRole('link', { name: 'Claims' }).click();
    await frame.locator('#results').getByRole('link', { name: 'Ana Álvarez' }).click();
    await frame
      .getByRole('link', { name: /^score-report/ })
      .first()
      .waitFor();
    await frame.getByRole('button', { name: 'It is right: count it' }).click();
    await frame
      .getByText(/counts/)
      .first()
      .waitFor();
  });

  it('files the claim in one tap', async () => {
    const frame = await guaranteeOfAna();
    await frame.getByRole('link', { name: 'File a claim' }).first().click();
    await frame.getByRole('button', { name: 'File my claim now' }).click();
    await frame.getByText('Your claim is filed. Its number and date are below.').waitFor();
  });

  it('is approved by staff, with words that the student reads', async () => {
    const frame = await office();
    await frame.getByRole('link', { name: /^Claims/ }).click();
    await frame.getByRole('link', { name: /^Ana Álvarez/ }).click();
    const way = frame.locator('[data-way="approve"]');
    if (!(await way.getByLabel('What Ana will read').isVisible())) await way.locator('summary').click();
    await way.getByLabel('What Ana will read').fill(words);
    await way.getByRole('button', { name: /approve/i }).click();
    await frame.getByText('Approved').first().waitFor();
    await frame.locator('[data-granted]').getByRole('link', { name: 'Retake voucher' }).click();
    await frame.getByRole('button', { name: 'Enter the code' }).click();
    const dialog = frame.getByRole('dialog', { name: 'The code of this voucher' });
    await dialog.getByLabel('Code').fill(code);
    await dialog.getByLabel('Reason').fill('The voucher was bought today');
    await dialog.getByRole('button', { name: 'Keep the code' }).click();
    await frame.getByText('The code is kept, encrypted.').waitFor();
  });

  it('shows the code of the retake when it is asked for, and says that it was shown', async () => {
    const frame = await guaranteeOfAna();
    await frame.getByText('Your claim is approved.').waitFor();
    await frame.getByRole('link', { name: 'My claim' }).first().click();
    await frame.getByText(words).first().waitFor();
    await frame.getByRole('link', { name: 'My retakes' }).last().click();
    expect(await frame.getByText(code).count()).to.equal(0);
    await frame.getByRole('button', { name: 'Show code' }).click();
    await frame.getByText(code).waitFor();
    await frame.getByRole('link', { name: 'My retakes' }).click();
    await frame.getByText('Shown once so far.').waitFor();
  });

  it('holds the retake for a second sitting, which uses it', async () => {
    const frame = await guaranteeOfAna();
    await frame.getByRole('link', { name: 'My retakes' }).last().click();
    await frame.getByRole('button', { name: 'Note my booking' }).click();
    const dialog = frame.getByRole('dialog', { name: 'When is your exam?' });
    await dialog.getByLabel('Start of the exam').fill('2027-01-15T09:30');
    await dialog.getByRole('button', { name: 'Hold the retake for it' }).click();
    await frame.getByText('Your retake is held for this booking.').waitFor();
    all.clock.advance(40 * day);
    await all.application.services.retakes.lapseDue(10);
    const later = await guaranteeOfAna();
    await later.getByRole('link', { name: 'My retakes' }).last().click();
    await later.getByText(/^Used for the sitting of /).waitFor();
  });

  it('stands in the student’s file for staff, the whole of it in words', async () => {
    const frame = await office();
    await frame.getByRole('link', { name: 'Eligibility' }).click();
    await frame.getByRole('link', { name: 'Ana Álvarez' }).first().click();
    await frame.getByRole('link', { name: 'Open the whole file' }).click();
    await frame.getByRole('heading', { name: 'History' }).waitFor();
    const log = await frame.locator('section[aria-labelledby="history-h"] ol.log li').allInnerTexts();
    // The newest comes first.
    const told = [
      /entered the code of the retake voucher/,
      /granted the retake voucher/,
      /approved the claim: retake voucher\. Reason: Everything is in order/,
      /checked the official exam of Sat 12 Dec 2026/,
      /recorded “Completed on”/,
      /recorded the module “Modifiers”/,
      /recorded the module “Anatomy”/,
      /accepted the terms/,
      /recorded “Enrolled on”/,
    ];
    expect(log).to.have.length(told.length);
    for (const [at, sentence] of told.entries()) expect(log[at]).to.match(sentence);
  });

  /** Answers every question of the exam that is open, rightly. */
  async function answerRight(): Promise<void> {
    const { attempts } = all.application.stores;
    const { papers } = all.application.services;
    const student = await arrive(all, 'canvas', people.canvas.students[0]);
    const [open] = await attempts.openOfPerson(student.platformId, student.personId);
    const form = await papers.form(open!.formId);
    const items = await papers.versionsOf(form);
    for (const [at, slot] of form.slots.entries()) {
      if (at > 0) await room.next();
      await room.place.getByRole('heading', { name: `Question ${at + 1} of` }).waitFor();
      const { key } = items.get(slot.itemVersion)!.content;
      await room.choose(slot.optionOrder.findIndex((id) => key.includes(id)));
    }
    await room.saved(/^Saved \d/);
  }
});
