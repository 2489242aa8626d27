// Dynamic registration: an invited administrator's LMS introduces itself, we register with it, and store it only then.
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { Fields } from './form.ts';
import { Refused } from './gate.ts';
import { parsedJson } from './json.ts';
import { embeddingOrigins, guessKind } from './known-origins.ts';
import { NetworkFailure } from './network.ts';
import type { IncomingAnswer, Network, OutgoingCall } from './network.ts';
import { applyHeaders, newNonce, pageHeaders } from './page-headers.ts';
import type { Invitations, Log, Platform, PlatformRegistry, RegistrationInvitation, RenderPage } from './ports.ts';
import {
  deploymentIn,
  kindOf,
  narrowedScopes,
  platformDocument,
  registrationAnswer,
  toolDocument,
} from './registration-documents.ts';
import type { PlatformDocument, RegistrationAnswer } from './registration-documents.ts';
import type { UrlRules } from './platform-url.ts';
import { checkPlatformUrl } from './platform-url.ts';

const largestDocument = 256_000;

export interface RegistrationDesk {
  publicUrl: string;
  rules: UrlRules;
  registry: PlatformRegistry;
  invitations: Invitations;
  network: Network;
  renderPage: RenderPage;
  log: Log;
}

/** Answers `/lti/register/<invitation>`, opened by the LMS in a frame or a pop-up of the administrator. */
export async function register(
  desk: RegistrationDesk,
  invitationToken: string,
  fields: Fields,
  _req: Request,
  res: Response,
): Promise<void> {
  // Without an invitation nothing is called, so that nobody can make us fetch addresses.
  const invitation = invitationToken === '' ? null : await desk.invitations.find(invitationToken);
  if (invitation === null) throw notInvited();
  const configurationUrl = await usableUrl(desk, fields.optional('openid_configuration', 4_096));
  const token = fields.optional('registration_token', 8_192);
  const document = await fetchDocument(desk, configurationUrl, token);
  await demandBelonging(desk, document, configurationUrl);

  if (!(await desk.invitations.consume(invitationToken))) throw notInvited();
  try {
    const id = desk.registry.newId();
    const answer = await sendRegistration(desk, document, id, token);
    const platform = await store(desk, document, answer, id, invitation);
    desk.log('lti.registered', { platform: platform.id, kind: platform.kind, narrowed: narrowedScopes(answer).length });
    sendDone(desk, platform, answer, configurationUrl, res);
  } catch (error) {
    await desk.invitations.restore(invitationToken);
    throw error;
  }
}

async function usableUrl(desk: RegistrationDesk, raw: string | null): Promise<URL> {
  const checked = checkPlatformUrl(raw, desk.rules);
  const vetted = await desk.network.vet(raw);
  if (checked.ok && vetted.ok) return checked.url;
  const words = checked.ok ? (vetted.ok ? '' : vetted.words) : checked.words;
  throw refused('configuration', `The address of the LMS’s configuration ${words}.`);
}

async function fetchDocument(desk: RegistrationDesk, url: URL, token: string | null): Promise<PlatformDocument> {
  const headers = { accept: 'application/json', ...bearer(token) };
  const answer = await call(desk, { method: 'GET', url: url.href, headers, maxBytes: largestDocument });
  return readAnswer(answer, platformDocument, 'its configuration');
}

/**
 * The document must speak for the host it came from: otherwise anybody could register the issuer of another school with
 * keys of his own. Hosted Canvas is the known exception: all schools share one issuer.
 */
async function demandBelonging(desk: RegistrationDesk, document: PlatformDocument, source: URL): Promise<void> {
  const { issuer, authorization_endpoint, token_endpoint, jwks_uri, registration_endpoint } = document;
  const urls = { issuer, authorization_endpoint, token_endpoint, jwks_uri, registration_endpoint };
  for (const [name, raw] of Object.entries(urls)) {
    const vetted = await desk.network.vet(raw);
    if (!vetted.ok) throw refused('configuration', `In the LMS’s configuration, ${name} ${vetted.words}.`);
    if (!belongTogether(new URL(raw), source)) {
      throw refused('issuer', `In the LMS’s configuration, ${name} is on another host than the configuration itself.`);
    }
  }
}

function belongTogether(url: URL, source: URL): boolean {
  return url.host === source.host || (isHostedCanvas(url) && isHostedCanvas(source));
}

function isHostedCanvas({ protocol, hostname, port }: URL): boolean {
  const isTheirs = ['instructure.com', 'canvaslms.com'].some((domain) => hostname.endsWith(`.${domain}`));
  return protocol === 'https:' && port === '' && isTheirs;
}

async function sendRegistration(
  desk: RegistrationDesk,
  document: PlatformDocument,
  platformId: string,
  token: string | null,
): Promise<RegistrationAnswer> {
  const answer = await call(desk, {
    method: 'POST',
    url: document.registration_endpoint,
    headers: { 'content-type': 'application/json', accept: 'application/json', ...bearer(token) },
    body: JSON.stringify(toolDocument(desk.publicUrl, platformId, document)),
    maxBytes: largestDocument,
  });
  return readAnswer(answer, registrationAnswer, 'our registration');
}

async function store(
  desk: RegistrationDesk,
  document: PlatformDocument,
  answer: RegistrationAnswer,
  id: string,
  invitation: RegistrationInvitation,
): Promise<Platform> {
  const { issuer, authorization_endpoint, token_endpoint, jwks_uri, authorization_server } = document;
  const urls = [issuer, authorization_endpoint, token_endpoint, jwks_uri];
  const deployment = deploymentIn(answer);
  const kind = kindOf(document) ?? guessKind(urls);
  const added = await desk.registry.add({
    id,
    name: invitation.name ?? new URL(issuer).host,
    issuer,
    clientId: answer.client_id,
    authUrl: authorization_endpoint,
    tokenUrl: token_endpoint,
    tokenAudience: authorization_server ?? undefined,
    jwksUrl: jwks_uri,
    kind,
    // Canvas makes a deployment for every install, also later ones; elsewhere the one that was named is the only one.
    deployments: deployment === null || kind === 'canvas' ? [] : [deployment],
    organizationId: invitation.organizationId,
  });
  if (added.ok) return added.platform;
  const status = added.reason === 'already-registered' ? 409 : 400;
  throw refused('registration', added.words, status);
}

function sendDone(
  desk: RegistrationDesk,
  platform: Platform,
  answer: RegistrationAnswer,
  source: URL,
  res: Response,
): void {
  const nonce = newNonce();
  const narrowed = narrowedScopes(answer).map((scope) => scope.slice(scope.lastIndexOf('/') + 1));
  const view = {
    nonce,
    platformName: platform.name,
    isMoodle: platform.kind === 'moodle',
    narrowed: narrowed.length > 0 && narrowed,
    closesItself: narrowed.length === 0,
  };
  const frameAncestors = embeddingOrigins(platform, desk.rules, [source.href]);
  applyHeaders(res, pageHeaders(nonce, { frameAncestors, formAction: [] }));
  res.status(200).type('html').send(desk.renderPage('registered', view));
}

async function call(desk: RegistrationDesk, outgoing: OutgoingCall): Promise<IncomingAnswer> {
  return desk.network.send(outgoing).catch((error: unknown) => {
    if (error instanceof NetworkFailure)
      throw refused('network', `${error.message} The registration was not finished.`);
    throw error;
  });
}

function readAnswer<T>(answer: IncomingAnswer, shape: z.ZodType<T>, what: string): T {
  if (answer.status < 200 || answer.status > 299) {
    const hint =
      answer.status === 401 || answer.status === 403
        ? ' Its one-time token may be used up: start the registration again in the LMS.'
        : '';
    throw refused('platform-answer', `The LMS refused ${what} (HTTP ${answer.status}).${hint}`);
  }
  const read = shape.safeParse(parsedJson(answer.body));
  if (read.success) return read.data;
  const missing = read.error.issues[0]?.path.join('.') ?? '';
  throw refused(
    'platform-answer',
    `The LMS’s answer about ${what} cannot be read${missing === '' ? '' : ` (${missing})`}.`,
  );
}

function bearer(token: string | null): Record<string, string> {
  return token === null ? {} : { authorization: `Bearer ${token}` };
}

function notInvited(): Refused {
  return new Refused({
    status: 403,
    step: 'invitation',
    title: 'This invitation cannot be used',
    words: 'A registration needs an invitation that is neither used nor expired.',
    advice: 'Ask the administrator of Resit for a new invitation, and paste its address into your LMS.',
  });
}

function refused(step: string, words: string, status = 400): Refused {
  return new Refused({
    status,
    step: `registration-${step}`,
    title: 'Your LMS could not be registered',
    words,
    advice: 'Nothing was stored. You can start the registration again in your LMS; the invitation can still be used.',
  });
}
