// Two files of one person read as one: what stands in either counts, and where both say something the rules below choose, whichever is asked first.

import type { CourseClass } from './course-plan.ts';
import type { Origin, Recorded } from './recorded.ts';
import type { Mark, OfficialSitting, StudentFile } from './student-file.ts';

/**
 * The file of the first with the facts of both. A date that both have is the earlier one, a module is done on the earlier day, the
 * terms are those that were accepted first; of any other value said twice the one recorded last counts. A sitting of the official
 * exam on the same day is one sitting: the checked one. Suggestions and the wait for a check stay each account's own.
 */
export function filesTogether(own: StudentFile, other: StudentFile): StudentFile {
  const both = <T>(name: keyof StudentFile, choose: (one: T, two: T) => T): Record<string, T> =>
    united(own[name] as Record<string, T>, other[name] as Record<string, T>, choose);
  return {
    ...own,
    terms: eitherOf(own.terms, other.terms, (one, two) => (one.at <= two.at ? one : two)),
    earlierTerms: [...own.earlierTerms, ...other.earlierTerms].toSorted((a, b) => a.at - b.at),
    dates: both<Recorded<string>>('dates', (one, two) => firstOf(one, two, one.value, two.value)),
    values: both<StudentFile['values'][string]>('values', latest),
    marks: both<Mark>('marks', latest),
    markOrders: both<number>('markOrders', Math.max),
    modules: both<StudentFile['modules'][string]>('modules', (one, two) =>
      firstOf(one, two, one.value.on, two.value.on),
    ),
    coursework: eitherOf(own.coursework, other.coursework, latest),
    progress: both<StudentFile['progress'][string]>('progress', latest),
    qbank: both<StudentFile['qbank'][string]>('qbank', latest),
    mocks: both<StudentFile['mocks'][string]>('mocks', (one, two) => (one.version >= two.version ? one : two)),
    sittings: sittingsTogether(both<OfficialSitting>('sittings', surer)),
    baselines: both<StudentFile['baselines'][string]>('baselines', latest),
    priorAttempts: eitherOf(own.priorAttempts, other.priorAttempts, latest),
    waivers: both<StudentFile['waivers'][string]>('waivers', latest),
    pauses: both<StudentFile['pauses'][string]>('pauses', latest),
  };
}

/**
 * The classes of a course with those of the other account's course in which something is recorded for that account: a class that
 * somebody never had to attend is no absence.
 */
export function classesTogether(
  own: readonly CourseClass[],
  others: readonly CourseClass[],
  { marks }: Pick<StudentFile, 'marks'>,
): CourseClass[] {
  const known = new Set(own.map(({ id }) => id));
  const attended = others.filter(({ id }) => !known.has(id) && Object.hasOwn(marks, id));
  return [...own, ...attended].toSorted((a, b) => a.startsAt - b.startsAt);
}

function united<T>(
  own: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
  choose: (one: T, two: T) => T,
): Record<string, T> {
  const all: Record<string, T> = { ...other, ...own };
  for (const [key, value] of Object.entries(own)) if (Object.hasOwn(other, key)) all[key] = choose(value, other[key]!);
  return all;
}

function eitherOf<T>(own: T | null, other: T | null, choose: (one: T, two: T) => T): T | null {
  return own !== null && other !== null ? choose(own, other) : (own ?? other);
}

/** The one recorded last; of two recorded at once the same one, whichever comes first. */
function latest<T extends Pick<Origin, 'at'>>(one: T, two: T): T {
  if (one.at !== two.at) return one.at > two.at ? one : two;
  return JSON.stringify(one) >= JSON.stringify(two) ? one : two;
}

function firstOf<T extends Pick<Origin, 'at'>>(one: T, two: T, dayOne: string, dayTwo: string): T {
  if (dayOne === dayTwo) return latest(one, two);
  return dayOne < dayTwo ? one : two;
}

/** Of two records of one sitting the one that staff checked, else the one entered last. */
function surer(one: OfficialSitting, two: OfficialSitting): OfficialSitting {
  const isOneChecked = one.verified !== null;
  if (isOneChecked !== (two.verified !== null)) return isOneChecked ? one : two;
  return latest(one, two);
}

/** One sitting a day: nobody sits the official exam twice on one. */
function sittingsTogether(sittings: Readonly<Record<string, OfficialSitting>>): Record<string, OfficialSitting> {
  const ofDay = new Map<string, OfficialSitting>();
  for (const sitting of Object.values(sittings)) {
    const known = ofDay.get(sitting.on);
    ofDay.set(sitting.on, known ? surer(known, sitting) : sitting);
  }
  return Object.fromEntries([...ofDay.values()].map((sitting) => [sitting.id, sitting]));
}
