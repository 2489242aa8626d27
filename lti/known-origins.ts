// The origins that belong to a platform: only they get our tokens, and only they may embed our pages.
import type { Platform } from './ports.ts';
import { checkPlatformUrl } from './platform-url.ts';
import type { UrlRules } from './platform-url.ts';

/** Hosted Canvas serves every school from a host of its own under this domain. */
const canvasDomain = 'instructure.com';
const canvasWildcard = `https://*.${canvasDomain}`;

/** The origin of an address, or null. Opaque origins ("null") are none. */
export function originOf(url: string | null | undefined): string | null {
  if (url === null || url === undefined || !URL.canParse(url)) return null;
  const { origin } = new URL(url);
  return origin === 'null' ? null : origin;
}

/** `host`, `host:port` or a whole origin, as an administrator may give it, as origins. */
function originsOfHost(host: string, rules: UrlRules): string[] {
  const written = /^https?:\/\//i.test(host) ? [host] : [`https://${host}`, `http://${host}`];
  return written.flatMap((text) => {
    const checked = checkPlatformUrl(text, rules);
    return checked.ok ? [checked.url.origin] : [];
  });
}

/** Whether this URL's origin (port included) is one of the platform's. */
function isKnownOrigin(platform: Platform, url: string, rules: UrlRules): boolean {
  const origin = originOf(url);
  if (origin === null) return false;
  const own = [platform.issuer, platform.authUrl, platform.tokenUrl, platform.jwksUrl].map(originOf);
  if (own.includes(origin)) return true;
  if (platform.serviceHosts.some((host) => originsOfHost(host, rules).includes(origin))) return true;
  return platform.kind === 'canvas' && isCanvasHost(origin);
}

function isCanvasHost(origin: string): boolean {
  const { protocol, hostname, port } = new URL(origin);
  return protocol === 'https:' && port === '' && hostname.endsWith(`.${canvasDomain}`);
}

/** Why a service at this URL gets no token, as a sentence for staff; null when it may be used. */
export function refusalOfService(platform: Platform, url: string, rules: UrlRules): string | null {
  const checked = checkPlatformUrl(url, rules);
  if (!checked.ok) return `The address of the service ${checked.words}.`;
  if (isKnownOrigin(platform, url, rules)) return null;
  return (
    `The service is at ${checked.url.origin}, which is not a known address of ${platform.name}. ` +
    'An administrator can name it as a service host of this platform.'
  );
}

/** Who may embed our pages for this platform, as sources of `frame-ancestors`, without repetition. */
export function embeddingOrigins(platform: Platform, rules: UrlRules, more: readonly (string | null)[] = []): string[] {
  const sources = [
    originOf(platform.issuer),
    originOf(platform.authUrl),
    ...platform.serviceHosts.flatMap((host) => originsOfHost(host, rules)),
    ...(platform.kind === 'canvas' ? [canvasWildcard] : []),
    ...more.map((url) => (url !== null && checkPlatformUrl(url, rules).ok ? originOf(url) : null)),
  ];
  return [...new Set(sources.filter((source): source is string => source !== null))];
}

/** The kind of a platform by its addresses, when nobody named it. */
export function guessKind(urls: readonly string[]): Platform['kind'] {
  const texts = urls.join(' ').toLowerCase();
  if (/instructure\.com|canvaslms\.com|\/api\/lti\/authorize_redirect/.test(texts)) return 'canvas';
  return /\/mod\/lti\/|\/ltix\//.test(texts) ? 'moodle' : 'other';
}
