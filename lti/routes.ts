// The routes of the gatehouse: login, launch, its continuation, key sets and registration; everything else is 404 elsewhere.
import express from 'express';
import type { ErrorRequestHandler, NextFunction, Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod';
import { continueLaunch, openInWindow } from './continue.ts';
import { MalformedInput, readFields, readUtf8 } from './form.ts';
import type { Fields } from './form.ts';
import { Refused, startAgain } from './gate.ts';
import type { Gate } from './gate.ts';
import { sendJwks } from './jwks.ts';
import { receiveLaunch } from './launch.ts';
import { beginLogin, checkCookie } from './login.ts';
import { applyHeaders, plainHeaders } from './page-headers.ts';
import type { ToolKeys } from './ports.ts';
import { rateLimit } from './rate-limit.ts';
import { sendRefusal } from './refusal-page.ts';
import { register } from './registration.ts';
import type { RegistrationDesk } from './registration.ts';
import { readScriptRequest } from './script-request.ts';

const loginsPerPersonAndMinute = 60;
const loginsPerAddressAndMinute = 1_000;
/** A token of 1 MB is refused as a token; a body above this is not read at all. */
const largestBody = 2_000_000;

const cookieQuestion = z.object({ state: z.string().min(1).max(256) });

/**
 * The routes, to be mounted at the root and before any body parser.
 *
 * Client addresses are express's `req.ip`: set `trust proxy` on the application.
 */
export function ltiRoutes(gate: Gate, toolKeys: ToolKeys, desk: RegistrationDesk): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const body = express.raw({ type: () => true, limit: largestBody, inflate: false });
  const limits = {
    perPerson: rateLimit(loginsPerPersonAndMinute, gate.clock),
    perAddress: rateLimit(loginsPerAddressAndMinute, gate.clock),
  };

  const login = (read: (req: Request) => Fields): RequestHandler => {
    return (req, res) => beginLogin(gate, limits, read(req), req, res);
  };
  router.get('/lti/login', login(queryOf));
  router.post('/lti/login', body, login(formOf));
  router.all('/lti/login', onlyBy('GET, POST'));

  router.post('/lti/login/check', body, async (req, res) => {
    const { state } = readScriptRequest(req, gate.publicUrl, cookieQuestion);
    applyHeaders(res, plainHeaders);
    res.json({ cookie: await checkCookie(gate, state, req) });
  });

  router.post('/lti/launch', body, (req, res) => receiveLaunch(gate, formOf(req), req, res));
  router.all('/lti/launch', onlyBy('POST'));
  router.post('/lti/launch/continue', body, (req, res) => continueLaunch(gate, req, res));
  router.post('/lti/launch/window', body, (req, res) => openInWindow(gate, formOf(req), req, res));
  router.all(['/lti/login/check', '/lti/launch/continue', '/lti/launch/window'], onlyBy('POST'));

  router.get('/lti/jwks/:file', (req, res) => sendJwks({ registry: gate.registry, toolKeys }, req, res));
  router.get('/lti/register', (req, res) => register(desk, '', queryOf(req), req, res));
  router.get('/lti/register/:invitation', (req, res) => {
    return register(desk, String(req.params['invitation']), queryOf(req), req, res);
  });

  router.use('/lti', refusals(gate));
  return router;
}

function queryOf(req: Request): Fields {
  const question = req.originalUrl.indexOf('?');
  return readFields(question < 0 ? '' : req.originalUrl.slice(question + 1));
}

function formOf(req: Request): Fields {
  if (!req.is('application/x-www-form-urlencoded')) throw new MalformedInput('The body is not a form.');
  return readFields(readUtf8(Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)));
}

function onlyBy(methods: string): RequestHandler {
  return (_req, res) => {
    res.setHeader('Allow', methods);
    throw new Refused({
      status: 405,
      step: 'method',
      title: 'This address cannot be opened like that',
      words: 'Your LMS opens this address for you; it does not work by itself.',
      advice: startAgain,
    });
  };
}

function refusals(gate: Gate): ErrorRequestHandler {
  return (thrown: unknown, req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(thrown);
    sendRefusal(gate, req, res, thrown);
  };
}
