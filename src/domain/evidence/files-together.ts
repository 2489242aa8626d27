// Two files of one person read as one: what stands in either counts, and where both say something the rules below choose, whichever is asked first.

import type { CourseClass } from './course-plan.ts';
import type { Origin, Recorded } from './recorded.ts';
import type { AcceptedTerms, Mark, MockEvidence, OfficialSitting, StudentFile } from './student-file.ts';

/**
 * The file of the first with the facts of both. A date that both have is the earlier one, a module is done on the earlier day. Terms
 * that staff granted count before those that were accepted, and of these the first; the others stay among the earlier ones. What was
 * measured of both on one day are two measurements. Who was at a class under one account was there. Of any other value said twice the
 * one recorded last counts. A sitting of the official exam on the same day is one sitting: the checked one. Suggestions and the wait
 * for a check stay each account's own.
 */
export function filesTogether(own: StudentFile, other: StudentFile): StudentFile {
  const both = <T>(name: keyof StudentFile, choose: (one: T, two: T) => T): Record<string, T> =>
    united(own[name] as Record<string, T>, other[name] as Record<string, T>, choose);
  const terms = eitherOf(own.terms, other.terms, binding);
  return {
    ...own,
    terms,
    earlierTerms: otherTerms(terms, [own, other]),
    dates: both<Recorded<string>>('dates', (one, two) => firstOf(one, two, one.value, two.value)),
    values: both<StudentFile['values'][string]>('values', latest),
    marks: both<Mark>('marks', fuller),
    markOrders: both<number>('markOrders', Math.max),
    modules: both<StudentFile['modules'][string]>('modules', (one, two) =>
      firstOf(one, two, one.value.on, two.value.on),
    ),
    coursework: eitherOf(own.coursework, other.coursework, latest),
    progress: allMeasured(own.progress, other.progress),
    qbank: allMeasured(own.qbank, other.qbank),
    mocks: both<MockEvidence>('mocks', newer),
    sittings: sittingsTogether([...Object.values(own.sittings), ...Object.values(other.sittings)]),
    baselines: allMeasured(own.baselines, other.baselines),
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
  return [...own, ...attended].toSorted((a, b) => a.startsAt - b.startsAt || (a.id < b.id ? -1 : 1));
}

/** Entries of both, in the order of their keys, so that it is the same whichever account is asked. */
function united<T>(
  own: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
  choose: (one: T, two: T) => T,
): Record<string, T> {
  const keys = [...new Set([...Object.keys(own), ...Object.keys(other)])].toSorted();
  const of = (all: Readonly<Record<string, T>>, key: string): T | null => (Object.hasOwn(all, key) ? all[key]! : null);
  return Object.fromEntries(keys.map((key) => [key, eitherOf(of(own, key), of(other, key), choose)!]));
}

/** Measurements of both. A key names what was measured on which day, so what it leaves out is kept beside it. */
function allMeasured<T extends Pick<Origin, 'at'>>(
  own: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
): Record<string, T> {
  const besides: Record<string, T> = {};
  const all = united(own, other, (one, two) => latest(one, two));
  for (const [key, kept] of Object.entries(all))
    for (const one of [own[key], other[key]])
      if (one !== undefined && textOf(one) !== textOf(kept)) besides[`${key} ${secondOfDay}`] = one;
  return united(all, besides, latest);
}

const secondOfDay = 'of the other account';

function eitherOf<T>(own: T | null, other: T | null, choose: (one: T, two: T) => T): T | null {
  return own !== null && other !== null ? choose(own, other) : (own ?? other);
}

/** What one is compared by where nothing else tells two apart; it only has to be the same whoever is asked first. */
function textOf(one: unknown): string {
  return JSON.stringify(one);
}

function eitherByText<T>(one: T, two: T): T {
  return textOf(one) >= textOf(two) ? one : two;
}

/** The one recorded last; of two recorded at once the same one, whichever comes first. */
function latest<T extends Pick<Origin, 'at'>>(one: T, two: T): T {
  if (one.at !== two.at) return one.at > two.at ? one : two;
  return eitherByText(one, two);
}

function firstOf<T extends Pick<Origin, 'at'>>(one: T, two: T, dayOne: string, dayTwo: string): T {
  if (dayOne === dayTwo) return latest(one, two);
  return dayOne < dayTwo ? one : two;
}

/** Of two marks of one class the one that says more for the student: marking the rest absent also marks the account nobody came under. */
function fuller(one: Mark, two: Mark): Mark {
  const worth = ({ status, makeup }: Mark): number =>
    status === 'present' || status === 'late' ? 3 : makeup ? 2 : status === 'excused' ? 1 : 0;
  return worth(one) === worth(two) ? latest(one, two) : worth(one) > worth(two) ? one : two;
}

/** The later version of a mock exam's score. */
function newer(one: MockEvidence, two: MockEvidence): MockEvidence {
  if (one.version !== two.version) return one.version > two.version ? one : two;
  return eitherByText(one, two);
}

/** The terms that bind the provider: those granted last, for staff meant them to hold; else those accepted first. */
function binding(one: AcceptedTerms, two: AcceptedTerms): AcceptedTerms {
  const isGranted = one.source === 'staff';
  if (isGranted !== (two.source === 'staff')) return isGranted ? one : two;
  if (isGranted || one.at === two.at) return latest(one, two);
  return one.at < two.at ? one : two;
}

/** The versions besides the one that binds, in the order in which they became the student's; each by the first time it did. */
function otherTerms(
  terms: AcceptedTerms | null,
  files: readonly Pick<StudentFile, 'terms' | 'earlierTerms'>[],
): AcceptedTerms[] {
  const all = files.flatMap((file) => [...file.earlierTerms, ...(file.terms ? [file.terms] : [])]);
  const versions = new Map<string, AcceptedTerms>();
  for (const one of all.toSorted((a, b) => a.at - b.at || (textOf(a) < textOf(b) ? -1 : 1))) {
    const version = versionOf(one);
    if (!versions.has(version) && !(terms && versionOf(terms) === version)) versions.set(version, one);
  }
  return [...versions.values()];
}

function versionOf({ policyId, number }: AcceptedTerms): string {
  return `${policyId}:${number}`;
}

/** Of two records of one sitting the one that staff checked, else the one entered last. */
function surer(one: OfficialSitting, two: OfficialSitting): OfficialSitting {
  const isOneChecked = one.verified !== null;
  if (isOneChecked !== (two.verified !== null)) return isOneChecked ? one : two;
  return latest(one, two);
}

/** One sitting a day: nobody sits the official exam twice on one. */
function sittingsTogether(sittings: readonly OfficialSitting[]): Record<string, OfficialSitting> {
  const ofDay = new Map<string, OfficialSitting>();
  for (const sitting of sittings) {
    const known = ofDay.get(sitting.on);
    ofDay.set(sitting.on, known ? surer(known, sitting) : sitting);
  }
  const inOrder = [...ofDay.values()].toSorted((one, two) => (one.on < two.on ? -1 : 1));
  return Object.fromEntries(inOrder.map((sitting) => [sitting.id, sitting]));
}
