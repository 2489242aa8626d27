// A platform that is about to be registered: what may be wrong with it, and the row it becomes.
import { randomBytes } from 'node:crypto';
import { guessKind } from './known-origins.ts';
import type { Network } from './network.ts';
import type { NewPlatform } from './ports.ts';

/** A random id: part of the address of our key set, so it tells nothing. */
export function newId(): string {
  return randomBytes(12).toString('hex');
}

/** The first thing that is wrong with a new platform, as a sentence; null when it may be registered. */
export async function complaintAbout(wanted: NewPlatform, network: Pick<Network, 'vet'>): Promise<string | null> {
  if (wanted.name.trim() === '') return 'The platform needs a name.';
  if (wanted.clientId === '' || wanted.clientId.length > 255) return 'The client id must have 1 to 255 characters.';
  if (wanted.issuer.length > 255) return 'The issuer must have at most 255 characters.';
  const deployments = wanted.deployments ?? [];
  if (deployments.some((id) => id === '' || id.length > 255)) {
    return 'A deployment id must have 1 to 255 characters.';
  }
  const badHost = (wanted.serviceHosts ?? []).find((host) => !isHost(host));
  if (badHost !== undefined) return `The service host ${JSON.stringify(badHost)} is no host such as files.example.org.`;
  const urls = {
    'The issuer': wanted.issuer,
    'The authentication URL': wanted.authUrl,
    'The token URL': wanted.tokenUrl,
    'The key set URL': wanted.jwksUrl,
  };
  for (const [what, url] of Object.entries(urls)) {
    const vetted = await network.vet(url);
    if (!vetted.ok) return `${what} ${vetted.words}.`;
  }
  return null;
}

/** A host with or without a port, or a whole origin; that it may be called is looked at whenever it is. */
function isHost(text: string): boolean {
  const written = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  if (/[\s\\]/.test(text) || !URL.canParse(written)) return false;
  const url = new URL(written);
  return url.href === `${url.origin}/` && url.hostname !== '';
}

/** The row as ltijs reads it, with the members that only we know beside. */
export function platformRow(id: string, wanted: NewPlatform, addedAt: number): Record<string, unknown> {
  return {
    platformName: wanted.name.trim(),
    platformUrl: wanted.issuer,
    clientId: wanted.clientId,
    authEndpoint: wanted.authUrl,
    accesstokenEndpoint: wanted.tokenUrl,
    authorizationServer: wanted.tokenAudience ?? wanted.tokenUrl,
    kid: id,
    authConfig: { method: 'JWK_SET', key: wanted.jwksUrl },
    kind: wanted.kind ?? guessKind([wanted.issuer, wanted.authUrl, wanted.tokenUrl, wanted.jwksUrl]),
    policy: (wanted.deployments ?? []).length > 0 ? 'closed' : 'open',
    serviceHosts: [...(wanted.serviceHosts ?? [])],
    organizationId: wanted.organizationId ?? null,
    addedAt,
  };
}
