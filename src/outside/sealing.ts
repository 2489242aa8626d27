// Encryption at rest for what Resit keeps for people (voucher codes): AES-256-GCM, a fresh IV each time, bound to what the text belongs to.

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

/** A sealed text as it is stored; everything base64 but the key's name. */
export interface SealedText {
  readonly keyId: string;
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

export interface Sealing {
  /** `belongsTo` must be the same when opening: a text copied to another place stays shut. */
  seal(text: string, belongsTo: string): SealedText;
  /** Throws when the text was changed, belongs elsewhere, or was sealed by another installation. */
  open(sealed: SealedText, belongsTo: string): string;
}

/**
 * Seals with a key of its own, derived from the master key (32 bytes) for one purpose, so that what is sealed here and what the
 * gatehouse seals never share a key.
 */
export function sealingFor(masterKey: Buffer, purpose: string): Sealing {
  if (masterKey.length !== 32) throw new Error('Sealing needs a master key of 32 bytes.');
  const key = Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `resit:${purpose}`, 32));
  const keyId = createHash('sha256').update(key).digest('hex').slice(0, 12);
  return {
    seal(text, belongsTo) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(belongsTo, 'utf8'));
      const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return {
        keyId,
        iv: iv.toString('base64'),
        tag: cipher.getAuthTag().toString('base64'),
        data: data.toString('base64'),
      };
    },
    open(sealed, belongsTo) {
      if (sealed.keyId !== keyId) throw new Error('A stored text was sealed with a master key that is not configured.');
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), { authTagLength: 16 });
      decipher.setAAD(Buffer.from(belongsTo, 'utf8')).setAuthTag(Buffer.from(sealed.tag, 'base64'));
      return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString('utf8');
    },
  };
}
