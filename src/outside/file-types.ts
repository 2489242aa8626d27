// What a file is, told by its content: the name it bears and the type its sender claims count for nothing.

import { fileTypeFromBuffer } from 'file-type';
import type { UploadType } from '../domain/claims/upload.ts';

/** Types that are the same to us: sequences and other brands of one container. */
const types: Readonly<Record<string, UploadType>> = {
  'application/pdf': 'application/pdf',
  'image/png': 'image/png',
  'image/jpeg': 'image/jpeg',
  'image/webp': 'image/webp',
  'image/heic': 'image/heic',
  'image/heic-sequence': 'image/heic',
  'image/heif': 'image/heif',
  'image/heif-sequence': 'image/heif',
};

/** The type of a file from its first bytes (4,100 are enough); null for whatever is not taken. */
export async function sniffUpload(beginning: Uint8Array): Promise<UploadType | null> {
  const found = await fileTypeFromBuffer(beginning).catch(() => undefined);
  return (found && types[found.mime]) ?? null;
}
