// Results of the official exam that another system records: one sitting a day, and what somebody has verified is replaced only by what is verified too.

import { officialSittingSchema, type OfficialSitting, type StudentFile } from '../../domain/evidence/student-file.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { StudentFileStore } from '../../stores/guarantee/student-file-store.ts';
import type { Audit } from '../audit.ts';
import type { Surroundings } from '../surroundings.ts';
import type { Addressed, OfStudent, Outcome } from './intake.ts';

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
  readonly audit: Pick<Audit, 'note'>;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

/** Nobody loses so often against others unless something is broken. */
const mostTries = 20;

/** Records one sitting. */
export function officialResultIntake({ files, audit, surroundings }: OfficialResultNeeds) {
  return async (to: Addressed, item: OfficialResultItem): Promise<Outcome> => {
    const { author, owner } = to;
    for (let tries = 0; tries < mostTries; tries += 1) {
      const file = await files.find(owner);
      const was = file ? sittingOn(file, item.on) : null;
      const sitting = sittingFrom(was, item, to, { id: was?.id ?? surroundings.newId(), at: surroundings.now() });
      if (sitting === null) return { changed: false, note: '' };
      const update = { $set: { [`sittings.${sitting.id}`]: sitting } };
      if (!(await files.change(owner, update, { rev: file?.rev ?? 0 }))) continue;
      await audit.note(
        { courseId: owner.courseId, personId: author.by, name: author.byName },
        {
          act: was ? 'official result changed' : 'official result recorded',
          subjectId: owner.personId,
          reason: '',
          detail: { on: item.on, before: told(was), after: told(sitting), source: author.source },
        },
      );
      return { changed: true, note: '' };
    }
    throw new Error('a sitting could not be written: the file changed at every try');
  };
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

/** What the history keeps of a sitting. */
function told(sitting: OfficialSitting | null) {
  if (!sitting) return null;
  const { result, score, parts, resultReleasedOn, version, verified } = sitting;
  return { result, score, parts, resultReleasedOn, version, isVerified: verified !== null };
}
