// What is said of a class that begins at an instant, for tests.

import { DAY_MS, dayText } from '../../src/domain/day.ts';
import { dayOfInstant, findZone } from '../../src/domain/zone.ts';
import type { ClassGiven } from '../../src/services/guarantee/class-schedule.ts';

const zoneName = 'America/Chicago';

/** Two hours in Chicago from an instant (epoch ms, cut to the minute). */
export function classGiven(startsAt: number, more: Partial<ClassGiven> = {}): ClassGiven {
  const zone = findZone(zoneName)!;
  const day = dayOfInstant(startsAt, zone);
  const onTheWall = Math.floor((startsAt + zone.offsetAt(startsAt) - day * DAY_MS) / 60_000) * 60_000;
  return {
    title: 'Class 24',
    place: 'Room 4 and online',
    on: dayText(day),
    startsAt: onTheWall,
    minutes: 120,
    zone: zoneName,
    list: 'sessions',
    ...more,
  };
}
