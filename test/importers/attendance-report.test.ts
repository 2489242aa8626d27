// Attendance reports: Zoom's, Teams's and our own as they are downloaded; and files that are none of them, which only ever give complaints.

import { expect } from 'chai';
import fc from 'fast-check';
import { readDay } from '../../src/domain/day.ts';
import { minutesOf, staysWithin, type Stay } from '../../src/domain/evidence/stays.ts';
import { findZone, instantOfLocal } from '../../src/domain/zone.ts';
import {
  readAttendanceReport,
  type AttendanceReport,
  type ReportSetting,
} from '../../src/importers/attendance-report.ts';
import { readMinutes } from '../../src/importers/report-durations.ts';
import { readMoment } from '../../src/importers/report-moments.ts';
import {
  bytesOf,
  own,
  teams,
  teamsActions,
  teamsSummaryOnly,
  unknownHeadings,
  zoomElsewhere,
  zoomPlain,
  zoomWithHead,
  zoomWithMeeting,
} from './reports.ts';

const zone = findZone('America/Chicago')!;
const near = readDay('2026-11-23')!;
const at = (hours: number, minutes = 0): number => instantOfLocal(near, (hours * 60 + minutes) * 60_000, zone);
const setting: ReportSetting = { zone, near, hours: { from: at(18), to: at(20) } };
const read = (file: string | Uint8Array): AttendanceReport =>
  readAttendanceReport(typeof file === 'string' ? bytesOf(file) : file, setting);
/** Name, e-mail, minutes within the class. */
const minutes = (report: AttendanceReport) =>
  report.people.map(({ name, email, stays, minutes: counted }) => [
    name,
    email,
    stays.length > 0 ? Math.min(minutesOf(staysWithin(stays, setting.hours)), counted ?? Infinity) : counted,
  ]);

describe('an attendance report', () => {
  it('of Zoom, below the summary of the meeting: joins added up, none counted twice, the waiting room left out', () => {
    const report = read(zoomWithHead);
    expect(report.kind).to.equal('zoom');
    expect(minutes(report)).to.deep.equal([
      ['Dana Whitfield', 'dana@school.example', 120],
      ['Ana A. (Ana Álvarez)', 'ana@students.example', 110],
      ['ben o', '', 100],
    ]);
    expect(report.complaints).to.deep.equal([]);
  });

  it('of Zoom, the plain list: minutes as they were counted', () => {
    expect(minutes(read(zoomPlain))).to.deep.equal([
      ['Ana Álvarez', 'ana@students.example', 118],
      ['Okafor, Ben', '', 64],
    ]);
  });

  it('of Zoom, with the meeting at the beginning of every line: the person, not the host', () => {
    const report = read(zoomWithMeeting);
    expect(report.kind).to.equal('zoom');
    expect(minutes(report)).to.deep.equal([
      ['Ana Álvarez', 'ana@students.example', 90],
      ['Ben Okafor', '', 100],
    ]);
  });

  for (const [language, text] of Object.entries(zoomElsewhere))
    it(`of Zoom in ${language}`, () => {
      const report = read(text);
      expect(report.kind).to.equal('zoom');
      expect(minutes(report)).to.deep.equal([
        ['Ana Álvarez', 'ana@students.example', 90],
        ['Ben Okafor', '', 100],
      ]);
      expect(report.complaints).to.deep.equal([]);
    });

  it('of Teams in Spanish: the span, but no more minutes than were counted', () => {
    const report = read(
      [
        'Nombre\tPrimera entrada\tÚltima salida\tDuración de la reunión\tCorreo electrónico\tId. de participante (UPN)',
        'Ana Álvarez\t23/11/26, 6:00:05 p. m.\t23/11/26, 8:00:02 p. m.\t1 h 29 min 57 s\tana@students.example\t',
      ].join('\n'),
    );
    expect(report.kind).to.equal('teams');
    expect(report.people[0]!.minutes).to.be.closeTo(89.95, 0.001);
  });

  it('of a language whose headings are not known: what the cells look like is guessed, nobody is read by it', () => {
    const report = read(unknownHeadings);
    expect(report.people).to.deep.equal([]);
    expect(report.unknown).to.deep.include({
      line: 6,
      headings: ['Nimi', 'Liittyi', 'Poistui', 'Kesto', 'Sähköposti', 'Rooli'],
      guess: { name: 0, email: 4, join: 1, leave: 2, minutes: 3 },
    });
    const { line, guess, text } = report.unknown!;
    const chosen = readAttendanceReport(bytesOf(text), setting, { line, columns: guess });
    expect(minutes(chosen)).to.deep.equal([
      ['Ana Álvarez', 'ana@students.example', 90],
      ['Ben Okafor', '', 88],
    ]);
    const onlyNames = { name: 0, email: null, join: null, leave: null, minutes: 3 };
    expect(minutes(readAttendanceReport(bytesOf(text), setting, { line, columns: onlyNames }))[0]).to.deep.equal([
      'Ana Álvarez',
      '',
      90,
    ]);
  });

  it('of comings and goings in a language that is not known: the word that never stands first is the one for leaving', () => {
    const { unknown } = read(
      [
        'Nimi,Toiminto,Aika',
        'Ana Álvarez,Liittyi aiemmin,"23.11.2026, 17.58.10"',
        'Ben Okafor,Liittyi,"23.11.2026, 18.05.00"',
        'Ben Okafor,Poistui,"23.11.2026, 18.35.00"',
        'Ben Okafor,Liittyi,"23.11.2026, 19.05.00"',
      ].join('\n'),
    );
    const { text, line, guess } = unknown!;
    expect(guess).to.deep.equal({ name: 0, email: null, join: 2, leave: null, minutes: null });
    expect(minutes(readAttendanceReport(bytesOf(text), setting, { line, columns: guess }))).to.deep.equal([
      ['Ana Álvarez', '', 120],
      ['Ben Okafor', '', 85],
    ]);
  });

  it('without any headings is a table of which the first line counts too', () => {
    const { unknown } = read('Ana Álvarez,112\nBen Okafor,64\nCy Young,90');
    expect(unknown).to.deep.include({ line: 1, headings: ['Column 1', 'Column 2'] });
    const { text, line, guess } = unknown!;
    const chosen = readAttendanceReport(bytesOf(text), setting, { line, columns: guess });
    expect(chosen.people.map(({ name }) => name)).to.deep.equal(['Ana Álvarez', 'Ben Okafor', 'Cy Young']);
  });

  it('of Teams, in UTF-16 with its sections: every join of the third, not the span of the second', () => {
    const report = read(teams);
    expect(report.kind).to.equal('teams');
    expect(minutes(report)).to.deep.equal([
      ['Ana Álvarez', 'ana@students.example', 90],
      ['Ben Okafor (Guest)', '', 88],
    ]);
    expect(minutes(read(teams.subarray(2))), 'also where the mark was lost').to.deep.equal(minutes(report));
  });

  it('of Teams without the third section: the span, but no more minutes than were counted', () => {
    expect(minutes(read(teamsSummaryOnly))[0]).to.deep.equal(['Ana Álvarez', 'ana@students.example', 1 * 60 + 29.95]);
  });

  it('of an older Teams: comings and goings in the order of day and month of its reader', () => {
    const report = read(teamsActions);
    expect(minutes(report)).to.deep.equal([
      ['Ana Álvarez', '', 120],
      ['Ben Okafor', '', 85],
    ]);
  });

  it('of our own: marks, with what is wrong by line and cure', () => {
    const report = read(own);
    expect(
      report.people.map(({ name, status, minutes: counted, note }) => [name, status, counted, note]),
    ).to.deep.equal([
      ['Ana Álvarez', 'present', null, ''],
      ['Ben Okafor', 'late', 100, 'bus'],
    ]);
    expect(report.complaints.map(({ line }) => line)).to.deep.equal([4, 5, 6]);
    expect(report.complaints[0]!.message).to.equal(
      '“maybe” is no mark. Write present, late, absent or excused, or leave it empty.',
    );
    expect(report.complaints[1]!.message).to.contain('formula');
  });

  it('complains of times it cannot read and goes on', () => {
    const report = read(
      'name,join time,leave time\nAna,soon,2026-11-23 20:00\nBen,2026-11-23 18:00,2026-11-23 17:00\nCy,2026-11-23 18:30,\nDi,2026-11-23 18:30,2026-11-23 19:00',
    );
    expect(report.people.map(({ name }) => name)).to.deep.equal(['Cy', 'Di']);
    expect(report.complaints.map(({ line }) => line)).to.deep.equal([2, 3, 4]);
  });

  it('that is none says what it is, and what to do', () => {
    const complaint = (file: string | Uint8Array): string => read(file).complaints[0]!.message;
    expect(complaint('')).to.contain('empty');
    expect(complaint(new Uint8Array([0x50, 0x4b, 3, 4, 0, 1]))).to.contain('workbook');
    expect(complaint(bytesOf('%PDF-1.7'))).to.contain('PDF');
    expect(complaint(new Uint8Array(3_000_000).fill(65))).to.contain('2 MB');
    expect(complaint(new Uint8Array([1, 2, 3, 0, 5, 250, 7]))).to.contain('not a text');
    expect(complaint('a,b\n1,2')).to.contain('No line names the columns.');
    expect(complaint('name,status\n"Ana,present')).to.contain('quotation mark');
    expect(read(bytesOf('name,status\nJosé,present', 'latin1')).complaints[0]!.message).to.contain('UTF-8');
    expect(read(bytesOf('name,status\nJosé,present', 'latin1')).people[0]!.name).to.equal('José');
  });

  it('of too many people is cut, and of too many faults complains shortly', () => {
    const many = ['name,status', ...Array.from({ length: 3000 }, (_, row) => `Person ${row},present`)].join('\n');
    expect(read(many).people).to.have.length(2000);
    const faulty = ['name,status', ...Array.from({ length: 500 }, (_, row) => `Person ${row},x`)].join('\n');
    expect(read(faulty).complaints.length).to.be.below(70);
  });

  it('never throws, whatever the bytes are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => void read(bytes)));
    const cell = fc.oneof(
      fc.constantFrom(
        'name',
        'Email',
        'Join Time',
        'leave time',
        'Duration (Minutes)',
        'User Action',
        'Timestamp',
        'status',
        '"',
        '',
        '=1+1',
        '23/11/2026 18:00',
        '1h 2m',
      ),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    const table = fc.array(fc.array(cell, { maxLength: 6 }), { maxLength: 12 });
    fc.assert(
      fc.property(
        table,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('utf8', 'utf16le', 'latin1'),
        (lines, mark, encoding) => {
          const report = read(bytesOf(lines.map((cells) => cells.join(mark)).join('\n'), encoding));
          for (const { message } of report.complaints) expect(message).to.match(/\.$/);
          const { unknown } = report;
          if (unknown)
            readAttendanceReport(bytesOf(unknown.text), setting, { line: unknown.line, columns: unknown.guess });
          for (const { stays } of report.people) for (const { from, to } of stays) expect(to).to.be.at.least(from);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('gives back what a table of ours says, however it is separated and encoded', () => {
    const word = fc.stringMatching(/^[A-Za-zÁÉÖßñ]{2,8}$/);
    const person = fc.record({
      given: word,
      family: word,
      status: fc.constantFrom('present', 'late', 'absent', 'excused'),
      minutes: fc.nat(120),
    });
    const people = fc.uniqueArray(person, {
      minLength: 1,
      maxLength: 10,
      selector: ({ given, family }) => `${given} ${family}`.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(),
    });
    fc.assert(
      fc.property(
        people,
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('utf8', 'utf16le'),
        (all, mark, encoding) => {
          const rows = all.map(({ given, family, status, minutes: present }) => [
            `${given} ${family}`,
            status,
            String(present),
          ]);
          const text = [['name', 'status', 'minutes'], ...rows].map((cells) => cells.join(mark)).join('\r\n');
          const report = read(bytesOf(encoding === 'utf16le' ? `\uFEFF${text}` : text, encoding));
          expect(
            report.people.map(({ name, status, minutes: present }) => [name, status, String(present)]),
          ).to.deep.equal(rows);
        },
      ),
    );
  });
});

describe('stays', () => {
  const stay = fc
    .tuple(fc.integer({ min: -50, max: 200 }), fc.nat(60))
    .map(([from, long]): Stay => ({ from, to: from + long }));
  const hours = { from: 0, to: 120 };

  it('count every moment once, whatever overlaps, and none outside of the class', () => {
    fc.assert(
      fc.property(fc.array(stay, { maxLength: 12 }), (stays) => {
        const cut = staysWithin(stays, hours);
        const counted = cut.reduce((sum, { from, to }) => sum + to - from, 0);
        const moments = Array.from({ length: 120 }, (_, moment) => moment);
        expect(counted).to.equal(
          moments.filter((moment) => stays.some(({ from, to }) => from <= moment && moment < to)).length,
        );
        for (const [index, one] of cut.entries()) if (index > 0) expect(one.from).to.be.above(cut[index - 1]!.to);
      }),
    );
  });

  it('do not depend on the order of joins', () => {
    fc.assert(
      fc.property(
        fc
          .array(stay, { maxLength: 8 })
          .chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(staysWithin(shuffled, hours)).to.deep.equal(staysWithin(all, hours));
        },
      ),
    );
  });
});

describe('dates and times of reports', () => {
  const moment = (text: string): string | null => {
    const instant = readMoment(text, { zone, near });
    return instant === null ? null : new Date(instant).toISOString();
  };

  for (const text of [
    '11/23/2026 06:05:00 PM',
    '11/23/26, 6:05:00 PM',
    '23/11/2026 18:05:00',
    '23.11.2026 18:05',
    '2026-11-23 18:05:00',
    '2026-11-23T18:05:00-06:00',
    '2026-11-24T00:05:00Z',
    'Nov 23, 2026 06:05 PM',
    'Monday, November 23, 2026 at 6:05 PM',
    '23 Nov 2026 18:05',
    '23/11/2026, 18.05.00',
    '23/11/2026, 6:05:00 p. m.',
    '2026/11/23 18:05:00',
    '23-11-2026, 18:05',
  ])
    it(`reads ${text}`, () => expect(moment(text)).to.equal('2026-11-24T00:05:00.000Z'));

  it('reads 03/04 as the day that is nearer to the class', () => {
    const of = (day: string): string =>
      new Date(readMoment('03/04/2026 12:00', { zone: findZone('UTC')!, near: readDay(day)! })!)
        .toISOString()
        .slice(0, 10);
    expect(of('2026-03-04')).to.equal('2026-03-04');
    expect(of('2026-04-03')).to.equal('2026-04-03');
  });

  it('refuses what is no date or no time', () => {
    for (const text of [
      '',
      'soon',
      '13/13/2026 10:00',
      '02/30/2026 10:00',
      '11/23/2026',
      '11/23/2026 25:00',
      '11/23/2026 13:00 PM',
      '0/0/0 0:00',
    ])
      expect(moment(text), text).to.equal(null);
  });

  it('reads lengths of time', () => {
    for (const [text, expected] of [
      ['1h 2m 3s', 62.05],
      ['2h', 120],
      ['45m', 45],
      ['90 min', 90],
      ['30s', 0.5],
      ['62', 62],
      ['1 Std. 2 Min. 3 Sek.', 62.05],
      ['1 u 2 min', 62],
      ['1 時間 2 分', 62],
      ['2 ore', 120],
      ['1:02:03', 62.05],
      ['', null],
      ['long', null],
    ] as const)
      expect(readMinutes(text), text).to.equal(expected);
    expect(readMinutes('120', true)).to.equal(2);
  });
});
