// The calendar: a zone that knows daylight saving, business days with their holidays, a cut-off that is said.
import { asObject, memberOf } from '../reading.ts';
import { type LintFinding, warning } from './finding.ts';
import { type Outline, textIn } from './outline.ts';

const FIXED_ZONE = /^(Etc\/)?(GMT|UTC|UCT)?[+-]?\d+$|^(EST|MST|HST|EST5EDT|CST6CDT|MST7MDT|PST8PDT)$/;

/** Zones that stay fixed while the students' clocks change. */
export function fixedZone({ policy, placeOf }: Outline): LintFinding[] {
  const zone = textIn(policy, 'timeZone');
  if (zone === undefined || !FIXED_ZONE.test(zone)) return [];
  const fault = `"${zone}" is not the zone of a place: it does not follow the clock changes of any.`;
  return [warning(placeOf('timeZone'), fault, 'Name the zone of your office, for example "America/Chicago".')];
}

/** Business days without holidays: Thanksgiving would count as one. */
export function businessDaysWithoutHolidays({ policy, claim, placeOf }: Outline): LintFinding[] {
  const holidays = memberOf(policy, 'holidays');
  const isListed = Array.isArray(holidays) && holidays.length > 0;
  const { window, evidenceGrace } = claim ?? {};
  const bodies = [memberOf(policy, 'requires'), memberOf(policy, 'ladder'), window, evidenceGrace];
  if (isListed || !bodies.some(countsBusinessDays)) return [];
  const fault = 'The policy counts business days and lists no holidays: public holidays would count as business days.';
  return [warning(placeOf('holidays'), fault, 'List the holidays as "holidays": ["2026-11-26", ...], or count days.')];
}

function countsBusinessDays(raw: unknown): boolean {
  if (Array.isArray(raw)) return raw.some(countsBusinessDays);
  const given = asObject(raw);
  return given !== null && ('businessDays' in given || Object.values(given).some(countsBusinessDays));
}

/** A holiday that is listed twice: likely another one was meant. */
export function holidaysTwice({ policy, placeOf }: Outline): LintFinding[] {
  const holidays = memberOf(policy, 'holidays');
  if (!Array.isArray(holidays)) return [];
  return holidays.flatMap((day: unknown, index) => {
    if (holidays.indexOf(day) === index) return [];
    const path = `${placeOf('holidays')}[${index}]`;
    return [warning(path, `The holiday ${String(day)} is listed twice.`, 'Leave it out, or correct the date.')];
  });
}
