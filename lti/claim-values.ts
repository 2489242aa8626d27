// Reads single values of claims tolerantly: null, other types and unexpanded variables ("$...") count as absent.
import { checkPlatformUrl } from './platform-url.ts';
import type { UrlRules } from './platform-url.ts';
import type { Payload } from './claim-rules.ts';

const longestName = 500;
/** Longer texts than names: descriptions, addresses. */
export const longestText = 4_000;

/** A text to show: cut, never refused; absent when empty, of another type, or an unexpanded variable. */
export function textOf(value: unknown, longest = longestName): string | null {
  if (typeof value !== 'string' || value.trim() === '' || value.startsWith('$')) return null;
  return value.slice(0, longest);
}

/** A text to find things by: whole or absent. */
export function keyOf(value: unknown): string | null {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && text !== '' && text.length <= 255 && !text.startsWith('$') ? text : null;
}

/** An address that we would call; absent otherwise. */
export function urlOf(value: unknown, rules: UrlRules): string | null {
  const checked = checkPlatformUrl(value, rules);
  return checked.ok ? checked.url.href : null;
}

/** Its members; none when it is no object. */
export function objectOf(value: unknown): Payload {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Payload) : {};
}

/** Its entries; none when it is no list. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
