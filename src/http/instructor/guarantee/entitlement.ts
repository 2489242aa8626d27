// `GET /retakes-ledger/:entitlement` and the acts of staff on one retake; each act ends where it began, with a notice.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { mayDo, type Visitor } from '../../../domain/person.ts';
import { Refusal } from '../../../domain/refusal.ts';
import { kindOf } from '../../../domain/retakes/kind.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { param, readBody } from '../../read.ts';
import { visitOf } from '../../session.ts';
import type { InstructorNeeds } from '../needs.ts';
import { enteredIn } from '../refused-entries.ts';
import { instantOfInput } from '../settings-form.ts';
import type { EntitlementAct } from './entitlement-acts.ts';
import { bookBody, codeBody, extendBody, payBody, plainBody, replaceBody, useBody } from './entitlement-bodies.ts';
import { entitlementView, type EntitlementAsked } from './entitlement.view.ts';
import { seesLedger } from './retakes-ledger.ts';

type Needs = Pick<InstructorNeeds, 'render' | 'retakes' | 'surroundings'>;
/** Does the act; gives the id of the retake to look at afterward. */
type Act = (visitor: Visitor, id: string, request: Request) => Promise<string>;

const query = z.object({ done: z.string().max(64).catch('') });

/** What each act does with what its dialog sent. */
function actsOf({ retakes }: Needs): Record<EntitlementAct, Act> {
  const { desk } = retakes;
  const plain =
    (act: 'release' | 'restore' | 'void' | 'approve'): Act =>
    async (visitor, id, request) =>
      (await desk[act](visitor, id, readBody(request, plainBody))).id;
  return {
    release: plain('release'),
    restore: plain('restore'),
    void: plain('void'),
    approve: plain('approve'),
    async book(visitor, id, request) {
      const { startAt, ...rest } = readBody(request, bookBody);
      const { entitlement } = await retakes.one(visitor, id);
      const at = instantOfInput(startAt, entitlement.terms.timeZone);
      const message = 'Give the day and the time at which it begins.';
      if (at === null) throw new Refusal('invalid', message, [{ path: 'startAt', message }]);
      return (await desk.book(visitor, id, { ...rest, startAt: at })).id;
    },
    async use(visitor, id, request) {
      const { outcome, ...rest } = readBody(request, useBody);
      const { entitlement } = await retakes.one(visitor, id);
      const { use } = kindOf(entitlement.kind);
      const plainOutcome = use === 'hours' ? 'taken' : use === 'thing' ? 'given' : 'used';
      return (await desk.recordUse(visitor, id, { ...rest, outcome: outcome ?? plainOutcome })).id;
    },
    code: async (visitor, id, request) => (await desk.enterCode(visitor, id, readBody(request, codeBody))).id,
    extend: async (visitor, id, request) => (await desk.extend(visitor, id, readBody(request, extendBody))).id,
    fulfill: async (visitor, id, request) => (await desk.fulfill(visitor, id, readBody(request, payBody))).id,
    async replace(visitor, id, request) {
      const given = readBody(request, replaceBody);
      const { kind, terms, value } = (await retakes.one(visitor, id)).entitlement;
      // The new one is for the exam that is offered now, whatever was said of the old one's.
      const anew = { kind, value, examId: null, terms: { ...terms, examRetiresOn: null } };
      return (await desk.replace(visitor, id, { ...given, ...anew })).replacement.id;
    },
    reinstate: async (visitor, id, request) =>
      (await desk.reinstate(visitor, id, readBody(request, replaceBody))).replacement.id,
  };
}

/** Registers the page, its acts, and "Show code". */
export function entitlementPage(router: Router, needs: Needs): void {
  router.get('/retakes-ledger/:entitlement', seesLedger, (request, response) =>
    show(needs, request, response, { done: query.parse(request.query).done }),
  );

  for (const [name, act] of Object.entries(actsOf(needs))) {
    const guard = name === 'approve' || name === 'fulfill' ? may('refund') : may('decide claims');
    router.post(`/retakes-ledger/:entitlement/${name}`, guard, async (request, response) => {
      try {
        const id = await act(visitOf(request).visitor, param(request, 'entitlement'), request);
        response.redirect(303, `${baseOf(request)}/retakes-ledger/${id}?done=${name}`);
      } catch (error) {
        if (!(error instanceof Refusal) || error.reason === 'not-found') throw error;
        response.status(statuses[error.reason]);
        const faults = error.reason === 'invalid' ? enteredIn(request, error).faults : [];
        const { entries } = enteredIn(request, error);
        // A code is not sent back to the page it came from.
        const kept = Object.fromEntries(Object.entries(entries).filter(([field]) => field !== 'code'));
        await show(needs, request, response, { refused: { act: name, entries: kept, faults, problem: error.message } });
      }
    });
  }

  router.post('/retakes-ledger/:entitlement/show-code', may('decide claims'), async (request, response) => {
    const { visitor } = visitOf(request);
    const shownCode = await needs.retakes.showCode(visitor, param(request, 'entitlement'));
    await show(needs, request, response, { shownCode });
  });
}

async function show(
  { render, retakes, surroundings }: Needs,
  request: Request,
  response: Response,
  asked: Partial<Pick<EntitlementAsked, 'done' | 'refused' | 'shownCode'>> = {},
): Promise<void> {
  const { visitor } = visitOf(request);
  const row = await retakes.one(visitor, param(request, 'entitlement'));
  const examId = row.entitlement.tries?.examId;
  const examTitle = examId ? ((await retakes.openableExams(visitor)).find(({ id }) => id === examId)?.title ?? '') : '';
  const page = pageFor(request, response, 'Retake', 'retakes');
  const whole = { done: '', refused: null, shownCode: '', ...asked };
  const view = {
    row,
    visitor,
    examTitle,
    actId: surroundings.newId(),
    mayShowCode: mayDo(visitor, 'decide claims'),
    ...whole,
  };
  const reader = { zone: visitor.zone, now: surroundings.now() };
  response.send(render('instructor/guarantee/entitlement', entitlementView(view, page, reader)));
}
