// The tokens of API keys: JSON Web Tokens signed with a secret of their own, which is derived and stored nowhere.

import { hkdfSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/** What a token says: which key it is and until when it holds. Instants are epoch milliseconds on whole seconds. */
export interface TokenFacts {
  readonly id: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export type TokenReading =
  | { readonly kind: 'read'; readonly id: string }
  /** Ours, but its time is over. */
  | { readonly kind: 'expired' }
  /** Not made here, changed, or no token at all. */
  | { readonly kind: 'foreign' };

export interface ApiTokens {
  sign(facts: TokenFacts): string;
  read(token: string, now: number): TokenReading;
}

const claims = z.object({ jti: z.string().min(1).max(100) });
const algorithm = 'HS256';
/** No token of ours comes near this length. */
const longestToken = 2000;

/** Signs and reads the tokens of one installation. @param secret at least 32 bytes; what is signed with is derived from it */
export function apiTokens(secret: Uint8Array, publicUrl: string): ApiTokens {
  const signingKey = Buffer.from(hkdfSync('sha256', secret, '', 'resit: tokens of API keys', 32));
  const named = { issuer: publicUrl, audience: `${publicUrl}/api/v1` };
  return {
    sign({ id, issuedAt, expiresAt }) {
      const payload = { iat: Math.floor(issuedAt / 1000), exp: Math.floor(expiresAt / 1000) };
      return jwt.sign(payload, signingKey, { algorithm, jwtid: id, ...named });
    },

    read(token, now) {
      if (token.length > longestToken) return { kind: 'foreign' };
      try {
        const clockTimestamp = Math.floor(now / 1000);
        const payload = jwt.verify(token, signingKey, { algorithms: [algorithm], clockTimestamp, ...named });
        const read = claims.safeParse(payload);
        return read.success ? { kind: 'read', id: read.data.jti } : { kind: 'foreign' };
      } catch (error) {
        return { kind: error instanceof jwt.TokenExpiredError ? 'expired' : 'foreign' };
      }
    },
  };
}
