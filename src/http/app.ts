// The web application: every request passes these doors in this order, and the order is all there is to know of it.

import { join } from 'node:path';
import express, { type Express, type RequestHandler, type Router } from 'express';
import type { Logger } from '../log.ts';
import { failures, notFound } from './failures.ts';
import { forgeryGuard, pace } from './guards.ts';
import { multipart, type MultipartLimits } from './multipart.ts';
import type { Renderer } from './render.ts';
import { personalVisitDoor } from './personal-visit.ts';
import { sessionFraming } from './session-framing.ts';
import { securityHeaders } from './security-headers.ts';

export interface AppParts {
  readonly publicUrl: string;
  readonly trustProxy: number;
  readonly viewsDirectory: string;
  readonly renderer: Renderer;
  readonly log: Logger;
  /** Login, launch, key sets, registration: the gatehouse, before any body parser. */
  readonly gatehouse: RequestHandler;
  /** `/api`: for the provider's other systems, which have keys and no sessions. */
  readonly api: RequestHandler;
  /** `GET /c/:code`: where a QR code shown in class leads. */
  readonly checkInAddress: RequestHandler;
  /** `POST /window`: where an exam's own window gets its session. */
  readonly examWindow: RequestHandler;
  /** `/g` and `/mail`: what the links in mails lead to, without a session. */
  readonly fromMails: RequestHandler;
  /** Lets live sessions through to the pages. */
  readonly sessionDoor: RequestHandler;
  /** Registers every page on the router that lies at `/s/:launch`. */
  readonly pages: (router: Router) => void;
  readonly uploadLimits: MultipartLimits;
  readonly isReady: () => Promise<boolean>;
  readonly observe: (route: string, method: string, status: number, seconds: number) => void;
  readonly metrics: () => Promise<{ readonly text: string; readonly contentType: string }>;
}

/** Pages come without an extension of lifetime; what is behind a session must not stay in any cache. */
const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/** The application, ready to listen. */
export function createApp(parts: AppParts): Express {
  const app = express();
  app.disable('x-powered-by');
  // Nothing behind a session may be kept by a cache, so no answer needs a tag to be compared by.
  app.disable('etag');
  app.set('trust proxy', parts.trustProxy);
  app.set('query parser', 'simple');
  app.use(timing(parts.observe));
  app.use(...securityHeaders(parts.publicUrl.startsWith('https:')));
  health(app, parts);
  app.use('/assets', express.static(join(parts.viewsDirectory, 'assets'), { index: false, maxAge: '1h' }));
  app.use(parts.gatehouse);

  app.use(noStore);
  app.use('/api', parts.api);
  // A policy may have 300 rules, each with a dozen inputs.
  const form = express.urlencoded({ extended: false, limit: '1mb', parameterLimit: 5000 });
  app.post('/window', form, parts.examWindow);
  app.get('/c/:code', parts.checkInAddress);

  app.use(['/g', '/mail'], form);
  app.use(parts.fromMails);

  const pages = express.Router({ mergeParams: true, strict: true });
  parts.pages(pages);
  const json = express.json({ limit: '512kb' });
  // Bodies are read before the session is looked at, so that a form sent too late can be shown again.
  // Files come in behind the session door, and only their forms' fields, until the guards have seen them.
  const doors = [
    json,
    form,
    parts.sessionDoor,
    sessionFraming,
    personalVisitDoor,
    multipart(parts.uploadLimits),
    forgeryGuard(parts.publicUrl),
    pace(600, 60),
  ];
  app.use('/s/:launch', ...doors, pages);

  app.use(notFound);
  app.use(failures({ log: parts.log, renderer: parts.renderer }));
  return app;
}

/** The route's pattern and the seconds it took, for the figures. */
function timing(observe: AppParts['observe']): RequestHandler {
  return (request, response, next) => {
    const from = process.hrtime.bigint();
    response.once('finish', () => {
      const seconds = Number(process.hrtime.bigint() - from) / 1e9;
      const route: unknown = request.route?.path;
      observe(typeof route === 'string' ? route : 'other', request.method, response.statusCode, seconds);
    });
    next();
  };
}

/** Probes for whoever runs Resit. Figures are for the machine itself and for nobody else. */
function health(app: Express, { isReady, metrics }: AppParts): void {
  app.get('/healthz', (_request, response) => void response.type('text').send('ok'));
  app.get('/readyz', async (_request, response) => {
    const ready = await isReady();
    response
      .status(ready ? 200 : 503)
      .type('text')
      .send(ready ? 'ready' : 'the database does not answer');
  });
  app.get('/metrics', async (request, response, next) => {
    if (!/^(::1|127\.|::ffff:127\.)/.test(request.socket.remoteAddress ?? '') || request.get('x-forwarded-for'))
      return next();
    const { text, contentType } = await metrics();
    response.type(contentType).send(text);
  });
}
