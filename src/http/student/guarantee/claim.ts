// `GET /claim`: a student's claim, filed in one tap, followed, answered, chosen from, taken back, appealed.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { Refusal } from '../../../domain/refusal.ts';
import type { Claims } from '../../../services/guarantee/claims.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { enteredIn } from '../../instructor/refused-entries.ts';
import { param, readBody } from '../../read.ts';
import type { Renderer } from '../../render.ts';
import { visitOf } from '../../session.ts';
import { claimView, type RefusedForm } from './claim.view.ts';

export interface ClaimNeeds {
  readonly render: Renderer['render'];
  readonly claims: Claims;
}

const query = z.object({ done: z.string().max(20).catch('') });

const words = z.string().trim().max(4000, 'Keep this under 4,000 characters.').default('');
const needed = (message: string) =>
  z.string({ error: message }).trim().min(1, message).max(4000, 'Keep this under 4,000 characters.');
const choice = z
  .string()
  .max(100)
  .default('')
  .transform((type) => (type === '' ? null : type));

const fileBody = z.object({ how: z.enum(['file', 'draft']).catch('file'), words, choice });
const answerBody = z.object({ words: needed('Write what you want to answer.') });
const withdrawBody = z.object({ words });
const chooseBody = z.object({ types: z.string({ error: 'Choose one of these.' }).max(400) });
const appealBody = z.object({ words: needed('Say why you think the decision is wrong.') });

/** Registers the page and its forms. */
export function claimPage(router: Router, needs: ClaimNeeds): void {
  const { claims } = needs;
  router.get('/claim', may('claim'), (request, response) => showClaim(needs, request, response, null));

  router.post('/claim', may('claim'), (request, response) =>
    act(needs, request, response, 'file', async (visitor) => {
      const filing = readBody(request, fileBody);
      await claims.file(visitor, filing);
      return filing.how === 'draft' ? 'draft' : 'filed';
    }),
  );
  const acts: Readonly<
    Record<string, (visitor: Parameters<typeof claims.withdraw>[0], request: Request, id: string) => Promise<unknown>>
  > = {
    words: (visitor, request, id) => {
      const given = readBody(request, fileBody);
      return claims.rewrite(visitor, id, given.words, given.choice);
    },
    submit: (visitor, _request, id) => claims.submit(visitor, id),
    answer: (visitor, request, id) => claims.answer(visitor, id, readBody(request, answerBody).words),
    withdraw: (visitor, request, id) => claims.withdraw(visitor, id, readBody(request, withdrawBody).words),
    choose: (visitor, request, id) => claims.choose(visitor, id, readBody(request, chooseBody).types.split(' ')),
    appeal: (visitor, request, id) => claims.appeal(visitor, id, readBody(request, appealBody).words),
  };
  for (const [name, work] of Object.entries(acts))
    router.post(`/claim/:claim/${name}`, may('claim'), (request, response) =>
      act(needs, request, response, name, async (visitor) => {
        await work(visitor, request, param(request, 'claim'));
        return name;
      }),
    );
}

/** Does what a form asks for; what was entered stays on the page when it is refused. */
async function act(
  needs: ClaimNeeds,
  request: Request,
  response: Response,
  form: string,
  work: (visitor: ReturnType<typeof visitOf>['visitor']) => Promise<string>,
): Promise<void> {
  try {
    response.redirect(303, `${baseOf(request)}/claim?done=${await work(visitOf(request).visitor)}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
    response.status(statuses.invalid);
    await showClaim(needs, request, response, { form, ...enteredIn(request, error) });
  }
}

/** The page, with a form that was refused if there is one. */
export async function showClaim(
  { render, claims }: ClaimNeeds,
  request: Request,
  response: Response,
  refused: RefusedForm | null,
): Promise<void> {
  const { visitor } = visitOf(request);
  const mine = await claims.mine(visitor);
  const choices = mine.current ? await claims.choicesOf(mine.current.claim) : [];
  const page = pageFor(request, response, 'My claim', 'guarantee');
  const { done } = query.parse(request.query);
  const view = claimView({ mine, choices, refused, done, zone: visitor.zone, personId: visitor.personId }, page);
  response.send(render('student/guarantee/claim', view));
}
