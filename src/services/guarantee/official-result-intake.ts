// Results of the official exam that another system records: one sitting a day, and what somebody has verified is replaced only by what is verified too.

import { dayText, type Day } from '../../domain/day.ts';
import { sittingFaults, uncheckedSince, withSitting } from '../../domain/claims/official-sitting.ts';
import {
  emptyFile,
  type FileOwner,
  officialSittingSchema,
  type OfficialSitting,
  type StudentFile,
} from '../../domain/evidence/student-file.ts';
import { Refusal, type Fault } from '../../domain/refusal.ts';
import { dayOfInstant } from '../../domain/zone.ts';
import type { CoursePlanStore } from '../../stores/guarantee/course-plan-store.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Audit } from '../audit.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Claims } from './claims.ts';
import { zoneOf } from './eligibility.ts';
import type { Addressed, OfStudent, Outcome } from './intake-item.ts';

export interface OfficialResultItem extends OfStudent {
  /** `YYYY-MM-DD` */
  readonly on: string;
  /** Epoch milliseconds. */
  readonly startAt?: number | null;
  readonly result: OfficialSitting['result'];
  readonly score?: number | null;
  readonly parts?: Readonly<Record<string, number>> | null;
  readonly releasedOn?: string | null;
  readonly version?: string | null;
  /** The system vouches for the result, as staff do who have seen the score report. */
  readonly verified?: boolean | null;
}

export interface OfficialResultNeeds {
  readonly files: StudentFileStore;
  readonly plans: Pick<CoursePlanStore, 'find'>;
  readonly claims: Pick<Claims, 'reconsider'>;
  readonly audit: Pick<Audit, 'note'>;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

/** Of so many that write to one student's file at once each wins in the end: a key may send 600 in a minute. More is broken. */
const mostTries = 1000;
const hourMs = 3_600_000;

/** Records one sitting. */
export function officialResultIntake({ files, plans, claims, audit, surroundings }: OfficialResultNeeds) {
  /** Today, where the course is. */
  async function todayAt({ organizationId, platformId, courseId }: FileOwner): Promise<Day> {
    const plan = await plans.find({ id: courseId, organizationId, platformId });
    return dayOfInstant(surroundings.now(), zoneOf(plan));
  }

  return async (to: Addressed, item: OfficialResultItem): Promise<Outcome> => {
    const { author, owner } = to;
    const today = await todayAt(owner);
    demandSound(item, today);
    for (let tries = 0; tries < mostTries; tries += 1) {
      const file = (await files.find(owner)) ?? emptyFile(owner);
      const now = surroundings.now();
      const was = sittingOn(file, item.on);
      const sitting = sittingFrom(was, item, to, { id: was?.id ?? surroundings.newId(), at: now });
      if (sitting === null) return { changed: false, note: '' };
      const set = {
        [`sittings.${sitting.id}`]: sitting,
        uncheckedSince: uncheckedSince(withSitting(file, sitting), now),
        // The day on which the provider heard of the exam counts once, whoever told it.
        ...(file.dates['examReportedOn']
          ? {}
          : { 'dates.examReportedOn': { ...author, at: now, value: dayText(today) } }),
      };
      if (!(await files.change(owner, { $set: set }, { rev: file.rev }))) continue;
      await audit.note(
        { courseId: owner.courseId, personId: author.by, name: author.byName },
        {
          act: was ? 'official exam: changed' : 'official exam: recorded',
          subjectId: owner.personId,
          reason: '',
          detail: { sittingId: sitting.id, before: was, after: sitting, source: author.source },
        },
      );
      if (sitting.verified) await claims.reconsider(owner, owner.personId);
      return { changed: true, note: '' };
    }
    throw new Error('a sitting could not be written: the file changed at every try');
  };
}

/** @throws Refusal invalid, with every fault */
function demandSound({ on, startAt, result, releasedOn }: OfficialResultItem, today: Day): void {
  const faults = [
    ...sittingFaults({ on, result, resultReleasedOn: releasedOn ?? null }, today).map(asItSays),
    ...(startAt && !isDaySomewhere(on, startAt)
      ? [{ path: 'startAt', message: 'The exam begins on another day than that of the sitting. Correct one of them.' }]
      : []),
  ];
  if (faults.length > 0) throw new Refusal('invalid', faults[0]!.message, faults);
}

/** Whether it is that day anywhere on earth at an instant. */
function isDaySomewhere(on: string, instant: number): boolean {
  const [west, east] = [-12, 14].map((hours) => new Date(instant + hours * hourMs).toISOString().slice(0, 10));
  return west! <= on && on <= east!;
}

/** A fault by the name that the member has in an item. */
function asItSays({ path, message }: Fault): Fault {
  return { path: path === 'resultReleasedOn' ? 'releasedOn' : path, message };
}

/** The sitting of a day that an item is about; one sits once a day. */
function sittingOn({ sittings }: Pick<StudentFile, 'sittings'>, on: string): OfficialSitting | null {
  return Object.values(sittings).find((sitting) => sitting.on === on) ?? null;
}

/** The sitting as the item leaves it; null where it says nothing new. @throws Refusal already-done */
function sittingFrom(
  was: OfficialSitting | null,
  item: OfficialResultItem,
  { author }: Addressed,
  { id, at }: { readonly id: string; readonly at: number },
): OfficialSitting | null {
  const { on, startAt, result, score, parts, releasedOn, version, verified } = item;
  const { by, byName } = author;
  const said = {
    on,
    startAt: startAt ?? was?.startAt ?? null,
    result,
    score: score ?? null,
    parts: { ...parts },
    resultReleasedOn: releasedOn ?? null,
    version: version ?? was?.version ?? null,
  };
  if (was && isSame(was, said) && (was.verified !== null || verified !== true)) return null;
  if (was?.verified && verified !== true) {
    const message = `${was.verified.byName} has verified another result of this day. Send it with verified: true to replace that.`;
    throw new Refusal('already-done', message, [{ path: 'verified', message }]);
  }
  return officialSittingSchema.parse({
    ...was,
    ...author,
    ...said,
    id,
    at,
    verified: verified === true ? { by, byName, at } : null,
  });
}

function isSame(was: OfficialSitting, said: Partial<OfficialSitting>): boolean {
  const names = Object.keys(said) as (keyof OfficialSitting)[];
  return names.every((name) => JSON.stringify(was[name]) === JSON.stringify(said[name]));
}
