// `GET /retakes` and what a student does there: book, cancel, choose, open extra attempts, look at a code.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import type { Retakes } from '../../../services/guarantee/retakes.ts';
import type { Surroundings } from '../../../services/surroundings.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may, pace } from '../../guards.ts';
import { enteredIn } from '../../instructor/refused-entries.ts';
import { instantOfInput } from '../../instructor/settings-form.ts';
import { param, readBody } from '../../read.ts';
import type { Renderer } from '../../render.ts';
import { visitOf } from '../../session.ts';
import { retakesView, type RetakesAsked } from './retakes.view.ts';

export interface RetakesNeeds {
  readonly render: Renderer['render'];
  readonly retakes: Retakes;
  readonly surroundings: Pick<Surroundings, 'now' | 'newId'>;
}

const query = z.object({ done: z.string().max(64).catch('') });

const again = 'Reload the page, then press the button again.';
const actId = z.string({ error: again }).regex(/^[A-Za-z0-9_-]{1,64}$/, again);
const startWords = 'Give the day and the time at which it begins.';
const bookBody = z.object({
  startAt: z.string({ error: startWords }).trim().min(1, startWords).max(40, startWords),
  place: z.string().trim().max(120, 'Keep it under 120 characters.').default(''),
  actId,
});
const cancelBody = z.object({
  bookingRef: z.string({ error: again }).max(100, again),
  expects: z.enum(['free', 'used'], { error: again }),
});
const kindWords = 'Choose one of these.';
const chooseBody = z.object({ kind: z.string({ error: kindWords }).min(1, kindWords).max(64, kindWords) });
const examWords = 'Choose one of these mock exams.';
const openBody = z.object({ examId: z.string({ error: examWords }).min(1, examWords).max(100, examWords) });

/** Does the act; gives the word for what was done. */
type Act = (request: Request, id: string) => Promise<string>;

function actsOf({ retakes }: RetakesNeeds): Record<'book' | 'cancel' | 'choose' | 'open', Act> {
  return {
    async book(request, id) {
      const { visitor } = visitOf(request);
      const { startAt, ...rest } = readBody(request, bookBody);
      const { entitlement } = await retakes.myOne(visitor, id);
      const at = instantOfInput(startAt, entitlement.terms.timeZone);
      if (at === null) throw new Refusal('invalid', startWords, [{ path: 'startAt', message: startWords }]);
      await retakes.reserve(visitor, id, { ...rest, startAt: at });
      return 'booked';
    },
    async cancel(request, id) {
      const { isUsedUp } = await retakes.cancel(visitOf(request).visitor, id, readBody(request, cancelBody));
      return isUsedUp ? 'canceled-late' : 'canceled';
    },
    async choose(request, id) {
      await retakes.choose(visitOf(request).visitor, id, readBody(request, chooseBody).kind);
      return 'chosen';
    },
    async open(request, id) {
      await retakes.openAt(visitOf(request).visitor, id, readBody(request, openBody).examId);
      return 'opened';
    },
  };
}

/** Registers the page and its acts. */
export function retakesPage(router: Router, needs: RetakesNeeds): void {
  router.get('/retakes', may('sit exams'), (request, response) =>
    show(needs, request, response, { done: query.parse(request.query).done }),
  );

  for (const [name, act] of Object.entries(actsOf(needs)))
    router.post(`/retakes/:entitlement/${name}`, may('sit exams'), async (request, response) => {
      const id = param(request, 'entitlement');
      try {
        const done = await act(request, id);
        response.redirect(303, `${baseOf(request)}/retakes?done=${done}#retake-${id}`);
      } catch (error) {
        await showRefused(needs, request, response, { name, id, error });
      }
    });

  // A code is asked for by a person, once in a while.
  router.post('/retakes/:entitlement/code', may('sit exams'), pace(20, 60), async (request, response) => {
    const { visitor } = visitOf(request);
    const id = param(request, 'entitlement');
    await needs.retakes.myOne(visitor, id);
    const code = await needs.retakes.showCode(visitor, id);
    await show(needs, request, response, { shown: { id, code } });
  });
}

async function show(
  { render, retakes, surroundings }: RetakesNeeds,
  request: Request,
  response: Response,
  asked: Partial<Pick<RetakesAsked, 'done' | 'refused' | 'shown'>> = {},
): Promise<void> {
  const { visitor } = visitOf(request);
  const [mine, exams] = await Promise.all([retakes.mine(visitor), retakes.openableExams(visitor)]);
  const page = pageFor(request, response, 'My retakes', 'retakes');
  const whole = { done: '', refused: null, shown: null, ...asked };
  const reader = { zone: visitor.zone, now: surroundings.now() };
  const needed = { retakes: mine, exams, personId: visitor.personId, actId: surroundings.newId(), ...whole };
  response.send(render('student/guarantee/retakes', retakesView(needed, page, reader)));
}

/** The page again, with what was entered and what is wrong with it; somebody else's retake stays as absent as none. */
async function showRefused(
  needs: RetakesNeeds,
  request: Request,
  response: Response,
  { name, id, error }: { readonly name: string; readonly id: string; readonly error: unknown },
): Promise<void> {
  if (!(error instanceof Refusal) || error.reason === 'not-found') throw error;
  const { entries } = enteredIn(request, error);
  const faults = error.reason === 'invalid' ? enteredIn(request, error).faults : [];
  const act = name === 'choose' ? `choose:${entries['kind'] ?? ''}` : name;
  response.status(statuses[error.reason]);
  await show(needs, request, response, { refused: { id, act, entries, faults, problem: error.message } });
}
