// Which URLs of a platform we are willing to call: https on a public host, or a local one when the settings allow it.
import { kindOfHost } from './addresses.ts';
import type { AddressKind } from './addresses.ts';

/** `allowLocal`: the setting ALLOW_LOCAL_PLATFORMS. */
export interface UrlRules {
  allowLocal: boolean;
}

export type CheckedUrl = { ok: true; url: URL } | { ok: false; words: string };

const longestUrl = 4096;
/** Nothing that could leave an HTML attribute or a header; a URL needs none of these unescaped. */
// oxlint-disable-next-line no-control-regex
const unsafeCharacters = /[\u0000-\u0020\u007f"'<>\\`]/;

/**
 * Whether we may call this URL, as far as its text tells; a name's addresses are looked at when connecting.
 *
 * The refusal's words complete the sentence "<what it is> ...".
 */
export function checkPlatformUrl(raw: unknown, rules: UrlRules): CheckedUrl {
  if (typeof raw !== 'string' || raw === '') return no('is missing');
  if (raw.length > longestUrl) return no('is too long');
  if (unsafeCharacters.test(raw) || !URL.canParse(raw)) return no('is not a valid address');
  const url = new URL(raw);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return no('must begin with https://');
  if (url.username !== '' || url.password !== '') return no('must not hold a user name or password');
  const refusal = refusalOfHost(url.protocol, kindOfHost(url.hostname), rules);
  return refusal === null ? { ok: true, url } : no(refusal);
}

/**
 * Why this host may not be called over this protocol, or null.
 *
 * `kind` null is a name that has not been looked up yet: over http it may still turn out to be local.
 */
export function refusalOfHost(protocol: string, kind: AddressKind | null, rules: UrlRules): string | null {
  if (kind === 'forbidden') return 'is on a reserved address';
  if (kind === 'local' && !rules.allowLocal) return 'is on a private address, which the settings do not allow';
  if (protocol === 'https:') return null;
  if (!rules.allowLocal) return 'must begin with https://';
  return kind === 'public' ? 'is on a public host, so it must begin with https://' : null;
}

function no(words: string): CheckedUrl {
  return { ok: false, words };
}
