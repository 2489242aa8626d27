// Uploaded papers: which kinds of files are taken, how large, under which name; and what is kept of each.

import { z } from 'zod';

/** The kinds of files that are taken, told by their content and never by their name. */
export const uploadTypes = {
  'application/pdf': { word: 'PDF', isShown: true },
  'image/png': { word: 'PNG image', isShown: true },
  'image/jpeg': { word: 'JPEG image', isShown: true },
  'image/webp': { word: 'WebP image', isShown: true },
  // Few browsers draw these.
  'image/heic': { word: 'HEIC image', isShown: false },
  'image/heif': { word: 'HEIF image', isShown: false },
} as const;
export type UploadType = keyof typeof uploadTypes;

/** The largest file: a long report scanned page by page, or one photo of a telephone. */
export const largestUploadBytes = 10 * 1024 * 1024;

/** So much of the beginning tells what a file is. */
export const sampleBytes = 4100;

/** What belongs to nothing after this time is swept. */
export const orphanAfterMs = 24 * 3_600_000;

/** One person's uploads that belong to nothing yet; more at once is no person. */
export const mostLooseUploads = 20;

export const uploadSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  platformId: z.string(),
  courseId: z.string(),
  /** Whose file it becomes part of: a student, also where staff uploaded it. */
  personId: z.string(),
  by: z.string(),
  byName: z.string(),
  createdAt: z.number(),
  /** `arriving` until its last byte is kept; only a `whole` one is ever shown. */
  state: z.enum(['arriving', 'whole']),
  type: z.enum(Object.keys(uploadTypes) as [UploadType, ...UploadType[]]),
  name: z.string(),
  /** In bytes; 0 while it arrives. */
  size: z.number(),
  /** SHA-256, hex; "" while it arrives. */
  digest: z.string(),
  /** What it belongs to: `claim:<id>`, `sitting:<id>`, `waiver:<id>`; null: nothing yet. */
  attachedTo: z.string().nullable().default(null),
});
export type Upload = z.infer<typeof uploadSchema>;

/** A file's name without folders and control characters, cut to 80 characters; its ending is the one of its true type. */
export function cleanName(name: string, type: UploadType): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const plain = last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}"<>|:*?;%$`]/gu, '')
    .replace(/\s+/g, ' ')
    .trim();
  const ending = endings[type];
  const stem = plain
    .replace(/\.[^.]{0,8}$/, '')
    .replace(/^\.+/, '')
    .trim();
  return `${(stem === '' ? 'file' : stem).slice(0, 80 - ending.length)}${ending}`;
}

const endings: Record<UploadType, string> = {
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
  'image/heic': '.heic',
  'image/heif': '.heif',
};

/** "84 kB", "2.3 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** "PDF, 84 kB". */
export function uploadWords({ type, size }: Pick<Upload, 'type' | 'size'>): string {
  return `${uploadTypes[type].word}, ${sizeWords(size)}`;
}

/** What is taken, for whoever chooses a file. */
export const takenWords = 'PDF, or a photo (PNG, JPEG, HEIC or WebP), up to 10 MB.';
