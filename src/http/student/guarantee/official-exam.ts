// `GET /official-exam`: the student books the official exam, reports how it went and adds the report; each with what it means before it is saved.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import type { OfficialExamService, SittingPreview } from '../../../services/guarantee/official-exam.ts';
import type { Uploads } from '../../../services/guarantee/uploads.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { enteredIn } from '../../instructor/refused-entries.ts';
import { param, readBody } from '../../read.ts';
import type { Renderer } from '../../render.ts';
import { visitOf } from '../../session.ts';
import { sittingBody } from '../../sitting-body.ts';
import type { RefusedForm } from './claim.view.ts';
import { officialExamView } from './official-exam.view.ts';

export interface OfficialExamNeeds {
  readonly render: Renderer['render'];
  readonly officialExam: OfficialExamService;
  readonly uploads: Pick<Uploads, 'known'>;
}

/** What happened before the page is shown. */
export interface ExamShown {
  /** A form whose entries were refused or are only looked at. */
  readonly refused?: RefusedForm;
  readonly preview?: SittingPreview;
}

const query = z.object({ done: z.string().max(20).catch('') });

/** Registers the page and its forms. */
export function officialExamPage(router: Router, needs: OfficialExamNeeds): void {
  router.get('/official-exam', may('claim'), (request, response) => showOfficialExam(needs, request, response, {}));

  router.post('/official-exam', may('claim'), (request, response) => report(needs, request, response, null));

  router.post('/official-exam/:sitting', may('claim'), (request, response) =>
    report(needs, request, response, param(request, 'sitting')),
  );

  router.post('/official-exam/:sitting/drop', may('claim'), async (request, response) => {
    await needs.officialExam.dropBooking(visitOf(request).visitor, param(request, 'sitting'));
    response.redirect(303, `${baseOf(request)}/official-exam?done=dropped`);
  });
}

async function report(
  needs: OfficialExamNeeds,
  request: Request,
  response: Response,
  sittingId: string | null,
): Promise<void> {
  const { visitor } = visitOf(request);
  const form = formName(request, sittingId);
  try {
    const { isPreview, said } = readBody(request, sittingBody);
    if (isPreview) {
      const preview = await needs.officialExam.suppose(visitor, sittingId, said);
      const { entries } = enteredIn(request, new Refusal('invalid', ''));
      return await showOfficialExam(needs, request, response, { refused: { form, entries, faults: [] }, preview });
    }
    await needs.officialExam.report(visitor, sittingId, said);
    response.redirect(303, `${baseOf(request)}/official-exam?done=${said.result === 'booked' ? 'booked' : 'reported'}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
    response.status(statuses.invalid);
    await showOfficialExam(needs, request, response, { refused: { form, ...enteredIn(request, error) } });
  }
}

/** Which form of the page was sent: a booking or a report, of a new sitting or of one that is there. */
function formName(request: Request, sittingId: string | null): string {
  const body: unknown = request.body;
  const isBooking = typeof body === 'object' && body !== null && 'result' in body && body.result === 'booked';
  return `${isBooking ? 'booking' : 'report'}-${sittingId ?? 'new'}`;
}

/** The page. */
export async function showOfficialExam(
  { render, officialExam, uploads }: OfficialExamNeeds,
  request: Request,
  response: Response,
  { refused, preview }: ExamShown,
): Promise<void> {
  const { visitor } = visitOf(request);
  const mine = await officialExam.mine(visitor);
  const fileIds = Object.values(mine.file.sittings).flatMap((sitting) => sitting.fileIds);
  const files = await uploads.known(visitor, fileIds);
  const page = pageFor(request, response, 'My official exam', 'guarantee');
  const { done } = query.parse(request.query);
  const asked = { mine, files, done, refused: refused ?? null, preview: preview ?? null, zone: visitor.zone };
  response.send(render('student/guarantee/official-exam', officialExamView(asked, page)));
}
