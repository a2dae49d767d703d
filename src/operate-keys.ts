import type { Configuration } from './config.ts';
import { requireDatabase } from './operate.ts';
import { buildParts } from './parts.ts';

/**
 * New signing keys, for all nodes: published now and signing an hour later, or signing at once.
 * @throws with a sentence where there is no database yet
 */
export async function rotateSigningKeys(
  configuration: Configuration,
  when: 'soon' | 'at-once',
): Promise<void> {
  requireDatabase(configuration);
  const { oidc, close } = await buildParts(configuration, {});
  try {
    await (when === 'at-once' ? oidc.replaceKeys() : oidc.rotateKeys());
  } finally {
    await close();
  }
}
