// Acts of the trail in words: every act that a service notes has a sentence, which says what was and what is.

import { expect } from 'chai';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { actTable, actWords } from '../../../src/domain/acts/act-words.ts';

const services = fileURLToPath(new URL('../../../src/services', import.meta.url));
const zone = 'America/Chicago';

/** The names of acts that services note, as far as they are written out: `{ act: 'rule waived'`, `const act = a ? 'x' : 'y'`. */
function noted(): string[] {
  const names = readdirSync(services, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => {
      const text = readFileSync(join(services, path), 'utf8');
      if (!text.includes('audit')) return [];
      const written = [...text.matchAll(/\bact: '([^']+)'/g)].map(([, name]) => name!);
      const chosen = [...text.matchAll(/\bact(?: =|:)[^;\n]*?\? '([^']+)' : '([^']+)'/g)].flatMap(([, a, b]) => [
        a!,
        b!,
      ]);
      return [...written, ...chosen];
    });
  return [...new Set(names)];
}

describe('acts in words', () => {
  it('are there for every act that a service notes', () => {
    const names = noted();
    expect(names).to.include.members(['extended', 'rule waived', 'policy published', 'API key issued', 'denied']);
    // Commands of a form, not acts of the trail.
    const commands = new Set(['remove', 'restore']);
    const unknown = names.filter(
      (name) =>
        !commands.has(name) &&
        !['', 'claim: ', 'official exam: '].some((family) => Object.hasOwn(actTable, family + name)),
    );
    expect(unknown).to.deep.equal([]);
  });

  const sentences: readonly [string, Record<string, unknown>, string][] = [
    ['extended', { minutes: 10 }, 'added 10 min'],
    ['late answer applied', { slot: 's12' }, 'let the late answer to question 12 count'],
    ['accommodation set', { factor: 1.5, extraMinutes: 10 }, 'set the extra time: 1.5 times and 10 min'],
    [
      'evidence changed',
      {
        room: 'dates',
        key: 'enrolledOn',
        before: { value: '2026-07-06' },
        after: { value: '2026-07-13' },
        source: 'csv',
      },
      'changed “Enrolled on” from Mon 6 Jul 2026 to Mon 13 Jul 2026, from a file',
    ],
    [
      'evidence recorded',
      {
        room: 'values',
        key: 'optedIn',
        before: null,
        after: { value: { value: true, from: null, before: null } },
        source: 'api',
      },
      'recorded “opted in”: yes',
    ],
    [
      'evidence recorded',
      {
        room: 'progress',
        key: 'x',
        before: null,
        after: { value: { list: null, on: '2026-08-01', pct: 40, modules: null } },
      },
      'recorded progress: on Sat 1 Aug 2026, 40 %',
    ],
    [
      'evidence recorded',
      {
        room: 'modules',
        key: 'm3',
        title: 'CPT: surgery',
        before: null,
        after: { value: { on: '2026-08-01', grade: 90 } },
      },
      'recorded the module “CPT: surgery”: on Sat 1 Aug 2026, grade 90',
    ],
    [
      'deadline extended',
      { rule: 'finish_course', until: '2026-12-01' },
      'gave more time for the rule “finish course”, until Tue 1 Dec 2026',
    ],
    [
      'pause approved',
      { from: '2026-11-01', to: '2026-11-15' },
      'approved leave from Sun 1 Nov 2026 to Sun 15 Nov 2026',
    ],
    [
      'kinder version granted',
      { number: 3, label: '2026b', before: 1 },
      'gave version 2026b of the terms in place of version 1',
    ],
    [
      'changed attendance',
      { title: 'Class 3', on: '2026-11-18', before: null, after: { status: 'late', minutes: 90 } },
      'changed attendance at “Class 3” of Wed 18 Nov 2026 from not recorded to late, 90 min',
    ],
    [
      'changed a class',
      {
        title: 'Class 3',
        on: '2026-11-18',
        before: { startsAt: Date.UTC(2026, 10, 18, 18) },
        after: { startsAt: Date.UTC(2026, 10, 18, 19) },
      },
      'changed the class “Class 3” of Wed 18 Nov 2026, from Wed 18 Nov 2026, 12:00 Chicago time to Wed 18 Nov 2026, 13:00 Chicago time',
    ],
    [
      'claim: approved',
      { remedies: ['retake_voucher', 'tutoring_hours'] },
      'approved the claim: retake voucher, tutoring hours',
    ],
    [
      'official exam: checked',
      {
        before: { on: '2026-11-14', result: 'pass', score: 82, verified: null },
        after: { on: '2026-11-14', result: 'fail', score: 66, verified: { by: 'x' } },
      },
      'checked the official exam of Sat 14 Nov 2026, from passed, score 82 to not passed, score 66, verified',
    ],
    ['took a series of classes back', { count: 2 }, 'took 2 classes of a series back'],
    [
      'retake extended',
      { kind: 'retake_voucher', before: '2026-12-01', after: null },
      'moved the last day of the retake voucher from Tue 1 Dec 2026 to none',
    ],
    [
      'policy published',
      { number: 2, label: 'Fall', effectiveFrom: '2026-12-01' },
      'published version 2 of the policy, “Fall”, in force from Tue 1 Dec 2026',
    ],
    [
      'API key issued',
      { name: 'SIS', scopes: ['facts:write'] },
      'made the API key “SIS”, which may: record dates and facts',
    ],
    ['something of tomorrow', { before: 1, after: 2 }, 'noted “something of tomorrow”, from 1 to 2'],
  ];
  for (const [act, detail, words] of sentences)
    it(`${act}: ${words}`, () => {
      expect(actWords(act, detail, zone)).to.equal(words);
    });

  it('stand whatever was kept of the detail', () => {
    const members = [
      'before',
      'after',
      'kind',
      'title',
      'on',
      'rule',
      'until',
      'minutes',
      'slot',
      'room',
      'key',
      'source',
      'remedies',
      'scopes',
      'startAt',
      'count',
    ];
    const detail = fc.dictionary(fc.oneof(fc.constantFrom(...members), fc.string()), fc.jsonValue({ maxDepth: 3 }));
    const act = fc.oneof(fc.constantFrom(...Object.keys(actTable), '__proto__', 'constructor'), fc.string());
    fc.assert(
      fc.property(act, detail, fc.constantFrom(zone, 'UTC', 'Nowhere/Land'), (name, told, where) => {
        const words = actWords(name, told as Record<string, unknown>, where);
        expect(words).to.not.equal('');
        expect(words).to.not.match(/\[object|NaN/);
      }),
    );
  });
});
