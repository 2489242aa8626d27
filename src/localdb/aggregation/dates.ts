/** Expression operators on dates, in UTC or a time zone. */
import { Long, ObjectId } from 'bson';
import { DatabaseError, notSupported } from '../errors.ts';
import type { Doc } from '../values/values.ts';
import { isDocument, toInteger, typeName } from '../values/values.ts';
import { calendarUnits, dayOfYear, formatDate, isoWeek, isoWeekYear, unitMs, week } from './calendar.ts';
import type { Operator } from './operator.ts';
import { evaluate, isNothing } from './operator.ts';
import { toInstant, toLocal } from './time-zones.ts';

/** The arguments of an operator that takes them by name, evaluated. Refuses names it does not know. */
function namedArguments(name: string, doc: unknown, argument: unknown, options: unknown, known: string[]): Doc {
  if (!isDocument(argument)) throw new DatabaseError(40518, `${name} only supports an object as its argument`);
  for (const key of Object.keys(argument)) {
    if (!known.includes(key)) throw notSupported(`the argument ${key} of ${name} is`);
  }
  return Object.fromEntries(Object.entries(argument).map(([key, value]) => [key, evaluate(doc, value, options)]));
}

function dateOf(name: string, value: unknown): Date {
  if (value instanceof Date) return value;
  if (value instanceof ObjectId) return value.getTimestamp();
  throw new DatabaseError(16006, `can't convert from BSON type ${typeName(value)} to Date (${name})`);
}

function zoneOf(value: unknown): string {
  if (isNothing(value)) return 'UTC';
  if (typeof value === 'string') return value;
  throw new DatabaseError(40517, `timezone must evaluate to a string, found ${typeName(value)}`);
}

/** An operator that reads one part: of a date, or of `{ date, timezone }`. */
function part(name: string, read: (local: Date) => unknown): Operator {
  return (doc, argument, options) => {
    const isNamed = isDocument(argument) && 'date' in argument;
    const only = Array.isArray(argument) ? argument[0] : argument;
    const { date, timezone } = isNamed
      ? namedArguments(name, doc, argument, options, ['date', 'timezone'])
      : { date: evaluate(doc, only, options), timezone: undefined };
    if (isNothing(date) || timezone === null) return null;
    return read(toLocal(dateOf(name, date), zoneOf(timezone)));
  };
}

function dateToString(doc: unknown, argument: unknown, options: unknown): unknown {
  const known = ['date', 'format', 'timezone', 'onNull'];
  const { date, format, timezone, onNull } = namedArguments('$dateToString', doc, argument, options, known);
  if (isNothing(date)) return onNull ?? null;
  if (timezone === null || format === null) return null;
  const instant = dateOf('$dateToString', date);
  const zone = zoneOf(timezone);
  const local = toLocal(instant, zone);
  const offset = Math.round((local.getTime() - instant.getTime()) / unitMs.minute!);
  const usual = isNothing(timezone) ? '%Y-%m-%dT%H:%M:%S.%LZ' : '%Y-%m-%dT%H:%M:%S.%L';
  return formatDate(local, offset, format === undefined ? usual : String(format));
}

function unitOf(name: string, unit: unknown): string {
  if (typeof unit === 'string' && (unit in unitMs || unit in calendarUnits)) return unit;
  throw new DatabaseError(
    5439013,
    `${name} requires 'unit' to be one of: year, quarter, week, month, day, hour, minute, second, millisecond`,
  );
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

function firstWeekday(value: unknown): number {
  if (isNothing(value)) return 0;
  const text = String(value).toLowerCase();
  const index = WEEKDAYS.findIndex((name) => name === text || name.slice(0, 3) === text);
  if (index < 0) throw new DatabaseError(5439015, `unknown day of week value: ${String(value)}`);
  return index;
}

/** The local time at which the unit that holds it began. */
function startOf(local: Date, unit: string, weekday: number): number {
  const months = calendarUnits[unit];
  if (months) {
    const month = local.getUTCFullYear() * 12 + local.getUTCMonth();
    return new Date(0).setUTCFullYear(0, Math.floor(month / months) * months, 1);
  }
  if (unit !== 'week') return Math.floor(local.getTime() / unitMs[unit]!) * unitMs[unit]!;
  const day = Math.floor(local.getTime() / unitMs.day!) * unitMs.day!;
  return day - ((local.getUTCDay() - weekday + 7) % 7) * unitMs.day!;
}

function dateTrunc(doc: unknown, argument: unknown, options: unknown): unknown {
  const known = ['date', 'unit', 'timezone', 'startOfWeek'];
  const { date, unit, timezone, startOfWeek } = namedArguments('$dateTrunc', doc, argument, options, known);
  if ([date, unit].some(isNothing) || timezone === null) return null;
  const zone = zoneOf(timezone);
  const local = toLocal(dateOf('$dateTrunc', date), zone);
  return toInstant(new Date(startOf(local, unitOf('$dateTrunc', unit), firstWeekday(startOfWeek))), zone);
}

function shift(name: string, sign: 1 | -1): Operator {
  return (doc, argument, options) => {
    const known = ['startDate', 'unit', 'amount', 'timezone'];
    const { startDate, unit, amount, timezone } = namedArguments(name, doc, argument, options, known);
    if ([startDate, unit, amount].some(isNothing) || timezone === null) return null;
    const count = toInteger(amount);
    if (count === undefined) throw new DatabaseError(5166405, `${name} expects integer amount of time units`);
    const zone = zoneOf(timezone);
    return moved(dateOf(name, startDate), unitOf(name, unit), sign * count, zone);
  };
}

/** So many units later. Days and longer are moved by the local clock, shorter units by elapsed time. */
export function moved(instant: Date, unit: string, count: number, zone: string): Date {
  const months = calendarUnits[unit];
  if (!months && unit !== 'week' && unit !== 'day') return new Date(instant.getTime() + count * unitMs[unit]!);
  const local = toLocal(instant, zone);
  if (!months) return toInstant(new Date(local.getTime() + count * unitMs[unit]!), zone);
  const day = local.getUTCDate();
  local.setUTCDate(1);
  local.setUTCMonth(local.getUTCMonth() + count * months);
  const lastDay = new Date(Date.UTC(2000, local.getUTCMonth() + 1, 0)).getUTCDate();
  const isShortFebruary = local.getUTCMonth() === 1 && new Date(local.getTime() + 28 * unitMs.day!).getUTCMonth() !== 1;
  local.setUTCDate(Math.min(day, isShortFebruary ? 28 : lastDay));
  return toInstant(local, zone);
}

function dateDiff(doc: unknown, argument: unknown, options: unknown): unknown {
  const known = ['startDate', 'endDate', 'unit', 'timezone', 'startOfWeek'];
  const given = namedArguments('$dateDiff', doc, argument, options, known);
  const { startDate, endDate, unit, timezone, startOfWeek } = given;
  if ([startDate, endDate, unit].some(isNothing) || timezone === null) return null;
  const name = unitOf('$dateDiff', unit);
  const zone = zoneOf(timezone);
  const [from, to] = [dateOf('$dateDiff', startDate), dateOf('$dateDiff', endDate)];
  const months = calendarUnits[name];
  if (months) {
    const index = (date: Date): number => {
      const local = toLocal(date, zone);
      return Math.floor((local.getUTCFullYear() * 12 + local.getUTCMonth()) / months);
    };
    return Long.fromNumber(index(to) - index(from));
  }
  const isLocal = name === 'week' || name === 'day';
  const start = (date: Date): number => {
    if (isLocal) return startOf(toLocal(date, zone), name, firstWeekday(startOfWeek));
    // Hours and less begin where the zone's clock says, and are counted in elapsed time.
    return toInstantStart(date, name, zone);
  };
  return Long.fromNumber(Math.round((start(to) - start(from)) / unitMs[name]!));
}

function toInstantStart(date: Date, unit: string, zone: string): number {
  const offset = toLocal(date, zone).getTime() - date.getTime();
  return startOf(new Date(date.getTime() + offset), unit, 0) - offset;
}

function dateFromParts(doc: unknown, argument: unknown, options: unknown): unknown {
  const names = ['year', 'month', 'day', 'hour', 'minute', 'second', 'millisecond'];
  const given = namedArguments('$dateFromParts', doc, argument, options, [...names, 'timezone']);
  if (Object.values(given).some((value) => value === null)) return null;
  const [year, month = 1, day = 1, ...time] = names.map((name) => {
    const integer = toInteger(given[name]);
    if (integer === undefined && name in given) {
      throw new DatabaseError(40515, `'${name}' must evaluate to an integer, found ${typeName(given[name])}`);
    }
    return integer;
  });
  if (year === undefined)
    throw new DatabaseError(40516, "$dateFromParts requires either 'year' or 'isoWeekYear' to be present");
  const local = new Date(0);
  local.setUTCFullYear(year, month - 1, day);
  const [hour = 0, minute = 0, second = 0, millisecond = 0] = time;
  local.setTime(
    local.getTime() + hour * unitMs.hour! + minute * unitMs.minute! + second * unitMs.second! + millisecond,
  );
  return toInstant(local, zoneOf(given.timezone));
}

/** ISO 8601 texts with or without a zone. Other formats are left out. */
const ISO_DATE = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:?\d\d)?)?$/;

function dateFromString(doc: unknown, argument: unknown, options: unknown): unknown {
  const known = ['dateString', 'timezone', 'onNull', 'onError'];
  const given = namedArguments('$dateFromString', doc, argument, options, known);
  const { dateString: text, timezone } = given;
  if (isNothing(text)) return given.onNull ?? null;
  const match = typeof text === 'string' ? ISO_DATE.exec(text) : null;
  const hasZone = match?.[4] !== undefined;
  const date = match ? new Date(hasZone ? match[0] : `${match[0]}${match[1] ? '' : 'T00:00'}Z`) : undefined;
  if (!date || Number.isNaN(date.getTime())) {
    if ('onError' in given) return given.onError;
    throw new DatabaseError(
      241,
      `Error parsing date string '${String(text)}'; only ISO 8601 is read by the embedded database`,
    );
  }
  return hasZone ? date : toInstant(date, zoneOf(timezone));
}

export const dateOperators: Record<string, Operator> = {
  $year: part('$year', (local) => local.getUTCFullYear()),
  $month: part('$month', (local) => local.getUTCMonth() + 1),
  $dayOfMonth: part('$dayOfMonth', (local) => local.getUTCDate()),
  $hour: part('$hour', (local) => local.getUTCHours()),
  $minute: part('$minute', (local) => local.getUTCMinutes()),
  $second: part('$second', (local) => local.getUTCSeconds()),
  $millisecond: part('$millisecond', (local) => local.getUTCMilliseconds()),
  $dayOfWeek: part('$dayOfWeek', (local) => local.getUTCDay() + 1),
  $dayOfYear: part('$dayOfYear', dayOfYear),
  $isoDayOfWeek: part('$isoDayOfWeek', (local) => local.getUTCDay() || 7),
  $isoWeek: part('$isoWeek', isoWeek),
  $isoWeekYear: part('$isoWeekYear', (local) => Long.fromNumber(isoWeekYear(local))),
  $week: part('$week', week),
  $dateToString: dateToString,
  $dateTrunc: dateTrunc,
  $dateAdd: shift('$dateAdd', 1),
  $dateSubtract: shift('$dateSubtract', -1),
  $dateDiff: dateDiff,
  $dateFromParts: dateFromParts,
  $dateFromString: dateFromString,
};
