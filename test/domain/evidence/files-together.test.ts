// Two files read as one: whoever is asked first, nothing lost, nothing counted twice, nothing changed that a later parting would miss.

import { expect } from 'chai';
import fc from 'fast-check';
import { dayText } from '../../../src/domain/day.ts';
import { coursePlanSchema } from '../../../src/domain/evidence/course-plan.ts';
import { factsOf, noClaims } from '../../../src/domain/evidence/facts-of.ts';
import { classesTogether, filesTogether } from '../../../src/domain/evidence/files-together.ts';
import { emptyFile, studentFileSchema, type StudentFile } from '../../../src/domain/evidence/student-file.ts';

const ids = { organizationId: 'o', platformId: 'p' } as const;
const owners = [
  { ...ids, courseId: 'c1', personId: 'ana' },
  { ...ids, courseId: 'c2', personId: 'ana-moved' },
] as const;
const plan = coursePlanSchema.parse({ id: 'c1', ...ids });

// Few days, few moments and few keys, so that both files often speak of the same thing.
const day = fc.integer({ min: 20_780, max: 20_784 }).map((number) => dayText(number));
const at = fc.integer({ min: 0, max: 3 });
const origin = {
  source: fc.constantFrom('staff', 'student', 'csv'),
  by: fc.constantFrom('dana', 'ines'),
  byName: fc.constant('Somebody'),
  at,
};
const recorded = <T>(value: fc.Arbitrary<T>) => fc.record({ ...origin, value });
const byKey = <T>(value: fc.Arbitrary<T>, ...keys: string[]) =>
  fc.dictionary(fc.constantFrom(...keys), value, { maxKeys: 3 });
const percent = fc.constantFrom(0, 50, 100);
const terms = fc.record({
  ...origin,
  policyId: fc.constant('p'),
  number: fc.integer({ min: 1, max: 3 }),
  text: fc.constant('Terms'),
});
const sitting = fc.record({
  ...origin,
  id: fc.constant(''),
  on: day,
  result: fc.constantFrom('booked', 'pass', 'fail', 'pending'),
  score: fc.option(percent),
  verified: fc.option(fc.record({ by: fc.constant('dana'), byName: fc.constant('Dana'), at })),
});

const room = {
  terms: fc.option(terms),
  earlierTerms: fc.array(terms, { maxLength: 2 }),
  dates: byKey(recorded(day), 'enrolledOn', 'completedOn'),
  suggestions: byKey(recorded(day), 'enrolledOn'),
  values: byKey(recorded(fc.record({ value: fc.boolean() })), 'identityMatch', 'product'),
  marks: byKey(
    fc.record({
      ...origin,
      status: fc.constantFrom('present', 'late', 'absent', 'excused'),
      makeup: fc.option(fc.record({ on: day, mode: fc.constant('recording') })),
    }),
    'class-1',
    'class-2',
  ),
  markOrders: byKey(fc.nat(9), 'class-1', 'class-2'),
  modules: byKey(recorded(fc.record({ on: day, grade: fc.option(percent) })), 'm1', 'm2'),
  coursework: fc.option(recorded(fc.record({ done: percent, total: fc.constant(100) }))),
  progress: byKey(recorded(fc.record({ on: day, pct: percent })), 'progress@1', 'progress@2'),
  qbank: byKey(recorded(fc.record({ on: day, answered: fc.nat(9) })), '1', '2'),
  mocks: byKey(
    fc.record({
      examId: fc.constant('e'),
      title: fc.constant('Mock'),
      at,
      score: fc.option(percent),
      kind: fc.constant('mock'),
      isPassed: fc.boolean(),
      isValid: fc.boolean(),
      version: fc.integer({ min: 1, max: 2 }),
    }),
    'attempt-1',
    'attempt-2',
    'attempt-3',
  ),
  sittings: byKey(sitting, 'sitting-1', 'sitting-2', 'sitting-3'),
  baselines: byKey(
    recorded(fc.record({ kind: fc.constant('official'), on: day, score: percent })),
    'official@1',
    'official@2',
  ),
  priorAttempts: fc.option(recorded(fc.nat(3))),
  waivers: byKey(
    fc.record({
      ...origin,
      rule: fc.constant('exam'),
      action: fc.constant('waive'),
      grantedOn: day,
      reason: fc.constant('Flood'),
      revokedAt: fc.option(at),
    }),
    'waiver-1',
    'waiver-2',
  ),
  pauses: byKey(
    fc.record({ ...origin, from: day, to: day, status: fc.constant('approved'), reason: fc.constant('Ill') }),
    'pause-1',
    'pause-2',
  ),
};

const fileOf = (owner: (typeof owners)[number]): fc.Arbitrary<StudentFile> =>
  fc.record(room).map((recordedOf) => {
    // A sitting's id is random, so no two files share one.
    const named = Object.entries(recordedOf.sittings).map(([key, one]) => {
      const id = `${owner.personId} ${key}`;
      return [id, { ...one, id }];
    });
    return frozen(studentFileSchema.parse({ ...emptyFile(owner), ...recordedOf, sittings: Object.fromEntries(named) }));
  });
const twoFiles = fc.tuple(fileOf(owners[0]), fileOf(owners[1]));

/** What changes it would throw. */
function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) frozen(member);
    Object.freeze(value);
  }
  return value;
}

/** A file without whose it is, and without what stays each account's own. */
function read({ id: _id, personId: _person, courseId: _course, rev: _rev, ...file }: StudentFile) {
  const { suggestions: _suggestions, uncheckedSince: _since, ...rest } = file;
  return rest;
}
const factsOfFile = (file: StudentFile) => factsOf({ file, plan, classes: [], claims: noClaims, remediesTaken: [] });
const texts = (entries: Readonly<Record<string, unknown>> | readonly unknown[]) =>
  Object.values(entries).map((entry) => JSON.stringify(entry));

const versionsIn = ({ terms: own, earlierTerms }: StudentFile) =>
  [...earlierTerms, ...(own ? [own] : [])].map(({ policyId, number }) => `${policyId}:${number}`);

describe('two files of one person', () => {
  it('come to the same facts, whichever is asked first', () => {
    fc.assert(
      fc.property(twoFiles, ([one, two]) => {
        const [there, back] = [filesTogether(one, two), filesTogether(two, one)];
        expect(read(there)).to.deep.equal(read(back));
        expect(factsOfFile(there)).to.deep.equal(factsOfFile(back));
      }),
    );
  });

  it('are joined once, however often', () => {
    fc.assert(
      fc.property(twoFiles, ([one, two]) => {
        const joined = filesTogether(one, two);
        expect(filesTogether(joined, two)).to.deep.equal(joined);
        expect(filesTogether(joined, one)).to.deep.equal(joined);
        expect(filesTogether(joined, joined)).to.deep.equal(joined);
      }),
    );
  });

  it('lose no fact of either', () => {
    fc.assert(
      fc.property(twoFiles, ([one, two]) => {
        const joined = filesTogether(one, two);
        for (const file of [one, two]) {
          for (const name of ['dates', 'values', 'marks', 'modules', 'mocks', 'waivers', 'pauses'] as const)
            expect(Object.keys(joined[name])).to.include.members(Object.keys(file[name]));
          for (const name of ['progress', 'qbank', 'baselines'] as const)
            expect(texts(joined[name])).to.include.members(texts(file[name]));
          expect(versionsIn(joined)).to.include.members(versionsIn(file));
          const days = Object.values(joined.sittings).map(({ on }) => on);
          expect(days).to.include.members(Object.values(file.sittings).map(({ on }) => on));
          if (file.coursework) expect(joined.coursework).to.not.equal(null);
          if (file.priorAttempts) expect(joined.priorAttempts).to.not.equal(null);
        }
      }),
    );
  });

  it('count nothing twice', () => {
    fc.assert(
      fc.property(twoFiles, ([one, two]) => {
        const joined = filesTogether(one, two);
        const days = Object.values(joined.sittings).map(({ on }) => on);
        expect(new Set(days).size).to.equal(days.length);
        for (const name of ['waivers', 'pauses', 'mocks', 'marks', 'modules'] as const)
          expect(new Set(Object.keys(joined[name]))).to.deep.equal(
            new Set([...Object.keys(one[name]), ...Object.keys(two[name])]),
          );
        const held = versionsIn(joined);
        expect(new Set(held).size).to.equal(held.length);
        for (const name of ['progress', 'qbank', 'baselines'] as const) {
          const measured = texts(joined[name]);
          const known = new Set([...texts(one[name]), ...texts(two[name])]);
          expect(new Set(measured)).to.deep.equal(known);
        }
      }),
    );
  });

  it('take nothing of their own from either', () => {
    fc.assert(
      fc.property(twoFiles, ([one, two]) => {
        const { id, personId, courseId, suggestions, uncheckedSince } = filesTogether(one, two);
        const { id: own, personId: who, courseId: where, suggestions: told, uncheckedSince: since } = one;
        expect({ id, personId, courseId, suggestions, uncheckedSince }).to.deep.equal({
          id: own,
          personId: who,
          courseId: where,
          suggestions: told,
          uncheckedSince: since,
        });
      }),
    );
  });

  const recordedAt = (when: number) => ({ source: 'student', by: 'ana', byName: 'Ana', at: when });
  const withMore = (owner: (typeof owners)[number], more: object) =>
    studentFileSchema.parse({ ...emptyFile(owner), ...more });

  it('keep terms that staff granted, also where others were accepted before', () => {
    const version = (number: number, more: object) => ({ policyId: 'p', number, text: `Version ${number}`, ...more });
    const kinder = version(3, { ...recordedAt(9), source: 'staff', reason: 'Ill' });
    const one = withMore(owners[0], { terms: version(1, recordedAt(1)) });
    const two = withMore(owners[1], { terms: kinder, earlierTerms: [version(2, recordedAt(5))] });
    for (const joined of [filesTogether(one, two), filesTogether(two, one)]) {
      expect(joined.terms?.number).to.equal(3);
      expect(joined.earlierTerms.map(({ number }) => number)).to.deep.equal([1, 2]);
    }
  });

  it('were at a class to which one of the two accounts came', () => {
    const mark = (status: string, when: number) => ({ marks: { 'class-1': { ...recordedAt(when), status } } });
    const joined = filesTogether(withMore(owners[0], mark('present', 1)), withMore(owners[1], mark('absent', 2)));
    expect(joined.marks['class-1']?.status).to.equal('present');
  });

  it('bring along only those classes of the other course that were marked', () => {
    const held = (id: string, startsAt: number) => ({ id, startsAt }) as Parameters<typeof classesTogether>[0][number];
    const { marks } = withMore(owners[1], { marks: { b: { ...recordedAt(1), status: 'present' } } });
    const classes = classesTogether([held('a', 5), held('z', 1)], [held('b', 5), held('c', 2)], { marks });
    expect(classes.map(({ id }) => id)).to.deep.equal(['z', 'a', 'b']);
  });
});
