// Dates and times in people's words: "Tue 24 Nov 2026, 23:59 Chicago time", "in 2 days", "1 h 52 min".
import { DAY_MS, type Day, dayInWords } from './day.ts';
import { type Zone, dayOfInstant, findZone } from './zone.ts';

export { isZone } from './zone.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The day of an instant (epoch ms) in a zone: "Tue 24 Nov 2026". An unknown zone is refused with a RangeError. */
export function dayWords(instant: number, zone: string): string {
  return dayInWords(dayOfInstant(instant, knownZone(zone)));
}

/** An instant (epoch ms) as local time with its zone's name: "Tue 24 Nov 2026, 23:59 Chicago time". */
export function momentWords(instant: number, zone: string): string {
  const known = knownZone(zone);
  return `${dayInWords(dayOfInstant(instant, known))}, ${clockWords(instant, known)} ${zoneName(zone)}`;
}

/** The last moment of a deadline: 23:59 of the day, or the cut-off (milliseconds after midnight) where there is one. */
export function deadlineWords(day: Day, cutoff: number | null, zone: string): string {
  return `${dayInWords(day)}, ${cutoff === null ? '23:59' : timeOfDayWords(cutoff)} ${zoneName(zone)}`;
}

/** How far an instant is from now, counted in days of the zone: "in 2 days", "tomorrow", "in 3 hours", "2 days ago". */
export function distanceWords(instant: number, now: number, zone: string): string {
  const known = knownZone(zone);
  const days = dayOfInstant(instant, known) - dayOfInstant(now, known);
  if (days === 1) return 'tomorrow';
  if (days === -1) return 'yesterday';
  if (days !== 0) return days > 0 ? `in ${days} days` : `${-days} days ago`;
  const minutes = Math.floor(Math.abs(instant - now) / MINUTE_MS);
  if (minutes === 0) return 'now';
  const amount = minutes < 60 ? countWords(minutes, 'minute') : countWords(Math.floor(minutes / 60), 'hour');
  return instant > now ? `in ${amount}` : `${amount} ago`;
}

/** A length of time (ms, at least 0), cut to whole minutes: "1 h 52 min", "45 min", "2 days 3 h", "less than a minute". */
export function durationWords(duration: number): string {
  if (duration < MINUTE_MS) return 'less than a minute';
  const days = Math.floor(duration / DAY_MS);
  const hours = Math.floor((duration % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((duration % HOUR_MS) / MINUTE_MS);
  const parts = [
    days > 0 ? countWords(days, 'day') : '',
    hours > 0 ? `${hours} h` : '',
    minutes > 0 && days === 0 ? `${minutes} min` : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}

/** A zone as people call it: "Chicago time" for America/Chicago, "UTC" for UTC. */
export function zoneName(zone: string): string {
  const place = zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
  // Etc/GMT+5 is five hours *behind* UTC: the names of these zones carry the sign the other way round.
  const fixed = /^GMT([+-])(\d+)$/.exec(place);
  if (fixed) return fixed[2] === '0' ? 'UTC' : `UTC${fixed[1] === '+' ? '-' : '+'}${fixed[2]}`;
  return /^(utc|gmt|uct|zulu|universal|greenwich|gmt0)$/i.test(place) ? 'UTC' : `${place} time`;
}

/** A count with its noun: "1 day", "2 days". */
export function countWords(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** A time of day (ms after midnight) as "17:00", with seconds only where there are any. */
export function timeOfDayWords(msOfDay: number): string {
  const seconds = Math.floor(msOfDay / 1000) % 60;
  const clock = `${pad(Math.floor(msOfDay / HOUR_MS))}:${pad(Math.floor((msOfDay % HOUR_MS) / MINUTE_MS))}`;
  return seconds === 0 ? clock : `${clock}:${pad(seconds)}`;
}

function clockWords(instant: number, zone: Zone): string {
  const local = instant + zone.offsetAt(instant);
  const msOfDay = local - Math.floor(local / DAY_MS) * DAY_MS;
  return timeOfDayWords(Math.floor(msOfDay / MINUTE_MS) * MINUTE_MS);
}

function knownZone(name: string): Zone {
  const zone = findZone(name);
  if (!zone) throw new RangeError(`"${name}" is not a time zone`);
  return zone;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
