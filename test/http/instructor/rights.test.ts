// Which of the staff may do what on their pages.

import { expect } from 'chai';
import type { Visit } from '../../support/browser.ts';
import { staffAtWork, type StaffAtWork } from './staff-at-work.ts';

/** Every address of staff: what it takes, and what an instructor, an assistant, a student and a stranger's instructor get. */
interface Case {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly assistant: number;
  /** Null where the address names no object, so that a stranger's instructor is at home there. */
  readonly stranger: 404 | null;
}

const get = (path: string, assistant: number, stranger: Case['stranger'] = 404): Case => ({
  method: 'GET',
  path,
  assistant,
  stranger,
});
const post = (path: string, stranger: Case['stranger'] = 404): Case => ({
  method: 'POST',
  path,
  assistant: 403,
  stranger,
});

const cases: readonly Case[] = [
  get('/exams', 200, null),
  get('/exams/choose', 200, null),
  get('/exams/EXAM', 200),
  get('/exams/EXAM?part=sitting', 200),
  get('/exams/EXAM/results.csv', 200),
  get('/attempts/ATTEMPT/file', 200),
  get('/exams/EXAM/settings', 403),
  get('/accommodations', 403, null),
  post('/exams', null),
  post('/exams/choose', null),
  post('/exams/EXAM/preview'),
  post('/exams/EXAM/settings'),
  post('/exams/EXAM/extend-all'),
  post('/attempts/ATTEMPT/extend'),
  post('/attempts/ATTEMPT/pause'),
  post('/attempts/ATTEMPT/resume'),
  post('/attempts/ATTEMPT/close'),
  post('/attempts/ATTEMPT/reopen'),
  post('/attempts/ATTEMPT/void'),
  post('/attempts/ATTEMPT/apply-late'),
  post('/attempts/ATTEMPT/grade-again'),
  post('/accommodations/PERSON'),
];

/** Whatever the forms of staff ask for, so that nothing but the right decides. */
const everything = {
  reason: 'A test',
  minutes: '5',
  actId: 'press-1',
  slot: 's1',
  version: '1',
  choice: 'exam:none',
  factor: '1.5',
  extraMinutes: '0',
};

describe('who may do what on the pages of staff', () => {
  let course: StaffAtWork;
  let attemptId: string;
  let personId: string;

  before(async () => {
    course = await staffAtWork();
    attemptId = await course.begin(course.ana);
    personId = (await course.visitorOf(course.ana)).personId;
  });
  after(() => course.all.close());

  async function statusFor(visit: Visit, { method, path }: Case): Promise<number> {
    const filled = path.replace('EXAM', course.exam.id).replace('ATTEMPT', attemptId).replace('PERSON', personId);
    return (await (method === 'GET' ? visit.get(filled) : visit.post(filled, everything))).status;
  }

  for (const one of cases) {
    it(`${one.method} ${one.path}: a student is refused, an assistant gets ${one.assistant}`, async () => {
      expect(await statusFor(course.ana, one)).to.equal(403);
      expect(await statusFor(course.assistant, one)).to.equal(one.assistant);
    });
    if (one.stranger)
      it(`${one.method} ${one.path}: another course’s instructor finds nothing`, async () => {
        expect(await statusFor(course.stranger, one)).to.equal(404);
      });
  }

  it('changes nothing for any of them', async () => {
    const attempt = await course.all.application.stores.attempts.find(attemptId);
    expect(attempt).to.deep.include({ state: 'in_progress', voided: null });
    expect(attempt!.timing.credits).to.deep.equal({});
  });

  it('takes no act without the token of the visit', async () => {
    const forged = await course.instructor.post(`/attempts/${attemptId}/close`, { ...everything, csrf: 'guessed' });
    expect(forged.status).to.equal(403);
    expect((await course.all.application.stores.attempts.find(attemptId))?.state).to.equal('in_progress');
  });

  it('gives an assistant pages without any acting button', async () => {
    for (const path of ['/exams', `/exams/${course.exam.id}`, `/attempts/${attemptId}/file`]) {
      const { $ } = await course.assistant.get(path);
      expect($('main form[method=post]'), path).to.have.length(0);
    }
  });
});
