// By when a missed class can be made up: under the student's own policy, while it is of use, and not once its day is over.

import { expect } from 'chai';
import { dayText } from '../../../src/domain/day.ts';
import { factsOf, noClaims } from '../../../src/domain/evidence/facts-of.ts';
import { makeupOf } from '../../../src/domain/evidence/makeups.ts';
import type { CourseClass, CoursePlan } from '../../../src/domain/evidence/course-plan.ts';
import { emptyFile, type Mark } from '../../../src/domain/evidence/student-file.ts';
import { compilePolicy } from '../../../src/domain/guarantee/compile-policy.ts';
import { evaluate, readFacts } from '../../../src/domain/guarantee/evaluate.ts';

const owner = { organizationId: 'o', platformId: 'p', courseId: 'c', personId: 'ana' };
const plan = { dates: {}, modules: [], values: {} } as unknown as CoursePlan;
const classOn = (id: string, on: string): CourseClass =>
  ({ id, on, list: 'sessions', minutes: 120, isCancelled: false, startsAt: 0, zone: 'UTC' }) as CourseClass;
const classes = [classOn('a', '2026-11-16'), classOn('b', '2026-11-18'), classOn('c', '2026-11-30')];
const marked = (status: Mark['status'], more: Partial<Mark> = {}): Mark =>
  ({ status, minutes: null, makeup: null, note: '', source: 'staff', by: 'x', byName: 'X', at: 0, ...more }) as Mark;

/** What may be done about each class, as of noon of a day: the last day, "at any time", "over", or nothing. */
function makeups(rule: object, marks: Record<string, Mark>, asOf: string): (string | null)[] {
  const policy = compilePolicy({
    id: 'p',
    timeZone: 'UTC',
    requires: { all: [{ id: 'attendance', rule: 'attendance', ...rule }] },
    remedies: [],
  });
  if (!policy.ok) throw new Error(JSON.stringify(policy.faults));
  const file = { ...emptyFile(owner), marks };
  const facts = readFacts(factsOf({ file, plan, classes, claims: noClaims, remediesTaken: [] }), policy.value);
  if (!facts.ok) throw new Error(JSON.stringify(facts.faults));
  const verdict = evaluate(policy.value, facts.value, Date.parse(`${asOf}T12:00:00Z`));
  return classes.map(({ id, ...held }) => {
    const mark = marks[id];
    const makeup = mark ? makeupOf(held, mark, verdict) : null;
    if (makeup?.kind !== 'open') return makeup && 'over';
    return makeup.lastDay === null ? 'at any time' : dayText(makeup.lastDay);
  });
}

describe('making up a class', () => {
  const within = { require: { missMax: 0 }, makeup: { max: 2, within: { days: 7 }, excusedWithin: { days: 14 } } };

  it('is possible through the days that the policy gives, longer for an excused absence', () => {
    const marks = { a: marked('absent'), b: marked('excused') };
    expect(makeups(within, marks, '2026-11-19')).to.deep.equal(['2026-11-23', '2026-12-02', null]);
  });

  it('is over after its last day where what is missed may be missed', () => {
    const marks = { a: marked('absent'), b: marked('absent') };
    const mayMissOne = { require: { missMax: 1 }, makeup: { within: { days: 7 } } };
    expect(makeups(mayMissOne, marks, '2026-11-24')).to.deep.equal(['over', '2026-11-25', null]);
  });

  it('is nothing for a class that was attended, or is made up already', () => {
    const made = marked('absent', { makeup: { on: '2026-11-20', mode: null } });
    expect(makeups(within, { a: marked('present'), b: made }, '2026-11-21')).to.deep.equal([null, null, null]);
  });

  it('counts who left early, and who was late where the policy asks to be on time', () => {
    const early = marked('present', { minutes: 40 });
    expect(makeups(within, { a: early, b: marked('late') }, '2026-11-19')).to.deep.equal([
      '2026-11-23',
      '2026-11-25',
      null,
    ]);
  });

  it('is possible at any time where the policy sets no day, and not at all where it has no makeups', () => {
    const marks = { a: marked('absent') };
    expect(makeups({ require: { missMax: 0 }, makeup: {} }, marks, '2026-11-19')[0]).to.equal('at any time');
    expect(makeups({ require: { missMax: 1 } }, marks, '2026-11-19')[0]).to.equal(null);
  });

  it('is nothing any more once the rule is lost', () => {
    expect(makeups(within, { a: marked('absent') }, '2026-11-24')[0]).to.equal(null);
  });
});
