// Uploaded papers: what is known of each in a document, its bytes in GridFS under the same id.

import { createHash } from 'node:crypto';
import type { Readable, Writable } from 'node:stream';
import mongoose, { type Connection } from 'mongoose';
import { uploadSchema, type Upload } from '../../domain/claims/upload.ts';
import { documents } from '../documents.ts';

export type UploadStore = ReturnType<typeof uploadStore>;

/** What was measured while the bytes came in. */
export interface Measured {
  readonly size: number;
  /** SHA-256, hex. */
  readonly digest: string;
}

// GridFS ids are of any type; ours are the ids of the documents. The driver's types know object ids only.
type FileId = mongoose.mongo.ObjectId;
const asFileId = (id: string): FileId => id as unknown as FileId;

export function uploadStore(connection: Connection) {
  const uploads = documents<Upload>(connection, 'uploads', uploadSchema, [
    [{ courseId: 1, personId: 1, attachedTo: 1 }],
    // The sweep, in its order.
    [{ attachedTo: 1, createdAt: 1 }],
  ]);
  // Made when it is first needed, because there is no database before the connection; then kept, with its indexes built.
  let made: mongoose.mongo.GridFSBucket | undefined;
  const bucket = () => (made ??= new mongoose.mongo.GridFSBucket(connection.db!, { bucketName: 'uploads' }));
  const pieces = (name: 'files' | 'chunks') => connection.db!.collection(`uploads.${name}`);

  /** Takes away every piece of a file, also of one that never arrived whole. */
  async function drop(id: string): Promise<void> {
    await pieces('files').deleteOne({ _id: asFileId(id) });
    await pieces('chunks').deleteMany({ files_id: id });
  }

  return {
    prepare: uploads.prepare,

    /** Notes that a file is arriving, before its first byte is kept, so that a sweep finds what a crash leaves. */
    insert: (upload: Upload) => uploads.insert(upload),

    /** Keeps the bytes under an id; if their source fails, nothing of them stays. */
    async keep(id: string, bytes: AsyncIterable<Uint8Array>): Promise<Measured> {
      const hash = createHash('sha256');
      let size = 0;
      const file = bucket().openUploadStreamWithId(asFileId(id), 'upload');
      try {
        // One write after the other, so that no piece is on its way when a failure takes the others away.
        for await (const chunk of bytes) {
          hash.update(chunk);
          size += chunk.length;
          await written(file, chunk);
        }
        await ended(file);
      } catch (error) {
        file.destroy();
        await drop(id);
        throw error;
      }
      return { size, digest: hash.digest('hex') };
    },

    /** The file is whole and may be shown. */
    finish: ({ id, courseId }: Pick<Upload, 'id' | 'courseId'>, measured: Measured) =>
      uploads.findAndUpdate({ _id: id, courseId, state: 'arriving' }, { $set: { ...measured, state: 'whole' } }),

    /** A whole file of a course. */
    find: (id: string, courseId: string, platformId: string) =>
      uploads.findOne({ _id: id, courseId, platformId, state: 'whole' }),

    /** Some whole files of a course. */
    findAll: (ids: readonly string[], courseId: string, platformId: string) =>
      uploads.find({ _id: { $in: ids }, courseId, platformId, state: 'whole' }, { limit: Math.max(1, ids.length) }),

    /** How many files of a person belong to nothing yet. */
    countLoose: (courseId: string, personId: string) => uploads.count({ courseId, personId, attachedTo: null }),

    /** Lets a file belong to something, once; saying it again changes nothing. Null for anybody else's file, or one of something else. */
    attach: (
      { id, courseId, platformId, personId }: Pick<Upload, 'id' | 'courseId' | 'platformId' | 'personId'>,
      to: string,
    ) =>
      uploads.findAndUpdate(
        { _id: id, courseId, platformId, personId, state: 'whole', attachedTo: { $in: [null, to] } },
        { $set: { attachedTo: to } },
      ),

    /** The bytes of a file. */
    read: (id: string): Readable => bucket().openDownloadStream(asFileId(id)),

    /** Forgets a file and its bytes. The bytes go first, so that a crash between leaves something for the next sweep. */
    async remove({ id, courseId }: Pick<Upload, 'id' | 'courseId'>): Promise<void> {
      await drop(id);
      await uploads.remove({ _id: id, courseId });
    },

    /** Files that belonged to nothing before an instant, the oldest first. */
    orphans: (before: number, limit: number) =>
      uploads.find({ attachedTo: null, createdAt: { $lt: before } }, { sort: { createdAt: 1 }, limit }),
  };
}

function written(file: Writable, chunk: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    file.write(chunk, (error) => (error ? reject(error) : resolve()));
  });
}

function ended(file: Writable): Promise<void> {
  return new Promise((resolve, reject) => {
    file.once('error', reject);
    file.end(() => resolve());
  });
}
