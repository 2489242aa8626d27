/** Dates in expressions: parts, text, truncation and arithmetic agree with luxon, in every zone. */
import { expect } from 'chai';
import { Long } from 'bson';
import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { compileExpression } from '../../src/localdb/aggregation/expressions.ts';
import type { Doc } from '../../src/localdb/values/values.ts';

const ZONES = [
  'UTC',
  'America/New_York',
  'America/Chicago',
  'Europe/Berlin',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  '+05:30',
];

function evaluate(expression: unknown, doc: Doc): unknown {
  const value = compileExpression(expression)(doc);
  return value instanceof Long ? value.toNumber() : value;
}

const instant = fc.date({ min: new Date('1975-01-01'), max: new Date('2035-01-01'), noInvalidDate: true });
const zone = fc.constantFrom(...ZONES);

function local(date: Date, timezone: string): DateTime {
  return DateTime.fromJSDate(date, { zone: timezone.startsWith('+') ? `UTC${timezone}` : timezone });
}

describe('localdb dates in expressions', () => {
  it('have the parts and the text of the local calendar', () => {
    fc.assert(
      fc.property(instant, zone, (date, timezone) => {
        const there = local(date, timezone);
        const parts = {
          $year: there.year,
          $month: there.month,
          $dayOfMonth: there.day,
          $hour: there.hour,
          $minute: there.minute,
          $millisecond: there.millisecond,
          $dayOfWeek: (there.weekday % 7) + 1,
          $dayOfYear: there.ordinal,
          $isoDayOfWeek: there.weekday,
          $isoWeek: there.weekNumber,
          $isoWeekYear: there.weekYear,
        };
        for (const [operator, wanted] of Object.entries(parts)) {
          expect(evaluate({ [operator]: { date: '$date', timezone } }, { date }), operator).to.equal(wanted);
        }
        const format = '%Y-%m-%dT%H:%M:%S.%L%z %G-W%V-%u';
        const text = evaluate({ $dateToString: { date: '$date', format, timezone } }, { date });
        expect(text).to.equal(there.toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZZ kkkk-'W'WW-c"));
      }),
    );
  });

  it('are cut to the beginning of a unit and moved by units', () => {
    const unit = fc.constantFrom('year', 'quarter', 'month', 'week', 'day', 'hour', 'minute', 'second');
    fc.assert(
      fc.property(instant, zone, unit, fc.integer({ min: -30, max: 30 }), (date, timezone, name, amount) => {
        const there = local(date, timezone);
        // Where a clock shows the same time twice, luxon and MongoDB may take different ones.
        const spec = { unit: name, timezone };
        const start = { $dateTrunc: { date: '$date', startOfWeek: 'monday', ...spec } };
        if (timezone !== 'Australia/Lord_Howe' || name.length > 6) {
          expect(evaluate(start, { date })).to.deep.equal(there.startOf(name as 'day').toJSDate());
        }
        const later = evaluate({ $dateAdd: { startDate: '$date', amount, ...spec } }, { date }) as Date;
        expect(local(later, timezone).toFormat('yyyy-MM-dd')).to.equal(
          there.plus({ [name]: amount }).toFormat('yyyy-MM-dd'),
        );
      }),
    );
  });

  it('are apart by the boundaries between them', () => {
    fc.assert(
      fc.property(instant, instant, zone, (from, to, timezone) => {
        const [a, b] = [local(from, timezone), local(to, timezone)];
        const count = (unit: string): unknown =>
          evaluate({ $dateDiff: { startDate: '$from', endDate: '$to', unit, timezone } }, { from, to });
        expect(count('year')).to.equal(b.year - a.year);
        expect(count('month')).to.equal((b.year - a.year) * 12 + b.month - a.month);
        const days = DateTime.utc(b.year, b.month, b.day).diff(DateTime.utc(a.year, a.month, a.day), 'days').days;
        expect(count('day')).to.equal(Math.round(days));
      }),
    );
  });

  it('are made of parts and of text', () => {
    const make = (parts: Doc): unknown => evaluate({ $dateFromParts: parts }, {});
    expect(make({ year: 2024, month: 2 })).to.deep.equal(new Date('2024-02-01T00:00:00Z'));
    expect(make({ year: 2024, month: 14, timezone: 'America/New_York' })).to.deep.equal(
      new Date('2025-02-01T05:00:00Z'),
    );
    const read = (text: string): unknown => evaluate({ $dateFromString: { dateString: text } }, {});
    expect(read('2024-02-29T10:00:00Z')).to.deep.equal(new Date('2024-02-29T10:00:00Z'));
    expect(read('2024-02-29')).to.deep.equal(new Date('2024-02-29T00:00:00Z'));
    expect(() => read('29.2.2024')).to.throw('ISO 8601');
    expect(() => evaluate({ $year: { date: new Date(0), timezone: 'Nowhere/Here' } }, {})).to.throw('time zone');
  });

  it('stop at the end of a shorter month', () => {
    const plusMonths = (amount: number): unknown =>
      evaluate({ $dateAdd: { startDate: new Date('2024-01-31T12:00:00Z'), unit: 'month', amount } }, {});
    expect(plusMonths(1)).to.deep.equal(new Date('2024-02-29T12:00:00Z'));
    expect(plusMonths(13)).to.deep.equal(new Date('2025-02-28T12:00:00Z'));
    expect(plusMonths(3)).to.deep.equal(new Date('2024-04-30T12:00:00Z'));
  });
});
