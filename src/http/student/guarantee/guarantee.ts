// `GET /guarantee`: the student's own guarantee; accepting its terms, asking for leave, and the terms as a file.

import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { readDay } from '../../../domain/day.ts';
import { mayDo } from '../../../domain/person.ts';
import { Refusal } from '../../../domain/refusal.ts';
import type { Eligibility } from '../../../services/guarantee/eligibility.ts';
import type { MyGuaranteeService } from '../../../services/guarantee/my-guarantee.ts';
import type { Notices } from '../../../services/guarantee/notices.ts';
import type { TermsService } from '../../../services/guarantee/terms.ts';
import type { Waiving } from '../../../services/guarantee/waiving.ts';
import type { Surroundings } from '../../../services/surroundings.ts';
import { statuses } from '../../failures.ts';
import { baseOf, pageFor } from '../../frame.ts';
import { may } from '../../guards.ts';
import { enteredIn } from '../../instructor/refused-entries.ts';
import { isPersonalVisit } from '../../personal-visit.ts';
import { readBody } from '../../read.ts';
import type { Renderer } from '../../render.ts';
import { visitOf } from '../../session.ts';
import { guaranteeView, type GuaranteeAsked } from './guarantee.view.ts';
import { noticeViews } from './notices-part.ts';

export interface GuaranteeNeeds {
  readonly render: Renderer['render'];
  readonly myGuarantee: MyGuaranteeService;
  readonly eligibility: Pick<Eligibility, 'mine'>;
  readonly terms: Pick<TermsService, 'accept'>;
  readonly waiving: Pick<Waiving, 'askForPause'>;
  readonly notices: Pick<Notices, 'mine'>;
  readonly surroundings: Pick<Surroundings, 'newId'>;
}

const query = z.object({ on: z.string().trim().max(20).catch(''), done: z.string().max(20).catch('') });
const acceptBody = z.object({
  policyId: z.string({ error: 'Reload the page and read the terms again.' }).max(100),
  number: z.coerce.number({ error: 'Reload the page and read the terms again.' }).int(),
  read: z.literal('yes', { error: 'Tick that you have read the terms.' }),
});
const pauseBody = z.object({
  from: z.string().max(20).default(''),
  to: z.string().max(20).default(''),
  reason: z.string().max(5000).default(''),
  actId: z.string().max(100).default(''),
});

/** Registers the page and its forms. */
export function guaranteePage(router: Router, needs: GuaranteeNeeds): void {
  router.get('/guarantee', may('sit exams'), (request, response) => showGuarantee(needs, request, response, null));

  router.post('/guarantee/accept', may('sit exams'), async (request, response) => {
    await act(needs, request, response, 'accept', async () => {
      await needs.terms.accept(visitOf(request).visitor, readBody(request, acceptBody));
      return 'accepted';
    });
  });

  router.post('/guarantee/pause', may('sit exams'), async (request, response) => {
    await act(needs, request, response, 'pause', async () => {
      await needs.waiving.askForPause(visitOf(request).visitor, readBody(request, pauseBody));
      return 'pause';
    });
  });

  router.get('/guarantee/terms.txt', may('sit exams'), async (request, response) => {
    const { file } = await needs.eligibility.mine(visitOf(request).visitor);
    if (!file.terms) throw new Refusal('not-found', 'You have not accepted any terms yet.');
    response.attachment(`guarantee-terms-version-${file.terms.number}.txt`);
    response.type('text/plain; charset=utf-8').send(`${file.terms.text}\n`);
  });
}

/** Does what a form asks for; what was entered stays on the page when it is refused. */
async function act(
  needs: GuaranteeNeeds,
  request: Request,
  response: Response,
  form: 'accept' | 'pause',
  work: () => Promise<string>,
): Promise<void> {
  try {
    response.redirect(303, `${baseOf(request)}/guarantee?done=${await work()}`);
  } catch (error) {
    if (!(error instanceof Refusal) || error.faults.length === 0) throw error;
    response.status(statuses[error.reason]);
    await showGuarantee(needs, request, response, { form, ...enteredIn(request, error) });
  }
}

async function showGuarantee(
  { render, myGuarantee, notices, surroundings }: GuaranteeNeeds,
  request: Request,
  response: Response,
  refused: GuaranteeAsked['refused'],
): Promise<void> {
  const { visitor } = visitOf(request);
  const { on, done } = query.parse(request.query);
  const sitOn = on === '' ? null : readDay(on);
  const [mine, told] = await Promise.all([myGuarantee.of(visitor, sitOn), notices.mine(visitor)]);
  const isRefused = on !== '' && mine.supposed === null;
  const page = pageFor(request, response, 'My guarantee', 'guarantee');
  const asked: GuaranteeAsked = {
    sitOn: { typed: on, error: isRefused ? 'Choose a day from today on, within the coming 16 months.' : '' },
    done,
    links: {
      exams: isPersonalVisit(request) ? '' : `${page.base}/exams`,
      attendance: `${page.base}/attendance`,
      officialExam: `${page.base}/official-exam`,
      claim: `${page.base}/claim`,
      retakes: `${page.base}/retakes`,
    },
    actId: surroundings.newId(),
    mayAct: mayDo(visitor, 'sit exams') && !visitor.isTestUser,
    zone: visitor.zone,
    refused,
  };
  const view = { ...guaranteeView(mine, page, asked), notices: noticeViews(told, page, 'guarantee') };
  response.send(render('student/guarantee/guarantee', view));
}
