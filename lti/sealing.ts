// Encryption at rest: AES-256-GCM, a fresh IV each time, bound to what the text belongs to, the master key named beside it.
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** A sealed text as it is stored; everything base64 but the key's name. */
export interface Sealed {
  masterKeyId: string;
  iv: string;
  tag: string;
  data: string;
}

export interface Sealing {
  /** `belongsTo` must be the same when opening: a row copied to another place stays shut. */
  seal(text: string, belongsTo: string): Sealed;
  /** Throws when the row was changed, belongs elsewhere, or its master key is not among ours. */
  open(sealed: Sealed, belongsTo: string): string;
}

/**
 * Seals with the first master key and opens with any of them, so that the master key can be changed.
 *
 * Each key is 32 bytes.
 */
export function sealing(masterKeys: readonly Buffer[]): Sealing {
  const keys = new Map(masterKeys.map((key) => [nameOf(key), key]));
  const [first] = masterKeys;
  if (first === undefined || masterKeys.some((key) => key.length !== 32)) {
    throw new Error('Sealing needs at least one master key, each of 32 bytes.');
  }

  function seal(text: string, belongsTo: string): Sealed {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', first!, iv).setAAD(Buffer.from(belongsTo, 'utf8'));
    const data = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
    return {
      masterKeyId: nameOf(first!),
      iv: iv.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      data: data.toString('base64'),
    };
  }

  function open(sealed: Sealed, belongsTo: string): string {
    const key = keys.get(sealed.masterKeyId);
    if (key === undefined) throw new Error('A stored key was sealed with a master key that is not configured.');
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64'), { authTagLength: 16 });
    decipher.setAAD(Buffer.from(belongsTo, 'utf8')).setAuthTag(Buffer.from(sealed.tag, 'base64'));
    return Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]).toString('utf8');
  }

  return { seal, open };
}

function nameOf(key: Buffer): string {
  return createHash('sha256').update(key).digest('hex').slice(0, 12);
}
