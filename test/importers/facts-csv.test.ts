// Tables of people's facts as people really save them, and as nobody should: read alike, refused with line and cure, never thrown at.

import { expect } from 'chai';
import fc from 'fast-check';
import { dayText } from '../../src/domain/day.ts';
import { entrySchema } from '../../src/domain/evidence/entry.ts';
import { readFactsCsv, type KnownColumn } from '../../src/importers/facts-csv.ts';

const known: readonly KnownColumn[] = [
  { kind: 'date', name: 'enrolledOn', label: 'Enrolled on', options: [] },
  { kind: 'date', name: 'paidInFullOn', label: 'Paid in full on', options: [] },
  { kind: 'value', name: 'identityMatch', label: 'Identity match', options: [true, false] },
  { kind: 'value', name: 'product', label: 'Product', options: ['Full course', 'Retake'] },
  { kind: 'module', name: 'm-1', label: 'Anatomy', options: [] },
];
const read = (text: string) => readFactsCsv(text, known);
const only = (text: string) => {
  const { rows, faults } = read(text);
  expect(faults).to.deep.equal([]);
  expect(rows).to.have.length(1);
  return rows[0]!;
};

describe('a table of facts', () => {
  const enrolled = { kind: 'date', name: 'enrolledOn', on: '2026-10-01' };

  for (const [name, text] of Object.entries({
    commas: 'email,enrolledOn\nana@x.org,2026-10-01',
    semicolons: 'email;Enrolled on\r\nana@x.org;2026-10-01\r\n',
    tabs: 'E-Mail\tENROLLED_ON\nana@x.org\t10/1/2026\n',
    'a byte order mark and quotes': '\uFEFF"email","enrolled on"\n"ana@x.org","10/01/2026"\n',
    'old line ends': 'email,enrolledOn\rana@x.org,2026-10-01\r',
    'a time of day': 'email,enrolledOn\nana@x.org,2026-10-01 14:30',
    'empty lines': '\n\nemail,enrolledOn\n\n,\nana@x.org,2026-10-01\n\n',
  }))
    it(`is read with ${name}`, () => {
      const row = only(text);
      expect(row.person.email).to.equal('ana@x.org');
      expect(row.entries).to.deep.equal([enrolled]);
      expect(row.faults).to.deep.equal([]);
    });

  it('names people by any id, and by first and last name', () => {
    expect(only('user_id,student id,name,enrolledOn\n4,s-9,Ana,2026-10-01').person).to.deep.equal({
      email: '',
      userId: '4',
      sourcedId: 's-9',
      name: 'Ana',
    });
    expect(only('First name,Last name,enrolledOn\nAna,Álvarez,2026-10-01').person.name).to.equal('Ana Álvarez');
  });

  it('reads values in the type that the policy names, and modules by their titles', () => {
    const row = only('email,identity match,product,anatomy,enrolledOn\na@x.org,Yes,full COURSE,2026-11-02,');
    expect(row.entries).to.deep.equal([
      { kind: 'value', name: 'identityMatch', value: true },
      { kind: 'value', name: 'product', value: 'Full course' },
      { kind: 'module', module: 'm-1', on: '2026-11-02' },
    ]);
  });

  it('says what is wrong with a cell, on which line, and how to cure it', () => {
    const { rows } = read(
      'email,enrolledOn,identityMatch\na@x.org,13/10/2026,yes\nb@x.org,2026-02-30,maybe\n,,\n,2026-10-01,',
    );
    expect(rows.map(({ line }) => line)).to.deep.equal([2, 3, 5]);
    expect(rows[0]!.faults[0]).to.match(/no such month: dates with slashes are month\/day\/year/);
    expect(rows[1]!.faults).to.have.length(2);
    expect(rows[2]!.faults).to.deep.equal(['The row does not say whom it is about.']);
  });

  it('leaves out columns that name nothing known, and says so', () => {
    expect(read('email,enrolledOn,Shoe size\na@x.org,2026-10-01,44').ignored).to.deep.equal(['Shoe size']);
  });

  const refused: readonly [string, string, RegExp][] = [
    ['nothing', '', /empty/],
    ['nobody', 'enrolledOn\n2026-10-01', /whom a row is about/],
    ['no fact', 'email,shoe size\na@x.org,44', /Known are: enrolledOn/],
    ['a column twice', 'email,enrolledOn,Enrolled on\na@x.org,2026-10-01,2026-10-02', /“enrolledOn” and “Enrolled on”/],
    ['an open quote', 'email,enrolledOn\n"a@x.org,2026-10-01', /quotation mark/],
    ['a program', 'MZ\u0000\u0000', /no text/],
    ['too much', `email,enrolledOn\n${'a@x.org,2026-10-01\n'.repeat(2001)}`, /more than 2000 rows/],
    ['far too much', 'x'.repeat(1_000_001), /larger than 1 MB/],
  ];
  for (const [name, text, words] of refused)
    it(`is refused with ${name}`, () => {
      const table = read(text);
      expect(table.rows).to.deep.equal([]);
      expect(table.faults.join(' ')).to.match(words);
    });

  it('never throws, and gives only entries that can be recorded, whatever comes', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        'email',
        'enrolledOn',
        'Identity match',
        '"',
        '""',
        ';',
        ',',
        '\t',
        '\n',
        '\r\n',
        '=1+1',
        '10/31/2026',
      ),
    );
    const text = fc.array(cell, { maxLength: 40 }).map((cells) => cells.join(''));
    const headed = text.map((body) => `email,enrolledOn,identityMatch,anatomy\n${body}`);
    fc.assert(
      fc.property(fc.oneof(text, headed), (given) => {
        const { rows, faults } = read(given);
        if (faults.length > 0) expect(rows).to.deep.equal([]);
        for (const { entries } of rows)
          for (const entry of entries)
            expect(entrySchema.safeParse(entry).success, JSON.stringify(entry)).to.equal(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('reads every day alike in both ways of writing it', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_000, max: 84_000 }), (day) => {
        const iso = dayText(day);
        const [year, month, date] = iso.split('-').map(Number);
        const texts = [iso, `${month}/${date}/${year}`, `${iso} 09:15`];
        for (const text of texts)
          expect(only(`email,enrolledOn\na@x.org,${text}`).entries[0]).to.deep.equal({ ...enrolled, on: iso });
      }),
      { numRuns: 300 },
    );
  });

  it('gives back what was written, whatever the separator and the quotes', () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }).filter((text) => {
      const trimmed = text.trim();
      return trimmed === text && trimmed !== '' && !['\u0000', '\uFFFD', '\uFEFF'].some((mark) => text.includes(mark));
    });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 8 }), fc.constantFrom(',', ';', '\t'), (names, mark) => {
        const quoted = names.map((one) => `"${one.replaceAll('"', '""')}"${mark}2026-10-01`);
        const { rows, faults } = read([`name${mark}enrolledOn`, ...quoted].join('\n'));
        expect(faults).to.deep.equal([]);
        expect(rows.map(({ person }) => person.name)).to.deep.equal(names);
      }),
      { numRuns: 500 },
    );
  });
});
