// Time zones: offsets from the system's zone data, remembered, and local times turned into instants and back.
import { DAY_MS, type Day, dayText } from './day.ts';

/** A time zone with its offsets at hand. */
export interface Zone {
  readonly name: string;
  /** Milliseconds to add to an instant (epoch ms) to get the local wall-clock time. */
  readonly offsetAt: (instant: number) => number;
}

/** Offsets of one stretch of time: `offsets[i]` holds from `starts[i]` on. */
interface Stretch {
  readonly starts: readonly number[];
  readonly offsets: readonly number[];
}

const STRETCH_MS = 400 * DAY_MS;
// No zone in the data changes its clock twice within this span, so a probe each time finds every change.
const PROBE_MS = 4 * DAY_MS;
const NAME_SHAPE = /^[A-Za-z][A-Za-z0-9_+\-/]*$/;
const OFFSET_WORDS = /GMT(?:([+-])(\d{2}):(\d{2})(?::(\d{2}))?)?$/;
const zones = new Map<string, Zone>();

/** Whether a text is the name of a time zone, such as "America/Chicago". */
export function isZone(text: string): boolean {
  return findZone(text) !== null;
}

/** The zone of that name; null when there is none. Zones are made once and kept. */
export function findZone(name: string): Zone | null {
  const known = zones.get(name);
  if (known) return known;
  const offsetFromSystem = systemOffsets(name);
  if (!offsetFromSystem) return null;
  const zone = { name, offsetAt: rememberedOffsets(offsetFromSystem) };
  zones.set(name, zone);
  return zone;
}

/** The calendar day of an instant (epoch ms) in a zone. */
export function dayOfInstant(instant: number, zone: Zone): Day {
  return Math.floor((instant + zone.offsetAt(instant)) / DAY_MS);
}

/**
 * The instant (epoch ms) of a local wall-clock time, given as a day and milliseconds after its midnight.
 * A local time that occurs twice means the first; one that is skipped moves on by the gap.
 */
export function instantOfLocal(day: Day, msOfDay: number, zone: Zone): number {
  const local = day * DAY_MS + msOfDay;
  const offsetBefore = offsetWellBefore(local, zone);
  const withBefore = local - offsetBefore;
  if (zone.offsetAt(withBefore) === offsetBefore) return withBefore;
  const offsetAfter = offsetWellAfter(local, zone);
  const withAfter = local - offsetAfter;
  return zone.offsetAt(withAfter) === offsetAfter ? withAfter : withBefore;
}

/** The first instant (epoch ms) of a day: its midnight, or the end of the gap where midnight is skipped. */
export function startOfDay(day: Day, zone: Zone): number {
  const midnight = instantOfLocal(day, 0, zone);
  const isSkipped = midnight + zone.offsetAt(midnight) !== day * DAY_MS;
  return isSkipped ? changeWithin(day * DAY_MS - offsetWellAfter(day * DAY_MS, zone), midnight, zone) : midnight;
}

/** Whether an instant is the first of a day in the zone. */
export function isStartOfDay(instant: number, zone: Zone): boolean {
  return startOfDay(dayOfInstant(instant, zone), zone) === instant;
}

/** An instant as local time with a numeric offset: "2026-12-01T00:00:00-05:00"; with milliseconds only if there are any. */
export function instantText(instant: number, zone: Zone): string {
  // Offsets of old dates go to the second, numeric ones only to the minute: the time is then said in the nearest of those.
  const offset = Math.round(zone.offsetAt(instant) / 60_000) * 60_000;
  const local = instant + offset;
  const day = Math.floor(local / DAY_MS);
  const sign = offset < 0 ? '-' : '+';
  return `${dayText(day)}T${clockText(local - day * DAY_MS)}${sign}${hoursAndMinutes(Math.abs(offset))}`;
}

function clockText(msOfDay: number): string {
  const seconds = String(Math.floor(msOfDay / 1000) % 60).padStart(2, '0');
  const milliseconds = msOfDay % 1000;
  const fraction = milliseconds === 0 ? '' : `.${String(milliseconds).padStart(3, '0')}`;
  return `${hoursAndMinutes(msOfDay)}:${seconds}${fraction}`;
}

function hoursAndMinutes(duration: number): string {
  const minutes = Math.floor(duration / 60_000);
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

// Local times lie at most 14 hours ahead of and 12 hours behind UTC, so these two frame any true instant.
function offsetWellBefore(local: number, zone: Zone): number {
  return zone.offsetAt(local - 15 * 3_600_000);
}

function offsetWellAfter(local: number, zone: Zone): number {
  return zone.offsetAt(local + 13 * 3_600_000);
}

/** The instant of the one change of offset after `from` and up to `to`. */
function changeWithin(from: number, to: number, zone: Zone): number {
  const offsetAtEnd = zone.offsetAt(to);
  let [before, after] = [from, to];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (zone.offsetAt(middle) === offsetAtEnd) after = middle;
    else before = middle;
  }
  return after;
}

function rememberedOffsets(offsetFromSystem: (instant: number) => number): (instant: number) => number {
  const stretches = new Map<number, Stretch>();
  let lastIndex = Number.NaN;
  let last: Stretch = { starts: [], offsets: [] };
  return (instant) => {
    const index = Math.floor(instant / STRETCH_MS);
    if (index !== lastIndex) {
      last = stretches.get(index) ?? exploreStretch(index, offsetFromSystem);
      stretches.set(index, last);
      lastIndex = index;
    }
    let at = last.starts.length - 1;
    while (at > 0 && instant < last.starts[at]!) at -= 1;
    return last.offsets[at]!;
  };
}

/** Finds every change of offset within a stretch: probes it step by step and halves the steps where something changed. */
function exploreStretch(index: number, offsetFromSystem: (instant: number) => number): Stretch {
  const begin = index * STRETCH_MS;
  const starts = [begin];
  const offsets = [offsetFromSystem(begin)];
  for (let probe = begin; probe < begin + STRETCH_MS; probe += PROBE_MS) {
    const end = Math.min(probe + PROBE_MS, begin + STRETCH_MS - 1);
    const offset = offsetFromSystem(end);
    if (offset === offsets.at(-1)) continue;
    starts.push(changeWithin(probe, end, { name: '', offsetAt: offsetFromSystem }));
    offsets.push(offset);
  }
  return { starts, offsets };
}

/** Asks the system's zone data, which is exact to the second and slow; null when it does not know the name. */
function systemOffsets(name: string): ((instant: number) => number) | null {
  if (!NAME_SHAPE.test(name)) return null;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US', { timeZone: name, timeZoneName: 'longOffset' });
  } catch {
    return null;
  }
  return (instant) => {
    const match = OFFSET_WORDS.exec(format.format(instant));
    if (!match?.[1]) return 0;
    const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
    return (match[1] === '-' ? -seconds : seconds) * 1000;
  };
}
