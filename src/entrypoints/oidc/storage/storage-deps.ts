import type { LiveSessionDeps } from '../../../features/sessions/index.ts';
import type { Sealing } from '../../../platform/sealing/index.ts';
import type { OidcPorts } from '../ports.ts';

export interface StorageDeps extends LiveSessionDeps {
  sealing: Sealing;
  ports: Pick<
    OidcPorts,
    'clientAddress' | 'browserMark' | 'outcomeStands' | 'holdOutcome' | 'holdServiceAccount'
  >;
}

/** Codes, tokens and ids of cookies are at rest as digests only. */
export const digestOf = ({ sealing }: Pick<StorageDeps, 'sealing'>, kind: string, id: string): string =>
  sealing.digest(id, `oidc ${kind}`);
