// What the links in mails lead to, without a session: My guarantee, the confirmation of an address, and stopping mails. Looking never changes anything.

import { Router, type Request, type Response } from 'express';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import { z } from 'zod';
import { Refusal } from '../domain/refusal.ts';
import { mailKindWords } from '../domain/reminders/mail-kinds.ts';
import type { Contacts } from '../services/guarantee/contacts.ts';
import type { PersonalLinks } from '../services/guarantee/personal-links.ts';
import { statuses, TooFast } from './failures.ts';
import { errorSummary, formField } from './form-field.ts';
import { isFromOurs } from './guards.ts';
import { param, readBody } from './read.ts';
import type { Renderer } from './render.ts';
import { overdueCookies, sessionCookie, type SessionsAtTheDoor } from './session.ts';

export interface FromMailsNeeds {
  readonly render: Renderer['render'];
  readonly personalLinks: PersonalLinks;
  readonly contacts: Contacts;
  readonly sessions: SessionsAtTheDoor;
  readonly publicUrl: string;
  readonly surroundings: { now(): number };
}

const addressWords = 'Give the address to which Resit has written to you, such as ana@example.org.';
const addressBody = z.object({
  address: z.string({ error: addressWords }).trim().pipe(z.email(addressWords)).pipe(z.string().max(254)),
});

/** The routes below `/g` and `/mail`. */
export function fromMails(needs: FromMailsNeeds): Router {
  const router = Router({ strict: true });
  const asking = limiter(20, 3600);
  const opening = limiter(60, 60);
  personalLinkRoutes(router, needs, opening, asking);
  mailRoutes(router, needs, opening);
  return router;
}

function personalLinkRoutes(router: Router, needs: FromMailsNeeds, opening: Limit, asking: Limit): void {
  const { render, personalLinks, sessions, publicUrl, surroundings } = needs;

  router.get('/g/new', (_request, response) => void response.send(render('personal-link-ask', askView('', []))));

  router.post('/g/new', async (request, response) => {
    demandOurs(request, publicUrl);
    await asking(request);
    try {
      const { address } = readBody(request, addressBody);
      await personalLinks.ask(address);
      response.send(render('personal-link-asked', {}));
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'invalid') throw error;
      const typed = String((request.body as { address?: unknown } | undefined)?.address ?? '');
      response.status(statuses.invalid).send(render('personal-link-ask', askView(typed, error.faults)));
    }
  });

  router.get('/g/:token', async (request, response) => {
    await opening(request);
    const token = param(request, 'token');
    await showLink(needs, response, token, 200);
  });

  router.post('/g/:token', async (request, response) => {
    demandOurs(request, publicUrl);
    await opening(request);
    const token = param(request, 'token');
    try {
      const { session, secret } = await personalLinks.redeem(token);
      const dropped = await overdueCookies(request.headers.cookie ?? '', sessions, surroundings.now());
      for (const cookie of [...dropped, sessionCookie(session.id, secret)]) response.append('Set-Cookie', cookie);
      response.redirect(303, `/s/${session.id}/guarantee`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.reason !== 'too-late') throw error;
      await showLink(needs, response, token, statuses['too-late']);
    }
  });

  router.post('/g/:token/again', async (request, response) => {
    demandOurs(request, publicUrl);
    await asking(request);
    await personalLinks.askWithOld(param(request, 'token'));
    response.send(render('personal-link-asked', {}));
  });
}

/** One button where the link is good; else why not, and the way to a new one. A used link and one that never was look alike but for that way. */
async function showLink(
  { render, personalLinks }: FromMailsNeeds,
  response: Response,
  token: string,
  status: number,
): Promise<void> {
  const { state, courseTitle } = await personalLinks.look(token);
  const isGood = state === 'good' && status === 200;
  const view = {
    isGood,
    isKnown: state !== 'unknown',
    courseTitle,
    action: `/g/${encodeURIComponent(token)}`,
    form: askView('', []),
  };
  response.status(isGood ? 200 : statuses['too-late']).send(render('personal-link', view));
}

function mailRoutes(router: Router, { render, contacts, publicUrl }: FromMailsNeeds, opening: Limit): void {
  router.get('/mail/confirm/:token', (request, response) => {
    response.send(render('mail-confirm', { action: request.originalUrl, isDone: false }));
  });

  router.post('/mail/confirm/:token', async (request, response) => {
    demandOurs(request, publicUrl);
    await opening(request);
    await contacts.confirm(param(request, 'token'));
    response.send(render('mail-confirm', { action: '', isDone: true }));
  });

  router.get('/mail/stop/:token', async (request, response) => showStop(render, contacts, request, response));

  // One click in a mail program (RFC 8058) comes from nowhere in particular and without cookies: the token alone says whose wish it is.
  router.post('/mail/stop/:token', async (request, response) => {
    await contacts.setStopped(param(request, 'token'), true);
    await showStop(render, contacts, request, response);
  });

  router.post('/mail/stop/:token/start', async (request, response) => {
    demandOurs(request, publicUrl);
    await contacts.setStopped(param(request, 'token'), false);
    response.redirect(303, `/mail/stop/${encodeURIComponent(param(request, 'token'))}`);
  });
}

async function showStop(
  render: Renderer['render'],
  contacts: Contacts,
  request: Request,
  response: Response,
): Promise<void> {
  const token = param(request, 'token');
  const { kind, isStopped } = await contacts.isStopped(token);
  const { label, when } = mailKindWords(kind);
  response.send(render('mail-stop', { isStopped, label, when, action: `/mail/stop/${encodeURIComponent(token)}` }));
}

function askView(address: string, faults: Refusal['faults']) {
  const field = formField(
    {
      name: 'address',
      label: 'Your address',
      help: 'The one to which Resit writes: your LMS’s, or one that you have confirmed.',
      type: 'email',
      autocomplete: 'email',
      size: 'mid',
      isRequired: true,
      value: address,
    },
    faults,
  );
  return { summary: errorSummary(faults), field };
}

function demandOurs(request: Request, publicUrl: string): void {
  if (!isFromOurs(request, publicUrl))
    throw new Refusal(
      'not-allowed',
      'This request did not come from a page of ours. Open the link in your mail again.',
    );
}

type Limit = (request: Request) => Promise<void>;

/** At most `points` requests in `seconds` from one address: nobody may try tokens or send mails to others in bulk. */
function limiter(points: number, seconds: number): Limit {
  const limit = new RateLimiterMemory({ points, duration: seconds });
  return async (request) => {
    try {
      await limit.consume(request.ip ?? '');
    } catch (rejection) {
      const wait = rejection as { readonly msBeforeNext?: number };
      throw new TooFast(Math.max(1, Math.ceil((wait.msBeforeNext ?? 1000) / 1000)));
    }
  };
}
