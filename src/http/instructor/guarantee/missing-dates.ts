// `GET /missing-dates` and `POST /missing-dates`: who lacks which date, and suggestions that staff confirm, one by one or all.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { mayDo } from '../../../domain/person.ts';
import { countWords } from '../../../domain/time.ts';
import { Refusal, type Fault } from '../../../domain/refusal.ts';
import type { Suggested } from '../../../services/guarantee/missing-dates.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { missingDatesView } from './missing-dates.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'missingDates'>;

const query = z.object({
  q: z.string().trim().max(100).catch(''),
  page: z.coerce.number().int().min(1).catch(1),
  done: z.coerce.number().int().min(0).max(100_000).nullable().catch(null),
});

const suggestedSchema = z
  .string()
  .regex(/^\S+ \S+$/)
  .transform((text): Suggested => {
    const [personId = '', name = ''] = text.split(' ');
    return { personId, name };
  });
const body = z.object({
  suggested: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((value) => [value].flat())
    .pipe(z.array(suggestedSchema).max(2000)),
  act: z.enum(['chosen', 'all']).catch('chosen'),
});

/** Registers the page and its form. */
export function missingDatesPage(router: Router, needs: Needs): void {
  router.get('/missing-dates', may('see results'), (request, response) => show(needs, request, response, []));

  router.post('/missing-dates', may('record evidence'), async (request, response) => {
    const { visitor } = visitOf(request);
    const { suggested, act } = readBody(request, body);
    try {
      const chosen = act === 'all' ? everySuggestion(await needs.missingDates.ofCourse(visitor)) : suggested;
      const recorded = await needs.missingDates.confirm(visitor, chosen);
      response.redirect(303, `${baseOf(request)}/missing-dates?done=${recorded}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await show(needs, request, response, error.faults);
    }
  });
}

function everySuggestion({ rows }: Awaited<ReturnType<Needs['missingDates']['ofCourse']>>): Suggested[] {
  return rows.flatMap(({ person, suggestions }) =>
    Object.keys(suggestions).map((name) => ({ personId: person.id, name })),
  );
}

async function show(needs: Needs, request: Request, response: Response, faults: readonly Fault[]): Promise<void> {
  const { visitor } = visitOf(request);
  const course = await needs.missingDates.ofCourse(visitor);
  const { done, ...asked } = query.parse(request.query);
  const page = pageFor(request, response, 'Missing dates', 'eligibility');
  const words = done === null ? '' : `${countWords(done, 'date')} recorded.`;
  const mayRecord = mayDo(visitor, 'record evidence');
  const mayPlan = mayDo(visitor, 'change exam settings');
  const view = missingDatesView({ course, ...asked, mayRecord, mayPlan, faults, done: words }, page);
  response.send(needs.render('instructor/guarantee/missing-dates', view));
}
