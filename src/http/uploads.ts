// `POST /uploads` takes a paper in, `GET /uploads/:upload` shows it to those whom it concerns, as nothing but a picture or a PDF.

import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { uploadTypes, uploadWords, type Upload } from '../domain/claims/upload.ts';
import { mayDo } from '../domain/person.ts';
import { Refusal } from '../domain/refusal.ts';
import type { Claims } from '../services/guarantee/claims.ts';
import type { OfficialExamService } from '../services/guarantee/official-exam.ts';
import type { Uploads } from '../services/guarantee/uploads.ts';
import { statuses } from './failures.ts';
import { baseOf } from './frame.ts';
import { mayOneOf } from './guards.ts';
import { fileIn } from './multipart.ts';
import { param, readBody } from './read.ts';
import { visitOf } from './session.ts';
import { showClaim, type ClaimNeeds } from './student/guarantee/claim.ts';
import { showOfficialExam, type OfficialExamNeeds } from './student/guarantee/official-exam.ts';

export type UploadNeeds = ClaimNeeds &
  OfficialExamNeeds & {
    readonly uploads: Pick<Uploads, 'keep' | 'open'>;
    readonly claims: Pick<Claims, 'attach'>;
    readonly officialExam: Pick<OfficialExamService, 'addReport'>;
  };

const text = z.string().max(200).default('');
/** What the paper belongs to. These fields stand before the file in the form. */
const target = z.object({ for: z.enum(['claim', 'sitting', '']).catch(''), of: text, item: text, person: text });
type Target = z.infer<typeof target>;

/** Registers both. */
export function uploadPages(router: Router, needs: UploadNeeds): void {
  router.post('/uploads', mayOneOf('claim', 'decide claims', 'waive'), async (request, response) => {
    const to = readBody(request, target);
    try {
      const upload = await keep(needs, request, to);
      await attach(needs, request, to, upload);
      answer(request, response, to, upload);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid' || wantsJson(request)) throw error;
      if (!mayDo(visitOf(request).visitor, 'claim') || to.for === '') throw error;
      response.status(statuses.invalid);
      const refused = {
        form: `upload-${to.item || to.of}`,
        entries: {},
        faults: [{ path: 'file', message: error.message }],
      };
      await (to.for === 'claim'
        ? showClaim(needs, request, response, refused)
        : showOfficialExam(needs, request, response, { refused }));
    }
  });

  router.get('/uploads/:upload', async (request, response) => {
    const { upload, bytes } = await needs.uploads.open(visitOf(request).visitor, param(request, 'upload'));
    // The name alone says that the file is to be saved, whatever it is given.
    const isInline = uploadTypes[upload.type].isShown && !Object.hasOwn(request.query, 'download');
    // What a file really is was told by its content; whatever else may be hidden in it can do nothing here.
    response.setHeader('Content-Security-Policy', `default-src 'none'; sandbox; frame-ancestors 'self'`);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    response.setHeader('Cache-Control', 'no-store');
    response.attachment(upload.name);
    if (isInline) {
      const disposition = String(response.getHeader('Content-Disposition'));
      response.setHeader('Content-Disposition', disposition.replace(/^attachment/, 'inline'));
    }
    response.setHeader('Content-Type', upload.type);
    response.setHeader('Content-Length', upload.size);
    await pipeline(Readable.from(bytes), response);
  });
}

async function keep(needs: UploadNeeds, request: Request, to: Target): Promise<Upload> {
  const file = fileIn(request);
  const message = 'Choose a file first.';
  if (!file) throw new Refusal('invalid', message, [{ path: 'file', message }]);
  const { visitor } = visitOf(request);
  return needs.uploads.keep(visitor, file, to.person === '' ? undefined : to.person);
}

async function attach(needs: UploadNeeds, request: Request, to: Target, upload: Upload): Promise<void> {
  const { visitor } = visitOf(request);
  if (to.for === 'claim') await needs.claims.attach(visitor, to.of, to.item, upload.id);
  if (to.for === 'sitting') await needs.officialExam.addReport(visitor, to.of, upload.id, upload.personId);
}

function answer(request: Request, response: Response, to: Target, upload: Upload): void {
  const base = baseOf(request);
  const { id, name, type, size } = upload;
  if (wantsJson(request) || to.for === '') {
    response.status(201).json({ id, name, type, size, words: uploadWords(upload), href: `${base}/uploads/${id}` });
    return;
  }
  const isStudent = mayDo(visitOf(request).visitor, 'claim');
  const staffPlace = to.for === 'claim' ? `claims/${to.of}` : `official-results/${upload.personId}/${to.of}`;
  const place = isStudent ? (to.for === 'claim' ? 'claim' : 'official-exam') : staffPlace;
  response.redirect(303, `${base}/${place}?done=paper`);
}

function wantsJson(request: Request): boolean {
  return request.accepts(['html', 'json']) === 'json';
}
