// What a policy asks to be recorded, read off its rules: in words, with what is missing, and never what is still to happen.

import { expect } from 'chai';
import { askedFacts, factLabel, missingOf } from '../../../src/domain/evidence/asked-facts.ts';
import { coursePlanSchema } from '../../../src/domain/evidence/course-plan.ts';
import { emptyFile, studentFileSchema } from '../../../src/domain/evidence/student-file.ts';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';

const owner = { organizationId: 'o', platformId: 'p', courseId: 'c', personId: 'ana' };
const plan = (dates: object = {}) => coursePlanSchema.parse({ id: 'c', organizationId: 'o', platformId: 'p', dates });
const file = (given: object = {}) => studentFileSchema.parse({ ...emptyFile(owner), ...given });
const recorded = (value: unknown) => ({ source: 'staff', by: 'dana', byName: 'Dana', at: 0, value });

function compiled(requires: readonly object[], more: object = {}) {
  const read = compilePolicy({
    timeZone: 'UTC',
    requires: { all: [...requires, { id: 'failed', rule: 'outcome' }] },
    claim: { window: { anchor: 'result1', amount: { days: 30 } }, evidence: ['score_report'] },
    remedies: [{ type: 'retake_voucher' }],
    ...more,
  });
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.value;
}
const asked = (requires: readonly object[], more: object = {}) => askedFacts(compiled(requires, more));
const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).toSorted();

const within = (anchor: string, days: number) => ({ window: { anchor, amount: { days } } });

describe('what a policy asks', () => {
  it('has every date that a rule counts from or watches, with the rules in words', () => {
    const { dates } = asked([
      { id: 'opt_in', rule: 'opt_in', ...within('enrolledOn', 7) },
      { id: 'paid', rule: 'on_or_before', fact: 'paidInFullOn', anchor: 'courseStart' },
    ]);
    expect(names(dates)).to.deep.equal(['courseStart', 'enrolledOn', 'optInOn', 'paidInFullOn']);
    const enrolled = dates.find(({ name }) => name === 'enrolledOn')!;
    expect(enrolled).to.deep.include({ label: 'Enrolled on', isNeeded: true, isOfCourse: false });
    expect(enrolled.rules.map(({ words }) => words)).to.deep.equal([
      'Opt in to the guarantee within 7 days of enrolling.',
    ]);
  });

  it('needs days that deadlines count from, and no day that is still to happen', () => {
    const { dates } = asked([
      { id: 'done', rule: 'course_complete', ...within('purchasedOn', 150) },
      { id: 'exam', rule: 'exam_taken', ...within('completedOn', 30) },
      { id: 'rest', rule: 'no_activity_after', anchor: 'vacationOn' },
    ]);
    expect(names(dates.filter(({ isNeeded }) => isNeeded))).to.deep.equal(['purchasedOn']);
  });

  it('needs the start of the course for a baseline, as a date of the plan', () => {
    const facts = asked([{ id: 'base', rule: 'baseline' }]);
    expect(names(missingOf(facts, file(), plan()).courseDates)).to.deep.equal(['courseStart']);
    expect(missingOf(facts, file(), plan({ courseStart: '2026-09-01' })).courseDates).to.deep.equal([]);
    expect(facts.asks.baseline).to.have.length(1);
  });

  it('has stored values with those that the policy names, also in variants', () => {
    const { values } = asked([
      { id: 'identity', rule: 'flag', fact: 'identityMatch', equals: true },
      {
        id: 'format',
        variant: 'format',
        cases: {
          online: { id: 'a', rule: 'flag', fact: 'tier', equals: 2 },
          live: { id: 'b', rule: 'opt_in', ...within('enrolledOn', 7) },
        },
      },
    ]);
    const options = Object.fromEntries(values.map((value) => [value.name, value.options]));
    expect(options).to.deep.equal({ identityMatch: [true, false], format: ['online', 'live'], tier: [2] });
  });

  it('names what is missing of a student, and nothing once it is recorded', () => {
    const facts = asked([
      { id: 'opt_in', rule: 'opt_in', ...within('enrolledOn', 7) },
      { id: 'identity', rule: 'flag', fact: 'identityMatch', equals: true },
    ]);
    const missing = missingOf(facts, file(), plan());
    expect([names(missing.dates), names(missing.values)]).to.deep.equal([['enrolledOn'], ['identityMatch']]);
    const whole = file({
      dates: { enrolledOn: recorded('2026-09-01') },
      values: { identityMatch: recorded({ value: false }) },
    });
    expect(missingOf(facts, whole, plan())).to.deep.equal({ dates: [], values: [], courseDates: [] });
  });

  it('takes a suggested date for none', () => {
    const facts = asked([{ id: 'opt_in', rule: 'opt_in', ...within('enrolledOn', 7) }]);
    const suggested = file({ suggestions: { enrolledOn: recorded('2026-09-01') } });
    expect(names(missingOf(facts, suggested, plan()).dates)).to.deep.equal(['enrolledOn']);
  });

  it('can be waived by each rule, and by the deadlines of the claim', () => {
    const { rules } = asked([{ id: 'opt_in', rule: 'opt_in', ...within('enrolledOn', 7) }]);
    expect(rules.map(({ id }) => id)).to.deep.equal(['opt_in', 'failed', 'claim_window', 'evidence']);
  });

  it('is called as people call it', () => {
    const labels = ['enrolledOn', 'paidInFullOn', 'optInOn', 'courseStart', 'firstLogin', 'on'].map(factLabel);
    expect(labels).to.deep.equal([
      'Enrolled on',
      'Paid in full on',
      'Opted in on',
      'Course start',
      'First login',
      'On',
    ]);
  });
});
