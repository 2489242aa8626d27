// The launch: the platform's answer is verified, taken once, tied to the browser, judged by policy, and becomes a session.
import type { Request, Response } from 'express';
import { isFramed, isSameBrowser } from './binding.ts';
import type { Fields } from './form.ts';
import { MalformedInput } from './form.ts';
import type { Gate } from './gate.ts';
import { embeddingOrigins, originOf } from './known-origins.ts';
import {
  deploymentRefused,
  keysUnavailable,
  mayNotChoose,
  notBelieved,
  notThisBrowser,
  refusalOfDisabled,
  unusable,
  usedUp,
} from './launch-refusals.ts';
import { storageKeyOf } from './login.ts';
import { applyHeaders, newNonce, pageHeaders, plainHeaders } from './page-headers.ts';
import type { CourseRole, Launch, LoginRecord, OpenedSession, Platform } from './ports.ts';
import { refusalOfPlatformError } from './platform-errors.ts';
import { readLaunch, toldServiceHost } from './read-launch.ts';
import { hashOf, newSecret } from './secrets.ts';
import { verifyIdToken } from './verify.ts';
import type { Verdict } from './verify.ts';

const loginLifetimeMs = 10 * 60_000;
/** A stranger who learns a state may not try it for ever. */
const mostFailures = 10;
const longestState = 256;
const longestToken = 1_500_000;
const mayChooseContent: ReadonlySet<CourseRole> = new Set(['administrator', 'instructor', 'content-developer']);

/** Answers the platform's form post: 303 into the application, a page that asks the platform's storage, or a refusal. */
export async function receiveLaunch(gate: Gate, fields: Fields, req: Request, res: Response): Promise<void> {
  const state = fields.required('state', longestState);
  if (!/^[\w.~+/=-]+$/.test(state)) throw new MalformedInput('The parameter state has characters that we never send.');
  const error = fields.optional('error', 200);
  const record = await openRecord(gate, hashOf(state));
  const platform = await activePlatform(gate, record);
  if (error !== null) {
    await gate.logins.consume(record.stateHash, gate.clock.nowMs());
    throw refusalOfPlatformError(error, platform);
  }
  const token = fields.required('id_token', longestToken);
  const verdict = await verify(gate, token, record, platform);
  const launch = readLaunch(verdict.payload, {
    platform,
    isNewDeployment: false,
    messageType: verdict.messageType,
    loginTarget: record.parameters.target_link_uri,
    rules: gate.rules,
    nowMs: gate.clock.nowMs(),
  });

  // Only now is the record used up: a token that was refused has burned nothing.
  if (!(await gate.logins.consume(record.stateHash, gate.clock.nowMs()))) throw usedUp(platform);
  if (isSameBrowser(req, record)) return enter(res, await admit(gate, launch, platform, req));
  if (record.storageHash === null) throw notThisBrowser(platform, record);
  await askStorage(gate, launch, record, record.storageHash, platform, res);
}

/** The login that this state belongs to, as long as it may be used. */
async function openRecord(gate: Gate, stateHash: string): Promise<LoginRecord> {
  const record = await gate.logins.peek(stateHash);
  if (record === null) throw unusable('state', 'no login has this state');
  if (record.usedAt !== null) throw unusable('replay', 'the login was used before');
  if (gate.clock.nowMs() - record.createdAt >= loginLifetimeMs)
    throw unusable('login-expired', 'older than 10 minutes');
  if (record.failures >= mostFailures) throw unusable('state', 'too many refused tokens for this login');
  return record;
}

async function activePlatform(gate: Gate, record: LoginRecord): Promise<Platform> {
  const platform = await gate.registry.get(record.platformId);
  if (platform === null) throw unusable('platform', 'the platform of this login is no longer registered');
  if (platform.status === 'disabled') throw refusalOfDisabled(platform);
  return platform;
}

async function verify(
  gate: Gate,
  token: string,
  record: LoginRecord,
  platform: Platform,
): Promise<Verdict & { ok: true }> {
  const expected = {
    platform,
    nonce: record.nonce,
    deploymentId: record.parameters.lti_deployment_id ?? null,
    toolOrigin: gate.publicUrl,
    rules: gate.rules,
    nowMs: gate.clock.nowMs(),
  };
  const verdict = await verifyIdToken(token, expected, (kid) => gate.platformKeys.get(platform, kid));
  if (verdict.ok) return verdict;
  if (verdict.status === 503) throw keysUnavailable(platform, verdict.words);
  await gate.logins.countFailure(record.stateHash);
  throw notBelieved(platform, verdict);
}

/** Policy and session: what remains to be decided about a verified launch from the right browser. */
export async function admit(gate: Gate, launch: Launch, platform: Platform, req: Request): Promise<OpenedSession> {
  if (launch.messageType === 'deep-linking' && !launch.roles.course.some((role) => mayChooseContent.has(role))) {
    throw mayNotChoose(platform);
  }
  const standing = await gate.registry.deployment(platform, launch.deploymentId);
  if (standing === 'not-listed' || standing === 'disabled') {
    gate.log('lti.deployment-refused', { platform: platform.id, deployment: launch.deploymentId, standing });
    throw deploymentRefused(platform);
  }
  const host = toldServiceHost(launch, gate.rules);
  if (host !== null) await gate.registry.learnServiceHost(platform.id, host);
  const opened = await gate.openSession(
    { ...launch, isNewDeployment: standing === 'new' },
    {
      cookieHeader: req.headers.cookie ?? '',
      clientAddress: req.ip ?? '',
      userAgent: req.get('user-agent') ?? '',
      isFramed: isFramed(req),
    },
  );
  gate.log('lti.launched', {
    platform: platform.id,
    deployment: launch.deploymentId,
    message: launch.messageType,
    launch: opened.launchId,
    isNewDeployment: standing === 'new',
  });
  return opened;
}

/** 303 to the launch's own address, with the session's cookies; no token is in it. */
export function enter(res: Response, opened: OpenedSession): void {
  applyHeaders(res, plainHeaders);
  for (const cookie of opened.setCookies) res.append('Set-Cookie', cookie);
  res.redirect(303, addressOf(opened));
}

export function addressOf(opened: OpenedSession): string {
  return `/s/${encodeURIComponent(opened.launchId)}/${opened.path ?? ''}`;
}

/** The browser kept no cookie, but the platform holds our secret: its page must read it back from there. */
async function askStorage(
  gate: Gate,
  launch: Launch,
  record: LoginRecord,
  storageHash: string,
  platform: Platform,
  res: Response,
): Promise<void> {
  const ticket = newSecret();
  const createdAt = gate.clock.nowMs();
  await gate.logins.hold({ ticketHash: hashOf(ticket), purpose: 'storage', storageHash, launch, createdAt });
  gate.log('lti.storage-asked', { platform: platform.id });
  const nonce = newNonce();
  const view = {
    nonce,
    ticket,
    // As the login told it: Blackboard does not send it again with the token.
    storageTarget: record.parameters.lti_storage_target ?? '',
    storageOrigin: originOf(platform.authUrl) ?? '',
    storageKey: storageKeyOf(record),
    fields: Object.entries(record.parameters).map(([name, value]) => ({ name, value })),
  };
  const origins = embeddingOrigins(platform, gate.rules, [launch.presentation.returnUrl]);
  applyHeaders(res, pageHeaders(nonce, { frameAncestors: origins, formAction: origins }));
  res.status(200).type('html').send(gate.renderPage('storage', view));
}
