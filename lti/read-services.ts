// The services that a launch offers (gradebook, roster, deep linking) in plain words, and why one cannot be used.
import { randomUUID } from 'node:crypto';
import { claims, scopes } from './claims.ts';
import type { Payload } from './claim-rules.ts';
import { listOf, longestText, objectOf, textOf } from './claim-values.ts';
import { refusalOfService } from './known-origins.ts';
import type { UrlRules } from './platform-url.ts';
import type { DeepLinkRequest, LaunchGrades, LaunchRoster, Platform } from './ports.ts';

const deepLinkLifetimeMs = 60 * 60_000;

/** The gradebook service of the launch: usable only at a known address and with the score scope. */
export function readGrades(claim: unknown, platform: Platform, rules: UrlRules): LaunchGrades {
  const service = objectOf(claim);
  const granted = listOf(service['scope']);
  const lineItem = textOf(service['lineitem'], longestText);
  const lineItems = textOf(service['lineitems'], longestText);
  const may = {
    score: granted.includes(scopes.score),
    readResults: granted.includes(scopes.resultsReadOnly),
    readLineItems: granted.includes(scopes.lineItemsReadOnly) || granted.includes(scopes.lineItems),
    manageLineItems: granted.includes(scopes.lineItems),
  };
  const reason = refusalOfGrades(lineItem, lineItems, may.score, platform, rules);
  return { usable: reason === null, reason, lineItem, lineItems, may };
}

function refusalOfGrades(
  lineItem: string | null,
  lineItems: string | null,
  mayScore: boolean,
  platform: Platform,
  rules: UrlRules,
): string | null {
  if (lineItem === null && lineItems === null) {
    return `${platform.name} offers no gradebook for this link, so grades are not sent to it.`;
  }
  if (!mayScore) return `${platform.name} does not allow this tool to send grades (the score scope is missing).`;
  const refusals = [lineItem, lineItems].map((url) => (url === null ? null : refusalOfService(platform, url, rules)));
  const refusal = refusals.find((one) => one !== null);
  if (refusal !== undefined) return refusal;
  return lineItem === null ? `${platform.name} has no gradebook column for this link.` : null;
}

/** The roster service of the launch. */
export function readRoster(claim: unknown, platform: Platform, rules: UrlRules): LaunchRoster {
  const url = textOf(objectOf(claim)['context_memberships_url'], longestText);
  if (url === null) {
    return { usable: false, reason: `${platform.name} does not share the list of course members.`, url: null };
  }
  const reason = refusalOfService(platform, url, rules);
  return { usable: reason === null, reason, url };
}

/** What a deep linking request asks for; the verifier has looked at its settings. */
export function readDeepLinking(payload: Payload, nowMs: number): DeepLinkRequest {
  const settings = objectOf(payload[claims.deepLinkingSettings]);
  const data = settings['data'];
  return {
    requestId: randomUUID(),
    returnUrl: String(settings['deep_link_return_url']),
    acceptTypes: listOf(settings['accept_types']).filter((type) => typeof type === 'string'),
    // Left out: nobody promised that a second item would arrive.
    acceptMultiple: settings['accept_multiple'] === true || settings['accept_multiple'] === 'true',
    acceptLineItem: settings['accept_lineitem'] !== false,
    title: textOf(settings['title']),
    text: textOf(settings['text'], longestText),
    data: typeof data === 'string' ? data : null,
    expiresAt: nowMs + deepLinkLifetimeMs,
  };
}
