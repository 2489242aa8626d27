// Signing keys for many small gatehouses: finding a new one takes a while, and each gatehouse only needs its own to differ.
import { newKeyPair } from '../../../lti/tool-keys.ts';
import type { PemPair } from '../../../lti/tool-keys.ts';

const pool: Promise<PemPair>[] = [];

/** Hands out the same keys in the same order to every caller: within one gatehouse no two are alike. */
export function pooledKeyPairs(): () => Promise<PemPair> {
  let next = 0;
  return () => (pool[next++] ??= newKeyPair());
}
