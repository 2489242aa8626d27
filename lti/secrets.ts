// Random secrets that travel, and the hashes of them that are kept.
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** A random text of 256 bits, safe in URLs, cookies and JSON. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** The sha256 of a secret in hex: what we store, so that a read of the database gives nobody a session. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** Whether this secret has that hash, in constant time. */
export function fits(secret: string, hash: string): boolean {
  const given = Buffer.from(hashOf(secret), 'hex');
  const wanted = Buffer.from(hash, 'hex');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** A short number for an error page, to be read out on the phone: "E-7F3A2-210C9". */
export function newIncidentId(): string {
  const digits = randomBytes(5).toString('hex').toUpperCase();
  return `E-${digits.slice(0, 5)}-${digits.slice(5)}`;
}
