import type { Adapter, AdapterFactory } from 'oidc-provider';
import { artifactAdapter } from './artifact-adapter.ts';
import { grantAdapter } from './grant-adapter.ts';
import { sessionAdapter } from './session-adapter.ts';
import type { StorageDeps } from './storage-deps.ts';

const ARTIFACTS = ['AuthorizationCode', 'AccessToken', 'RefreshToken', 'Interaction'];

/** Where the library keeps its things, by the name of their model. */
export const storageAdapter =
  (deps: StorageDeps): AdapterFactory =>
  (name) => ({ ...nothing(name), ...storageFor(deps, name) });

function storageFor(deps: StorageDeps, name: string): Partial<Adapter> {
  if (name === 'Session') return sessionAdapter(deps);
  if (name === 'Grant') return grantAdapter(deps);
  return ARTIFACTS.includes(name) ? artifactAdapter(deps, name) : {};
}

/** What belongs to features that are switched off. Clients are looked up here when the configuration has none such. */
function nothing(name: string): Adapter {
  const unused = async (): Promise<never> => {
    throw new Error(`Nothing is stored for ${name}.`);
  };
  const none = async () => undefined;
  return {
    upsert: unused,
    consume: unused,
    destroy: unused,
    revokeByGrantId: unused,
    find: none,
    findByUid: none,
    findByUserCode: none,
  };
}
