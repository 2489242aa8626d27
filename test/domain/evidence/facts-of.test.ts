// How what is recorded becomes facts: nothing unmarked is absence, nothing unverified is a result, nothing revoked counts.

import { expect } from 'chai';
import { coursePlanSchema, classSchema } from '../../../src/domain/evidence/course-plan.ts';
import { factsOf, noClaims, type Evidence } from '../../../src/domain/evidence/facts-of.ts';
import { factsFileSchema } from '../../../src/domain/evidence/facts-file.ts';
import { emptyFile, studentFileSchema } from '../../../src/domain/evidence/student-file.ts';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import { evaluate, readFacts } from '../../../src/domain/guarantee/evaluate.ts';

const owner = { organizationId: 'o', platformId: 'p', courseId: 'c', personId: 'ana' };
const origin = { source: 'staff', by: 'dana', byName: 'Dana Whitfield', at: 0 } as const;
const plan = coursePlanSchema.parse({ id: 'c', organizationId: 'o', platformId: 'p' });
const held = (id: string, on: string, more: object = {}) =>
  classSchema.parse({
    id,
    organizationId: 'o',
    platformId: 'p',
    courseId: 'c',
    title: `Class ${id}`,
    startsAt: Date.parse(`${on}T18:00:00Z`),
    minutes: 90,
    zone: 'America/Chicago',
    on,
    ...more,
  });

function facts(file: object, more: Partial<Evidence> = {}) {
  const whole = studentFileSchema.parse({ ...emptyFile(owner), ...file });
  return factsOf({ file: whole, plan, classes: [], claims: noClaims, remediesTaken: [], ...more });
}

describe('the facts of a student', () => {
  it('hold a class without a mark as not recorded, and an absent one as no minutes', () => {
    const classes = [held('1', '2026-11-02'), held('2', '2026-11-09'), held('3', '2026-11-16', { isCancelled: true })];
    const { sessions } = facts({ marks: { 2: { ...origin, status: 'absent' } } }, { classes });
    expect(sessions).to.deep.equal([
      { on: '2026-11-02', min: 90, present: null },
      { on: '2026-11-09', min: 90, present: 0, late: false, excused: false },
    ]);
  });

  it('are the same of a whole file and of the part of it that is read for a long list', () => {
    const value = { ...origin, on: '2026-11-20', pct: 40, list: null };
    const stored = {
      ...emptyFile(owner),
      rev: 3,
      terms: { ...origin, policyId: 'p', number: 2, text: 'The terms.' },
      dates: { enrolledOn: { ...origin, value: '2026-09-01' } },
      values: { discounted: { ...origin, value: { value: true, from: '2026-10-01', before: false } } },
      marks: {
        1: { ...origin, status: 'late', minutes: 70 },
        2: { ...origin, status: 'absent', makeup: { on: '2026-11-12', mode: 'recording' } },
      },
      modules: { m: { ...origin, value: { on: '2026-11-05', grade: 90 } } },
      progress: { 'progress@2026-11-20': { ...origin, value } },
      mocks: {
        a: { examId: 'e', title: 'E', at: 0, score: 71, kind: 'mock', isPassed: true, isValid: true, version: 1 },
      },
      sittings: { s: { ...origin, id: 's', on: '2026-11-21', result: 'fail', resultReleasedOn: '2026-11-22' } },
      priorAttempts: { ...origin, value: 1 },
      waivers: { w: { ...origin, rule: 'r', action: 'waive', grantedOn: '2026-11-01', reason: 'Flood' } },
      pauses: { x: { ...origin, from: '2026-10-01', to: '2026-10-09', status: 'approved', reason: 'Leave' } },
    };
    const classes = [held('1', '2026-11-02'), held('2', '2026-11-09'), held('3', '2026-11-16')];
    const of = (file: Evidence['file']) => factsOf({ file, plan, classes, claims: noClaims, remediesTaken: [] });
    expect(of(factsFileSchema.parse(stored))).to.deep.equal(of(studentFileSchema.parse(stored)));
  });

  it('share a class among students with the same mark, and read it once', () => {
    const classes = [held('1', '2026-11-02')];
    const listOf = (status: string) =>
      (facts({ marks: { 1: { ...origin, status } } }, { classes }) as { sessions: unknown[] }).sessions;
    expect(listOf('present')[0]).to.equal(listOf('present')[0]);
    expect(listOf('present')[0]).not.to.equal(listOf('late')[0]);
  });

  it('hold counted minutes, lateness, excuses and makeups', () => {
    const classes = [held('1', '2026-11-02'), held('2', '2026-11-09')];
    const { sessions } = facts(
      {
        marks: {
          1: { ...origin, status: 'late', minutes: 70 },
          2: { ...origin, status: 'excused', makeup: { on: '2026-11-12', mode: 'recording' } },
        },
      },
      { classes },
    );
    expect(sessions).to.deep.equal([
      { on: '2026-11-02', min: 90, present: 70, late: true, excused: false },
      {
        on: '2026-11-09',
        min: 90,
        present: 0,
        late: false,
        excused: true,
        makeup: { on: '2026-11-12', mode: 'recording' },
      },
    ]);
  });

  it('keep classes of other lists apart', () => {
    const classes = [held('1', '2026-11-02'), held('2', '2026-11-03', { list: 'reviews' })];
    const all = facts({}, { classes });
    expect(all['sessions']).to.have.length(1);
    expect(all['reviews']).to.have.length(1);
  });

  it('hold a result as pending until staff have verified it, and a booking as no sitting at all', () => {
    const sitting = { ...origin, on: '2026-11-20', result: 'fail', score: 61, resultReleasedOn: '2026-11-22' };
    const verified = { by: 'dana', byName: 'Dana Whitfield', at: 1 };
    const examsOf = (sittings: object) => facts({ sittings })['exams'];
    expect(examsOf({ a: { ...sitting, id: 'a' } })).to.deep.equal([
      { on: '2026-11-20', startAt: null, result: 'pending', version: null },
    ]);
    expect(examsOf({ a: { ...sitting, id: 'a', verified } })).to.deep.equal([
      {
        on: '2026-11-20',
        startAt: null,
        result: 'fail',
        resultReleasedOn: '2026-11-22',
        score: 61,
        parts: {},
        version: null,
      },
    ]);
    expect(examsOf({ a: { ...sitting, id: 'a', result: 'booked' } })).to.deep.equal([]);
  });

  it('leave out what was revoked, refused or only asked for', () => {
    const waiver = { ...origin, rule: 'attendance', action: 'waive', grantedOn: '2026-11-01', reason: 'Storm' };
    const pause = { ...origin, from: '2026-10-01', to: '2026-10-10', reason: 'Illness' };
    const given = facts({
      waivers: { a: waiver, b: { ...waiver, revokedAt: 5 } },
      pauses: { a: { ...pause, status: 'approved' }, b: { ...pause, status: 'asked' } },
    });
    expect(given['waivers']).to.deep.equal([
      { rule: 'attendance', action: 'waive', until: null, grantedOn: '2026-11-01' },
    ]);
    expect(given['pauses']).to.deep.equal([{ from: '2026-10-01', to: '2026-10-10', status: 'approved' }]);
  });

  it('count modules as coursework where nobody recorded it otherwise', () => {
    const modules = [
      { id: 'a', title: 'A' },
      { id: 'b', title: 'B' },
      { id: 'x', title: 'Extra', isRequired: false },
    ];
    const done = { a: { ...origin, value: { on: '2026-11-01', grade: 80 } } };
    const withModules = { plan: coursePlanSchema.parse({ ...plan, modules }) };
    expect(facts({ modules: done }, withModules)['coursework']).to.deep.equal({ done: 1, total: 2, grade: 80 });
    expect(facts({})['coursework']).to.equal(null);
  });

  it('are read by the evaluator as they are, with a suggested date counting for nothing', () => {
    const policy = compilePolicy({
      timeZone: 'America/Chicago',
      requires: {
        all: [
          { id: 'done', rule: 'course_complete', window: { anchor: 'enrolledOn', amount: { months: 5 } } },
          { id: 'class', rule: 'attendance', require: { all: true } },
          { id: 'mock', rule: 'mock', mode: 'best', minScore: 80 },
          { id: 'exam', rule: 'exam_taken', window: { anchor: 'completedOn', amount: { days: 30 } } },
        ],
      },
      claim: { window: { anchor: 'result1', amount: { days: 30 } }, evidence: [] },
      remedies: [{ type: 'retake_voucher' }],
    });
    if (!policy.ok) throw new Error(JSON.stringify(policy.faults));
    const raw = facts(
      {
        suggestions: { enrolledOn: { ...origin, source: 'launch', value: '2026-09-01' } },
        dates: { completedOn: { ...origin, value: '2026-11-10' } },
        marks: { 1: { ...origin, status: 'present' } },
        mocks: {
          m: {
            examId: 'e',
            title: 'Mock',
            at: 1_794_000_000_000,
            score: 84,
            kind: 'mock',
            isPassed: true,
            isValid: true,
            version: 1,
          },
        },
        sittings: { a: { ...origin, id: 'a', on: '2026-11-20', result: 'fail', startAt: Date.UTC(2026, 10, 20, 15) } },
      },
      { classes: [held('1', '2026-11-02')] },
    );
    expect(raw).to.not.have.property('enrolledOn');
    const read = readFacts(raw, policy.value);
    if (!read.ok) throw new Error(JSON.stringify(read.faults));
    const verdict = evaluate(policy.value, read.value, Date.UTC(2026, 10, 23, 12));
    expect(verdict.rules.map(({ id, judgement }) => [id, judgement.result])).to.deep.equal([
      ['done', 'unknown'],
      ['class', 'met'],
      ['mock', 'met'],
      ['exam', 'met'],
    ]);
  });
});
