// A course at work for route tests: an instructor, an assistant, two students, one exam behind the activity, and a stranger from another LMS.

import { openTestApplication, type TestApplication } from '../../support/application.ts';
import type { Visit } from '../../support/browser.ts';
import { visitorOfVisit } from '../../support/visitors.ts';
import type { Visitor } from '../../../src/domain/person.ts';
import type { Exam } from '../../../src/domain/exam/exam.ts';

const people = {
  instructor: '535fa085-f22b-4655-8f48-5a36a9215f64',
  assistant: '1d1a4a35-7a0e-4c0f-8f57-6a4f7f0c9b11',
  ana: 'a445ca99-1a64-4697-9bfa-508a118245ea',
  ben: 'c0ddc1b2-52f8-4c42-9d3e-0f8d7f6f1e02',
} as const;

export interface StaffAtWork {
  readonly all: TestApplication;
  readonly instructor: Visit;
  /** What the instructor's browser sends along. */
  readonly instructorCookies: ReadonlyMap<string, string>;
  readonly assistant: Visit;
  readonly ana: Visit;
  readonly ben: Visit;
  /** The instructor of another course, on another platform. */
  readonly stranger: Visit;
  readonly exam: Exam;
  visitorOf(visit: Visit): Promise<Visitor>;
  /** Begins an attempt at the exam; gives its id. */
  begin(student: Visit): Promise<string>;
  /** Hands an attempt in with the first option of so many questions. */
  handIn(student: Visit, attemptId: string, answered?: number): Promise<void>;
}

/** The course with the demo exam (20 questions, 25 minutes) behind its activity; `chosen: false` leaves the activity unset. */
export async function staffAtWork({ chosen = true } = {}): Promise<StaffAtWork> {
  const all = await openTestApplication();
  const arrive = (person: keyof typeof people, browser = all.browser()): Promise<Visit> =>
    browser.launch(all.campus, 'canvas', { person: people[person], activity: '501' });
  const visitorOf = (visit: Visit): Promise<Visitor> => visitorOfVisit(all, visit);
  const { exams, sitting } = all.application.services;

  const ownBrowser = all.browser();
  const instructor = await arrive('instructor', ownBrowser);
  const exam = chosen
    ? await exams.choose(await visitorOf(instructor), { blueprintId: 'cpc-demo' })
    : await exams.create(await visitorOf(instructor), 'cpc-demo');
  return {
    all,
    instructor,
    instructorCookies: ownBrowser.cookies,
    exam,
    visitorOf,
    assistant: await arrive('assistant'),
    ana: await arrive('ana'),
    ben: await arrive('ben'),
    stranger: await all.browser().launch(all.campus, 'moodle', { person: '3', activity: '1' }),

    async begin(student) {
      const visitor = await visitorOf(student);
      const { id } = await sitting.prepare(visitor, exam.id, null);
      await sitting.start(visitor, id, 'tab-1');
      return id;
    },

    async handIn(student, attemptId, answered = 20) {
      const visitor = await visitorOf(student);
      const { paper } = await sitting.room(visitor, attemptId);
      const answers = paper.slots.slice(0, answered).map(({ slot, options }, at) => [slot, answer(at, options[0]!.id)]);
      await sitting.submit(visitor, attemptId, Object.fromEntries(answers));
    },
  };
}

/** An answer as the room sends it. */
export function answer(at: number, option: string) {
  return { q: 2 ** 24 + at + 1, v: [option], flagged: false, struck: [], note: '', spentMs: 1000 };
}

/** The entries of a form of a page, as a browser would send them untouched. */
export function fieldsOf({ $ }: { readonly $: Visit['page']['$'] }, form: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { name, value } of $(form).serializeArray()) fields[name] = value ?? '';
  return fields;
}

/** The words of a part of a page, with single spaces. */
export function wordsOf({ $ }: { readonly $: Visit['page']['$'] }, selector: string): string {
  return $(selector).text().replace(/\s+/g, ' ').trim();
}
