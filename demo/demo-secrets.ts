import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What Master Account and one service know about each other, and nobody else does. */
export interface SharedSecrets {
  clientSecret: string;
  /** Signs Master Account's questions to the service's verifier: `whsec_…`, as Standard Webhooks write keys. */
  verifierSecret: string;
  /** Signs the service's own calls to Master Account; the same form. */
  signalSecret: string;
}

/**
 * The secrets of a service, all derived from one random seed under the data directory. The seed is made
 * at the first start, so every machine's demo has its own and the next start finds the same.
 */
export function secretsOfService(dataDirectory: string, serviceId: string): SharedSecrets {
  const seed = openSeed(join(dataDirectory, 'demo'));
  const derive = (purpose: string) => createHmac('sha256', seed).update(`${purpose}:${serviceId}`);
  return {
    clientSecret: derive('client').digest('base64url'),
    verifierSecret: `whsec_${derive('verifier').digest('base64')}`,
    signalSecret: `whsec_${derive('signal').digest('base64')}`,
  };
}

/** What Master Account and the demo's phone sign their calls to each other with; of the same seed. */
export function smsSecretOf(dataDirectory: string): string {
  const seed = openSeed(join(dataDirectory, 'demo'));
  return `whsec_${createHmac('sha256', seed).update('sms').digest('base64')}`;
}

function openSeed(directory: string): string {
  const file = join(directory, 'secret-seed');
  mkdirSync(directory, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8');
}
