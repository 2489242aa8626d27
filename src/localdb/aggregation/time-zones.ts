/** Local time in a time zone, by the rules that the platform knows. */
import { DatabaseError } from '../errors.ts';

const MINUTE_MS = 60_000;
const FIXED_OFFSET = /^([+-])(\d\d):?(\d\d)?$/;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
    formats.set(zone, format);
    return format;
  } catch {
    throw new DatabaseError(40485, `unrecognized time zone identifier: "${zone}"`);
  }
}

/** How far the local time of a zone is ahead of UTC at an instant, in milliseconds. Zones are names or `+hh:mm`. */
export function offsetAt(instant: number, zone: string): number {
  if (zone === 'UTC' || zone === 'GMT' || zone === 'Z') return 0;
  const fixed = FIXED_OFFSET.exec(zone);
  if (fixed) {
    const minutes = Number(fixed[2]) * 60 + Number(fixed[3] ?? 0);
    return (fixed[1] === '-' ? -minutes : minutes) * MINUTE_MS;
  }
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  const year = parts.era === 'BC' ? 1 - Number(parts.year) : Number(parts.year);
  const local = new Date(0);
  local.setUTCFullYear(year, Number(parts.month) - 1, Number(parts.day));
  local.setUTCHours(Number(parts.hour), Number(parts.minute), Number(parts.second));
  return local.getTime() - Math.floor(instant / 1000) * 1000;
}

/** A date whose UTC fields are the local fields of the instant. */
export function toLocal(instant: Date, zone: string): Date {
  return new Date(instant.getTime() + offsetAt(instant.getTime(), zone));
}

/** The instant of a local time. Of two, when clocks go back, the earlier; none, when they go forward, moves forward. */
export function toInstant(local: Date, zone: string): Date {
  const wanted = local.getTime();
  const before = offsetAt(wanted - 24 * 60 * MINUTE_MS, zone);
  const after = offsetAt(wanted + 24 * 60 * MINUTE_MS, zone);
  for (const offset of [before, after]) {
    if (offsetAt(wanted - offset, zone) === offset) return new Date(wanted - offset);
  }
  return new Date(wanted - before);
}
