import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'oidc-provider';
import { newId } from '../../../kernel/index.ts';
import type { ALGORITHMS } from './key-states.ts';

const generate = promisify(generateKeyPair);

/** A new private key, off the main thread. */
export async function makeKey(alg: (typeof ALGORITHMS)[number]): Promise<JWK & { kid: string }> {
  const { privateKey } =
    alg === 'ES256'
      ? await generate('ec', { namedCurve: 'P-256' })
      : await generate('rsa', { modulusLength: 2048 });
  return { ...(privateKey.export({ format: 'jwk' }) as JWK), kid: newId(), alg, use: 'sig' };
}
