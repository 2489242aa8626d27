// `GET /accommodations` and `POST /accommodations/:person`: extra time for every exam of one student.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../domain/refusal.ts';
import { statuses } from '../failures.ts';
import { baseOf, pageFor } from '../frame.ts';
import { may } from '../guards.ts';
import { param, readBody } from '../read.ts';
import { visitOf } from '../session.ts';
import { accommodationsView, type AccommodationsAsked } from './accommodations.view.ts';
import type { InstructorNeeds } from './needs.ts';
import { enteredIn } from './refused-entries.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'exams' | 'surroundings'>;

const query = z.object({
  q: z.string().trim().max(100).catch(''),
  show: z.enum(['all', 'extra']).catch('all'),
  page: z.coerce.number().int().min(1).catch(1),
  done: z.string().max(64).catch(''),
});

const factorWords = 'Give a factor from 1 to 4, such as 1.75.';
const minutesWords = 'Give whole minutes, from 0 to 600.';
const reasonWords = 'Give a reason: whoever looks after the exam reads it.';
const body = z
  .object({
    factor: z.enum(['1', '1.25', '1.5', '2', 'own'], { error: 'Choose one of these.' }),
    ownFactor: z.string().trim().default(''),
    extraMinutes: z
      .string({ error: minutesWords })
      .trim()
      .regex(/^\d{1,3}$/, minutesWords)
      .transform(Number)
      .refine((minutes) => minutes <= 600, minutesWords),
    reason: z
      .string({ error: reasonWords })
      .trim()
      .min(1, reasonWords)
      .max(500, 'Keep the reason under 500 characters.'),
  })
  .transform(({ factor, ownFactor, extraMinutes, reason }, context) => {
    const typed = factor === 'own' ? ownFactor.replace(',', '.') : factor;
    const value = /^[1-4](\.\d{1,3})?$/.test(typed) ? Number(typed) : Number.NaN;
    if (!(value >= 1 && value <= 4)) context.addIssue({ code: 'custom', path: ['ownFactor'], message: factorWords });
    return { factor: value, extraMinutes, reason };
  });

/** Registers the page and the form of each student. */
export function accommodationsPage(router: Router, needs: Needs): void {
  router.get('/accommodations', may('set accommodations'), (request, response) => showPeople(needs, request, response));

  router.post('/accommodations/:person', may('set accommodations'), async (request, response) => {
    const { visitor } = visitOf(request);
    const personId = param(request, 'person');
    try {
      await needs.exams.accommodate(visitor, personId, readBody(request, body));
      response.redirect(303, `${baseOf(request)}/accommodations?done=${encodeURIComponent(personId)}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showPeople(needs, request, response, { personId, ...enteredIn(request, error) });
    }
  });
}

async function showPeople(
  needs: Needs,
  request: Request,
  response: Response,
  attempted: AccommodationsAsked['attempted'] = null,
): Promise<void> {
  const { visitor } = visitOf(request);
  const [people, exams] = await Promise.all([needs.exams.accommodationsOf(visitor), needs.exams.list(visitor)]);
  const page = pageFor(request, response, 'Extra time', 'accommodations');
  const asked = { people, exams, attempted, ...query.parse(request.query) };
  const reader = { zone: visitor.zone, now: needs.surroundings.now() };
  response.send(needs.render('instructor/accommodations', accommodationsView(asked, page, reader)));
}
