// `GET /claims/:claim`: one claim, its evidence beside the rules; taken in hand, asked about, approved, confirmed, denied.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { readDay } from '../../../domain/day.ts';
import { mayDo, type Visitor } from '../../../domain/person.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may, mayOneOf } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { claimReviewView, type ReviewAsked } from './claim-review.view.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'claims' | 'claimDecisions' | 'officialExam' | 'retakes' | 'uploads'>;

const query = z.object({ done: z.string().max(40).catch('') });

const most = 4000;
const long = `Keep this under ${most} characters.`;
const wordsNeeded = 'Write what the student will read.';
const words = z.string({ error: wordsNeeded }).trim().min(1, wordsNeeded).max(most, long);
const note = z.string().trim().max(most, long).default('');
const rev = z.coerce.number({ error: 'Load the page again before you decide.' }).int();
const list = z
  .union([z.string(), z.array(z.string())])
  .default([])
  .transform((one) => [one].flat());
const needed = (message: string) => z.string({ error: message }).trim().min(1, message).max(most, long);

const sum = z.string().max(40).catch('');
const approveBody = z
  .looseObject({ rev, words, note, remedies: list })
  .transform(({ rev: seen, words: said, note: noted, remedies, ...rest }) => ({
    rev: seen,
    words: said,
    note: noted,
    remedies,
    sums: new Map(
      remedies.map((type) => [
        type,
        { amount: sum.parse(rest[`amount_${type}`]), currency: sum.parse(rest[`currency_${type}`]) },
      ]),
    ),
  }));
const askBody = z.object({ rev, words, refused: list });
const denyBody = z.object({
  rev,
  words,
  note,
  rule: z.string().max(200).default(''),
  ruleWords: needed('Name the rule that is not met.'),
  fact: needed('Name the fact it rests on.'),
  on: z
    .string()
    .trim()
    .refine((day) => day === '' || readDay(day) !== null, 'Give a day, such as 2026-11-20, or none.')
    .default(''),
  wouldHaveChanged: needed('Say what would have changed it.'),
});
/** The boxes that were ticked, whatever else was wrong with the form. */
const tickedBody = z.object({ remedies: list.catch([]), refused: list.catch([]) });
const revBody = z.object({ rev });
const backBody = z.object({ rev, reason: z.string().trim().max(most, long).default('') });

type Work = (visitor: Visitor, claimId: string, request: Request) => Promise<unknown>;

/** Registers the page and its forms. */
export function claimReviewPage(router: Router, needs: Needs): void {
  const { claimDecisions } = needs;
  const readers = mayOneOf('decide claims', 'refund');
  router.get('/claims/:claim', readers, (request, response) => showReview(needs, request, response, null));

  const acts: Readonly<Record<string, Work>> = {
    'take-up': (visitor, id) => claimDecisions.takeUp(visitor, id),
    ask: (visitor, id, request) => claimDecisions.ask(visitor, id, readBody(request, askBody)),
    approve: (visitor, id, request) => claimDecisions.approve(visitor, id, readBody(request, approveBody)),
    deny: (visitor, id, request) => {
      const { rule, ruleWords, fact, on, wouldHaveChanged, ...deciding } = readBody(request, denyBody);
      const grounds = { rule, ruleWords, fact, on: on === '' ? null : on, wouldHaveChanged };
      return claimDecisions.deny(visitor, id, { ...deciding, grounds });
    },
  };
  for (const [name, work] of Object.entries(acts))
    router.post(`/claims/:claim/${name}`, may('decide claims'), (request, response) =>
      act(needs, request, response, name, work),
    );

  // The second person may be an administrator, who decides nothing else.
  router.post('/claims/:claim/confirm', readers, (request, response) =>
    act(needs, request, response, 'confirm', (visitor, id) =>
      claimDecisions.confirm(visitor, id, readBody(request, revBody).rev),
    ),
  );
  router.post('/claims/:claim/send-back', readers, (request, response) =>
    act(needs, request, response, 'send-back', (visitor, id) => {
      const { rev: seen, reason } = readBody(request, backBody);
      return claimDecisions.dropProposal(visitor, id, seen, reason);
    }),
  );
}

async function act(needs: Needs, request: Request, response: Response, name: string, work: Work): Promise<void> {
  const claimId = param(request, 'claim');
  try {
    await work(visitOf(request).visitor, claimId, request);
    response.redirect(303, `${baseOf(request)}/claims/${claimId}?done=${name}`);
  } catch (error) {
    // Somebody else was faster, or a field is wrong: either way nothing that was typed is lost.
    if (!(error instanceof Refusal) || error.reason === 'not-found' || error.reason === 'not-allowed') throw error;
    response.status(statuses[error.reason]);
    const { entries, faults } = enteredIn(request, error);
    const refused = error.faults.length > 0 ? { faults, message: '' } : { faults: [], message: error.message };
    const { remedies, refused: papers } = readBody(request, tickedBody);
    const ticked = [...remedies, ...papers];
    await showReview(needs, request, response, { act: name, entries, ticked, ...refused });
  }
}

async function showReview(
  needs: Needs,
  request: Request,
  response: Response,
  attempted: ReviewAsked['attempted'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const claim = await needs.claimDecisions.open(visitor, param(request, 'claim'));
  const [files, granted] = await Promise.all([
    needs.uploads.known(
      visitor,
      claim.claim.papers.map(({ fileId }) => fileId),
    ),
    needs.retakes.ofClaim(visitor, claim.claim),
  ]);
  const page = pageFor(request, response, `Claim of ${claim.person.name}`, 'claims');
  const { done } = query.parse(request.query);
  const mayDecide = mayDo(visitor, 'decide claims');
  const asked = { claim, files, granted, attempted, done, mayDecide, personId: visitor.personId, zone: visitor.zone };
  response.send(needs.render('instructor/guarantee/claim-review', claimReviewView(asked, page)));
}
