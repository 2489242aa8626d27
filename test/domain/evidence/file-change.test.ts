// What an entry changes in a file, and nothing else; the modules of a course as staff move them; people found in a table's rows.

import { expect } from 'chai';
import fc from 'fast-check';
import { readEntry, type Entry, type EntryGiven } from '../../../src/domain/evidence/entry.ts';
import { updateBy, withChanges } from '../../../src/domain/evidence/field-change.ts';
import { changeBy } from '../../../src/domain/evidence/file-change.ts';
import { withModuleAct, type ModuleAct } from '../../../src/domain/evidence/module-list.ts';
import { peopleMatcher } from '../../../src/domain/evidence/people-match.ts';
import { emptyFile, studentFileSchema, type StudentFile } from '../../../src/domain/evidence/student-file.ts';

const owner = { organizationId: 'o', platformId: 'p', courseId: 'c', personId: 'ana' };
const origin = { source: 'staff', by: 'dana', byName: 'Dana Whitfield', at: 5 } as const;
const plan = {
  modules: [
    { id: 'a', title: 'A', isRequired: true },
    { id: 'b', title: 'B', isRequired: true },
  ],
};
const entry = (given: EntryGiven): Entry => {
  const read = readEntry(given);
  if (!read.ok) throw new Error(JSON.stringify(read.faults));
  return read.entry;
};
const after = (file: StudentFile, given: EntryGiven): StudentFile => {
  const change = changeBy(file, plan, entry(given), origin, false);
  return change.kind === 'changes' ? withChanges(file, change.changes) : file;
};

const day = fc.constantFrom('2026-10-01', '2026-10-02', '2026-11-30');
const given: fc.Arbitrary<EntryGiven> = fc.oneof(
  fc.record({
    kind: fc.constant('date' as const),
    name: fc.constantFrom('enrolledOn', 'completedOn'),
    on: fc.option(day),
  }),
  fc.record({
    kind: fc.constant('value' as const),
    name: fc.constantFrom('x', 'y'),
    value: fc.option(fc.boolean()),
    from: fc.option(day),
  }),
  fc.record({
    kind: fc.constant('module' as const),
    module: fc.constantFrom('a', 'b'),
    on: fc.option(day),
    grade: fc.option(fc.constant(80)),
  }),
  fc.record({ kind: fc.constant('progress' as const), on: day, pct: fc.option(fc.integer({ min: 0, max: 100 })) }),
  fc.record({
    kind: fc.constant('baseline' as const),
    of: fc.constantFrom('official' as const, 'diagnostic' as const),
    on: day,
    score: fc.option(fc.constant(60)),
  }),
  fc.record({ kind: fc.constant('priorAttempts' as const), count: fc.option(fc.nat(5)) }),
);

describe('an entry', () => {
  it('is nothing new the second time, and leaves a file that can be stored', () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 12 }), given, (before, last) => {
        const file = before.reduce(after, emptyFile(owner));
        const once = after(file, last);
        expect(changeBy(once, plan, entry(last), origin, false).kind).to.equal('nothing new');
        expect(studentFileSchema.parse(once)).to.deep.equal(once);
      }),
      { numRuns: 300 },
    );
  });

  it('can be put back by its own changes turned around', () => {
    fc.assert(
      fc.property(fc.array(given, { maxLength: 12 }), given, (before, last) => {
        const file = before.reduce(after, emptyFile(owner));
        const change = changeBy(file, plan, entry(last), origin, false);
        if (change.kind !== 'changes') return;
        const turned = change.changes.map((one) => ({ ...one, before: one.after, after: one.before }));
        expect(withChanges(withChanges(file, change.changes), turned)).to.deep.equal(file);
      }),
      { numRuns: 300 },
    );
  });

  it('says the same as an update of the database', () => {
    const file = after(emptyFile(owner), { kind: 'date', name: 'enrolledOn', on: '2026-10-01' });
    const cleared = changeBy(
      file,
      plan,
      entry({ kind: 'date', name: 'enrolledOn', on: null, reason: 'x' }),
      origin,
      true,
    );
    expect(cleared.kind === 'changes' && updateBy(cleared.changes)).to.deep.equal({
      $unset: { 'dates.enrolledOn': '' },
    });
    const none = changeBy(file, plan, entry({ kind: 'priorAttempts', count: 2 }), origin, true);
    expect(none.kind === 'changes' && Object.keys(updateBy(none.changes)['$set']!)).to.deep.equal(['priorAttempts']);
  });

  it('has no name that the database would read otherwise', () => {
    for (const name of ['', 'a.b', '$set', '__proto__', 'constructor', 'x\u0000y', 'x'.repeat(81)])
      expect(readEntry({ kind: 'date', name, on: '2026-10-01' }).ok, name).to.equal(false);
    expect(readEntry({ kind: 'value', name: 'first time customer', value: true }).ok).to.equal(true);
  });
});

describe('the modules of a course', () => {
  it('are never lost or doubled, whatever is done to them', () => {
    const ids = ['a', 'b', 'c'];
    const act: fc.Arbitrary<ModuleAct> = fc.oneof(
      fc.record({
        act: fc.constantFrom('up' as const, 'down' as const, 'restore' as const),
        id: fc.constantFrom(...ids),
      }),
      fc.record({
        act: fc.constant('remove' as const),
        id: fc.constantFrom(...ids),
        at: fc.nat(),
        byName: fc.constant('Dana'),
      }),
      fc.record({
        act: fc.constant('add' as const),
        id: fc.constantFrom('d', 'e'),
        title: fc.constantFrom('D', 'E', 'A'),
        isRequired: fc.boolean(),
      }),
    );
    const start = { modules: ids.map((id) => ({ id, title: id.toUpperCase(), isRequired: true })), removedModules: [] };
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        let lists: Parameters<typeof withModuleAct>[0] = start;
        for (const one of acts) {
          const change = withModuleAct(lists, one);
          if (change.kind === 'changed') lists = change.lists;
        }
        const all = [...lists.modules, ...lists.removedModules].map(({ id }) => id);
        expect(new Set(all).size).to.equal(all.length);
        expect(all).to.include.members(ids);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the people of a table', () => {
  const person = (id: string, name: string, more: object = {}) => {
    const [givenName = null, familyName = null] = name.split(' ');
    return { id, sub: `sub-${id}`, name, givenName, familyName, email: `${id}@x.org`, sourcedId: `s-${id}`, ...more };
  };
  const find = peopleMatcher([
    person('ana', 'Ana Álvarez'),
    person('bo', 'Bo Li'),
    person('bo2', 'Bo Li', { email: null }),
  ]);
  const said = (given: object) => find({ email: '', userId: '', sourcedId: '', name: '', ...given });

  it('are found by any id, and by name in any order and spelling', () => {
    expect(said({ email: ' ANA@x.org' })).to.deep.equal({ kind: 'one', personId: 'ana', by: 'email' });
    expect(said({ userId: 'sub-bo' })).to.deep.equal({ kind: 'one', personId: 'bo', by: 'user id' });
    for (const name of ['ana alvarez', 'Álvarez, Ana', 'ALVAREZ  ANA'])
      expect(said({ name })).to.deep.equal({ kind: 'one', personId: 'ana', by: 'name' });
  });

  it('are never guessed', () => {
    expect(said({ name: 'Bo Li' })).to.deep.equal({ kind: 'several', personIds: ['bo', 'bo2'] });
    expect(said({ email: 'bo@x.org', name: 'Bo Li' })).to.include({ kind: 'one', personId: 'bo' });
    expect(said({ userId: 'sub-ana', email: 'bo@x.org' })).to.include({ kind: 'several' });
    expect(said({ email: 'nobody@x.org' })).to.deep.equal({ kind: 'nobody' });
    expect(said({})).to.deep.equal({ kind: 'nobody' });
  });
});
