// The OpenID login: checks what the platform sends, remembers it, and answers with the authentication request.
import type { Request, Response } from 'express';
import { hasProbeCookie, isFramed, isSameBrowser, setLoginCookies } from './binding.ts';
import type { Fields } from './form.ts';
import { Refused, askAdministrator, startAgain } from './gate.ts';
import type { Gate } from './gate.ts';
import { embeddingOrigins, originOf } from './known-origins.ts';
import { applyHeaders, newNonce, pageHeaders, plainHeaders } from './page-headers.ts';
import type { LoginParameters, LoginRecord, Platform } from './ports.ts';
import { refusalOfDisabled } from './launch-refusals.ts';
import type { RateLimit } from './rate-limit.ts';
import { hashOf, newSecret } from './secrets.ts';
import { isOnOrigin } from './claim-rules.ts';

const longestName = 255;
const longestHint = 8_192;
const longestUrl = 4_096;

export interface LoginLimits {
  /** Per platform and login hint. */
  perPerson: RateLimit;
  /** Per client address. */
  perAddress: RateLimit;
}

/** The secrets of one login: each is sent to one place, and only their hashes are kept. */
interface LoginSecrets {
  state: string;
  cookie: string;
  storage: string;
}

/**
 * Answers a login request of a platform: by a redirect to its authentication endpoint when the browser can be tied to
 * this login, else by a page that finds out how. That must come first, because hosted Canvas forgets a launch once read.
 */
export async function beginLogin(
  gate: Gate,
  limits: LoginLimits,
  fields: Fields,
  req: Request,
  res: Response,
): Promise<void> {
  demandWithin(limits.perAddress.count(req.ip ?? ''));
  const parameters = readParameters(fields);
  const platform = await platformOf(gate, parameters);
  demandOurTarget(gate, parameters, platform);
  demandWithin(limits.perPerson.count(JSON.stringify([platform.id, parameters.login_hint])), platform);

  const secrets: LoginSecrets = { state: newSecret(), cookie: newSecret(), storage: newSecret() };
  const record = recordOf(parameters, platform, secrets, gate.clock.nowMs());
  await gate.logins.create(record);
  const authenticationUrl = authenticationRequest(gate, platform, record, secrets.state);
  setLoginCookies(req, res, record.stateHash, secrets.cookie);

  const needsProbe = isFramed(req) === true && !hasProbeCookie(req);
  gate.log('lti.login', { platform: platform.id, probe: needsProbe, storage: record.storageHash !== null });
  if (needsProbe) return sendProbe(gate, platform, record, secrets, authenticationUrl, res);
  applyHeaders(res, {
    ...plainHeaders,
    'Content-Security-Policy': `frame-ancestors 'self' ${embeddingOrigins(platform, gate.rules).join(' ')}`,
  });
  res.redirect(302, authenticationUrl);
}

/** Whether the cookie of this login came back: asked by the probe page, changes nothing. */
export async function checkCookie(gate: Gate, state: string, req: Request): Promise<boolean> {
  const record = await gate.logins.peek(hashOf(state));
  return record !== null && isSameBrowser(req, record);
}

function readParameters(fields: Fields): LoginParameters {
  const optional = {
    client_id: fields.optional('client_id', longestName),
    lti_message_hint: fields.optional('lti_message_hint', longestHint),
    lti_deployment_id: fields.optional('lti_deployment_id', longestName),
    lti_storage_target: fields.optional('lti_storage_target', longestName),
  };
  const given = Object.entries(optional).filter(([, value]) => value !== null);
  return {
    iss: fields.required('iss', longestName),
    login_hint: fields.required('login_hint', longestHint),
    target_link_uri: fields.required('target_link_uri', longestUrl),
    ...Object.fromEntries(given),
  };
}

async function platformOf(gate: Gate, { iss, client_id }: LoginParameters): Promise<Platform> {
  const platform =
    client_id === undefined ? await gate.registry.onlyOneFor(iss) : await gate.registry.find(iss, client_id);
  if (platform === null) {
    throw new Refused({
      status: 400,
      step: 'platform',
      title: 'Your LMS is not registered here',
      words: 'The site that sent you here is not (or not unambiguously) registered with Resit.',
      advice: askAdministrator,
      cause: client_id === undefined ? 'no client id, and not exactly one platform' : 'unknown issuer and client id',
    });
  }
  if (platform.status === 'disabled') throw refusalOfDisabled(platform);
  return platform;
}

function demandOurTarget(gate: Gate, { target_link_uri }: LoginParameters, platform: Platform): void {
  if (isOnOrigin(target_link_uri, gate.publicUrl)) return;
  throw new Refused({
    status: 400,
    step: 'target',
    title: 'This link leads somewhere else',
    words: 'The link in your course does not lead to this tool.',
    advice: askAdministrator,
    platform,
  });
}

function demandWithin(waitS: number | null, platform?: Platform): void {
  if (waitS === null) return;
  throw new Refused({
    status: 429,
    step: 'limit',
    title: 'Too many tries',
    words: 'This activity was opened very often within a minute.',
    advice: `Wait ${waitS} seconds. ${startAgain}`,
    platform,
    retryAfterS: waitS,
  });
}

function recordOf(parameters: LoginParameters, platform: Platform, secrets: LoginSecrets, nowMs: number): LoginRecord {
  return {
    stateHash: hashOf(secrets.state),
    nonce: newSecret(),
    platformId: platform.id,
    parameters,
    cookieHash: hashOf(secrets.cookie),
    storageHash: parameters.lti_storage_target === undefined ? null : hashOf(secrets.storage),
    createdAt: nowMs,
    usedAt: null,
    failures: 0,
  };
}

/**
 * The authentication request (1EdTech Security Framework 5.1.1.2), with the platform's hints byte for byte.
 *
 * Nothing else is passed on: a parameter named `repost`, for one, would make newer Moodles stop.
 */
function authenticationRequest(gate: Gate, platform: Platform, record: LoginRecord, state: string): string {
  const { login_hint, lti_message_hint, lti_deployment_id } = record.parameters;
  const url = new URL(platform.authUrl);
  const parameters = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: platform.clientId,
    redirect_uri: `${gate.publicUrl}/lti/launch`,
    state,
    nonce: record.nonce,
    login_hint,
    lti_message_hint,
    lti_deployment_id,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  // Blanks as %20, which every decoder reads the same.
  url.search = url.search.replaceAll('+', '%20');
  return url.href;
}

function sendProbe(
  gate: Gate,
  platform: Platform,
  record: LoginRecord,
  secrets: LoginSecrets,
  authenticationUrl: string,
  res: Response,
): void {
  const nonce = newNonce();
  const view = {
    nonce,
    state: secrets.state,
    authenticationUrl,
    storageTarget: record.parameters.lti_storage_target ?? '',
    storageOrigin: originOf(platform.authUrl) ?? '',
    storageKey: storageKeyOf(record),
    storageValue: record.storageHash === null ? '' : secrets.storage,
    fields: Object.entries(record.parameters).map(([name, value]) => ({ name, value })),
  };
  // A form's redirects are held to the policy too, and Canvas passes people on to the host of their school.
  const origins = embeddingOrigins(platform, gate.rules);
  applyHeaders(res, pageHeaders(nonce, { frameAncestors: origins, formAction: origins }));
  res.status(200).type('html').send(gate.renderPage('probe', view));
}

/** The name under which the platform's storage keeps our secret. */
export function storageKeyOf(record: LoginRecord): string {
  return `resit_${record.stateHash.slice(0, 16)}`;
}
