// `GET /completion` and `POST /completion`: who has done which module, and marking one done for several students.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { mayDo } from '../../../domain/person.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { completionView, type CompletionAsked } from './completion.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'completion'>;

const query = z.object({
  show: z.enum(['all', 'open', 'late', 'done']).catch('all'),
  q: z.string().trim().max(100).catch(''),
  page: z.coerce.number().int().min(1).catch(1),
  done: z.coerce.number().int().min(0).max(100_000).nullable().catch(null),
});

const gradeWords = 'Give percent as a number from 0 to 100, or leave it empty.';
const body = z.object({
  students: z
    .union([z.string(), z.array(z.string())])
    .default([])
    .transform((value) => [value].flat().slice(0, 2000)),
  module: z.string({ error: 'Choose a module.' }).min(1, 'Choose a module.').max(80),
  on: z.string({ error: 'Give the day on which it was done.' }).trim().min(1, 'Give the day on which it was done.'),
  grade: z
    .string()
    .trim()
    .default('')
    .transform((typed, context) => {
      if (typed === '') return null;
      const value = /^\d{1,3}([.,]\d+)?$/.test(typed) ? Number(typed.replace(',', '.')) : Number.NaN;
      if (value >= 0 && value <= 100) return value;
      context.addIssue({ code: 'custom', message: gradeWords });
      return z.NEVER;
    }),
});

/** Registers the page and its form. */
export function completionPage(router: Router, needs: Needs): void {
  router.get('/completion', may('see results'), (request, response) => show(needs, request, response, null));

  router.post('/completion', may('record evidence'), async (request, response) => {
    const { visitor } = visitOf(request);
    try {
      const { students, ...given } = readBody(request, body);
      const marked = await needs.completion.mark(visitor, students, given);
      response.redirect(303, `${baseOf(request)}/completion?done=${marked}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      const chosen = body.shape.students.safeParse((request.body as { students?: unknown }).students).data ?? [];
      await show(needs, request, response, { ...enteredIn(request, error), chosen });
    }
  });
}

async function show(
  needs: Needs,
  request: Request,
  response: Response,
  attempted: CompletionAsked['attempted'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const grid = await needs.completion.grid(visitor);
  const { done, ...asked } = query.parse(request.query);
  const page = pageFor(request, response, 'Completion', 'completion');
  const [mayRecord, mayPlan] = [mayDo(visitor, 'record evidence'), mayDo(visitor, 'change exam settings')];
  const view = completionView({ grid, ...asked, mayRecord, mayPlan, attempted, done: doneWords(done) }, page);
  response.send(needs.render('instructor/guarantee/completion', view));
}

function doneWords(marked: number | null): string {
  if (marked === null) return '';
  if (marked === 0) return 'They had all done it already; nothing has changed.';
  return marked === 1 ? 'Marked done for one student.' : `Marked done for ${marked} students.`;
}
