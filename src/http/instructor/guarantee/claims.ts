// `GET /claims`: the claims of the course, nearest date first, and the exam results that wait to be checked; filing for a student.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { readDay } from '../../../domain/day.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { findZone, startOfDay } from '../../../domain/zone.ts';
import { mayDo } from '../../../domain/person.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may, mayOneOf } from '../../guards.ts';
import { readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { claimsView, type ClaimsAsked } from './claims.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'claims' | 'claimDecisions' | 'officialExam' | 'exams' | 'surroundings'>;

const query = z.object({
  show: z.enum(['staff', 'confirm', 'late', 'students', 'over']).optional().catch(undefined),
  q: z.string().trim().max(100).catch(''),
  done: z.string().max(40).catch(''),
});

const reasonWords = 'Say why you file it for the student: it is kept with the claim.';
const fileBody = z.object({
  person: z.string({ error: 'Choose a student.' }).min(1, 'Choose a student.').max(200),
  receivedOn: z
    .string()
    .trim()
    .refine((day) => day === '' || readDay(day) !== null, 'Give a day, such as 2026-11-20.')
    .default(''),
  words: z.string().trim().max(4000, 'Keep this under 4,000 characters.').default(''),
  reason: z.string({ error: reasonWords }).trim().min(1, reasonWords).max(500, 'Keep the reason under 500 characters.'),
});

/** Registers the queue and the form to file for a student. */
export function claimsPage(router: Router, needs: Needs): void {
  router.get('/claims', mayOneOf('decide claims', 'refund'), (request, response) =>
    showClaims(needs, request, response, null),
  );

  router.post('/claims', may('decide claims'), async (request, response) => {
    const { visitor } = visitOf(request);
    try {
      const { person, receivedOn, words, reason } = readBody(request, fileBody);
      const zone = findZone(visitor.zone) ?? findZone('UTC')!;
      const receivedAt = receivedOn === '' ? null : startOfDay(readDay(receivedOn)!, zone);
      const filing = { how: 'file', words, choice: null, personId: person, reason, receivedAt } as const;
      const claim = await needs.claims.fileForStudent(visitor, filing);
      response.redirect(303, `${baseOf(request)}/claims/${claim.id}?done=filed`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      response.status(statuses.invalid);
      await showClaims(needs, request, response, enteredIn(request, error));
    }
  });
}

async function showClaims(
  needs: Needs,
  request: Request,
  response: Response,
  attempted: ClaimsAsked['attempted'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const decides = mayDo(visitor, 'decide claims');
  const [queue, toCheck, students] = await Promise.all([
    needs.claimDecisions.queue(visitor),
    decides ? needs.officialExam.toCheck(visitor) : [],
    decides ? needs.claimDecisions.students(visitor) : [],
  ]);
  const { show, q, done } = query.parse(request.query);
  const asked = {
    queue,
    toCheck,
    students,
    attempted,
    mayDecide: decides,
    personId: visitor.personId,
    zone: visitor.zone,
    q,
    done,
    // Whoever only confirms begins with what waits for that.
    show: show ?? (decides ? 'staff' : 'confirm'),
  } as const;
  const page = pageFor(request, response, 'Claims', 'claims');
  response.send(needs.render('instructor/guarantee/claims', claimsView(asked, page)));
}
