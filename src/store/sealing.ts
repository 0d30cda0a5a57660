// Seals what is secret at rest (AES-256-GCM) with the installation's key. The key's name goes with
// what it sealed, so that a replica with another key leaves it alone.
import { createCipheriv, createDecipheriv, createHash, createSecretKey } from 'node:crypto';

import type { Random } from '../core/random.ts';

export interface Sealer {
  /** Names the key without revealing it. */
  readonly keyId: string;
  /** `context` must be the same when it is opened: it binds the sealed bytes to their place. */
  seal(plain: Uint8Array, context: string): Uint8Array;
  /** @throws Error when the key or context is another one, or a byte was changed. */
  open(sealed: Uint8Array, context: string): Buffer;
}

const ivBytes = 12;
const tagBytes = 16;

/** A sealer with a key of 32 bytes. */
export function createSealer(key: Uint8Array, random: Random): Sealer {
  if (key.length !== 32) throw new RangeError('the key must have 32 bytes');
  // Made once: from plain bytes, each call would make its own, which takes longer than sealing.
  const secretKey = createSecretKey(key);
  return {
    keyId: createHash('sha256').update('hawkwatch key').update(key).digest('hex').slice(0, 16),
    seal: (plain, context) => {
      const iv = random.bytes(ivBytes);
      const cipher = createCipheriv('aes-256-gcm', secretKey, iv);
      cipher.setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), body]);
    },
    open: (sealed, context) => {
      const iv = sealed.subarray(0, ivBytes);
      const decipher = createDecipheriv('aes-256-gcm', secretKey, iv);
      decipher.setAAD(Buffer.from(context));
      decipher.setAuthTag(sealed.subarray(ivBytes, ivBytes + tagBytes));
      return Buffer.concat([
        decipher.update(sealed.subarray(ivBytes + tagBytes)),
        decipher.final(),
      ]);
    },
  };
}
