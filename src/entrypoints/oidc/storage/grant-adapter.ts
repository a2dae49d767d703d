import type { Adapter } from 'oidc-provider';
import { findGrant, replaceGrant } from '../../../features/sessions/index.ts';
import { newId } from '../../../kernel/index.ts';
import { grantedInFull } from '../provider/claims.ts';
import { currentMemory } from '../request-memory.ts';
import type { StorageDeps } from './storage-deps.ts';

/**
 * Grants. The services are the company's own, so a grant says only who and for which service; it is the
 * service's row in the session, and falls with it.
 */
export function grantAdapter({ db }: StorageDeps): Pick<Adapter, 'find' | 'destroy' | 'upsert'> {
  return {
    async find(id) {
      const grant = readAlready(id) ?? (await findGrant(db, id));
      return (
        grant && {
          kind: 'Grant',
          jti: id,
          accountId: grant.accountId,
          clientId: grant.clientId,
          openid: grantedInFull,
          iat: Math.floor(grant.openedAt / 1000),
          exp: Math.ceil(grant.expiresAt / 1000),
        }
      );
    },
    async destroy(id) {
      await replaceGrant(db, id, newId());
    },
    async upsert() {
      throw new Error('Grants are made with the first code for a service.');
    },
  };
}

/** Whoever comes with a code or token has had its session read a moment ago, and the grant is part of that. */
function readAlready(grantId: string) {
  for (const session of currentMemory().sessions.values()) {
    for (const [clientId, service] of session.services) {
      if (service.grantId !== grantId) continue;
      const { accountId, createdAt, expiresAt } = session;
      return { accountId, clientId, openedAt: createdAt, expiresAt };
    }
  }
  return undefined;
}
