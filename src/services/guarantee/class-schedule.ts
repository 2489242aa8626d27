// The schedule of a course's classes: one class, a weekly series, changing, cancelling with a reason, and taking both back.

import { dayText, readDay } from '../../domain/day.ts';
import { classTime, classTimes, mostOfSeries } from '../../domain/evidence/class-series.ts';
import { classSchema, type CourseClass } from '../../domain/evidence/course-plan.ts';
import type { Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import { findZone, type Zone } from '../../domain/zone.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { ClassStore } from '../../stores/guarantee/class-store.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { Audit } from '../audit.ts';
import { demand, found, type Surroundings } from '../surroundings.ts';

/** What is said of a class. */
export interface ClassGiven {
  readonly title: string;
  readonly place: string;
  /** `YYYY-MM-DD`, in the zone. */
  readonly on: string;
  /** Milliseconds after midnight, on the wall. */
  readonly startsAt: number;
  readonly minutes: number;
  readonly zone: string;
  /** The list of the policy language it counts for. */
  readonly list: string;
}

/** What is said of a weekly series; its classes are called "Class 1", "Class 2" ... after `title`. */
export interface SeriesGiven extends Omit<ClassGiven, 'on'> {
  readonly from: string;
  readonly to: string;
  readonly weekdays: readonly number[];
  readonly everyWeeks: number;
  readonly except: readonly string[];
}

interface Needs {
  readonly classes: ClassStore;
  readonly plans: CoursePlanStore;
  readonly courses: CourseStore;
  readonly audit: Pick<Audit, 'note'>;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

/** The store reads so many classes of a course at once. */
const mostOfCourse = 500;

export type ClassSchedule = ReturnType<typeof classScheduleService>;

export function classScheduleService({ classes, plans, courses, audit, surroundings }: Needs) {
  const all = (visitor: Visitor): Promise<CourseClass[]> => classes.ofCourse(visitor.courseId, visitor.platformId);

  async function get(visitor: Visitor, classId: string): Promise<CourseClass> {
    return found(await classes.find(classId, visitor.courseId, visitor.platformId), 'class');
  }

  function note(visitor: Visitor, act: string, held: Pick<CourseClass, 'id' | 'title' | 'on'>, more: object, why = '') {
    const { id: classId, title, on } = held;
    return audit.note(visitor, { act, subjectId: classId, reason: why, detail: { classId, title, on, ...more } });
  }

  async function refuseTooMany(visitor: Visitor, more: number): Promise<void> {
    if ((await all(visitor)).length + more <= mostOfCourse) return;
    throw invalid(
      'title',
      `A course can have ${mostOfCourse} classes. Cancel nothing; ask for a second course instead.`,
    );
  }

  function made(visitor: Visitor, given: ClassGiven, time: { startsAt: number; on: string }, id: string): CourseClass {
    const { organizationId, platformId, courseId } = visitor;
    return classSchema.parse({ ...given, ...time, id, organizationId, platformId, courseId });
  }

  /** One conditional change; somebody else's change in between refuses it. */
  async function change(held: CourseClass, rev: number, set: Partial<CourseClass>): Promise<CourseClass> {
    const changed = held.rev === rev ? await classes.change({ ...held, rev }, { $set: set }) : null;
    if (changed) return changed;
    throw new Refusal(
      'already-done',
      'Somebody else changed this class meanwhile. Look at it as it is now, then try again.',
    );
  }

  return {
    get,

    /** All classes of the course by their beginning. */
    all,

    /** The zone in which classes of the course are planned: the plan's, the course's, else the visitor's. */
    async zoneOf(visitor: Visitor): Promise<string> {
      const { courseId: id, organizationId, platformId } = visitor;
      const [plan, course] = await Promise.all([
        plans.find({ id, organizationId, platformId }),
        courses.find(id, platformId),
      ]);
      return plan.zone ?? course?.zone ?? visitor.zone;
    },

    /** Adds one class. @throws Refusal not-allowed, invalid */
    async add(visitor: Visitor, given: ClassGiven): Promise<CourseClass> {
      demand(visitor, 'plan classes');
      await refuseTooMany(visitor, 1);
      const held = made(visitor, given, timeOf(given), surroundings.newId());
      await classes.insert(held);
      await note(visitor, 'added a class', held, { startsAt: held.startsAt, minutes: held.minutes });
      return held;
    },

    /** Adds a weekly series, numbered on from the classes that are there. @throws Refusal not-allowed, invalid */
    async addSeries(visitor: Visitor, given: SeriesGiven): Promise<{ seriesId: string; classes: CourseClass[] }> {
      demand(visitor, 'plan classes');
      const times = timesOf(given);
      await refuseTooMany(visitor, times.length);
      const seriesId = surroundings.newId();
      const first = 1 + nextNumber(await all(visitor), given.title);
      const series = times.map((time, at) => ({
        ...made(visitor, { ...given, on: time.on }, time, `${seriesId}-${at + 1}`),
        title: `${given.title} ${first + at}`,
        seriesId,
      }));
      for (const held of series) await classes.insert(held);
      const { from, to, weekdays } = given;
      await note(visitor, 'added a series of classes', series[0]!, { count: series.length, from, to, weekdays });
      return { seriesId, classes: series };
    },

    /** Changes a class as it was read at `rev`. @throws Refusal already-done, invalid */
    async change(visitor: Visitor, classId: string, rev: number, given: ClassGiven): Promise<CourseClass> {
      demand(visitor, 'plan classes');
      const held = await get(visitor, classId);
      const changed = await change(held, rev, { ...given, ...timeOf(given) });
      const said = ({ title, place, startsAt, minutes, zone, list }: CourseClass) => ({
        title,
        place,
        startsAt,
        minutes,
        zone,
        list,
      });
      await note(visitor, 'changed a class', changed, { before: said(held), after: said(changed) });
      return changed;
    },

    /** Cancels a class: it counts for nobody, and what was marked stays on record. Cancelling again changes nothing. */
    async cancel(visitor: Visitor, classId: string, reason: string): Promise<CourseClass> {
      demand(visitor, 'plan classes');
      const held = await get(visitor, classId);
      if (held.isCancelled) return held;
      const changed = await change(held, held.rev, { isCancelled: true, cancelledWhy: reason, checkIn: null });
      await note(visitor, 'cancelled a class', held, {}, reason);
      return changed;
    },

    /** Takes a cancellation back. */
    async restore(visitor: Visitor, classId: string): Promise<CourseClass> {
      demand(visitor, 'plan classes');
      const held = await get(visitor, classId);
      if (!held.isCancelled) return held;
      const changed = await change(held, held.rev, { isCancelled: false, cancelledWhy: '' });
      await note(visitor, 'took a cancellation back', held, {});
      return changed;
    },

    /** Takes a series back that was just added: those of its classes that have not begun. How many went. */
    async removeSeries(visitor: Visitor, seriesId: string): Promise<number> {
      demand(visitor, 'plan classes');
      const ahead = (await all(visitor)).filter(
        (held) => held.seriesId === seriesId && held.startsAt > surroundings.now(),
      );
      for (const { id, courseId } of ahead) await classes.remove(id, courseId);
      if (ahead[0]) await note(visitor, 'took a series of classes back', ahead[0], { count: ahead.length });
      return ahead.length;
    },
  };
}

function invalid(path: string, message: string): Refusal {
  return new Refusal('invalid', message, [{ path, message }]);
}

function zoneNamed(name: string): Zone {
  const zone = findZone(name);
  if (!zone) throw invalid('zone', 'Choose a time zone of the list.');
  return zone;
}

function dayNamed(path: string, text: string): number {
  const day = readDay(text);
  if (day === null) throw invalid(path, 'Give a day of the calendar, such as 2026-11-24.');
  return day;
}

function timeOf({ on, startsAt, zone }: Pick<ClassGiven, 'on' | 'startsAt' | 'zone'>) {
  return classTime(dayNamed('on', on), startsAt, zoneNamed(zone));
}

function timesOf(given: SeriesGiven) {
  const from = dayNamed('from', given.from);
  const to = dayNamed('to', given.to);
  if (to < from) throw invalid('to', 'The last day lies before the first. Give a later one.');
  const { weekdays, everyWeeks, startsAt } = given;
  const except = given.except.map((text) => dayNamed('except', text));
  const times = classTimes({ from, to, weekdays, everyWeeks, except, startsAt, zone: zoneNamed(given.zone) });
  if (times.length === 0)
    throw invalid('weekdays', `No class falls between ${dayText(from)} and ${dayText(to)}. Choose other days.`);
  if (times.length > mostOfSeries)
    throw invalid('to', `This would be more than ${mostOfSeries} classes. Give an earlier last day.`);
  return times;
}

/** The highest number that a title carries already: "Class 23" makes the next one 24. */
function nextNumber(known: readonly CourseClass[], title: string): number {
  const numbers = known.flatMap((held) =>
    held.title.startsWith(`${title} `) ? Number(/^\d{1,4}$/.exec(held.title.slice(title.length + 1))?.[0] ?? 0) : 0,
  );
  return Math.max(0, ...numbers);
}
