// Rights: every route behind the session door is walked with every role; a route that is not in the table below fails the test.

import { expect } from 'chai';
import { presetOf } from '../../src/domain/exam/presets.ts';
import { settingsFor } from '../../src/services/exams.ts';
import { openTestApplication, type TestApplication } from '../support/application.ts';
import type { Visit } from '../support/browser.ts';
import { visitorOfVisit } from '../support/visitors.ts';

type Who = 'nobody' | 'student' | 'assistant' | 'instructor' | 'platform administrator';
const everyone: readonly Who[] = ['nobody', 'student', 'assistant', 'instructor', 'platform administrator'];
const students: readonly Who[] = ['student'];
const sitters: readonly Who[] = ['student', 'instructor'];
const staff: readonly Who[] = ['assistant', 'instructor'];
const instructors: readonly Who[] = ['instructor'];
const administrators: readonly Who[] = ['platform administrator'];
const ledgerReaders: readonly Who[] = ['instructor', 'platform administrator'];

/** Who gets past the guards of each route. What lies behind may still answer 404, 409 or 422. */
const table: Readonly<Record<string, readonly Who[]>> = {
  'GET /': everyone,
  'GET /time-zone': everyone,
  'POST /time-zone': everyone,
  'GET /exams/:exam/before': sitters,
  'POST /exam/prepare': sitters,
  'POST /exam/ticket': sitters,
  'POST /attempts': sitters,
  'GET /attempts/:attempt': sitters,
  'PUT /attempts/:attempt/answers': sitters,
  'GET /attempts/:attempt/clock': sitters,
  'POST /attempts/:attempt/takeover': sitters,
  'POST /attempts/:attempt/submit': sitters,
  'GET /attempts/:attempt/review': sitters,
  'GET /attempts/:attempt/result': sitters,
  'POST /attempts/:attempt/send-grade': sitters,
  'GET /attempts/:attempt/answers': sitters,
  'GET /results': sitters,
  'GET /exams': staff,
  'GET /exams/:exam': staff,
  'GET /exams/:exam/results.csv': staff,
  'GET /attempts/:attempt/file': staff,
  'GET /exams/choose': staff,
  'POST /exams/choose': instructors,
  'POST /exams': instructors,
  'POST /exams/:exam/extend-all': instructors,
  'POST /attempts/:attempt/extend': instructors,
  'POST /attempts/:attempt/pause': instructors,
  'POST /attempts/:attempt/resume': instructors,
  'POST /attempts/:attempt/close': instructors,
  'POST /attempts/:attempt/reopen': instructors,
  'POST /attempts/:attempt/void': instructors,
  'POST /attempts/:attempt/apply-late': instructors,
  'POST /attempts/:attempt/grade-again': instructors,
  'GET /exams/:exam/settings': instructors,
  'POST /exams/:exam/settings': instructors,
  'GET /accommodations': instructors,
  'POST /accommodations/:person': instructors,
  'POST /exams/:exam/preview': instructors,
  'GET /api-keys': administrators,
  'POST /api-keys': administrators,
  'POST /api-keys/:key/revoke': administrators,
  'GET /eligibility': staff,
  'GET /eligibility.csv': staff,
  'GET /eligibility/print': staff,
  'GET /eligibility/chosen': instructors,
  'POST /eligibility/waive': instructors,
  'POST /eligibility/excuse': instructors,
  'POST /eligibility/grant': instructors,
  'GET /course-plan': instructors,
  'POST /course-plan': instructors,
  'POST /course-plan/modules': instructors,
  'GET /completion': staff,
  'POST /completion': instructors,
  'GET /missing-dates': staff,
  'POST /missing-dates': instructors,
  'GET /module-link': staff,
  'POST /module-link/add': instructors,
  'POST /modules/:module/confirm': students,
  'GET /facts-import': instructors,
  'POST /facts-import': instructors,
  'GET /facts-import/template.csv': instructors,
  'GET /facts-import/:import': instructors,
  'POST /facts-import/:import/match': instructors,
  'POST /facts-import/:import/apply': instructors,
  'POST /facts-import/:import/undo': instructors,
  'GET /eligibility/remind': staff,
  'POST /eligibility/remind': staff,
  'GET /notifications': students,
  'POST /notifications': students,
  'POST /notifications/addresses': students,
  'POST /notifications/addresses/:address/again': students,
  'POST /notifications/addresses/:address/prefer': students,
  'POST /notifications/addresses/:address/remove': students,
  'POST /notifications/notices/:notice/dismiss': students,
  'GET /students/:person': staff,
  'GET /students/:person/terms': [],
  'POST /students/:person/terms': [],
  'GET /students/:person/join': [],
  'POST /students/:person/join': [],
  'POST /students/:person/unjoin': [],
  'GET /students/:person/evidence': instructors,
  'POST /students/:person/evidence': instructors,
  'GET /students/:person/waive': instructors,
  'POST /students/:person/waive': instructors,
  'POST /students/:person/waivers/:id/revoke': instructors,
  'POST /students/:person/waivers/:entry/paper': instructors,
  'POST /students/:person/pauses/:entry/paper': instructors,
  'GET /students/:person/pause': instructors,
  'POST /students/:person/pause': instructors,
  'POST /students/:person/pauses/:id/approve': instructors,
  'POST /students/:person/pauses/:id/refuse': instructors,
  'POST /students/:person/pauses/:id/revoke': instructors,
  'GET /guarantee': ['student'],
  'POST /guarantee/accept': ['student'],
  'POST /guarantee/pause': ['student'],
  'GET /guarantee/terms.txt': ['student'],
  'POST /uploads': ['student', 'instructor'],
  'GET /uploads/:upload': everyone,
  'GET /claim': students,
  'POST /claim': students,
  'POST /claim/:claim/words': students,
  'POST /claim/:claim/submit': students,
  'POST /claim/:claim/answer': students,
  'POST /claim/:claim/withdraw': students,
  'POST /claim/:claim/choose': students,
  'POST /claim/:claim/appeal': students,
  'GET /official-exam': students,
  'POST /official-exam': students,
  'POST /official-exam/:sitting': students,
  'POST /official-exam/:sitting/drop': students,
  'GET /claims': ledgerReaders,
  'POST /claims': instructors,
  'GET /claims/:claim': ledgerReaders,
  'POST /claims/:claim/take-up': instructors,
  'POST /claims/:claim/ask': instructors,
  'POST /claims/:claim/approve': instructors,
  'POST /claims/:claim/deny': instructors,
  'POST /claims/:claim/confirm': ledgerReaders,
  'POST /claims/:claim/send-back': ledgerReaders,
  'GET /official-results': instructors,
  'POST /official-results': instructors,
  'GET /official-results/:person/:sitting': instructors,
  'POST /official-results/:person/:sitting': instructors,
  'POST /official-results/:person/:sitting/unverify': instructors,
  'GET /retakes': students,
  'POST /retakes/:entitlement/book': students,
  'POST /retakes/:entitlement/cancel': students,
  'POST /retakes/:entitlement/choose': students,
  'POST /retakes/:entitlement/open': students,
  'POST /retakes/:entitlement/code': students,
  'GET /retakes-ledger': ledgerReaders,
  'GET /retakes-ledger.csv': ledgerReaders,
  'GET /retakes-ledger/grant': instructors,
  'POST /retakes-ledger/grant': instructors,
  'GET /retakes-ledger/:entitlement': ledgerReaders,
  'POST /retakes-ledger/:entitlement/book': instructors,
  'POST /retakes-ledger/:entitlement/release': instructors,
  'POST /retakes-ledger/:entitlement/use': instructors,
  'POST /retakes-ledger/:entitlement/restore': instructors,
  'POST /retakes-ledger/:entitlement/code': instructors,
  'POST /retakes-ledger/:entitlement/show-code': instructors,
  'POST /retakes-ledger/:entitlement/extend': instructors,
  'POST /retakes-ledger/:entitlement/replace': instructors,
  'POST /retakes-ledger/:entitlement/void': instructors,
  'POST /retakes-ledger/:entitlement/reinstate': instructors,
  'POST /retakes-ledger/:entitlement/approve': administrators,
  'POST /retakes-ledger/:entitlement/fulfill': administrators,
  'GET /attendance': students,
  'GET /check-in': students,
  'POST /check-in': students,
  'GET /classes': staff,
  'GET /classes/new': instructors,
  'POST /classes': instructors,
  'POST /classes/series': instructors,
  'POST /classes/series/:series/undo': instructors,
  'GET /classes/:class': staff,
  'GET /classes/:class/marks': staff,
  'POST /classes/:class/marks': staff,
  'POST /classes/:class/rest': staff,
  'POST /classes/:class/undo': staff,
  'GET /classes/:class/students/:person': staff,
  'POST /classes/:class/students/:person': staff,
  'GET /classes/:class/import': staff,
  'GET /classes/:class/import/template.csv': staff,
  'POST /classes/:class/import': staff,
  'GET /classes/:class/import/:import': staff,
  'GET /classes/:class/import/:import/columns': staff,
  'POST /classes/:class/import/:import/columns': staff,
  'POST /classes/:class/import/:import/assign': staff,
  'POST /classes/:class/import/:import/apply': staff,
  'POST /classes/:class/import/:import/undo': staff,
  'GET /classes/:class/code': staff,
  'GET /classes/:class/code/now': staff,
  'POST /classes/:class/code': staff,
  'POST /classes/:class/code/close': staff,
  'GET /classes/:class/edit': instructors,
  'POST /classes/:class/edit': instructors,
  'POST /classes/:class/cancel': instructors,
  'POST /classes/:class/restore': instructors,
  'GET /policies': administrators,
  'GET /policies/new': administrators,
  'POST /policies': administrators,
  'POST /policies/leads/:person': administrators,
  'POST /policies/:policy/archive': administrators,
  'GET /policies/:policy': administrators,
  'POST /policies/:policy': administrators,
  'GET /policies/:policy/add': administrators,
  'POST /policies/:policy/add': administrators,
  'GET /policies/:policy/publish': administrators,
  'POST /policies/:policy/publish': administrators,
  'GET /policies/:policy/try': administrators,
  'GET /policies/:policy/versions': administrators,
  'GET /policies/:policy/versions/:number': administrators,
  'GET /policies/:policy/versions/:number/policy.json': administrators,
  'POST /policies/:policy/versions/:number/draft': administrators,
  'GET /policies/:policy/difference': administrators,
  'GET /policies/:policy/drafts/:draft': administrators,
  'POST /policies/:policy/drafts/:draft': administrators,
  'GET /policies/:policy/policy.json': administrators,
  'GET /policies/:policy/json': administrators,
  'POST /policies/:policy/json': administrators,
  'GET /deep-link': instructors,
  'POST /deep-link': instructors,
};

interface Layer {
  readonly route?: { readonly path: string | string[]; readonly methods: Record<string, boolean> };
  readonly handle: { readonly stack?: Layer[] };
}

/** The routes of the router that lies behind the session door: the one with the landing. */
function routesOf(all: TestApplication): string[] {
  const { stack } = (all.application.app as unknown as { router: { stack: Layer[] } }).router;
  const routers = stack.flatMap((layer) => (layer.handle.stack ? [layer.handle.stack] : []));
  const pages = routers.find((layers) => layers.some((layer) => layer.route?.path === '/'))!;
  return pages.flatMap(({ route }) =>
    route ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${[route.path].flat()[0]!}`) : [],
  );
}

describe('rights', () => {
  let all: TestApplication;
  let examId: string;
  let attemptId: string;
  const visits = new Map<Who, Visit>();

  before(async () => {
    all = await openTestApplication();
    const arrive = async (who: Who, person: string, roles?: string[]): Promise<void> => {
      if (roles)
        all.campus.school('moodle').tamper((draft) => {
          draft.claims['https://purl.imsglobal.org/spec/lti/claim/roles'] = roles;
        });
      visits.set(who, await all.browser().launch(all.campus, 'moodle', { person, activity: '1' }));
    };
    const membership = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
    await arrive('instructor', '3', [`${membership}#Instructor`]);
    await arrive('assistant', '6', [`${membership}#Instructor`, `${membership}/Instructor#TeachingAssistant`]);
    await arrive('student', '5', [`${membership}#Learner`]);
    await arrive('nobody', '4', [`${membership}#Mentor`]);
    await arrive('platform administrator', '2', [
      'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
    ]);

    const instructor = await visitorOfVisit(all, visits.get('instructor')!);
    const { exams, sitting } = all.application.services;
    const exam = await exams.create(instructor, 'cpc-demo', settingsFor(presetOf('cpc-demo')!));
    examId = exam.id;
    // Somebody else's attempt: the instructor's own preview.
    attemptId = (await sitting.prepare(instructor, exam.id, null)).id;
  });
  after(() => all.close());

  it('names every route and no other', () => {
    expect(routesOf(all).toSorted()).to.deep.equal(Object.keys(table).toSorted());
  });

  for (const [route, allowed] of Object.entries(table))
    it(`${route}: ${allowed === everyone ? 'everyone' : allowed.join(', ')}`, async () => {
      const [method = '', pattern = ''] = route.split(' ');
      const path = pattern.replace(':exam', examId).replace(':attempt', attemptId).replace(':person', 'somebody');
      for (const who of everyone) {
        const visit = visits.get(who)!;
        const answer =
          method === 'GET'
            ? await visit.get(path)
            : method === 'POST'
              ? await visit.post(path)
              : await visit.send(method, path, {});
        const isRefused = answer.status === 403;
        expect(answer.status, `${who} at ${route}`).to.be.below(500);
        expect(isRefused, `${who} at ${route} got ${answer.status}`).to.equal(!allowed.includes(who));
      }
    });

  it('shows nobody another person’s attempt: it is as absent as none', async () => {
    const student = visits.get('student')!;
    for (const path of ['', '/clock', '/review', '/result', '/answers'])
      expect((await student.get(`/attempts/${attemptId}${path}`)).status, path).to.equal(404);
    expect(
      (await student.send('PUT', `/attempts/${attemptId}/answers`, { slots: { s1: { q: 2 ** 24 + 1, v: ['a'] } } }))
        .status,
    ).to.equal(404);
    expect((await student.send('POST', `/attempts/${attemptId}/submit`, { slots: {} })).status).to.equal(404);
  });

  it('shows an instructor of another course and platform nothing of this one', async () => {
    const stranger = await all
      .browser()
      .launch(all.campus, 'canvas', { person: '535fa085-f22b-4655-8f48-5a36a9215f64', activity: '501' });
    for (const path of [
      `/exams/${examId}`,
      `/exams/${examId}/settings`,
      `/exams/${examId}/results.csv`,
      `/attempts/${attemptId}/file`,
    ])
      expect((await stranger.get(path)).status, path).to.equal(404);
    expect((await stranger.post(`/attempts/${attemptId}/void`, { reason: 'mine now' })).status).to.equal(404);
  });
});
