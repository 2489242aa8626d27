// Turns the claims of a verified token into a plain launch: tolerant where the specification is, and free of claim names.
import { claims } from './claims.ts';
import type { Payload } from './claim-rules.ts';
import { keyOf, listOf, longestText, objectOf, textOf, urlOf } from './claim-values.ts';
import { embeddingOrigins, originOf } from './known-origins.ts';
import type { UrlRules } from './platform-url.ts';
import type { Launch, LaunchContext, LaunchPerson, MessageType, Platform } from './ports.ts';
import { readDeepLinking, readGrades, readRoster } from './read-services.ts';
import { readRoles } from './roles.ts';

interface Circumstances {
  platform: Platform;
  isNewDeployment: boolean;
  messageType: MessageType;
  /** Where the login wanted to go: counts when the token names no target. */
  loginTarget: string;
  rules: UrlRules;
  nowMs: number;
}

/** The launch as the application sees it. The payload must have passed the verifier. */
export function readLaunch(payload: Payload, circumstances: Circumstances): Launch {
  const { platform, rules, nowMs } = circumstances;
  const custom = readCustom(payload[claims.custom]);
  const presentation = objectOf(payload[claims.launchPresentation]);
  const returnUrl = urlOf(presentation['return_url'], rules);
  const apiBase = platform.kind === 'canvas' ? urlOf(canvasApiBase(custom), rules) : null;
  const known = withServiceHost(platform, apiBase);
  const lti11 = objectOf(payload[claims.lti11]);
  return {
    messageType: circumstances.messageType,
    platformId: platform.id,
    organizationId: platform.organizationId,
    platformName: platform.name,
    kind: platform.kind,
    issuer: platform.issuer,
    clientId: platform.clientId,
    deploymentId: String(payload[claims.deploymentId]),
    isNewDeployment: circumstances.isNewDeployment,
    targetLinkUri: textOf(payload[claims.targetLinkUri], longestText) ?? circumstances.loginTarget,
    person: readPerson(payload, custom),
    roles: readRoles(listOf(payload[claims.roles])),
    actedBy: customNamed(custom, ['canvasmasqueradinguserid', 'masqueradinguserid']),
    context: readContext(payload[claims.context], custom),
    resourceLink: readResourceLink(payload[claims.resourceLink]),
    custom,
    grades: readGrades(payload[claims.gradeService], known, rules),
    roster: readRoster(payload[claims.rosterService], known, rules),
    deepLinking: circumstances.messageType === 'deep-linking' ? readDeepLinking(payload, nowMs) : null,
    forUser: readForUser(payload[claims.forUser]),
    presentation: { returnUrl, documentTarget: textOf(presentation['document_target']) },
    formerIds: { userId: keyOf(lti11['user_id']), resourceLinkId: keyOf(lti11['resource_link_id']) },
    tool: readToolPlatform(payload[claims.toolPlatform]),
    embeddingOrigins: embeddingOrigins(known, rules, [returnUrl]),
    launchedAt: nowMs,
  };
}

/** The host of the school's own Canvas, as its launches tell; null for other platforms. */
export function toldServiceHost(launch: Launch, rules: UrlRules): string | null {
  if (launch.kind !== 'canvas') return null;
  const origin = originOf(urlOf(canvasApiBase(launch.custom), rules));
  return origin !== null && origin.startsWith('https://') ? new URL(origin).host : null;
}

function withServiceHost(platform: Platform, url: string | null): Platform {
  const origin = originOf(url);
  return origin === null ? platform : { ...platform, serviceHosts: [...platform.serviceHosts, origin] };
}

/** The expanded $Canvas.api.baseUrl, by whatever name an administrator gave the custom field. */
function canvasApiBase(custom: Launch['custom']): string | null {
  return customNamed(custom, ['canvasapibaseurl', 'apibaseurl']);
}

function customNamed(custom: Launch['custom'], names: readonly string[]): string | null {
  const found = Object.entries(custom).find(([name]) =>
    names.includes(name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')),
  );
  return found === undefined || found[1] === '' ? null : found[1];
}

function readPerson(payload: Payload, custom: Launch['custom']): LaunchPerson {
  const givenName = textOf(payload['given_name']);
  const familyName = textOf(payload['family_name']);
  const joined = [givenName, familyName].filter((part) => part !== null).join(' ');
  return {
    sub: String(payload['sub']),
    name: textOf(payload['name']) ?? (joined === '' ? null : joined),
    givenName,
    familyName,
    email: textOf(payload['email']),
    sourcedId: textOf(objectOf(payload[claims.lis])['person_sourcedid']),
    locale: textOf(objectOf(payload[claims.launchPresentation])['locale']) ?? textOf(payload['locale']),
    zone: zoneOf(customNamed(custom, zoneFields)) ?? zoneOf(textOf(payload['zoneinfo'])),
  };
}

const zoneFields = ['personaddresstimezone', 'persontimezone', 'timezone', 'zoneinfo', 'zone'];

/** An IANA zone that this machine knows. */
function zoneOf(text: string | null): string | null {
  if (text === null) return null;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone === '' ? null : text;
  } catch {
    return null;
  }
}

function readContext(claim: unknown, custom: Launch['custom']): LaunchContext | null {
  const context = objectOf(claim);
  const id = keyOf(context['id']);
  if (id === null) return null;
  const history = customNamed(custom, ['contextidhistory', 'contexthistory']) ?? '';
  return {
    id,
    label: textOf(context['label']),
    title: textOf(context['title']),
    history: history
      .split(',')
      .map((former) => former.trim())
      .filter((former) => former !== ''),
  };
}

function readResourceLink(claim: unknown): Launch['resourceLink'] {
  const link = objectOf(claim);
  const id = keyOf(link['id']);
  if (id === null) return null;
  return { id, title: textOf(link['title']), description: textOf(link['description'], longestText) };
}

/** Names that a database can hold as names of members. */
// oxlint-disable-next-line no-control-regex
const plainName = /^[^$.\u0000]{1,100}$/;

/** Numbers and booleans become text; lists, objects, nulls and unexpanded variables are absent. */
function readCustom(claim: unknown): Record<string, string> {
  const custom: Record<string, string> = {};
  for (const [name, value] of Object.entries(objectOf(claim))) {
    const text = typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
    if (typeof text === 'string' && !text.startsWith('$') && plainName.test(name))
      custom[name] = text.slice(0, longestText);
  }
  return custom;
}

function readForUser(claim: unknown): Launch['forUser'] {
  const user = objectOf(claim);
  const sub = keyOf(user['user_id']);
  return sub === null ? null : { sub, name: textOf(user['name']) };
}

function readToolPlatform(claim: unknown): Launch['tool'] {
  const tool = objectOf(claim);
  return {
    productFamily: textOf(tool['product_family_code']),
    guid: textOf(tool['guid']),
    version: textOf(tool['version']),
    name: textOf(tool['name']),
  };
}
