// Uploads: papers come in piece by piece, are told by their content, kept whole or not at all, and shown to those whom they concern.

import {
  cleanName,
  largestUploadBytes,
  mostLooseUploads,
  orphanAfterMs,
  sampleBytes,
  takenWords,
  type Upload,
  type UploadType,
} from '../../domain/claims/upload.ts';
import { mayDo, type Visitor } from '../../domain/person.ts';
import { Refusal } from '../../domain/refusal.ts';
import type { CourseStore } from '../../stores/course-store.ts';
import type { UploadStore } from '../../stores/guarantee/upload-store.ts';
import { found, type Surroundings } from '../surroundings.ts';

/** A file on its way in. */
export interface Arriving {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A file on its way out. */
export interface Leaving {
  readonly upload: Upload;
  readonly bytes: AsyncIterable<Uint8Array>;
}

interface Needs {
  readonly uploads: UploadStore;
  readonly courses: CourseStore;
  /** What a file is, from its first bytes; null for what is not taken. */
  readonly sniff: (beginning: Uint8Array) => Promise<UploadType | null>;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

export type Uploads = ReturnType<typeof uploadsService>;

/** The right to hand in papers: a student's for themselves, or that of staff for a student. */
function mayUpload(visitor: Visitor): boolean {
  return mayDo(visitor, 'claim') || mayDo(visitor, 'decide claims') || mayDo(visitor, 'waive');
}

export function uploadsService({ uploads, courses, sniff, surroundings }: Needs) {
  return {
    /**
     * Keeps a file that comes in. `forPerson`: the student whose paper it is, where staff upload it; absent: the visitor's own.
     * @throws Refusal not-allowed, not-found (no such student), invalid (nothing, too large, or not of a kind that is taken)
     */
    async keep(visitor: Visitor, arriving: Arriving, forPerson?: string): Promise<Upload> {
      if (!mayUpload(visitor)) throw new Refusal('not-allowed', 'Your role in this course does not allow this.');
      const personId = forPerson ?? visitor.personId;
      if (personId !== visitor.personId) {
        if (!mayDo(visitor, 'decide claims') && !mayDo(visitor, 'waive')) found(null, 'student');
        found(await courses.enrollment(visitor.courseId, personId), 'student');
      }
      if ((await uploads.countLoose(visitor.courseId, personId)) >= mostLooseUploads)
        throw refusal('Many files were uploaded and not used. Use one of them, or try again tomorrow.');
      const { beginning, all } = await opened(withinLimit(arriving.bytes));
      if (beginning.length === 0) throw refusal('Choose a file: none came with the form.');
      const type = await sniff(beginning);
      if (!type) throw refusal(`This file is of a kind that is not taken. Send a ${takenWords}`);

      const { organizationId, platformId, courseId, personId: by, name: byName } = visitor;
      const id = surroundings.newId();
      const ids = { id, organizationId, platformId, courseId, personId, by, byName };
      const createdAt = surroundings.now();
      const name = cleanName(arriving.name, type);
      const upload = {
        ...ids,
        createdAt,
        type,
        name,
        size: 0,
        digest: '',
        attachedTo: null,
        state: 'arriving',
      } as const;
      await uploads.insert(upload);
      try {
        return found(await uploads.finish(upload, await uploads.keep(id, all)), 'file');
      } catch (error) {
        await uploads.remove(upload);
        throw error;
      }
    },

    /** A file with its bytes, for its own student and for staff who decide in the course. @throws Refusal not-found */
    async open(visitor: Visitor, id: string): Promise<Leaving> {
      const upload = found(await uploads.find(id, visitor.courseId, visitor.platformId), 'file');
      const isTheirs = upload.personId === visitor.personId && upload.by === visitor.personId;
      const isOfThem = upload.personId === visitor.personId && mayDo(visitor, 'claim');
      const isStaff = mayDo(visitor, 'decide claims') || mayDo(visitor, 'refund');
      if (!isTheirs && !isOfThem && !isStaff) found(null, 'file');
      return { upload, bytes: uploads.read(id) };
    },

    /** What is known of some files of the course, by id. */
    async known(
      course: Pick<Visitor, 'courseId' | 'platformId'>,
      ids: readonly string[],
    ): Promise<Map<string, Upload>> {
      if (ids.length === 0) return new Map();
      const known = await uploads.findAll(ids, course.courseId, course.platformId);
      return new Map(known.map((upload) => [upload.id, upload]));
    },

    /** Lets a student's file belong to something (`claim:<id>` ...). @throws Refusal not-found */
    async attach(owner: Pick<Upload, 'courseId' | 'platformId' | 'personId'>, id: string, to: string): Promise<Upload> {
      const { courseId, platformId, personId } = owner;
      return found(await uploads.attach({ id, courseId, platformId, personId }, to), 'file');
    },

    /** Forgets files that belonged to nothing for a day, whole or not; answers how many. May run twice. */
    async sweep(limit: number): Promise<number> {
      const orphans = await uploads.orphans(surroundings.now() - orphanAfterMs, limit);
      for (const orphan of orphans) await uploads.remove(orphan);
      return orphans.length;
    },
  };
}

/** The bytes, refused as soon as they are more than is taken: nothing beyond is read. */
async function* withinLimit(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of bytes) {
    size += chunk.length;
    if (size > largestUploadBytes) throw tooLarge();
    yield chunk;
  }
}

/** The refusal of a file that is too large. */
export function tooLarge(): Refusal {
  return refusal('This file is larger than 10 MB. Send a smaller one: a photo of the page, or fewer pages.');
}

function refusal(message: string): Refusal {
  return new Refusal('invalid', message, [{ path: 'file', message }]);
}

/** The first bytes of a stream, and the whole stream from its beginning. */
async function opened(
  bytes: AsyncGenerator<Uint8Array>,
): Promise<{ beginning: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  while (size < sampleBytes) {
    const next = await bytes.next();
    if (next.done) break;
    chunks.push(next.value);
    size += next.value.length;
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* chunks;
    yield* bytes;
  }
  return { beginning: joined(chunks, Math.min(size, sampleBytes)), all: all() };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, length - at);
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
