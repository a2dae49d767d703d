import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hash,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

export interface Sealing {
  /**
   * Encrypts for rest (AES-256-GCM).
   * @param context what and whose it is (`pin:<account id>`); the sealed text opens only in the same context
   */
  seal(plaintext: string, context: string): string;
  /** @throws when it was sealed with an unknown key or in another context, or has been changed */
  open(sealed: string, context: string): string;
  /** A keyed digest (HMAC-SHA256, base64url) for what is only compared or looked up: tokens, browser ids, throttle subjects. */
  digest(text: string, purpose: string): string;
}

/** @param keys 32 bytes each, newest first: the first one seals, all of them open. Digests are made with the oldest. */
export function openSealing(keys: readonly Buffer[]): Sealing {
  const newest = keys[0];
  const oldest = keys.at(-1);
  if (!newest || !oldest) throw new Error('Sealing needs a key.');
  const byId = new Map(keys.map((key) => [keyId(key), createSecretKey(derive(key, 'seal'))]));
  const id = keyId(newest);
  const sealingKey = derivedOf(byId, id);
  const digestKey = createSecretKey(derive(oldest, 'digest'));

  return {
    seal(plaintext, context) {
      const iv = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, iv).setAAD(Buffer.from(context));
      const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${id}.${iv.toString('base64url')}.${body.toString('base64url')}`;
    },
    open(sealed, context) {
      const [id = '', iv = '', body = ''] = sealed.split('.');
      const bytes = Buffer.from(body, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', derivedOf(byId, id), Buffer.from(iv, 'base64url'), {
        authTagLength: 16,
      });
      decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString('utf8');
    },
    digest: (text, purpose) =>
      createHmac('sha256', digestKey).update(`${purpose}\u0000${text}`).digest('base64url'),
  };
}

/** Compares two secrets in a time that does not depend on where they differ. */
export function equalSecrets(left: string, right: string): boolean {
  const digest = (text: string) => hash('sha256', text, 'buffer');
  return timingSafeEqual(digest(left), digest(right));
}

const derive = (key: Buffer, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key, '', `master-account ${use}`, 32));

const keyId = (key: Buffer): string => derive(key, 'id').subarray(0, 6).toString('base64url');

function derivedOf(byId: Map<string, KeyObject>, id: string): KeyObject {
  const key = byId.get(id);
  if (!key) throw new Error('This was sealed with a key that is not configured.');
  return key;
}
